"""The report is true to the outcome, safe against what people type, and the same each time."""

from __future__ import annotations

import html
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.reports import tree
from advisor.reports.remembering import memory
from advisor.reports.tree import Node, TemplateError, parse_document
from advisor.reports.writers.markdown import to_markdown
from advisor.reports.writers.text import WIDTH, to_text
from tests.support.hostile import HOSTILE
from tests.support.reports import pack_of
from tests.support.sampling import examples, sample_and_all, sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").rglob("*.answers.yaml"))
FORMATS = ("md", "text", "json")
INLINE = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close", "code_inline"}


def advise(file: Path, form: str = "md", *more: str) -> str:
    """Return a report; one of an example is written once in each process."""
    return _written_once(file, form, *more) if file in EXAMPLES and not more else _written(file, form, *more)


def _written(file: Path, form: str, *more: str) -> str:
    done = CliRunner().invoke(main, ["advise", str(file), "--format", form, *more])
    assert done.exit_code == 0, done.stderr
    return done.stdout


_written_once = cache(_written)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_every_example_gives_a_report_in_every_format(example: Path, form: str) -> None:
    report = advise(example, form)
    assert report.endswith("\n")
    assert not re.search(r"\{|\}", report if form != "json" else "")
    assert "None" not in report


@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_an_outcome_fits_its_schema(example: Path) -> None:
    schema = json.loads(CliRunner().invoke(main, ["schema", "outcome"]).stdout)
    jsonschema.validate(json.loads(advise(example, "json")), schema)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_the_first_page_comes_first_and_headings_do_not_skip(example: Path) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(advise(example))
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    titles = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert titles[1] == "Das Wichtigste"
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_plain_text_fits_a_terminal(example: Path) -> None:
    lines = advise(example, "text").splitlines()
    wide = [line for line in lines if len(line) > WIDTH and "http" not in line]
    assert wide == []


def test_every_conclusion_of_the_outcome_stands_in_the_appendix() -> None:
    example = ROOT / "examples" / "seed-after-step-2.answers.yaml"
    report, outcome = advise(example), json.loads(advise(example, "json"))
    appendix = report[report.index("## Anhang") :]
    for entry in outcome["trace"]:
        assert f"`{entry['rule']}`" in appendix


@pytest.mark.parametrize("example", sampled(4, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_a_brief_asks_every_question_that_keeps_a_path_from_being_planned(example: Path) -> None:
    outcome = json.loads(advise(example, "json"))
    path, is_forked = outcome["path"], bool(outcome["forks"])
    brief = advise(example, "md", "--audience", "council")
    nothing_planned = [item["kind"] for item in path] == ["clarify"]
    assert ("### Was zuerst zu beantworten ist" in brief) == (nothing_planned or is_forked)
    if nothing_planned and not is_forked:
        listed = brief.partition("### Was zuerst zu beantworten ist")[2].partition("\n#")[0]
        more = re.search(r"\n- (\d+|Eine) weitere Fragen? steh", listed)
        left = 0 if more is None else 1 if more[1] == "Eine" else int(more[1])
        assert listed.count("\n- ") - bool(more) + left == len(path[0]["questions"])


def test_notes_tell_who_wrote_them_only_where_somebody_is_named(tmp_path: Path) -> None:
    write_pack(tmp_path / "small", small_pack())
    heads = {}
    for name, by in (("nobody", ""), ("somebody", ", by: mayor")):
        file = tmp_path / f"{name}.answers.yaml"
        head = "pack: small\ncity: {name: Lindental}\ndate: 2026-11-22\n"
        file.write_text(f"{head}answers:\n  visitors: {{value: 3, note: counted{by}}}\n", encoding="utf-8")
        notes = advise(file, "md", "--pack", str(tmp_path / "small")).partition("## Alle Antworten")[2]
        heads[name] = next(line for line in notes.splitlines() if line.startswith("|"))
    assert heads == {
        "nobody": "| Frage | Antwort | Notiz | Verwendet für |",
        "somebody": "| Frage | Antwort | Wer, wann | Notiz | Verwendet für |",
    }


def test_half_of_the_reports_have_two_thousand_words_at_most_before_the_answers_and_none_has_many_more() -> None:
    lengths = [len(advise(example).partition("\n## Alle Antworten\n")[0].split()) for example in EXAMPLES]
    assert statistics.median(lengths) <= 2000
    assert max(lengths) <= 3200  # nine items, with what is to be looked up in a city's own rules, and the work of preparations


@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_every_answer_stands_in_the_appendix_with_its_note_and_what_it_is_used_for(example: Path) -> None:
    appendix = advise(example).partition("\n## Alle Antworten\n")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in appendix.splitlines() if line.startswith("| ")][2:]
    pack = pack_of(example)
    answers = read_answers(example, pack)
    given = [pack.question(name).label for name in answers.complete(pack).answers]
    assert sorted(row[0].removeprefix("| ") for row in rows) == sorted(given)
    for name, answer in answers.answers.items():
        row = next(row for row in rows if row[0] == f"| {pack.question(name).label}")
        assert (answer.note or "").split("(")[0].split("[")[0].strip() in " ".join(row)
    outcome = json.loads(advise(example, "json"))
    for entry in outcome["trace"]:
        for fact in entry["answers"] if entry["rule"] in {each.id for each in pack.approaches} else ():
            row = next(row for row in rows if row[0] == f"| {pack.question(fact.split('.')[0]).label}")
            assert pack.approach(entry["rule"]).name in row[-1]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_how_to_keep_the_balance_is_told_only_where_it_is_reached(example: Path) -> None:
    outcome = json.loads(advise(example, "json"))
    assert ("## Die Balance halten" in advise(example)) == (outcome["balanced"] is True and not outcome["path"])


@sample_and_all("processes", 2, 20)
@pytest.mark.parametrize("form", FORMATS)
def test_processes_with_other_hash_seeds_write_the_same_bytes(form: str, processes: int) -> None:
    example = ROOT / "examples" / "seed-start.answers.yaml"
    command = [sys.executable, "-m", "advisor", "advise", str(example), "--format", form]
    seeds = range(processes)
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": str(seed)}) for seed in seeds
    ]
    assert len({process.communicate()[0] for process in running}) == 1
    assert {process.returncode for process in running} == {0}


