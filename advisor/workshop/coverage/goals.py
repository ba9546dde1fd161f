"""What tests of a pack should reach: each goal is one thing that some example or case has to bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place
from advisor.knowledge.conditions_of import slots
from advisor.logic.condition import leaves
from advisor.logic.notation import written
from advisor.reasoning.answers import question_of
from advisor.workshop.coverage.sentences import numbered, sayable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.reports.blocks import Block
    from advisor.workshop.coverage.sentences import Spot


class Fires(msgspec.Struct, frozen=True, tag="fired"):
    """A finding is concluded."""

    finding: str


class StaysSilent(msgspec.Struct, frozen=True, tag="silent"):
    """A finding is not concluded."""

    finding: str


class Prefers(msgspec.Struct, frozen=True, tag="prefers"):
    """A criterion speaks for a step that could come."""

    criterion: str


class Passes(msgspec.Struct, frozen=True, tag="passes"):
    """A criterion does not speak for a step that could come."""

    criterion: str


class Decides(msgspec.Struct, frozen=True, tag="decides"):
    """A criterion decides between two steps."""

    criterion: str


class TestSays(msgspec.Struct, frozen=True, tag="test"):
    """A test of a condition has a verdict: ``slot`` counts the conditions of the pack, ``test`` the tests in one."""

    __test__ = False  # pytest would otherwise take the class for a test case

    slot: int
    test: int
    verdict: bool


class TestDecides(msgspec.Struct, frozen=True, tag="mattered"):
    """A test has a verdict, and the verdict on its whole condition hangs on it."""

    __test__ = False

    slot: int
    test: int
    verdict: bool


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """A question is answered."""

    question: str


class AnsweredWith(msgspec.Struct, frozen=True, tag="level"):
    """A question is answered with one of its values."""

    question: str
    value: str


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """A step is on a path."""

    step: str


class PutBack(msgspec.Struct, frozen=True, tag="waits"):
    """A step could come, and another one does."""

    step: str


class Shown(msgspec.Struct, frozen=True, tag="block"):
    """A block of the templates is in a report."""

    template: str
    line: int
    head: str


class Speaks(msgspec.Struct, frozen=True, tag="spoken"):
    """A sentence is said: ``number`` counts the sentences of the pack."""

    number: int


class KeepsQuiet(msgspec.Struct, frozen=True, tag="unspoken"):
    """A sentence is not said where something else of its entry is."""

    number: int


OfTest = TestSays | TestDecides
OfSentence = Speaks | KeepsQuiet
Goal = Fires | StaysSilent | Prefers | Passes | Decides | OfTest | Answered | AnsweredWith | Taken | PutBack | Shown | OfSentence

ROWS = ("rules", "choice", "tests", "tests that mattered", "questions", "steps", "report blocks", "sentences")
BESIDE = ROWS[7]
"""Counted by itself: what is said hangs on verdicts that the other rows are about, and a pack has many times more of it."""


class Described(msgspec.Struct, frozen=True):
    """A goal in words: its row in the table, where it stands, and what has not happened as long as it is not reached."""

    row: str
    place: Place
    missing: str


def goals(loaded: LoadedPack, blocks: Sequence[Block], templates: str) -> dict[Goal, Described]:
    """Return every goal of a pack with what it is in words; ``blocks`` are those of the templates in a folder."""
    pack, described = loaded.pack, dict[Goal, Described]()
    for goal, row, entry, missing in (*_of_rules(pack), *_of_tests(pack), *_of_questions(pack), *_of_steps(pack)):
        described[goal] = Described(row, loaded.places.of(entry), missing)
    for goal, spot, missing in _of_sentences(pack):
        described[goal] = Described(ROWS[7], loaded.places.of(spot.entry, *spot.path), missing)
    for block in blocks:
        place = Place(f"{templates}/{block.template}", block.line)
        described[shown(block)] = Described(ROWS[6], place, f"'{block.head}' is shown in no report")
    return described


def shown(block: Block) -> Shown:
    """Return the goal that a block of the templates is."""
    return Shown(block.template, block.line, block.head)


def listed_by(goal: Goal) -> str:
    """Return what goals are listed by that share their row and their place: their kind, then what they are about, as text."""
    return str((goal.__struct_config__.tag, *msgspec.structs.astuple(goal)))


_Written = tuple[Goal, str, str, str]
"""A goal, its row, the entry it is about, and what is missing without it."""


def _of_rules(pack: Pack) -> Iterator[_Written]:
    for finding in pack.findings:
        entry = f"findings/{finding.id}"
        yield Fires(finding.id), ROWS[0], entry, f"'{finding.id}' fires nowhere"
        yield StaysSilent(finding.id), ROWS[0], entry, f"'{finding.id}' is silent nowhere"
    for criterion in pack.criteria:
        entry = f"criteria/{criterion.id}"
        yield Prefers(criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers no step that could come"
        yield Passes(criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers every step that could come"
        yield Decides(criterion.id), ROWS[1], entry, f"'{criterion.id}' decides nowhere between two steps"


def _of_tests(pack: Pack) -> Iterator[_Written]:
    for number, slot in enumerate(slots(pack)):
        for place, test in enumerate(leaves(slot.condition)):
            for verdict in (True, False):
                what = f"'{written(test)}' in '{slot.called}' of '{slot.entry.partition('/')[2]}'"
                word = "true" if verdict else "false"
                yield TestSays(number, place, verdict), ROWS[2], slot.entry, f"{what} is {word} nowhere"
                yield TestDecides(number, place, verdict), ROWS[3], slot.entry, f"{what} decides nowhere by being {word}"


def _of_questions(pack: Pack) -> Iterator[_Written]:
    """Yield the answers to questions that a condition reads; answers to others can change no verdict."""
    read = {question_of(test.fact) for slot in slots(pack) for test in leaves(slot.condition)}
    for question in pack.questions:
        if question.id in read:
            entry = f"questions/{question.id}"
            values = [level.name for level in question.levels] or (["no", "yes"] if question.type == "yes_no" else [])
            for value in values:
                yield AnsweredWith(question.id, value), ROWS[4], entry, f"no test answers '{question.id}' with '{value}'"
            if not values:
                yield Answered(question.id), ROWS[4], entry, f"no test answers '{question.id}'"


def _of_sentences(pack: Pack) -> Iterator[tuple[OfSentence, Spot, str]]:
    """Yield that each sentence is said somewhere, and that each which is bound to answers is not said everywhere."""
    found = numbered(pack)
    for number in sayable(found):
        spot = found.spots[number]
        what = f"'{spot.called}' of '{spot.entry.partition('/')[2]}'"
        yield Speaks(number), spot, f"{what} is said nowhere"
        if spot.bound:
            yield KeepsQuiet(number), spot, f"{what} is said wherever something of it is"


def _of_steps(pack: Pack) -> Iterator[_Written]:
    for step in pack.steps:
        yield Taken(step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is taken on no path"
        yield PutBack(step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is nowhere put back for another step"
