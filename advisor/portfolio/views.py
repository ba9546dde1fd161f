"""What an office wants to see of its cities: where they stand, what they share, what would move them. No city is ranked.

Everything is counted from verdicts; a city of which something is unknown counts as unknown, and never as one that has it not.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.vocabulary import STATUS
from advisor.portfolio.cities import Verdict, given, read_back
from advisor.portfolio.levers import Lever, levers
from advisor.portfolio.suppressing import suppressed
from advisor.portfolio.way import first_steps, lacking, met, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.portfolio.folder import Seen
    from advisor.portfolio.rules import ColumnRules, Raise
    from advisor.portfolio.way import Standing
    from advisor.reasoning.outcome import Outcome

UNDETERMINED = "undetermined"
STATUSES = (*STATUS.names, UNDETERMINED)
SMALLEST = 5
"""Fewer cities than this are not shown in a benchmark."""


class Told(msgspec.Struct, frozen=True):
    """A city with what is concluded about it."""

    key: str
    name: str
    population: int | None
    verdict: Verdict


class Group(msgspec.Struct, frozen=True):
    """Cities with the same next step (None: nothing to do, or nothing to say yet) and the same facts that it has to bring about.

    A fact is among ``lacking`` where it is missing, and where it is not known.
    """

    next: str | None
    lacking: tuple[str, ...]
    keys: tuple[str, ...]


class Shared(msgspec.Struct, frozen=True):
    """A fact that the next step of several cities brings to a level: what they could do together, and who is near whom."""

    fact: str
    keys: tuple[str, ...]
    regions: dict[str, tuple[str, ...]]


class Sums(msgspec.Struct, frozen=True):
    """The days of work of each role, and what is paid, over all paths; ``without`` is how many say nothing of it."""

    effort: dict[str, int]
    currency: str
    once: tuple[int, int]
    yearly: tuple[int, int]
    without: int


class Moved(msgspec.Struct, frozen=True):
    """A city whose next step would be another one; None where there is none."""

    key: str
    before: str | None
    then: str | None


class Overview(msgspec.Struct, frozen=True):
    """How many cities stand where, what comes next for them, what they share, and what is to be clarified.

    ``asked`` are the keys of the cities that lack the answer to each question that is to be clarified.
    """

    count: int
    statuses: dict[str, dict[str, int]]
    next: dict[str, int]
    blocked: dict[str, int]
    groups: tuple[Group, ...]
    shared: tuple[Shared, ...]
    to_clarify: dict[str, int]
    levers: tuple[Lever, ...] = ()
    asked: dict[str, tuple[str, ...]] = {}


def status_of(verdict: Verdict, approach: str) -> str:
    """Return the status of an approach, undetermined while more than one is possible."""
    possible = verdict.possible[approach]
    return possible[0] if len(possible) == 1 else UNDETERMINED


def stand(rules: ColumnRules, seen: Sequence[Seen]) -> Standing:
    """Return where cities stand."""
    return standing(rules, given(rules, [each.answers for each in seen]))


def told(rules: ColumnRules, seen: Sequence[Seen]) -> list[Told]:
    """Return what is concluded about each city."""
    found = read_back(rules, stand(rules, seen), len(seen))
    return [
        Told(each.key, each.answers.city.name, each.answers.city.population, verdict)
        for each, verdict in zip(seen, found, strict=True)
    ]


def truths(cities: int, count: int) -> list[bool]:
    """Return for each of so many cities whether it is in a set."""
    return [bool(cities >> at & 1) for at in range(count - 1, -1, -1)]


def overview(rules: ColumnRules, seen: Sequence[Seen], regions: Mapping[str, Sequence[str]]) -> Overview:
    """Return what an office sees first."""
    found = told(rules, seen)
    by_key = missing_for_next(rules, seen)
    clarify: dict[str, list[str]] = {}
    for each in found:
        for name in each.verdict.to_clarify:
            clarify.setdefault(name, []).append(each.key)
    following = Counter(each.verdict.path[0] for each in found if each.verdict.path)
    blocked = Counter(each.verdict.blocked_by for each in found if each.verdict.blocked_by)
    return Overview(
        count=len(found),
        statuses={
            approach.id: {status: sum(status_of(each.verdict, approach.id) == status for each in found) for status in STATUSES}
            for approach in rules.pack.approaches
        },
        next={step.id: following[step.id] for step in rules.pack.steps if following[step.id]},
        blocked=dict(sorted(blocked.items())),
        groups=groups(found, by_key),
        shared=shared(by_key, regions),
        to_clarify={each.id: len(clarify[each.id]) for each in rules.pack.questions if each.id in clarify},
        levers=levers(rules, stand(rules, seen)),
        asked={each.id: tuple(clarify[each.id]) for each in rules.pack.questions if each.id in clarify},
    )


def missing_for_next(rules: ColumnRules, seen: Sequence[Seen]) -> dict[str, tuple[str, ...]]:
    """Return for each city what its next step brings about and is not known to be there, as facts with the level that they reach.

    They stand in the order of the pack's questions. What is prepared up to a level and done up to a higher one is told
    with the higher one.
    """
    now = stand(rules, seen)
    found: dict[str, dict[str, str]] = {each.key: {} for each in seen}
    for name, here in first_steps(rules, now).items():
        step = next(each for each in rules.pack.steps if each.id == name)
        effects = rules.effects[name]
        wanted: dict[str, int] = {}
        for precondition, raises in zip(step.preconditions, effects.preparing, strict=True):
            unmet = here & (now.cities ^ met(rules, now, precondition))
            _note(rules, wanted, now, raises, unmet)
        for action in effects.doing:
            _note(rules, wanted, now, action, here)
        for fact, cities in wanted.items():
            for each, is_so in zip(seen, truths(cities, len(seen)), strict=True):
                if is_so:
                    found[each.key][fact.partition(" = ")[0]] = fact
    order = _order(rules)
    return {key: tuple(facts[name] for name in sorted(facts, key=order.__getitem__)) for key, facts in found.items()}


def _order(rules: ColumnRules) -> dict[str, tuple[int, int]]:
    """Return where each fact stands in the pack, so that cities that lack the same are told the same."""
    found: dict[str, tuple[int, int]] = {}
    for at, question in enumerate(rules.pack.questions):
        found[question.id] = (at, 0)
        found |= {f"{question.id}.{level.name}": (at, place) for place, level in enumerate(question.levels)}
    return found


def _note(rules: ColumnRules, wanted: dict[str, int], now: Standing, raises: Iterable[Raise], where: int) -> None:
    for each in raises:
        cities, level = lacking(now, now.given, each, where), rules.value_at(each)
        if cities and level != "no":
            fact = f"{each.fact} = {level}"
            wanted[fact] = wanted.pop(fact, 0) | cities  # what is done last stands last


def groups(found: Iterable[Told], by_key: Mapping[str, tuple[str, ...]]) -> tuple[Group, ...]:
    """Return the cities in groups with the same next step and the same missing facts, the largest groups first."""
    members: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for each in found:
        following = each.verdict.path[0] if each.verdict.path else None
        members.setdefault((following, by_key[each.key]), []).append(each.key)
    every = [Group(step, facts, tuple(keys)) for (step, facts), keys in members.items()]
    return tuple(sorted(every, key=lambda each: (-len(each.keys), each.next or "", each.lacking)))


def shared(by_key: Mapping[str, tuple[str, ...]], regions: Mapping[str, Sequence[str]]) -> tuple[Shared, ...]:
    """Return what several cities would bring about next, with those of each region that could do it together."""
    members: dict[str, list[str]] = {}
    for key, facts in by_key.items():
        for fact in facts:
            members.setdefault(fact, []).append(key)
    found = []
    for fact, keys in members.items():
        if len(keys) > 1:
            near = {region: tuple(key for key in keys if key in of) for region, of in regions.items()}
            together = {region: each for region, each in near.items() if len(each) > 1}
            found.append(Shared(fact, tuple(keys), together))
    return tuple(sorted(found, key=lambda each: (-len(each.keys), each.fact)))


def sums(outcomes: Iterable[Outcome]) -> Sums:
    """Return effort and cost over all paths; a city whose path says nothing of cost is counted, and not taken for one without."""
    effort: Counter[str] = Counter()
    costs, without, currency = [], 0, ""
    for each in outcomes:
        effort.update(each.effort)
        if each.cost is None:
            without += 1
        else:
            costs.append(each.cost)
            currency = each.cost.currency
    once, yearly = [each.once for each in costs], [each.yearly for each in costs]
    return Sums(dict(sorted(effort.items())), currency, _added(once), _added(yearly), without)


def _added(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def moved(rules: ColumnRules, seen: Sequence[Seen], changed: Sequence[Seen]) -> list[Moved]:
    """Return the cities whose next step is another one after some answers were changed."""
    before, then = (_next(rules, each) for each in (seen, changed))
    return [Moved(key, was, then[key]) for key, was in before.items() if was != then[key]]


def _next(rules: ColumnRules, seen: Sequence[Seen]) -> dict[str, str | None]:
    found: dict[str, str | None] = dict.fromkeys((each.key for each in seen), None)
    for step, cities in first_steps(rules, stand(rules, seen)).items():
        found |= {each.key: step for each, is_so in zip(seen, truths(cities, len(seen)), strict=True) if is_so}
    return found


def benchmark(found: Iterable[Told], approach: str, bounds: Sequence[int]) -> dict[str, dict[str, int | None]]:
    """Return how many cities of each size have which status of an approach; None where it is too few to be shown.

    Where a small cell could be told from the sums of rows and columns, others are not shown either. A city whose
    size is unknown has a row of its own.
    """
    edges = sorted(bounds)
    labels = [f"< {edges[0]}", *(f"{low}–{high - 1}" for low, high in itertools.pairwise(edges)), f">= {edges[-1]}"]
    rows: dict[str, dict[str, int]] = {label: dict.fromkeys(STATUSES, 0) for label in (*labels, "?")}
    for each in found:
        size = each.population
        label = "?" if size is None else labels[sum(size >= edge for edge in edges)]
        rows[label][status_of(each.verdict, approach)] += 1
    return suppressed(rows, SMALLEST)
