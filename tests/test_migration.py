"""Answers to an older version of a pack are read under today's names, with a word on each, or refused; nothing is dropped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor.answers.disk import resume
from advisor.answers.read import read_answers, read_migrated
from advisor.cli import main
from advisor.errors import UnusableInputError
from advisor.reasoning.answers import Answer
from tests.support.sampling import examples
from tests.support.small_pack import grown_pack, load_small, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from advisor.knowledge.model import Pack


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_small(tmp_path / "small", grown_pack()).pack


def written(folder: Path, answers: str, version: str | None = "1.0.0", more: str = "", name: str = "aba") -> Path:
    """Write an answers file; the first answer stands in line 6, or in line 5 where no version is given."""
    file = folder / f"{name}.answers.yaml"
    head = "pack: small\n" + (f"pack_version: {version}\n" if version else "")
    file.write_text(f"{head}city: {{name: Aba}}\ndate: 2026-11-22\nanswers:\n{answers}{more}", encoding="utf-8")
    return file


def notices(file: Path, pack: Pack) -> list[str]:
    return [str(each).removeprefix(f"{file}:") for each in read_migrated(file, pack)[1].notices]


def refusal(file: Path, pack: Pack) -> str:
    with pytest.raises(UnusableInputError) as refused:
        read_answers(file, pack)
    return str(refused.value).replace(f"{file}:", "")


def saved(file: Path, pack: Pack) -> str:
    """Bring a file up to date as a session does, and return its text."""
    return resume(file).migrated(read_migrated(file, pack)[1], pack).text


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_an_answer_to_a_renamed_question_counts_for_its_new_name(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "  till: {value: some, note: Kasse, by: librarian, on: 2026-10-01}\n")
    answer = read_answers(file, pack).answers["counter_money"]
    assert (answer.value, answer.note, answer.by, str(answer.on)) == ("some", "Kasse", "librarian", "2026-10-01")
    assert notices(file, pack) == [
        "6: the question 'till' is called 'counter_money' since version 1.1.0 of the pack. The answer counts there."
    ]


def test_a_question_renamed_twice_is_followed_to_its_name_of_today_with_one_notice(tmp_path: Path, pack: Pack) -> None:
    for version, name in (("1.0.0", "shelf_folk"), ("1.1.0", "shelf_staff"), ("1.1", "shelf_staff")):
        file = written(tmp_path, f"  {name}: most\n", version)
        assert read_answers(file, pack).answers == {"shelf_people": Answer(value="most")}
        assert notices(file, pack) == [
            f"6: the question '{name}' is called 'shelf_people' since version 1.2.0 of the pack. The answer counts there."
        ]


@pytest.mark.parametrize(
    ("answer", "lines", "found"),
    [
        ("few", [6], Answer(value=("some",))),
        ("[few, most]", [6], Answer(value=("some", "most"))),
        ("{value: few, note: Regal}", [6], Answer(value=("some",), note="Regal")),
        (
            "\n    value: unknown\n    said:\n      - {value: [few], by: a}\n      - {value: [most], by: b}\n      - value: few",
            [9, 11],
            Answer(
                value=None,
                said=(Answer(value=("some",), by="a"), Answer(value=("most",), by="b"), Answer(value=("some",))),
            ),
        ),
    ],
    ids=["bare", "several", "block", "said"],
)
def test_a_renamed_level_is_read_wherever_an_answer_names_it(
    answer: str, lines: list[int], found: Answer, tmp_path: Path, pack: Pack
) -> None:
    file = written(tmp_path, f"  media: {answer}\n")
    assert read_answers(file, pack).answers == {"media": found}
    said = "the level 'few' of 'media' is called 'some' since version 1.2.0 of the pack. It is read as that."
    assert notices(file, pack) == [f"{line}: {said}" for line in lines]


def test_a_level_and_its_question_may_both_have_other_names(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "  shelf_folk: plenty\n")
    assert read_answers(file, pack).answers == {"shelf_people": Answer(value="most")}
    assert len(notices(file, pack)) == 2


def test_a_number_of_a_level_is_refused_once_levels_changed_unless_the_pack_says_what_it_meant(
    tmp_path: Path, pack: Pack
) -> None:
    assert read_answers(written(tmp_path, "  shelf_folk: 1\n"), pack).answers == {"shelf_people": Answer(value="some")}
    assert refusal(written(tmp_path, "  shelf_folk: {value: 2}\n"), pack) == (
        "6: '2' does not say which level of 'shelf_people' is meant: version 1.2.0 of the pack changed them. "
        "Write the level by its name. [A417]"
    )
    assert read_answers(written(tmp_path, "  shelf_people: 2\n", "1.2.0"), pack).answers["shelf_people"].value == "most"
    assert read_answers(written(tmp_path, "  circle_people: 2\n"), pack).answers["circle_people"].value == "most"


def test_an_answer_to_a_removed_question_is_kept_and_does_not_count(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "  mood: {value: 7, note: Umfrage, by: librarian, on: 2026-10-01}\n  visitors: 5\n")
    answers = read_answers(file, pack)
    assert list(answers.answers) == ["visitors"]
    assert (answers.retired["mood"].value, answers.retired["mood"].note) == ("7", "Umfrage")
    assert notices(file, pack) == [
        (
            "6: 'mood' is not asked any more since version 1.2.0 of the pack (Niemand konnte sie beantworten). "
            "The answer does not count; 'advisor ask' and 'advisor merge' keep it under 'retired'."
        )
    ]


def test_a_removed_answer_survives_saving_and_merging(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", grown_pack())
    pack = load_small(folder, grown_pack()).pack
    one = written(tmp_path, "  mood: {value: [good, calm], note: Umfrage, by: a, on: 2026-10-01}\n", name="one")
    two = written(tmp_path, "  mood: {value: bad, by: b}\n  till: some\n", name="two")
    three = written(tmp_path, "  {}\n", "1.2.0", name="three", more="retired: {mood: unknown}\n")
    assert "note: Umfrage, by: a, on: 2026-10-01" in saved(one, pack).partition("retired:")[2]
    out = tmp_path / "out.yaml"
    done = run("merge", one, two, three, "-o", out, "--pack", folder)
    assert (done.exit_code, done.stderr.count("\n")) == (0, 2), done.stderr
    merged = read_answers(out, pack)
    assert merged.answers == {"counter_money": Answer(value="some", by="two")}
    assert {(each.value, each.note, each.by) for each in merged.retired["mood"].said} == {
        (("good", "calm"), "Umfrage", "one"),
        ("bad", None, "two"),
        (None, None, "three"),
    }
    assert {name: each.name for name, each in merged.respondents.items()} == {"one": "a", "two": "b", "three": "three"}
    assert notices(out, pack) == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("  till: some\n  counter_money: most\n", "7: 'counter_money' and 'till' (line 6) answer the same question since"),
        ("  counter_money: most\n  till: some\n", "7: 'till' and 'counter_money' (line 6) answer the same question since"),
        ("  shelf_folk: some\n  shelf_staff: some\n", "7: 'shelf_staff' and 'shelf_folk' (line 6) answer the same question"),
        ("  mood: 1\nretired:\n  mood: 2\n", "6: 'mood' and 'mood' under 'retired' (line 8) answer the same question since"),
    ],
)
def test_a_question_answered_under_its_old_and_its_new_name_is_refused_with_both_lines(
    answers: str, said: str, tmp_path: Path, pack: Pack
) -> None:
    found = refusal(written(tmp_path, answers), pack)
    assert said in found
    assert found.endswith("of the pack. Keep one of the two. [A416]")


def test_what_no_change_explains_is_refused_and_the_versions_are_named(tmp_path: Path, pack: Pack) -> None:
    older = "These answers were given to version 1.0.0 of the pack; here is 1.2.0."
    found = refusal(written(tmp_path, "  shlef_people: most\n  place: here\n  media: [none, here]\n"), pack).splitlines()
    assert found[0] == f"6: there is no question 'shlef_people'. Did you mean 'shelf_people'? {older} [A402]"
    assert found[1].startswith("7: 'place' has no option 'here'.")
    assert found[2].startswith("8: 'media' has no option 'here'.")
    assert all(line.partition(" [")[0].endswith(older) for line in found)


def test_a_mistake_in_a_renamed_answer_is_reported_at_its_line(tmp_path: Path, pack: Pack) -> None:
    assert "7: 'x' is not a date." in refusal(written(tmp_path, "  visitors: 1\n  till: {value: some, on: x}\n"), pack)


def test_an_old_name_in_a_file_of_today_is_refused_with_its_new_name(tmp_path: Path, pack: Pack) -> None:
    found = refusal(written(tmp_path, "  till: some\n  mood: 1\n", "1.2.0"), pack).splitlines()
    assert found == [
        "6: there is no question 'till'. It is called 'counter_money' since version 1.1.0 of the pack. [A402]",
        "7: there is no question 'mood'. It is not asked any more since version 1.2.0 of the pack; move it to 'retired'. [A402]",
    ]


def test_a_file_without_a_version_counts_as_the_oldest(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "  shelf_folk: plenty\n  mood: 3\n  counter_money: some\n", None)
    answers = read_answers(file, pack)
    assert {name: answer.value for name, answer in answers.answers.items()} == {"shelf_people": "most", "counter_money": "some"}
    assert [line[:2] for line in notices(file, pack)] == ["5:", "5:", "6:"]


def test_a_file_of_a_later_version_or_another_pack_is_not_touched(tmp_path: Path, pack: Pack) -> None:
    assert "2: these answers were given to version 1.10.0" in refusal(written(tmp_path, "  visitors: 1\n", "1.10.0"), pack)
    file = written(tmp_path, "  till: some\n  counter_money: some\n")
    file.write_text(file.read_text(encoding="utf-8").replace("small", "large"), encoding="utf-8")
    assert "1: these answers are for the pack 'large', not 'small'." in refusal(file, pack)
    assert "answer the same question" not in refusal(file, pack)


def test_a_retired_block_loads_silently_and_takes_no_answers_to_questions_of_today(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "  visitors: 1\n", "1.2.0", "retired:\n  mood: {value: 7, note: x}\n  older: [a, b]\n")
    assert read_answers(file, pack).retired == {"mood": Answer(value="7", note="x"), "older": Answer(value=("a", "b"))}
    assert notices(file, pack) == []
    found = refusal(written(tmp_path, "  visitors: 1\n", "1.2.0", "retired:\n  place: some\n  mood:\n"), pack)
    assert "8: 'place' is among the retired answers and asked today. Move it to 'answers'." in found
    assert "9: 'mood' has no value." in found


def test_comments_stay_with_what_they_are_about_when_a_file_is_brought_up_to_date(tmp_path: Path, pack: Pack) -> None:
    file = written(
        tmp_path,
        "  # zuerst\n  mood: 7  # Umfrage\n  # die Kasse\n  till: some  # Beleg\n  # Medien\n  media: [few, most]\n",
        None,
        "# Schluss\n",
    )
    assert saved(file, pack) == (
        "pack: small\npack_version: 1.2.0\ncity: {name: Aba}\ndate: 2026-11-22\nanswers:\n"
        "  # die Kasse\n  counter_money: some  # Beleg\n  # Medien\n  media: [some, most]\n"
        "retired:\n  # zuerst\n  mood: 7  # Umfrage\n# Schluss\n"
    )


def some_value(levels: list[str]) -> st.SearchStrategy[Any]:
    plain = st.sampled_from([*levels, "unknown"])
    more = {"note": st.just("x"), "by": st.just("a"), "on": st.just("2026-10-01")}
    block = st.fixed_dictionaries({"value": plain}, optional=more)
    said = st.fixed_dictionaries({"value": st.just("unknown"), "said": st.lists(plain | block, min_size=1, max_size=2)})
    return plain | block | said


def some_answers() -> st.SearchStrategy[dict[str, Any]]:
    """Draw answers under old and new names, never under both."""
    optional = {
        "media": some_value(["few", "several_kinds", "most"]) | st.just(["few", "several_kinds"]),
        "till": some_value(["none", "some"]),
        "mood": some_value(["good", "7"]) | st.just(["a", "b"]),
        "visitors": st.just("7"),
    }
    shelf = some_value(["none", "some", "plenty", "1"])
    names = st.sampled_from(["shelf_folk", "shelf_staff", "shelf_people"])
    return names.flatmap(lambda name: st.fixed_dictionaries({}, optional={name: shelf, **optional}))


@pytest.mark.long
@given(some_answers(), st.sampled_from(["1.0.0", "0.9", None]))
@examples(100)
def test_migrating_once_is_enough(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Any], version: str | None) -> None:
    folder = tmp_path_factory.mktemp("grown")
    pack = load_small(folder / "small", grown_pack()).pack
    lines = "".join(f"  {name}: {shown(value)}\n" for name, value in answers.items()) or "  {}\n"
    file = written(folder, lines, version)
    before, migration = read_migrated(file, pack)
    assert migration.outdated
    text = saved(file, pack)
    after, again = read_migrated(file, pack)
    assert after == before
    assert (again.notices, again.outdated) == ((), False)
    assert saved(file, pack) == text


def shown(value: object) -> str:
    """Write a value as a person would, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(shown, value)) + "]" if isinstance(value, list) else str(value)


