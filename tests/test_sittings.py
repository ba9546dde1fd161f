"""A sitting is what happened in it: folding its events says how things stand, and any of them can be taken back."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from advisor import paths
from advisor.errors import UnusableInputError
from advisor.reasoning.answers import Answer, Answers
from advisor.reports.language import load_words
from advisor.reports.protocol import act_in_words
from advisor.sittings import events as did
from advisor.sittings.events import decoded, encoded
from advisor.sittings.folding import in_force
from advisor.sittings.redaction import redacted
from advisor.sittings.sitting import Sitting, begun, fit, reconciled
from advisor.sittings.standing import taken
from tests.support.cities import city
from tests.support.sampling import examples
from tests.support.shipped import shipped_pack

PACK = shipped_pack()
PEOPLE = ("anna", "ben", "clara", "dora", "emil")
QUESTIONS = ("staff_unit", "staff_proposals", "domain_expertise")
VALUES = ("none", "some", "most")
DAY = datetime.date(2026, 11, 29)
EMPTY = city(PACK, {})

questions, people, values = st.sampled_from(QUESTIONS), st.sampled_from(PEOPLE), st.sampled_from((*VALUES, None))
notes = st.sampled_from(("Protokoll", "Gespräch: «ja»"))


def held(*events: did.Event) -> Sitting:
    return begun(EMPTY, (), "x.yaml").after(*events)


def standing_of(answers: Answers, question: str) -> dict[str, Any]:
    """Return, plainly, what is known of a question: who said what with which note, and what was settled."""
    found = answers.answers.get(question) or answers.waiting.get(question)
    if found is None:
        return {"said": {}, "settled": None}
    known = taken(found)
    each = {one.by: (None if one.unanswered else (one.value,), one.note) for one in (*known.statements, *known.notes)}
    return {"said": each, "settled": None if known.settled is None else known.settled.value}


class PlainSitting(RuleBasedStateMachine):
    """Up to five people say, note, settle, leave out and take back; a plain model of dictionaries says what should be known."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = held()
        self.said: dict[str, dict[str, tuple[Any, str | None]]] = {name: {} for name in QUESTIONS}
        self.settled: dict[str, str] = {}
        self.skipped: list[str] = []
        self.put_off: set[str] = set()
        self.goal = "course"
        self.fits: int | None = None
        self.alike: dict[str, tuple[str, ...]] = {}
        self.before: list[tuple[int, Any]] = []
        self.undid: tuple[int, Any, list[tuple[int, Any]]] | None = None
        self.folded = len(self.sitting.events)
        self.foldings = {person: self.sitting.folding(person) for person in (None, "anna")}

    def did(self, event: did.Event) -> None:
        self.sitting = self.sitting.after(event)
        self.before.append((len(self.sitting.events), copy.deepcopy(self.known())))
        self.undid = None

    def known(self) -> Any:  # noqa: ANN401 - all that the model knows
        return self.said, self.settled, self.skipped, self.put_off, self.goal, self.fits, self.alike

    @rule(person=people, question=questions, value=values, note=st.none() | notes)
    def somebody_answers(self, person: str, question: str, value: str | None, note: str | None) -> None:
        self.did(did.Answered(by=person, on=DAY, question=question, value=value, note=note))
        _, noted = self.said[question].get(person, (None, None))
        self.said[question][person] = ((value,), note or noted)
        self.put_off.discard(question)
        self.a_question_less()

    @rule(person=people, question=questions, note=notes)
    def somebody_notes(self, person: str, question: str, note: str) -> None:
        if question not in self.settled:
            self.did(did.Noted(by=person, on=DAY, question=question, note=note))
            said, _ = self.said[question].get(person, (None, None))
            self.said[question][person] = (said, note)

    @precondition(lambda self: any(self.spoken(name) for name in QUESTIONS))
    @rule(person=people, value=st.sampled_from(VALUES), data=st.data())
    def the_room_settles(self, person: str, value: str, data: st.DataObject) -> None:
        question = data.draw(st.sampled_from([name for name in QUESTIONS if self.spoken(name)]))
        self.did(did.Settled(by=person, on=DAY, question=question, value=value))
        self.settled[question] = value
        self.put_off.discard(question)
        self.a_question_less()

    def a_question_less(self) -> None:
        self.fits = max(self.fits - 1, 0) if self.fits is not None else None

    @rule(question=questions)
    def a_topic_is_left_out(self, question: str) -> None:
        topic = PACK.question(question).topic
        self.did(did.Skipped(topic=topic, question=question))
        self.skipped.append(topic)

    @rule(question=questions)
    def a_question_is_put_off(self, question: str) -> None:
        self.did(did.PutOff(question=question))
        self.put_off.add(question)

    @rule()
    def all_is_taken_up(self) -> None:
        self.did(did.TakenUp())
        self.skipped, self.put_off = [], set()

    @rule()
    def the_last_goal_is_aimed_at(self) -> None:
        self.did(did.WentOn())
        self.goal = "findings"

    @rule(count=st.none() | st.integers(1, 3))
    def time_is_short_or_not_any_more(self, count: int | None) -> None:
        self.did(did.TimeBoxed(questions=count))
        self.fits = count

    @rule(role=st.sampled_from(("executive", "office_head")), chosen=st.lists(questions, max_size=2).map(tuple))
    def all_in_a_role_are_asked_the_same(self, role: str, chosen: tuple[str, ...]) -> None:
        self.did(did.AskedAlike(role=role, questions=chosen))
        self.alike = {**self.alike, role: chosen}

    @rule(question=questions)
    def a_question_is_looked_at(self, question: str) -> None:
        self.sitting = self.sitting.after(did.Chosen(question=question))

    @precondition(lambda self: self.before)
    @rule(data=st.data())
    def an_act_and_all_after_it_is_taken_back(self, data: st.DataObject) -> None:
        back = data.draw(st.integers(1, len(self.before)))
        number, kept = self.before[-back]
        self.sitting = self.sitting.after(did.Undone(events=self.sitting.undoing(number)))
        self.undid = len(self.sitting.events), copy.deepcopy(self.known()), list(self.before)
        del self.before[-back:]
        self.restore(kept)

    @precondition(lambda self: self.undid)
    @rule()
    def what_was_taken_back_counts_again(self) -> None:
        number, kept, self.before = self.undid  # type: ignore[misc] # as its condition says
        self.sitting = self.sitting.after(did.Undone(events=(number,)))
        self.undid = None
        self.restore(kept)

    def restore(self, kept: Any) -> None:  # noqa: ANN401 - as above
        self.said, self.settled, self.skipped, self.put_off, self.goal, self.fits, self.alike = kept

    def spoken(self, question: str) -> bool:
        return any(said is not None for said, _ in self.said[question].values())

    @invariant()
    def who_goes_on_from_what_was_folded_finds_what_all_events_lead_to(self) -> None:
        events = self.sitting.events
        for person, before in self.foldings.items():
            now = before.after(events, len(events) - self.folded)
            assert now.interview == self.sitting.folding(person).interview
            self.foldings[person] = now
        self.folded = len(events)

    @invariant()
    def the_fold_knows_what_the_model_knows(self) -> None:
        now = self.sitting.interview
        for name in QUESTIONS:
            known = standing_of(now.answers, name)
            assert known["settled"] == self.settled.get(name)
            if name not in self.settled and not self.has_side_note(name):
                assert known["said"] == self.said[name]
            assert {by: each for by, each in known["said"].items() if each[0]} == {
                by: each for by, each in self.said[name].items() if each[0]
            }
        assert [each.topic for each in now.skips] == self.skipped
        assert (set(now.put_off), str(now.goal)) == (self.put_off, self.goal)
        assert (now.fits, now.alike) == (self.fits, self.alike)

    def has_side_note(self, question: str) -> bool:
        """Tell whether several answered and others only noted: their notes stand as one beside all statements."""
        return len([1 for said, _ in self.said[question].values() if said]) > 1 and not all(
            said for said, _ in self.said[question].values()
        )

    @invariant()
    def each_has_said_what_they_said(self) -> None:
        for person in PEOPLE:
            mine = self.sitting.of(person).answers.answers
            if not self.settled:
                expected = {name: each[person][0][0] for name, each in self.said.items() if person in each and each[person][0]}
                assert {name: each.value for name, each in mine.items()} == expected

    @invariant()
    def what_is_written_reads_the_same(self) -> None:
        assert decoded(encoded(self.sitting.events), "x") == self.sitting.events


