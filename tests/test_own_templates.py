"""A city may write sections of its own; whatever they try, they get no further than their own text."""

from __future__ import annotations

import re
import shutil
import sys
import types
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.reports.chapters import council
from advisor.reports.language import load_words
from advisor.reports.sandbox import custom_templates
from advisor.reports.templating import fill_in_foreign
from advisor.reports.view import View
from tests.support.languages import disguised, translate
from tests.support.reports import ROOT, report
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"
SECTION = "report/summary.html.j2"
SUMMARY = "<h2>In Kürze</h2>\n<p>{{ city }}: {{ summary.standing }}</p>\n"
PAPER = (
    "<article>\n<h1>{{ city }}</h1>\n<p>{{ council.stands }}</p>\n<h2>In Kürze</h2>\n<p>{{ council.decide }}</p>\n</article>\n"
)


def own(folder: Path, text: str, name: str = SECTION) -> Path:
    """Write a section of a city and return its folder."""
    file = folder / "own" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder / "own"


def refused(folder: Path, *more: str) -> str:
    """Return what is said where own templates cannot be used."""
    done = CliRunner().invoke(main, ["advise", str(START), "--templates", str(folder), *more])
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    return done.stderr


@pytest.mark.long
def test_one_section_is_replaced_and_all_others_stay(tmp_path: Path) -> None:
    told = report(START, "md", "--templates", str(own(tmp_path, SUMMARY))).decode()
    shipped = report(START, "md").decode()
    assert "## In Kürze\n\nMusterstadt: Etabliert: Themenlab." in told
    assert "## Das Wichtigste" not in told
    after = "## Der Stand heute"
    assert told.partition(after)[2].partition("### Woraus")[0] == shipped.partition(after)[2].partition("### Woraus")[0]


@pytest.mark.parametrize("form", sampled(4, ["html", "text", "pdf", "docx"]))
def test_every_format_shows_own_sections_and_can_be_verified(form: str, tmp_path: Path) -> None:
    folder = own(tmp_path, PAPER, "report/brief.html.j2")
    file = tmp_path / "report"
    file.write_bytes(report(START, form, "--audience", "council", "--templates", str(folder)))
    done = CliRunner().invoke(main, ["verify", str(file), str(START), "--templates", str(folder)])
    assert done.output == "identical\n"
    done = CliRunner().invoke(main, ["verify", str(file), str(START)])
    assert done.exit_code == 1
    assert "the text is another one" in done.output


def test_a_copy_of_all_sections_gives_the_same_report(tmp_path: Path) -> None:
    for file in (paths.shipped("templates") / "report").glob("*.j2"):
        if "imprint" not in file.name:
            own(tmp_path, file.read_text(encoding="utf-8"), f"report/{file.name}")
    assert report(START, "html", "--templates", str(tmp_path / "own")) == report(START, "html")


def test_a_section_may_ask_for_more_than_those_of_the_product(tmp_path: Path) -> None:
    asks = "{% if city|length > 20 or not reading_note %}a{% elif city == 'Musterstadt' %}<p>b</p>{% else %}c{% endif %}"
    assert b"\nb\n" in report(START, "md", "--templates", str(own(tmp_path, f"<h2>x</h2>\n{asks}\n")))


@pytest.mark.parametrize(
    ("loop", "called"),
    sampled(
        5,
        [
            ("for text in summary.missing", "summary.missing"),
            ("for text in reading_note", "reading_note"),
            ("for _ in poles.alone", "poles.alone"),
            ("for section in notes", "notes"),
            ("for rows in conclusions %}{% for row in rows %}{% endfor", "rows"),
            ("for text in approaches[0].fits", ""),
        ],
    ),
)
def test_a_loop_over_what_is_no_list_is_refused_with_its_name(loop: str, called: str, tmp_path: Path) -> None:
    folder = own(tmp_path, f"<h2>x</h2>\n{{% {loop} %}}<p>y</p>{{% endfor %}}\n")
    named = f"'{called}' is no list" if called else "this is no list"
    asked = f"ask for it with {{% if {called} %}}" if called else "one thing or nothing. "
    told = refused(folder)
    assert told.startswith(f"{folder / SECTION}:2: {named} to loop over, ")
    assert asked in told


