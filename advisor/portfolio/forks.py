"""Say for many cities at once what is to be clarified, and which one or two answers decide where the path begins.

``reasoning/forks.py`` says it of one city, with how it begins with each answer; here only the questions are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import Condition, Group, Test
from advisor.portfolio.bits import Bits, at_least, union
from advisor.portfolio.way import Given, Standing, all_open, first_steps, open_status, standing
from advisor.reasoning.answers import question_of
from advisor.reasoning.conclusions import SEVERAL_OPEN
from advisor.reasoning.deductions import aim_fact
from advisor.reasoning.forks import TOLD, TRIED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Question
    from advisor.portfolio.rules import ColumnRules


def forks(rules: ColumnRules, start: Standing) -> dict[str, Bits]:
    """Return for each question the cities in which it decides where the path begins; none while at most one status is open."""
    of = _several_open(rules, start)
    left = _first(in_order(rules, to_clarify(rules, start)), of, TRIED)
    ways = {each.id: _decides(rules, start, each, left[each.id]) for each in rules.pack.questions if _branches(each, left)}
    any_once = union(once for _, once in ways.values())
    told = {name: once | cities & ~any_once for name, (cities, once) in ways.items()}
    return {name: cities for name, cities in _first(in_order(rules, told), of, TOLD).items() if cities}


def _branches(question: Question, asked: Mapping[str, Bits]) -> bool:
    return question.type == "ordinal" and bool(asked.get(question.id))


def _several_open(rules: ColumnRules, start: Standing) -> Bits:
    aimed = [(each.id, start.known[aim_fact(each.id)][1]) for each in rules.pack.approaches]
    return at_least(SEVERAL_OPEN, [open_status(start, name) & of for name, of in aimed], start.cities)


def in_order(rules: ColumnRules, asked: Mapping[str, Bits]) -> dict[str, Bits]:
    """Return questions in the order in which they are to be clarified: the short run first."""
    ranked = sorted(rules.pack.questions, key=lambda each: each.short_run or len(rules.pack.questions))
    return {each.id: asked[each.id] for each in ranked if each.id in asked}


def _first(asked: Mapping[str, Bits], of: Bits, count: int) -> dict[str, Bits]:
    """Return of each question the cities in which it is one of the first so many."""
    left = [of] + [0] * (count - 1)
    found: dict[str, Bits] = {}
    for name, cities in asked.items():
        found[name] = cities & union(left)
        here = found[name]
        moved = [bits & here for bits in left]
        left = [bits & ~here | before for bits, before in zip(left, [0, *moved[:-1]], strict=True)]
    return found


def _decides(rules: ColumnRules, start: Standing, question: Question, of: Bits) -> tuple[Bits, Bits]:
    """Return the cities, of some, in which each answer leads to a step, and not all to the same.

    Then those of them in which the answers that lead to the same step lie beside each other on the scale.
    """
    firsts = [
        first_steps(rules, standing(rules, _answered(start.given, question.id, at, of))) for at in range(len(question.levels))
    ]
    parted, twice, lead = 0, 0, of
    for first in firsts:
        lead &= union(first.values())
    for step in rules.pack.steps:
        levels = [first.get(step.id, 0) for first in firsts]
        begins = [now & ~before for before, now in zip([0, *levels[:-1]], levels, strict=True)]
        parted |= union(levels) & (start.cities ^ at_least(len(levels), levels, start.cities))
        twice |= at_least(2, begins, start.cities)
    found = parted & lead
    return found, found & ~twice


def _answered(given: Given, fact: str, place: int, of: Bits) -> Given:
    stays = given.cities ^ of
    column = tuple(bits & stays | (of if at == place else 0) for at, bits in enumerate(given.columns[fact]))
    unknown, disputed = given.unknown[fact] & stays, given.disputed[fact] & stays
    return Given(given.cities, given.columns | {fact: column}, given.unknown | {fact: unknown}, given.disputed | {fact: disputed})


def to_clarify(rules: ColumnRules, start: Standing) -> dict[str, Bits]:
    """Return for each question the cities in which its answer would settle a status.

    Where nothing is settled these are first the questions of the short run among them.
    """
    asked: dict[str, Bits] = {}
    for approach in rules.pack.approaches:
        of = open_status(start, approach.id) & start.known[aim_fact(approach.id)][1]
        for condition in (approach.established_when, approach.emerging_when):
            for fact, cities in _undecided(rules, start, condition, of):
                name = question_of(fact)
                asked[name] = asked.get(name, 0) | cities
    deciding: dict[str, Bits] = {}
    for question in rules.pack.questions:
        due = asked.get(question.id, 0)
        if due and question.arises is not None:
            due &= ~rules.holds(question.arises, start.known, start.given.unknown, start.cities)[1]
        deciding[question.id] = due
    short = {name: cities & deciding[name] for name, cities in _short_run(rules, start).items()}
    at_first = all_open(rules, start) & union(short.values())
    return {name: cities & ~at_first | short.get(name, 0) & at_first for name, cities in deciding.items()}


def _short_run(rules: ColumnRules, start: Standing) -> dict[str, Bits]:
    found: dict[str, Bits] = {}
    for question in rules.pack.questions:
        if question.short_run is not None:
            due = start.given.unknown.get(question.id, start.cities)
            if question.arises is not None:
                due &= rules.holds(question.arises, start.known, start.given.unknown, start.cities)[0]
            found[question.id] = due
    return found


def _undecided(rules: ColumnRules, start: Standing, condition: Condition, of: Bits) -> Iterator[tuple[str, Bits]]:
    """Yield the facts of open tests in those parts of a condition that are open themselves, with the cities, of some."""
    true, false = rules.holds(condition, start.known, start.given.unknown, start.cities)
    of &= ~(true | false)
    if not of:
        return
    match condition:
        case Test(fact):
            yield fact, of
        case Group(members=members):
            for member in members:
                yield from _undecided(rules, start, member, of)
        case _:
            assert_never(condition)
