"""What tests of a pack should reach: each goal is one thing that some example or case has to bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place
from advisor.knowledge.condition import leaves
from advisor.reasoning.answers import question_of
from advisor.workshop.slots import slots
from advisor.workshop.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.reports.templating import Loop

Key = tuple[str | int | bool, ...]
"""Names a goal: ``("fired", finding)``, ``("test", slot, place, verdict)`` and so on."""

ROWS = ("rules", "choice", "tests", "tests that mattered", "questions", "steps", "report blocks")


class Goal(msgspec.Struct, frozen=True):
    """One thing to reach: its row in the table, where it stands, and what has not happened as long as it is not reached."""

    row: str
    place: Place
    missing: str


def goals(loaded: LoadedPack, blocks: Sequence[Loop], templates: str) -> dict[Key, Goal]:
    """Return every goal of a pack by its key."""
    pack, found = loaded.pack, dict[Key, Goal]()
    for key, row, entry, missing in (*_of_rules(pack), *_of_tests(pack), *_of_questions(pack), *_of_steps(pack)):
        found[key] = Goal(row, loaded.places.of(entry), missing)
    for block in blocks:
        place = Place(f"{templates}/{block.template}", block.line)
        found["block", block.template, block.line, block.head] = Goal(ROWS[6], place, f"'{block.head}' is shown in no report")
    return found


_Found = tuple[Key, str, str, str]


def _of_rules(pack: Pack) -> Iterator[_Found]:
    for finding in pack.findings:
        yield ("fired", finding.id), ROWS[0], f"findings/{finding.id}", f"'{finding.id}' fires nowhere"
        yield ("silent", finding.id), ROWS[0], f"findings/{finding.id}", f"'{finding.id}' is silent nowhere"
    for criterion in pack.criteria:
        entry = f"criteria/{criterion.id}"
        yield ("prefers", criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers no step that could come"
        yield ("passes", criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers every step that could come"
        yield ("decides", criterion.id), ROWS[1], entry, f"'{criterion.id}' decides nowhere between two steps"


def _of_tests(pack: Pack) -> Iterator[_Found]:
    for number, slot in enumerate(slots(pack)):
        for place, test in enumerate(leaves(slot.condition)):
            for verdict in (True, False):
                what = f"'{written(test)}' in '{slot.called}' of '{slot.entry.partition('/')[2]}'"
                word = "true" if verdict else "false"
                yield ("test", number, place, verdict), ROWS[2], slot.entry, f"{what} is {word} nowhere"
                yield ("mattered", number, place, verdict), ROWS[3], slot.entry, f"{what} decides nowhere by being {word}"


def read_questions(pack: Pack) -> list[str]:
    """Return the questions that a condition reads; answers to others can change no verdict."""
    facts = {question_of(test.fact) for slot in slots(pack) for test in leaves(slot.condition)}
    return [question.id for question in pack.questions if question.id in facts]


def _of_questions(pack: Pack) -> Iterator[_Found]:
    for name in read_questions(pack):
        question, entry = pack.question(name), f"questions/{name}"
        values = [level.name for level in question.levels] or (["no", "yes"] if question.type == "yes_no" else [])
        for value in values:
            yield ("level", name, value), ROWS[4], entry, f"no test answers '{name}' with '{value}'"
        if not values:
            yield ("answered", name), ROWS[4], entry, f"no test answers '{name}'"


def _of_steps(pack: Pack) -> Iterator[_Found]:
    for step in pack.steps:
        yield ("taken", step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is taken on no path"
        yield ("waits", step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is nowhere put back for another step"