@pytest.mark.parametrize("loop", ["text in summary.urgent", "name, text in city_names", "name, caption in captions.items()"])
def test_a_loop_over_a_list_or_over_pairs_is_none(loop: str) -> None:
    view = {"summary": {"urgent": [1]}, "city_names": [["a", "b"]], "captions": {"map": None}}
    assert fill_in_foreign({"a": f"{{% for {loop} %}}x{{% endfor %}}"}, "a", view, lambda _, text: text) == "x"


def test_the_page_shows_every_value_of_a_section_with_its_shape() -> None:
    page = (ROOT / "docs" / "own-templates.md").read_text(encoding="utf-8")
    hints = get_type_hints(View, localns={"council": council})  # which a report loads only for the council
    lines = re.sub(r" *#.*", "", page.partition("```text\n")[2].partition("```")[0])
    assert lines.replace("\n  ", " ").splitlines() == [part(name, kind) for name, kind in hints.items()]


def part(name: str, kind: Any) -> str:  # noqa: ANN401 - any type
    """Return a value as the page shows it: what may be absent with a question mark, a text by its name alone."""
    here = get_args(kind)[0] if isinstance(kind, types.UnionType) else kind
    called = name if here is kind else f"{name}?"
    return called if here is str else f"{called}: {shape(here)}"


def shape(kind: Any) -> str:  # noqa: ANN401 - any type
    if is_typeddict(kind):
        return f"{{{', '.join(part(name, inner) for name, inner in get_type_hints(kind).items())}}}"
    if get_origin(kind) in {list, tuple}:
        return f"[{', '.join(shape(inner) for inner in get_args(kind) if inner is not ...)}]"
    return {str: "text", bool: "yes or no"}[kind]