def texts_of(markdown: str) -> Iterator[str]:
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        for child in token.children or ():
            assert child.type in {
                "text",
                "softbreak",
                "hardbreak",
                "strong_open",
                "strong_close",
                "em_open",
                "em_close",
                "code_inline",
            }
        if token.children is not None:
            yield "".join(child.content if child.type in {"text", "code_inline"} else " " for child in token.children)
        assert token.type != "html_block"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_markdown(text: str) -> None:
    document = Node("article", (Node("h1", (text,)), Node("p", (text,)), Node("ul", (Node("li", (text,)),))))
    cells = Node("tr", (Node("td", (text,)),))
    document = Node("article", (*document.children, Node("table", (Node("tr", (Node("th", ("t",)),)), cells))))
    shown = [re.sub(r"\s+", " ", each).strip() for each in texts_of(to_markdown(document))]
    clean = re.sub(r"\s+", " ", text.replace("\x00", "\ufffd")).strip()
    assert shown.count(clean) == 4, (shown, clean)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
@examples(300)
def test_any_text_of_a_template_stays_text(text: str) -> None:
    document = parse_document(f"<article><p>x{html.escape(text)}x</p></article>", "t")
    assert [node.tag for node in document.children if isinstance(node, Node)] == ["p"]
    list(texts_of(to_markdown(document)))
    assert to_text(document).strip().startswith("x")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<article><script>x</script></article>", "<script> is not allowed in <article>"),
        ("<article><p onclick='x'>x</p></article>", "has attributes it must not have"),
        ("<article><p><a href='javascript:x'>x</a></p></article>", "a link must lead to http"),
        ("<article><p>x</article>", "</article> closes <p>"),
        ("<article><p>x</p>", "<article> is not closed"),
        ("<article>x</article>", "text stands directly in <article>"),
        ("<article><table><tr>x</tr></table></article>", "text stands directly in <tr>"),
        ("<article><!-- x --></article>", "a comment is not part of a document"),
        ("<!doctype html><article></article>", "a declaration is not part of a document"),
        ("<p>x</p>", "<p> is not allowed in <#document>"),
        ("", "a document is one <article>"),
    ],
)
def test_a_template_that_writes_something_else_is_refused(written: str, said: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(said)):
        parse_document(written, "report.html.j2")


WRITTEN = (
    *("<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<br>", "<br/>", "<strong>", "</strong>", '<a href="#x">', "</a>"),
    *('<a href="http://x?a&amp;b">', '<a href="http://x?a&b">', "<P>", "<p >", "<p", ">", "<", "</p x>", "<!-- -->", "<title>"),
    *(" ", "\n", "\r", "x", "&amp;", "&lt;b&gt;", "&copy", "&#0;", "&", "ä  ö", "\u202e"),
    *("\n<p>x</p>\n", "\n<ul>\n", "\n<li>x</li>", "\n</ul>", "\n<tr><td>x</td></tr>"),
)
"""Pieces of what a template can write, plainly or not."""


IN_LINES = memory()
DEEP = "\n<ul>\n<li>x" * 8 + f"\n<ul>\n<li>{'<em>' * 8}x{'</em>' * 8}</li>\n</ul>" + "</li>\n</ul>" * 8


@example("x\n<ul><li>x</li></ul>\n<em>x</em>", "li")
@example("x\n<em>x</em>\n<em>x</em>", "p")
@example(DEEP, "article")
@given(st.lists(st.sampled_from(WRITTEN), max_size=8).map("".join), st.sampled_from(["p", "li", "article"]))
@examples(900)
def test_what_is_written_plainly_is_the_same_document_for_the_quick_and_for_the_strict_reader(inner: str, within: str) -> None:
    before, after = {"p": ("<p>", "</p>"), "li": ("<ul><li>", "</li></ul>"), "article": ("", "")}[within]
    text = f"<article>{before}{inner}{after}</article>\n"
    quick = tree._read_plainly(text)  # noqa: SLF001 - the two readers are one function for everybody else
    if quick is not None:
        assert quick == tree._read(text, "t")  # noqa: SLF001
    assert tree._read_plainly(text, IN_LINES) == quick  # noqa: SLF001 - what others have read of it before changes nothing


@pytest.mark.long
def test_what_a_city_types_comes_out_as_text(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "small", small_pack())
    for number, text in enumerate(HOSTILE):
        file = tmp_path / f"{number}.answers.yaml"
        name = json.dumps(text, ensure_ascii=False)
        head = f"pack: small\ncity: {{name: {name}}}\ndate: 2026-11-22\nnote: {name}\n"
        file.write_text(f"{head}answers:\n  visitors: {{value: 3, note: {name}}}\n", encoding="utf-8")
        for form in FORMATS:
            report = advise(file, form, "--pack", str(pack))
            assert form == "json" or "7 * 7" not in text or "{{ 7 * 7 }}" in report.replace("\\", "")
            if form == "md":
                list(texts_of(report.split("### Quellen")[0]))


def test_two_lists_in_a_row_stay_two_lists() -> None:
    items = Node("ul", (Node("li", ("x",)),))
    tokens = MarkdownIt().parse(to_markdown(Node("article", (items, items))))
    assert sum(token.type == "bullet_list_open" for token in tokens) == 2