def test_the_commands_tell_each_notice_on_one_line_and_do_their_work(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", grown_pack())
    old = written(tmp_path, "  till: some\n  media: few\n  mood: 1\n", name="old")
    new = written(tmp_path, "  counter_money: some\n", "1.2.0", name="new")
    before = old.read_text(encoding="utf-8")
    for words in (("advise", old), ("explain", old), ("compare", old, new), ("merge", old, new, "-o", tmp_path / "out.yaml")):
        done = run(*words, "--pack", folder)
        assert done.exit_code == 0, done.output
        told = done.stderr.splitlines()
        assert [line.partition(": ")[0] for line in told] == [f"{old}:{line}" for line in (6, 7, 8)], words
    assert run("advise", new, "--pack", folder).stderr == ""
    assert old.read_text(encoding="utf-8") == before


def held(file: Path, folder: Path, typed: str) -> str:
    command = [sys.executable, "-m", "advisor", "ask", str(file), "--pack", str(folder)]
    done = subprocess.run(command, input=typed, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.long
def test_a_session_tells_what_was_adapted_and_saves_it_before_the_first_question_only_once(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", grown_pack())
    pack = load_small(folder, grown_pack()).pack
    file = written(tmp_path, "  till: some  # Beleg\n  media: few\n  mood: {value: 1, note: Umfrage}\n")
    opening = held(file, folder, "").partition("Frage 4")[0]
    assert re.sub(r"\s+", " ", opening.partition("gespeichert.")[0]) == (
        "Die Datei gehört zur Fassung 1.0.0 der Wissensbasis, hier gilt 1.2.0. Angepasst wurde: "
        "- Die Antwort zu «till» gilt jetzt für «Counter_Money». "
        "- Media: aus «few» wird «some». "
        "- «mood» wird nicht mehr gefragt (Niemand konnte sie beantworten). "
        "Die Antwort bleibt in der Datei, zählt aber nicht mehr. "
        "Die angepasste Datei ist "
    )
    text = file.read_text(encoding="utf-8")
    assert "pack_version: 1.2.0\n" in text
    assert "counter_money: some  # Beleg" in text
    assert "retired:\n  mood: {value: 1, note: Umfrage}" in text
    assert "Angepasst" not in held(file, folder, "2\n")
    assert "note: Umfrage" in file.read_text(encoding="utf-8")
    assert len(read_answers(file, pack).answers) == 3


@pytest.mark.long
def test_editors_know_changes_and_retired_answers() -> None:
    schemas = {kind: json.loads(run("schema", kind).stdout) for kind in ("pack", "answers")}
    data = grown_pack()
    jsonschema.validate({"changes": data["changes"]}, schemas["pack"])
    answers = {"pack": "small", "city": {"name": "Aba"}, "date": "2026-11-22", "retired": {"mood": {"value": 7, "note": "x"}}}
    jsonschema.validate(answers, schemas["answers"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"changes": [{"version": "soon"}]}, schemas["pack"])