@pytest.mark.long
def test_only_texts_of_the_product_are_translated(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(paths.shipped("templates"), templates)
    translate(templates)
    known, unknown = "Das Wichtigste", "Unser Titel"
    texts = "".join(f"<p>{{% trans %}}{text}{{% endtrans %}}</p>" for text in (known, unknown))
    folder = own(tmp_path, f"<article><h1>x</h1>{texts}</article>", "report/brief.html.j2")
    words = load_words(templates, "qx")
    found = custom_templates.render_with(folder, templates, "report/brief.html.j2", {}, words, ())
    assert [child.children for child in found.children[1:] if not isinstance(child, str)] == [(disguised(known),), (unknown,)]


ESCAPES = {
    "classes": "{{ ''.__class__.__mro__ }}",
    "attr": "{{ city|attr('__class__') }}",
    "format": "{{ '{0.__class__}'.format(city) }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "lipsum": "{{ lipsum.__globals__['os'] }}",
    "self": "{{ self.__init__.__globals__ }}",
    "translation": "{{ gettext.__globals__ }}",
    "generator": "{{ (range(3)|map('string')).gi_frame.f_globals }}",
    "builtins": "{{ open('/etc/passwd').read() }}",
    "import": "{% import 'os' as os %}{{ os.environ }}",
    "parent folders": "{% include '../../etc/passwd' %}",
    "absolute": "{% include '/etc/passwd' %}",
    "network": "{% extends 'http://example.org/page' %}",
    "changing": "{{ summary.first_90_days.append('x') }}",
    "long range": "{% for each in range(10 ** 9) %}{% endfor %}",
    "itself": "{% include 'report/summary.html.j2' %}",
    "undefined": "{{ password }}",
    "division": "{{ 1 / 0 }}",
    "syntax": "{% for %}",
    "filter": "{{ city|shell }}",
}


@pytest.mark.parametrize("attempt", sampled(7, ESCAPES.values()))
def test_what_is_not_its_own_is_refused_with_the_line(attempt: str, tmp_path: Path) -> None:
    folder = own(tmp_path, f"<h2>In Kürze</h2>\n{attempt}\n")
    told = refused(folder)
    assert told.startswith(f"{folder / SECTION}:2: "), told
    assert len(told.splitlines()) == 1
    assert "root:" not in told


@pytest.mark.parametrize(
    ("output", "what"),
    sampled(
        4,
        [
            ("<script>fetch('http://example.org')</script>", "<script> is not allowed"),
            ("<p><a href='file:///etc/passwd'>x</a></p>", "a link must lead to"),
            ("<p><a href='javascript:alert(1)'>x</a></p>", "a link must lead to"),
            ("<img src='http://example.org/x.png'>", "<img> is not allowed"),
            ("<figure src='#nothing'>x</figure>", "there is no such figure"),
            ("<figure src='#reasons-99'>x</figure>", "no figure '#reasons-99'"),
            ("<p>" + "<em>" * 5000 + "x", "within each other"),
            ("<table><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>", "same number of cells"),
            ("<table></table>", "same number of cells"),
            ("<h2></h2>", "<h2> has no text"),
            ("</article>", "is not allowed in <#document>"),
        ],
    ),
)
def test_what_is_no_part_of_a_document_is_refused(output: str, what: str, tmp_path: Path) -> None:
    folder = own(tmp_path, output)
    told = refused(folder)
    assert told.startswith(f"{folder}: ")
    assert what in told


def test_a_report_without_its_beginning_is_refused(tmp_path: Path) -> None:
    folder = own(tmp_path, "<article><p>x</p></article>", "report/report.html.j2")
    assert "begins with <h1>" in refused(folder)


@pytest.mark.long
@pytest.mark.parametrize(
    "endless",
    sampled(2, ["{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "{{ 10 ** (10 ** 10) }}"]),
)
def test_a_template_without_end_is_stopped(endless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_templates, "SECONDS", 1)
    folder = own(tmp_path, endless)
    assert refused(folder).startswith(f"{folder}: these templates took longer than 1 seconds and were stopped. ")


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the computing time of a process is not limited there")
def test_a_machine_that_is_busy_is_not_held_against_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process begins to work only after longer than its templates may compute."""
    late = tmp_path / "late"
    late.mkdir()
    (late / "sitecustomize.py").write_text("import time\ntime.sleep(1.5)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(late)
    monkeypatch.setattr(custom_templates, "SECONDS", 1)
    assert b"In K" in report(START, "md", "--templates", str(own(tmp_path, SUMMARY)))


@pytest.mark.long
def test_a_process_that_neither_computes_nor_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "stuck"
    stuck.mkdir()
    (stuck / "sitecustomize.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(stuck)
    monkeypatch.setattr(custom_templates, "PATIENCE", 1.0)
    folder = own(tmp_path, SUMMARY)
    assert refused(folder).startswith(f"{folder}: these templates took longer than 1 seconds and were stopped. ")


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process like this")
@pytest.mark.parametrize("text", sampled(2, ["{{ 'x' * 10 ** 10 }}", "{% set a = 'x' * 10 ** 8 %}{{ [a, a, a, a, a, a]|join }}"]))
def test_a_template_that_fills_the_memory_is_stopped(text: str, tmp_path: Path) -> None:
    folder = own(tmp_path, text)
    assert refused(folder).startswith(f"{folder}: a template of this folder needs too much memory (limits: 512 MB")


def test_a_template_that_writes_too_much_is_stopped(tmp_path: Path) -> None:
    assert "writes more than 2000000 characters" in refused(own(tmp_path, "<p>{{ 'x' * 3000000 }}</p>"))


@pytest.mark.parametrize(
    "name", sampled(2, ["report/sumary.html.j2", "report/summary.html", "summary.html.j2", "layout/page.html.j2"])
)
def test_a_section_that_no_report_has_is_named_with_those_there_are(name: str, tmp_path: Path) -> None:
    folder = own(tmp_path, SUMMARY, name)
    told = refused(folder)
    assert told.startswith(f"{folder / name}: there is no section '{name}'.")
    assert "There are: report/appendix.html.j2, report/brief.html.j2, " in told
    assert "imprint" not in told.partition("There are")[2]


def test_the_imprint_is_nobodys_to_write(tmp_path: Path) -> None:
    assert "there is no section" in refused(own(tmp_path, "<article></article>", "report/report_imprint.html.j2"))


def test_a_folder_that_is_not_there_or_empty_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert re.match(rf"{missing}: there is no such folder\. There are: report/", refused(missing))
    missing.mkdir()
    assert re.match(rf"{missing}: no section of a report is in this folder\. There are: report/", refused(missing))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    folder = tmp_path / "own"
    (folder / "report").mkdir(parents=True)
    (folder / SECTION).symlink_to(tmp_path / "secret")
    assert "leads out of the folder" in refused(folder)


def test_json_has_no_templates(tmp_path: Path) -> None:
    assert refused(own(tmp_path, SUMMARY), "--format", "json").startswith("--templates: this format has no place for it.")
