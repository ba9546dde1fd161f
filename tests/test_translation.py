"""Another language is other files: nothing of the source shines through, and nothing unfinished is ever shown."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from advisor import paths
from advisor.answers.read import read_answers
from advisor.answers.roles import UnknownRoleNameError, in_language, labels
from advisor.cli import main
from advisor.errors import ENGLISH, SHOWN, said_in
from advisor.i18n.articles import read_grammar
from advisor.i18n.catalogue import read_catalogue
from advisor.i18n.extract import pack_messages
from advisor.i18n.languages import source_words
from advisor.i18n.localise import pack_in, translated
from advisor.knowledge.loader import load_pack
from advisor.knowledge.placeholders import fill
from advisor.reports.language import load_words
from advisor.reports.words import Words
from tests.support.languages import CODE, FORM, change, disguised, translate, write_grammar
from tests.support.sampling import sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.answers.yaml"))
GRAMMARS = sorted((ROOT / "rules" / "smart-city" / "translations").glob("*.roles.yaml"))
LATIN = re.compile(r"[A-Za-zÄÖÜäöüßéàèç]{2,}")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped rules and templates, and both of them in the language that nobody speaks."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    rules = folder / "rules" / "smart-city"
    translate(rules)
    translate(folder / "templates")
    write_grammar(rules, load_pack(rules).pack)
    return folder


@pytest.fixture
def speaking(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the product find its rules and templates there."""
    monkeypatch.setattr(paths, "shipped", lambda name: shipped / name)
    return shipped


def run(*command: str, typed: str = "") -> str:
    done = CliRunner().invoke(main, command, input=typed)
    assert done.exit_code == 0, (done.stderr, done.exception)
    return done.stdout


def refused(*command: str) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exit_code in {1, 2}, done.exception
    return done.stderr


def left_over(text: str, pack: Pack, file: Path | None = None) -> list[str]:
    """Return what is written in Latin letters and is neither a name, nor an id, nor the words of the city itself."""
    answers = read_answers(file, pack) if file else None
    own = [answers.city.name, answers.note or "", *(each.note or "" for each in answers.answers.values())] if answers else []
    fixed = [part for source in pack.sources for part in (source.title, *source.urls)]
    names = [*(approach.name for approach in pack.approaches), *(step.example.city for step in pack.steps if step.example)]
    text = text.replace("\\", "")
    names += ["smart-city-advisor", pack.info.id, pack.info.currency or ""]
    for known in sorted([*own, *fixed, *names], key=len, reverse=True):
        text = text.replace(known, "") if known else text
    text = re.sub(r"`[^`]*`|\[\d+[mKhl?;]*|https?://\S+", "", text)
    cited = "|".join(source.id for source in pack.sources)
    return LATIN.findall(re.sub(rf"\b({cited})\b|\([0-9a-f]{{12}}\)", "", text))


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_no_sentence_of_a_report_is_left_in_the_language_of_the_source(example: Path, pack: Pack) -> None:
    report = run("advise", str(example), "--lang", CODE)
    assert FORM in report
    assert left_over(report, pack, example) == []


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_no_sentence_of_an_explanation_is_left_in_the_language_of_the_source(example: Path, pack: Pack) -> None:
    explained = run("explain", str(example), "--lang", CODE)
    assert FORM in explained
    assert left_over(explained, pack, example) == []


@pytest.mark.usefixtures("speaking")
def test_no_sentence_of_a_session_is_left_in_the_language_of_the_source(pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "stadt.answers.yaml"
    said = run("ask", str(file), "--lang", CODE, "--plain", typed="Musterstadt\nZH\n2\ng\nn\n\ns\nu\n\n1\nt\n2\ne\n")
    assert FORM in said
    for name in (str(file), f"{file.name}.history.jsonl", file.name, "> ZH"):
        said = said.replace(name, "")
    assert left_over(said, pack, file) == []
    assert f"language: {CODE}" in file.read_text(encoding="utf-8")
    assert FORM in run("advise", str(file))


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("form", ["md", "text"])
def test_a_comparison_and_a_what_if_are_told_in_the_language_asked_for(form: str, pack: Pack) -> None:
    old, new = (str(ROOT / "examples" / f"seed-{name}.answers.yaml") for name in ("start", "after-step-3"))
    told = run("compare", old, new, "--lang", CODE, "--format", form)
    told += run("explain", old, "--what-if", "staff_proposals=none", "--lang", CODE, "--format", form)
    assert left_over(told, pack, Path(new)) == []


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=lambda path: path.name.split(".")[0])
def test_an_approach_has_a_name_of_the_language_and_the_coined_one_once(example: Path, pack: Pack) -> None:
    report = re.sub(r"\s+", " ", run("advise", str(example), "--lang", CODE, "--format", "text"))
    for approach in pack.approaches:
        assert report.count(f"{disguised(approach.name)} ({approach.name})") == 1
        assert report.count(f"({approach.name})") == 1