TestPlainSitting = PlainSitting.TestCase
TestPlainSitting.settings = settings(max_examples=25, stateful_step_count=25)


an_act = st.one_of(
    st.builds(did.Answered, question=questions, value=values, note=st.none() | notes, on=st.just(DAY)),
    st.builds(did.Noted, question=questions, note=notes, on=st.just(DAY)),
    st.builds(did.PutOff, question=questions),
)


@given(
    apart=st.dictionaries(people, st.lists(an_act, max_size=5), min_size=2, max_size=5),
    dice=st.randoms(use_true_random=False),
)
@examples(60)
def test_whoever_speaks_first_what_each_says_leads_to_the_same_answers(apart: dict[str, list[did.Event]], dice: Any) -> None:  # noqa: ANN401
    def mixed() -> list[did.Event]:
        left = {name: [msgspec.structs.replace(each, by=name) for each in acts] for name, acts in apart.items() if acts}
        found: list[did.Event] = []
        while left:
            name = dice.choice(sorted(left))
            found.append(left[name].pop(0))
            left = {each: acts for each, acts in left.items() if acts}
        return found

    one, other = held(*mixed()), held(*mixed())
    assert one.interview.answers == other.interview.answers
    for name in apart:
        assert one.of(name) == other.of(name)


some_value = st.none() | values | st.integers(0, 100) | st.dates() | st.lists(st.sampled_from(VALUES), max_size=3).map(tuple)


