"""Put cities into columns, and read back what was concluded about each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.values import Levels, only
from advisor.logic.vocabulary import STATUS
from advisor.portfolio.bits import Bits, digits, everyone, of_digits
from advisor.portfolio.forks import forks, in_order, to_clarify
from advisor.portfolio.way import Given, Standing, plan, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.portfolio.rules import ColumnRules
    from advisor.reasoning.answers import Answers


class Verdict(msgspec.Struct, frozen=True):
    """What is concluded about one city: what an outcome says of it, without sentences and reasons.

    ``blocked_by`` names what stops the path, as in an outcome; ``forks`` are the questions that decide where it begins.
    """

    possible: dict[str, tuple[str, ...]]
    findings: tuple[str, ...]
    poles: dict[str, bool | None]
    balanced: bool | None
    path: tuple[str, ...]
    arrives: bool
    blocked_by: str | None
    forks: tuple[str, ...]
    to_clarify: tuple[str, ...]


def given(rules: ColumnRules, cities: Sequence[Answers]) -> Given:
    """Return what cities say, as columns; a question that does not arise has the answer that follows."""
    count, every = len(cities), everyone(len(cities))
    columns = {fact: [bytearray(b"1" * count) for _ in range(rules.sizes[fact])] for fact in rules.given}
    unknown = {fact: bytearray(b"1" * count) for fact in rules.given}
    disputed = {fact: bytearray(b"0" * count) for fact in rules.given}
    for number, city in enumerate(cities):
        known = {fact: only(value) for fact, value in city.facts(rules.pack).items()}
        open_ones = {fact: values for fact, values in city.disputed_facts(rules.pack).items() if fact not in known}
        for fact, values in (*known.items(), *open_ones.items()):
            unknown[fact][number] = ord("0")
            for place in rules.others(fact, values):
                columns[fact][place][number] = ord("0")
        for fact in open_ones:
            disputed[fact][number] = ord("1")
    return Given(
        every,
        {fact: tuple(of_digits(bytes(each)) for each in column) for fact, column in columns.items()},
        {fact: of_digits(bytes(each)) for fact, each in unknown.items()},
        {fact: of_digits(bytes(each)) for fact, each in disputed.items()},
    )


def verdicts(rules: ColumnRules, cities: Sequence[Answers]) -> list[Verdict]:
    """Return what is concluded about each city, as experta would conclude it of one after the other."""
    return read_back(rules, standing(rules, given(rules, cities)), len(cities))


def read_back(rules: ColumnRules, start: Standing, count: int) -> list[Verdict]:
    """Return what is concluded about each of so many cities that stand there."""
    way, decide = plan(rules, start), forks(rules, start)
    names = [each.id for each in rules.pack.approaches]
    possible = {name: [digits(bits, count) for bits in start.known[name]] for name in names}
    findings = {name: digits(bits, count) for name, bits in told_findings(rules, start).items()}
    poles = {pole.id: settled(start, pole.id, count) for pole in rules.pack.poles()}
    balanced = settled(start, "balance", count)
    steps = [{step: digits(bits, count) for step, bits in chosen.items()} for chosen in way.rounds]
    arrives = digits(way.arrives, count)
    blocked = {name: digits(bits, count) for name, bits in way.blocked.items()}
    asked = {name: digits(bits, count) for name, bits in in_order(rules, to_clarify(rules, start)).items()}
    decides = {name: digits(bits, count) for name, bits in decide.items()}
    return [
        Verdict(
            possible={
                name: tuple(status for status, each in zip(STATUS.names, possible[name], strict=True) if each[city] == "1")
                for name in names
            },
            findings=_those(findings, city),
            poles={name: column[city] for name, column in poles.items()},
            balanced=balanced[city],
            path=tuple(step for chosen in steps for step in _those(chosen, city)),
            arrives=arrives[city] == "1",
            blocked_by=next(iter(_those(blocked, city)), None),
            forks=_those(decides, city),
            to_clarify=_those(asked, city),
        )
        for city in range(count)
    ]


def _those(columns: dict[str, str], city: int) -> tuple[str, ...]:
    return tuple(name for name, column in columns.items() if column[city] == "1")


def told_findings(rules: ColumnRules, start: Standing) -> dict[str, Bits]:
    """Return for each finding the cities in which it is concluded and no other one silences it."""
    present = {each.id: start.cities ^ start.known[each.id][0] for each in rules.pack.findings}
    silenced: dict[str, Bits] = {}
    for each in rules.pack.findings:
        for name in each.silences:
            silenced[name] = silenced.get(name, 0) | present[each.id]
    return {name: cities & ~silenced.get(name, 0) for name, cities in present.items()}


def settled(start: Standing, fact: str, count: int) -> list[bool | None]:
    """Return for each city whether a fact with two values has the second one; None while that is open."""
    no, yes = (digits(bits, count) for bits in start.known[fact])
    return [None if one == other else other == "1" for one, other in zip(no, yes, strict=True)]


def level_names(rules: ColumnRules, fact: str) -> tuple[str, ...]:
    """Return the names of a fact's levels; nothing for a number."""
    domain = rules.domains[fact]
    return domain.names if isinstance(domain, Levels) else ()
