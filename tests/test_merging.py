"""Whatever the order of the files, merging them gives the same answers, and nothing that was said is lost."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import msgspec
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor.answers.disk import resume, whole
from advisor.answers.merging import merge
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.interview.interview import Interview, Interviewer
from advisor.reasoning.answers import Answer, Answers
from tests.support.cities import city
from tests.support.sampling import examples
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from pathlib import Path

PACK = shipped_pack()
ASKED = {each.id: [level.name for level in each.levels] for each in PACK.questions if each.type == "ordinal"}
NAMES = ("staff_unit", "staff_proposals", "domain_expertise")


def some_answer(name: str) -> st.SearchStrategy[Answer]:
    days = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 1, 3))
    return st.builds(
        Answer,
        value=st.none() | st.sampled_from(ASKED[name]),
        note=st.none() | st.sampled_from(["Protokoll", "Gespräch: «ja»"]),
        by=st.none() | st.sampled_from(["executive", "office_head"]),
        on=st.none() | days,
    )


def some_file() -> st.SearchStrategy[Answers]:
    answers = st.fixed_dictionaries({}, optional={name: some_answer(name) for name in NAMES})
    notes = st.none() | st.sampled_from(["eins", "zwei"])
    return st.builds(lambda given, note: msgspec.structs.replace(city(PACK, {}), answers=given, note=note), answers, notes)


def merged(**files: Answers) -> Answers:
    """Merge files, each under its name."""
    return merge(list(files.items()), PACK)


def settled(answers: Answers, name: str, day: int) -> Answers:
    """Return answers in which the room settled on a value, if there was a dispute."""
    answer = answers.answers.get(name)
    if answer is None or not answer.disputed:
        return answers
    agreed = Answer(value=answer.disputed[0], by="room", on=datetime.date(2026, 2, day), said=answer.said)
    return msgspec.structs.replace(answers, answers={**answers.answers, name: agreed})


@given(some_file(), some_file(), some_file(), st.booleans())
@examples(200)
def test_merging_is_commutative_and_associative(one: Answers, two: Answers, three: Answers, agree: bool) -> None:  # noqa: FBT001 - drawn
    if agree:
        one, three = settled(merged(one=one, two=two), NAMES[0], 1), settled(merged(two=two, three=three), NAMES[0], 2)
    assert merged(one=one, two=two) == merged(two=two, one=one)
    left, right = merged(one=one, two=two), merged(two=two, three=three)
    assert merged(left=left, three=three) == merged(one=one, right=right) == merged(three=three, one=one, two=two)


@given(some_file(), some_file(), st.booleans())
@examples(100)
def test_a_file_that_was_merged_before_adds_nothing(one: Answers, two: Answers, agree: bool) -> None:  # noqa: FBT001 - drawn
    both = merged(one=one, two=two)
    both = merged(both=settled(both, NAMES[0], 1)) if agree else both
    assert merged(both=both) == merged(both=both, again=both) == both
    assert merged(both=both, one=one) == merged(two=two, one=one, both=both) == both


@given(some_file(), some_file())
@examples(100)
def test_everything_that_was_said_is_kept_and_only_a_shared_value_counts(one: Answers, two: Answers) -> None:
    both = merged(one=one, two=two)
    for name, answer in both.answers.items():
        given_answers = [part.answers[name] for part in (one, two) if name in part.answers]
        said = answer.said or (answer,)
        assert sorted(map(what, said), key=repr) == sorted(map(what, given_answers), key=repr)
        assert {each.by for each in said} <= both.respondents.keys()
        values = {each.value for each in given_answers if each.value is not None}
        assert answer.value == (values.pop() if len(values) == 1 else None)


def test_what_the_room_settled_on_counts_whatever_is_merged_with_it_and_the_last_time_counts_most() -> None:
    name, (first, second, third, *_) = "staff_unit", ASKED["staff_unit"]

    def said(value: str, by: str) -> Answers:
        return msgspec.structs.replace(city(PACK, {}), answers={name: Answer(value=value, by=by)})

    one, two, three = said(first, "executive"), said(second, "office_head"), said(third, "executive")
    room = settled(merged(one=one, two=two), name, 1)
    later = settled(merged(two=two, three=three), name, 2)
    agreed = [each.answers[name].value for each in (room, later)]
    assert (None in agreed, len(set(agreed))) == (False, 2)
    assert merged(room=room, three=three).answers[name].value == agreed[0]
    together = merged(room=room, later=later).answers[name]
    assert (together.value, together.on) == (agreed[1], datetime.date(2026, 2, 2))
    assert {each.value for each in together.said} >= {first, second, third}


def what(answer: Answer) -> tuple[object, ...]:
    """Return what was said, without who said it."""
    return answer.value, answer.note, answer.on


@given(some_file(), some_file())
@examples(60)
def test_a_merged_file_reads_back_as_what_was_merged(tmp_path_factory: object, one: Answers, two: Answers) -> None:
    both = settled(merged(one=one, two=two), NAMES[1], 3)
    file: Path = tmp_path_factory.mktemp("merged") / "both.answers.yaml"  # type: ignore[attr-defined]
    file.write_text(whole(both, PACK), encoding="utf-8")
    again = read_answers(file, PACK)
    assert again.answers == both.answers
    assert again.respondents == both.respondents
    assert (again.city, again.aim, again.date, again.note) == (both.city, both.aim, both.date, both.note)


def write(file: Path, answers: str, name: str = "Musterstadt") -> str:
    file.write_text(f"pack: smart-city\ncity: {{name: {name}}}\ndate: 2026-11-22\nanswers:\n{answers}", encoding="utf-8")
    return str(file)


def test_a_dispute_that_settles_nothing_leaves_the_status_open_and_one_that_does_not_matter_does_not(tmp_path: Path) -> None:
    low = write(
        tmp_path / "a.yaml",
        "  domain_expertise: 2\n  method_skills: 2\n  staff_proposals: 2\n  topic_owners: {value: 1, by: executive}\n",
    )
    high = write(
        tmp_path / "b.yaml",
        "  domain_expertise: 2\n  method_skills: 1\n  staff_proposals: 2\n  topic_owners: {value: 0, by: topic_owner}\n",
    )
    out = str(tmp_path / "out.yaml")
    assert CliRunner().invoke(main, ["merge", low, high, "-o", out]).exit_code == 0
    told = CliRunner().invoke(main, ["explain", out, "--format", "json"]).output
    assert '"themenlab": [' in told
    report = CliRunner().invoke(main, ["advise", out]).output
    assert "## Worin sich die Befragten uneinig sind" in report
    rows = [line for line in report.splitlines() if line.startswith("|") and "; " in line and "«keine»" in line]
    assert "Sichtbare Thementragende" in rows[0]
    assert "Themenlab" in rows[0]
    outcome = json.loads(CliRunner().invoke(main, ["advise", out, "--format", "json"]).output)
    assert [each["question"] for each in outcome["disputes"]] == ["topic_owners", "method_skills"]
    assert outcome["disputes"][1]["decides"] == []


def test_a_dispute_that_matters_is_asked_about_first_and_the_room_settles_it(tmp_path: Path) -> None:
    low = write(tmp_path / "a.yaml", "  staff_unit: {value: 0, by: executive}\n")
    high = write(tmp_path / "b.yaml", "  staff_unit: {value: 3, by: office_head}\n")
    out = tmp_path / "out.yaml"
    assert CliRunner().invoke(main, ["merge", low, high, "-o", str(out)]).exit_code == 0
    turn = Interviewer(PACK).turn(Interview(answers=read_answers(out, PACK)))
    assert turn.question is not None
    assert turn.question.id == "staff_unit"
    disk = resume(out).put(
        "staff_unit", Answer(value="staffed", by="room", said=read_answers(out, PACK).answers["staff_unit"].said)
    )
    again = read_answers(disk.file, PACK).answers["staff_unit"]
    assert (again.value, len(again.said)) == ("staffed", 2)


def test_files_about_different_cities_are_not_merged(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.yaml", "  staff_unit: 1\n"), write(tmp_path / "b.yaml", "  staff_unit: 1\n", "Anderswo")
    done = CliRunner().invoke(main, ["merge", one, other, "-o", str(tmp_path / "out.yaml")])
    assert done.exit_code == 2
    assert "Der Name der Stadt ist hier «Anderswo» und in" in done.output
    assert not (tmp_path / "out.yaml").exists()


def test_a_file_that_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    one = write(tmp_path / "a.yaml", "  staff_unit: 1\n")
    done = CliRunner().invoke(main, ["merge", one, "-o", one])
    assert done.exit_code == 2
    assert "there is a file of this name already" in done.output