@given(value=some_value, note=st.none() | st.text(), at=st.none() | st.datetimes(timezones=st.just(datetime.UTC)))
@examples(60)
def test_an_event_is_read_back_as_it_was_written(value: Any, note: str | None, at: datetime.datetime | None) -> None:  # noqa: ANN401
    said = Answer(value=value, note=note, by="anna", on=DAY, said=(Answer(value=value, by="ben"),))
    events: tuple[did.Event, ...] = (
        did.Imported(source="x.yaml", answers={"a": did.to_said(said)}, asked=("a",), anew=True, at=at),
        did.ChangedOutside(answers={"a": None, "b": did.to_said(said)}),
        did.Joined(by="anna", role="executive", name="Anna"),
        did.Settled(question="a", value=did.to_value(value), note=note, at=at),
        did.TimeBoxed(questions=6, at=at),
        did.TimeBoxed(),
        did.AskedAlike(role="executive", questions=("a", "b")),
        did.Undone(events=(2, 3)),
        did.Redacted(),
        did.Closed(at=at),
    )
    assert decoded(encoded(events), "x") == events
    assert did.from_said(did.to_said(said)) == said


def test_a_line_that_was_never_finished_is_no_event_and_another_damage_is_told_with_its_line() -> None:
    content = encoded([did.PutOff(question="a"), did.WentOn()])
    assert decoded(content[:-5], "x") == (did.PutOff(question="a"),)
    with pytest.raises(UnusableInputError, match="x:2: this is no event"):
        decoded(content.replace(b"went on", b"flew on"), "x")


def test_an_undoing_can_be_undone() -> None:
    sitting = held(did.Answered(by="anna", question="staff_unit", value="some"))
    undone = sitting.after(did.Undone(events=(2,)))
    assert undone.interview.answers.answers == {}
    again = undone.after(did.Undone(events=(3,)))
    assert again.interview == sitting.interview
    assert set(in_force(again.events)) == {1, 2, 4}