def test_another_language_changes_texts_and_nothing_else(shipped: Path) -> None:
    rules = shipped / "rules" / "smart-city"
    here, there = pack_in(rules, None), pack_in(rules, CODE)
    assert (there.hash, there.info.version, there.vocabulary) == (here.hash, here.info.version, here.vocabulary)
    assert here == load_pack(ROOT / "rules" / "smart-city").pack
    for section in ("questions", "approaches", "findings", "steps", "criteria"):
        assert [each.id for each in getattr(there, section)] == [each.id for each in getattr(here, section)]
    assert {message.context for message in pack_messages(there)} == {message.context for message in pack_messages(here)}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a small pack that is translated into the language that nobody speaks."""
    folder = write_pack(tmp_path / "small", small_pack())
    translate(folder)
    write_grammar(folder, load_pack(folder).pack)
    return folder


def catalogue(folder: Path) -> Path:
    return folder / "translations" / f"{CODE}.po"


@pytest.mark.usefixtures("speaking")
def test_a_finished_translation_has_no_findings(small: Path) -> None:
    assert run("check", str(small)) == "small: no problems.\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"translation": ""}, "'finding empty_shelf text' is not translated."),
        ({"fuzzy": True}, "the text of 'finding empty_shelf text' has changed since it was translated."),
        ({"text": "An older text."}, "the text of 'finding empty_shelf text' has changed since it was translated."),
        ({"translation": "Nobody lends."}, "the translation of 'finding empty_shelf text' has lost the placeholder 'librarian'."),
        ({"translation": "{Ж librarian} {city}"}, "nothing is called '{city}' in texts."),
        ({"translation": "{dem librarian}"}, "'dem' is not a form of a role's name. Known are: ж."),
        ({"translation": "{librarian} {"}, "a brace stands alone."),
        ({"translation": "{librarian} "}, "'finding empty_shelf text' begins or ends with other blanks than its text."),
        ({"context": "finding full_shelf text"}, "there is no text 'finding full_shelf text' any more."),
    ],
)
def test_what_is_wrong_with_a_translation_is_found_with_its_line(changed: dict[str, object], said: str, small: Path) -> None:
    line = change(catalogue(small), "finding empty_shelf text", **changed)
    assert f"{catalogue(small)}:{line}: {said}" in refused("check", str(small))
    assert "cannot be used" in refused_case(small)
    assert run("check", str(small), "--lang", "de") == "small: no problems.\n"


def refused_case(folder: Path) -> str:
    file = folder.parent / "stadt.answers.yaml"
    file.write_text("pack: small\ncity: {name: Musterstadt}\ndate: 2026-11-22\n", encoding="utf-8")
    return refused("advise", str(file), "--pack", str(folder), "--lang", CODE)


def test_a_translation_that_is_not_finished_is_counted_and_refused(small: Path) -> None:
    catalogue(small).unlink()
    first = run("translate", str(small), CODE)
    count = len(pack_messages(load_pack(small).pack))
    assert first == f"{catalogue(small)}: 0 of {count} texts are translated, 0 to revise, 0 put aside.\n"
    assert run("check", str(small)) == f"small: no problems; in preparation: {CODE} ({count} of {count} texts missing).\n"
    assert f"is in preparation: 0 of {count} texts are there" in refused_case(small)
    *shown, rest = refused("check", str(small), "--lang", CODE).splitlines()
    assert all(line.endswith("is not translated. Translate it. [T904]") for line in shown)
    assert (len(shown), rest) == (SHOWN, f"Not shown: {count - SHOWN} more problems.")


def test_a_new_catalogue_has_the_head_that_other_programs_ask_for(small: Path) -> None:
    catalogue(small).unlink()
    run("translate", str(small), CODE)
    head = catalogue(small).read_text(encoding="utf-8").partition("\n\n")[0]
    wanted = ("Project-Id-Version", "PO-Revision-Date", "Last-Translator", "Language-Team", "Language", "Content-Type")
    assert [name for name in wanted if f'"{name}: ' not in head] == []


def test_a_language_without_a_catalogue_or_without_grammar_is_refused(small: Path) -> None:
    grammar = small / "translations" / f"{CODE}.roles.yaml"
    grammar.unlink()
    assert f"{grammar}: there are no articles and role names in this language." in refused_case(small)
    assert str(grammar) in refused("check", str(small))
    catalogue(small).unlink()
    assert "there are no texts in the language 'qx'. There are: de." in refused_case(small)


@pytest.mark.usefixtures("speaking")
def test_updating_keeps_marks_moves_and_puts_aside(small: Path) -> None:
    change(catalogue(small), "question shelf_people why", comments=("seen by a librarian",))
    data = small_pack()
    data["questions"][0]["why"] = "It still decides."
    data["approaches"][0]["strengths"] = ["Quick.", "Strong."]
    data["findings"][0]["title"] = "Bare shelf"
    del data["findings"][0]["advice"]
    data["findings"][0]["kind"] = "strength"
    write_pack(small, data)
    run("translate", str(small))
    found = {message.context: message for message in read_catalogue(catalogue(small)).messages}
    changed = found["question shelf_people why"]
    assert (changed.fuzzy, changed.previous, changed.comments) == (True, "It decides.", ("seen by a librarian",))
    assert changed.translation == disguised("It decides.")
    assert found["approach shelf strengths 1"].translation == ""
    moved = found["approach shelf strengths 2"]
    assert (moved.translation, moved.fuzzy) == (disguised("Strong."), False)
    assert [message.text for message in read_catalogue(catalogue(small)).obsolete] == ["Buy books."]
    write_pack(small, small_pack())
    run("translate", str(small))
    assert run("check", str(small)) == "small: no problems.\n"


def test_a_catalogue_is_read_as_it_is_now_whatever_its_size_and_its_time_say(small: Path) -> None:
    file = catalogue(small)
    state, before = file.stat(), read_catalogue(file)
    text = file.read_text("utf-8")
    file.write_text(text.replace(FORM, "у"), "utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    changed = read_catalogue(file)
    file.write_text(text, "utf-8")
    assert file.stat().st_size == state.st_size
    assert before != changed
    assert before == read_catalogue(file)


def test_updating_twice_writes_what_updating_once_writes(small: Path) -> None:
    data = small_pack()
    data["questions"][0]["why"] = 'Because of "this" and \\that; a longer reason is broken into several lines. ' * 3
    write_pack(small, data)
    run("translate", str(small))
    once = catalogue(small).read_bytes()
    run("translate", str(small))
    assert catalogue(small).read_bytes() == once
    assert b"POT-Creation-Date" not in once


def test_the_header_of_a_catalogue_belongs_to_its_translators(small: Path) -> None:
    text = (
        catalogue(small)
        .read_text(encoding="utf-8")
        .replace('"Language: ', '"Last-Translator: Somebody <a@b.ch>\\n"\n"Language: ')
    )
    catalogue(small).write_text(f"# Our own words.\n{text}", encoding="utf-8")
    run("translate", str(small))
    assert catalogue(small).read_text(encoding="utf-8").startswith("# Our own words.\nmsgid")
    assert "Last-Translator: Somebody" in catalogue(small).read_text(encoding="utf-8")


def test_a_catalogue_that_cannot_be_read_is_reported_with_its_line(small: Path) -> None:
    lines = catalogue(small).read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("msgstr") and number > 10)
    lines[place] = lines[place].replace("msgstr", "msgstring")
    catalogue(small).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert f"{catalogue(small)}:{place + 1}: " in refused("check", str(small))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("roles:", "the role 'librarian' is missing."),
        ("articles:\n  ж: {ж: ж}\n  ш: {ш: ш}\nroles:", "the article 'ж' does not say what 'ш' becomes."),
        ("colours: []\nroles:", "'colours' is not a section of this file."),
        ("roles:\n  - {id: reader, article: ж, name: X}", "no role is called 'reader'."),
    ],
)
def test_mistakes_in_a_grammar_are_found(written: str, said: str, small: Path) -> None:
    file = small / "translations" / f"{CODE}.roles.yaml"
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition("roles:\n")
    kept = rest if "articles" in written or "colours" in written else rest.partition("\n")[2]
    file.write_text((head if "articles" not in written else "") + f"{written}\n{kept}", encoding="utf-8")
    assert said in refused("check", str(small))


def in_another_language(pack: Pack, language: str) -> Pack:
    """Return the pack with the grammar of a shipped language, and its texts left as they are."""
    file = ROOT / "rules" / "smart-city" / "translations" / f"{language}.roles.yaml"
    return translated(pack, language, {}, read_grammar(file, pack))


@pytest.mark.parametrize(
    ("language", "name", "text", "expected"),
    [
        ("fr", "Municipalité", "{Le executive} et l’avis {du executive}", "La Municipalité et l’avis de la Municipalité"),
        ("fr", "l'Exécutif", "{Le executive} répond {au executive}", "L’Exécutif répond à l’Exécutif"),
        ("fr", "le Bureau", "l’avis {du executive}", "l’avis du Bureau"),
        ("fr", "Conseil d'État", "{au executive}", "au Conseil d’État"),
        ("it", "l'Ufficio", "{Il executive} chiede {al executive}", "L’Ufficio chiede all’Ufficio"),
        ("it", "lo Studio", "{dal executive}", "dallo Studio"),
        ("en", "the Board", "{The executive} asks {the executive}", "The Board asks the Board"),
    ],
)
def test_articles_join_names_as_the_language_does(language: str, name: str, text: str, expected: str, pack: Pack) -> None:
    assert fill(text, labels(in_another_language(pack, language), "Seldwyla", None, {"executive": name})) == expected


@pytest.mark.parametrize("name", ["Stadtrat", "der Gesamtrat"])
def test_a_name_of_the_source_is_not_used_in_another_language(name: str, pack: Pack) -> None:
    french = in_another_language(pack, "fr")
    assert labels(french, "Seldwyla", None, {"executive": name}) == labels(french, "Seldwyla", None, {})
    assert labels(french, "Lausanne", "VD", {"executive": name})["executive"]["du"] == "de la Municipalité"


def test_a_city_can_name_its_roles_in_each_language() -> None:
    names: dict[str, str | dict[str, str]] = {"executive": {"de": "Stadtrat", "fr": "Conseil municipal"}, "office": "Amt"}
    assert in_language(names, "fr") == {"executive": "Conseil municipal", "office": "Amt"}
    assert in_language(names, "it") == {"office": "Amt"}


def test_a_name_that_no_language_knows_needs_its_article(pack: Pack) -> None:
    french = in_another_language(pack, "fr")
    with pytest.raises(UnknownRoleNameError, match="Syndicat") as error:
        labels(french, "Seldwyla", None, {"executive": "Syndicat"})
    known = french.names[0].name
    told = said_in(ENGLISH, *error.value.hints)
    assert told.startswith("Write it with its article (le, la, l’, les), as in '")
    assert told.endswith(f"{known}'.")


@pytest.mark.parametrize("file", GRAMMARS, ids=lambda file: file.name)
def test_a_shipped_grammar_can_be_read(file: Path, pack: Pack) -> None:
    assert {role.id for role in read_grammar(file, pack).roles} == {role.id for role in pack.roles}


@pytest.mark.usefixtures("speaking")
def test_the_answers_file_chooses_the_language_and_the_command_line_overrules_it(tmp_path: Path) -> None:
    file = tmp_path / "stadt.answers.yaml"
    roles = {"executive": {"de": "Stadtrat"}, "office": "Amt"}
    city = json.dumps({"name": "Musterstadt", "language": CODE, "roles": roles})
    head = f"pack: smart-city\ncity: {city}\ndate: 2026-11-22\n"
    file.write_text(head, encoding="utf-8")
    assert "## жжж" in run("advise", str(file))
    assert "## Das Wichtigste" in run("advise", str(file), "--lang", "de")
    merged = tmp_path / "merged.answers.yaml"
    run("merge", str(file), "-o", str(merged))
    assert yaml.safe_load(merged.read_text(encoding="utf-8"))["city"]["roles"] == {
        "executive": {"de": "Stadtrat"},
        "office": "Amt",
    }


@pytest.mark.long
def test_a_translation_is_text_and_never_markup(speaking: Path) -> None:
    file = speaking / "templates" / "translations" / f"{CODE}.po"
    before = file.read_text(encoding="utf-8")
    change(file, "template report/disputes", translation="<script>ж</script> & 100 %")
    change(file, "words state.met", translation="<b>ж</b> {{ ж }}")
    try:
        said = refused("check", str(speaking / "templates"))
        assert "a percent sign stands alone in 'template report/disputes'." in said
        assert "a brace stands alone." in said
        change(file, "template report/disputes", translation="<script>ж</script> & 100 %%")
        change(file, "words state.met", translation="<b>ж</b>")
        assert "<b>ж</b>" in run("advise", str(EXAMPLES[0]), "--lang", CODE, "--format", "text")
    finally:
        file.write_text(before, encoding="utf-8")


def test_two_commands_of_the_session_cannot_share_a_letter(speaking: Path) -> None:
    file = speaking / "templates" / "translations" / f"{CODE}.po"
    before = file.read_text(encoding="utf-8")
    line = change(file, "words ask.key.back", translation="w")
    try:
        assert f"{file}:{line}: 'w' cannot stand for the command of 'words ask.key.back'." in refused(
            "check", str(file.parent.parent)
        )
    finally:
        file.write_text(before, encoding="utf-8")


def test_what_was_not_translated_can_be_told_from_what_was(pack: Pack) -> None:
    assert left_over("## жжж Der Weg\n\nThemenlab: жжж (S1) `themenlab`", pack) == ["Der", "Weg"]


@pytest.mark.parametrize("language", ["de", "French", "../fr", ""])
def test_only_another_language_can_be_translated_into(language: str, small: Path) -> None:
    assert f"nothing can be translated into '{language}'." in refused("translate", str(small), language)


def test_a_language_that_leads_out_of_the_folder_is_not_looked_for(small: Path) -> None:
    shutil.copy(catalogue(small), small / f"{CODE}.po")
    file = small.parent / "stadt.answers.yaml"
    file.write_text(f"pack: small\ncity: {{name: Musterstadt, language: ../{CODE}}}\ndate: 2026-11-22\n", encoding="utf-8")
    assert f"In der Sprache «../{CODE}» gibt es keine Texte. Vorhanden sind: de, {CODE}." in refused(
        "advise", str(file), "--pack", str(small)
    )


@pytest.mark.parametrize(
    ("value", "written"), [(999, "999"), (9999, "9999"), (36_000, "36\u00a0000"), (1_234_056, "1\u00a0234\u00a0056")]
)
def test_long_numbers_are_grouped(value: int, written: str) -> None:
    assert load_words(ROOT / "templates", "de").number(value) == written


def test_the_first_day_of_a_month_has_words_of_its_own() -> None:
    words = source_words(ROOT / "templates") | {"first_of_month": "{day}er {month}", "date": "{day} {month}", "month.3": "mars"}
    assert [Words(words).date(datetime.date(2026, 3, day)) for day in (1, 2)] == ["1er mars", "2 mars"]


def test_a_pack_needs_the_forms_that_reports_ask_for(speaking: Path, small: Path) -> None:
    file = speaking / "templates" / "translations" / f"{CODE}.po"
    before = file.read_text(encoding="utf-8")
    change(file, "words item.opens", translation="{шШ target}")
    try:
        assert "reports ask for the form 'шш' of names." in refused("check", str(small))
    finally:
        file.write_text(before, encoding="utf-8")
