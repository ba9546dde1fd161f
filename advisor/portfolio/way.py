"""Plan the path of many cities at once: the same rounds as for one, each over all cities that are still on their way.

The loop is that of ``reasoning/walk.py``. ``reasoning/planner.py`` walks one city with it and keeps what a report says of each
step; here only the way itself is kept. Which step comes is read from the same deductions (``reasoning/course.py``), and property
tests hold that both go the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.logic.condition import Condition, Group, Test
from advisor.logic.vocabulary import STATUS
from advisor.portfolio.bits import Bits, at_least, union
from advisor.portfolio.rules import ColumnRules, Columns, Raise, Sets
from advisor.reasoning.course import next_fact, taken_fact
from advisor.reasoning.deductions import aim_fact
from advisor.reasoning.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.steps import Precondition, Step

_ABSENT, _EMERGING, _ESTABLISHED = range(len(STATUS.names))
_YES = 1


class Given(msgspec.Struct, frozen=True):
    """What cities say: the values each fact can have, and where nobody said anything, or respondents disagree."""

    cities: Bits
    columns: Columns
    unknown: Sets
    disputed: Sets


class Standing(msgspec.Struct, frozen=True):
    """Where cities stand: what they say, and everything that follows from it."""

    given: Given
    known: Columns

    @property
    def cities(self) -> Bits:
        """Return all of the cities."""
        return self.given.cities


class Way(msgspec.Struct, frozen=True):
    """The steps that cities take in each round, where the path arrives, and where it is stopped, by what stops it."""

    start: Standing
    rounds: tuple[dict[str, Bits], ...]
    arrives: Bits
    blocked: dict[str, Bits]
    end: Standing


def standing(rules: ColumnRules, given: Given) -> Standing:
    """Return where cities stand that say this."""
    return Standing(given, rules.conclude(given.columns, given.cities))


def plan(rules: ColumnRules, start: Standing) -> Way:
    """Return the path of each city to what it aims at."""
    walked = walk(_Columns(rules), start, start.cities)
    return Way(start, tuple(map(dict, walked.rounds)), walked.arrives, walked.blocked, walked.end)


class _Columns:
    """Walks all cities of some columns at once."""

    def __init__(self, rules: ColumnRules) -> None:
        self._rules = rules

    def undetermined(self, start: Standing) -> Bits:
        return all_open(self._rules, start)

    def arrived(self, now: Standing) -> Bits:
        return arrived(self._rules, now)

    def coming(self, now: Standing, of: Bits, taken: Mapping[str, Bits]) -> tuple[Standing, Mapping[str, Bits]]:
        return now, coming(self._rules, now, of, taken)

    def after(self, now: Standing, chosen: Mapping[str, Bits]) -> Standing:
        return standing(self._rules, _after(self._rules, now, chosen))

    def leads_on(self, now: Standing, step: str) -> Bits:
        return _leads_on(self._rules, now, step)


def first_steps(rules: ColumnRules, start: Standing) -> dict[str, Bits]:
    """Return the step with which each path begins; cities where nothing is planned, or nothing is left to do, have none."""
    going = start.cities ^ (all_open(rules, start) | arrived(rules, start))
    return coming(rules, start, going, {})


def all_open(rules: ColumnRules, now: Standing) -> Bits:
    """Return the cities in which every status that they aim at is open."""
    return at_least(
        len(rules.pack.approaches),
        [open_status(now, each.id) | _not_aimed(now, each.id) for each in rules.pack.approaches],
        now.cities,
    )


def open_status(now: Standing, approach: str) -> Bits:
    """Return the cities in which more than one status of an approach is possible."""
    return at_least(2, now.known[approach], now.cities)


def arrived(rules: ColumnRules, now: Standing) -> Bits:
    """Return the cities in which everything that they aim at is established."""
    reached = [_is(now, each.id, _ESTABLISHED) | _not_aimed(now, each.id) for each in rules.pack.approaches]
    return at_least(len(reached), reached, now.cities)


def _not_aimed(now: Standing, approach: str) -> Bits:
    return now.cities ^ now.known[aim_fact(approach)][_YES]


def _is(now: Standing, fact: str, place: int) -> Bits:
    """Return the cities in which a fact certainly has a value."""
    return now.cities ^ union(bits for other, bits in enumerate(now.known[fact]) if other != place)


def coming(rules: ColumnRules, now: Standing, of: Bits, taken: Mapping[str, Bits]) -> dict[str, Bits]:
    """Return, of some cities, those in which each step comes next."""
    if not of:
        return {}
    so = _assumed(rules, now) | {taken_fact(step): cities for step, cities in taken.items()}
    for deduction in rules.course:
        so[deduction.fact] = so.get(deduction.fact, 0) | _is_so(deduction.condition, so, now.cities)
    found: dict[str, Bits] = {}
    for step in rules.pack.steps:
        if here := so[next_fact(step.id)] & of:
            found[step.id] = here
            of ^= here
    return found


def _assumed(rules: ColumnRules, now: Standing) -> dict[str, Bits]:
    """Return how cities are taken to stand where something is open, as ``assumed`` in ``reasoning/choice.py`` says."""
    so = {sign: _is(now, sign, _YES) for sign in rules.signs}
    poles = {pole.id: _is(now, pole.id, 1) for pole in rules.pack.poles()}
    counted = now.known | {pole: (now.cities ^ covered, covered) for pole, covered in poles.items()}
    for preference, condition in rules.for_a_pole.items():
        so[preference] = so.get(preference, 0) | rules.holds(condition, counted, now.given.unknown, now.cities)[0]
    for approach in rules.pack.approaches:
        so[aim_fact(approach.id)] = now.known[aim_fact(approach.id)][_YES]
        left = now.cities
        for name, possible in zip(STATUS.names, now.known[approach.id], strict=True):
            so[f"{approach.id} {name}"] = left & possible
            left &= now.cities ^ possible
    return so


def _is_so(condition: Condition, so: Mapping[str, Bits], cities: Bits) -> Bits:
    """Return where a condition on what is so holds; what is not listed is not so."""
    match condition:
        case Test(fact, allowed, domain) if domain == STATUS:
            return union(so[f"{fact} {name}"] for name in STATUS.names if name in allowed)  # type: ignore[operator] # named values
        case Test(fact, allowed):
            yes = so.get(fact, 0)
            return (yes if "yes" in allowed else 0) | (cities ^ yes if "no" in allowed else 0)  # type: ignore[operator]
        case Group(needed, members):
            if needed < len(members):
                return at_least(needed, [_is_so(member, so, cities) for member in members], cities)
            found = cities
            for member in members:
                found &= _is_so(member, so, cities)
                if not found:
                    break
            return found if needed <= len(members) else 0
        case _:
            assert_never(condition)


def _after(rules: ColumnRules, now: Standing, chosen: Mapping[str, Bits]) -> Given:
    """Return what cities can say after the step that each of them takes."""
    by_id = {step.id: step for step in rules.pack.steps}
    given = now.given
    for step, here in chosen.items():
        given = _prepared(rules, now, given, by_id[step], here)
        begun = given
        for action in rules.effects[step].doing:
            if at := union(lacking(now, begun, each, here) for each in action):
                given = raised(now, given, action, at)
    return given


def _prepared(rules: ColumnRules, now: Standing, given: Given, step: Step, here: Bits) -> Given:
    for precondition, raises in zip(step.preconditions, rules.effects[step.id].preparing, strict=True):
        if precondition.prepare is not None and (unmet := here & (now.cities ^ met(rules, now, precondition))):
            given = raised(now, given, raises, unmet)
    return given


def met(rules: ColumnRules, now: Standing, precondition: Precondition) -> Bits:
    """Return where nothing has to be prepared for a precondition."""
    found = now.cities
    if precondition.when is not None:
        found &= rules.holds(precondition.when, now.known, now.given.unknown, now.cities)[0]
    if precondition.unless is not None:
        found &= now.cities ^ rules.holds(precondition.unless, now.known, now.given.unknown, now.cities)[0]
    return found


def lacking(now: Standing, given: Given, each: Raise, where: Bits) -> Bits:
    """Return the cities in which raising a fact changes it; a disputed one that everybody sees high enough stays as it is."""
    said = now.cities ^ (given.unknown[each.fact] | given.disputed[each.fact])
    there = said & _within(given.columns, each, now.cities)
    agreed = now.given.disputed[each.fact] & _within(now.given.columns, each, now.cities)
    return where & (now.cities ^ (there | agreed))


def _within(columns: Columns, each: Raise, cities: Bits) -> Bits:
    return cities ^ union(bits for place, bits in enumerate(columns[each.fact]) if place not in each.there)


def raised(now: Standing, given: Given, raises: Iterable[Raise], where: Bits) -> Given:
    """Return what cities can say after facts are raised in some of them."""
    columns, unknown, disputed = dict(given.columns), dict(given.unknown), dict(given.disputed)
    for each in raises:
        if at := lacking(now, given, each, where):
            stays, fact = now.cities ^ at, each.fact
            columns[fact] = tuple(
                bits | at if place == each.place else bits & stays for place, bits in enumerate(given.columns[fact])
            )
            unknown[fact], disputed[fact] = unknown[fact] & stays, disputed[fact] & stays
    return Given(given.cities, columns, unknown, disputed)


def _leads_on(rules: ColumnRules, now: Standing, name: str) -> Bits:
    step = next(each for each in rules.pack.steps if each.id == name)
    found = _is(now, step.target, _ESTABLISHED)
    return found | (now.cities ^ now.known[step.target][_ABSENT]) if step.opens else found