def test_a_question_that_was_picked_after_what_is_taken_back_does_not_come_again() -> None:
    two = ("staff_unit", "staff_proposals")
    sitting = held(
        did.Chosen(question="staff_unit"),
        did.Answered(question="staff_unit", value="some"),
        did.Chosen(question="staff_proposals"),
        did.Answered(question="staff_proposals", value="most"),
        did.WentBack(),
    )
    first, last = (next(number for number, each in sitting.undoable() if getattr(each, "question", "") == name) for name in two)
    assert sitting.after(did.Undone(events=sitting.undoing(first))).interview.chosen == "staff_unit"
    assert sitting.after(did.Undone(events=sitting.undoing(last))).interview.chosen == "staff_proposals"


def test_what_the_file_says_wins_and_is_never_undone() -> None:
    sitting = held(did.Answered(by="anna", on=DAY, question="staff_unit", value="some"))
    by_hand = msgspec.structs.replace(EMPTY, answers={"staff_proposals": Answer(value="most", by="ben")})
    now, change = reconciled(by_hand, ("staff_proposals",), sitting.events)
    assert change is not None
    assert set(change.answers) == {"staff_unit", "staff_proposals"}
    assert now.interview.answers == by_hand
    assert now.interview.asked == ("staff_proposals",)
    assert reconciled(by_hand, (), now.events) == (now, None)
    undone = now.after(did.Undone(events=now.undoing(1)))
    assert undone.interview.answers.answers == by_hand.answers


def test_a_statement_of_somebody_else_stays_beside_and_the_room_settles() -> None:
    sitting = held(
        did.Answered(by="anna", question="staff_unit", value="some", note="Reglement"),
        did.Answered(by="ben", question="staff_unit", value="most"),
    )
    assert sitting.interview.answers.answers["staff_unit"].disputed == ("some", "most")
    agreed = sitting.after(did.Settled(by="ben", question="staff_unit", value="some")).interview.answers.answers["staff_unit"]
    assert (agreed.value, [each.note for each in agreed.said]) == ("some", ["Reglement", None])
    left = sitting.after(did.Settled(question="staff_unit", value=None)).interview
    assert left.closed == {"staff_unit"}


def test_a_redaction_takes_words_and_name_and_keeps_the_numbers() -> None:
    sitting = begun(msgspec.structs.replace(EMPTY, answers={"staff_proposals": Answer(value="most", by="anna")}), (), "x").after(
        did.Joined(by="anna", name="Anna Muster"),
        did.Answered(by="anna", question="staff_unit", value="some", note="Anna Muster weiss es"),
        did.Answered(by="ben", question="staff_unit", value="most"),
        did.Settled(by="anna", question="staff_unit", value="some", note="Anna bestimmt"),
        did.Undone(by="anna", events=(5,)),
    )
    left = redacted(sitting.events, "anna")
    assert len(left) == len(sitting.events)
    assert b"anna" not in encoded(left).lower()
    answers = msgspec.structs.replace(sitting, events=left).interview.answers.answers
    assert {name: each.value for name, each in answers.items()} == {"staff_unit": "most"}


def test_events_about_what_is_no_longer_asked_do_not_fit() -> None:
    assert fit(held(did.PutOff(question="staff_unit")).events, PACK)
    assert not fit(held(did.PutOff(question="gone")).events, PACK)
    assert not fit(held(did.Skipped(topic="gone", question="staff_unit")).events, PACK)
    old = begun(msgspec.structs.replace(EMPTY, answers={"gone": Answer(value="x")}), (), "x").events
    assert not fit(old, PACK)
    for question, value in (
        ("population", "abc"),
        ("has_parliament", "perhaps"),
        ("staff_unit", "gone"),
        ("legislature_ends", "soon"),
    ):
        assert not fit(held(did.Answered(question=question, value=value)).events, PACK)
        assert act_in_words(load_words(paths.shipped("templates"), "de"), PACK, did.Answered(question=question, value=value))
    assert fit((*old, *held().events), PACK)
