"""What every entry of a pack rests on, and where it counts; entries are called ``section/id``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import Condition, leaves
from advisor.reasoning.answers import question_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step

Pair = tuple[str, str]


class Uses:
    """Which entries rest on which, and which steps change which answers; in the order of the pack."""

    def __init__(self, pack: Pack) -> None:
        """Take a pack."""
        self._pack = pack
        self._sections = {
            entry.id: section
            for section, entries in (
                ("questions", pack.questions),
                ("approaches", pack.approaches),
                ("poles", pack.poles()),
                ("conditions", pack.conditions),
                ("findings", pack.findings),
            )
            for entry in entries
        }
        self._approaches = tuple(approach.id for approach in pack.approaches)
        pairs = list(dict.fromkeys(self._pairs(pack)))
        self.rests_on = _table(pairs)
        self.serves = _table((other, one) for one, other in pairs)
        changed = list(dict.fromkeys(self._changed(pack)))
        self.changes = _table(changed)
        self.changed_by = _table((other, one) for one, other in changed)
        cited = [(f"sources/{source}", name) for name, sources in _cites(pack) for source in sources]
        self.cited = _table(cited)

    def entries_in(self, condition: Condition | None) -> list[str]:
        """Return the entries that a condition names."""
        facts = [] if condition is None else [question_of(test.fact) for test in leaves(condition)]
        return list(dict.fromkeys(f"{self._sections[fact]}/{fact}" for fact in facts if fact in self._sections))

    def reached(self, name: str) -> list[str]:
        """Return what an answer leads to, also through what is concluded from it; steps end the way."""
        found = dict.fromkeys(self.serves.get(name, ()))
        todo = list(found)
        while todo:
            each = todo.pop(0)
            further = [] if each.startswith("steps/") else [one for one in self.serves.get(each, ()) if one not in found]
            found |= dict.fromkeys(further)
            todo += further
        return list(found)

    def _pairs(self, pack: Pack) -> Iterator[Pair]:
        for question in pack.questions:
            yield f"questions/{question.id}", f"topics/{question.topic}"
            yield from self._all(f"questions/{question.id}", question.arises)
        for approach in pack.approaches:
            yield from self._all(f"approaches/{approach.id}", approach.established_when, approach.emerging_when)
        for pole in pack.poles():
            yield from ((f"poles/{pole.id}", f"approaches/{each.id}") for each in pack.approaches if pole.id in each.poles)
        for named in pack.conditions:
            yield from self._all(f"conditions/{named.id}", named.when)
        for finding in pack.findings:
            yield from self._all(f"findings/{finding.id}", finding.when)
            yield from ((f"findings/{finding.id}", f"measures/{name}") for name in _measures(pack, finding.remedy))
        for criterion in pack.criteria:
            yield from self._all(f"criteria/{criterion.id}", criterion.when)
        for step in pack.steps:
            yield from self._of_step(step)

    def _of_step(self, step: Step) -> Iterator[Pair]:
        name = f"steps/{step.id}"
        if step.springboard in self._sections:
            yield name, f"approaches/{step.springboard}"
        yield from self._all(name, *(each.when for each in (step.fits, step.premature) if each is not None))
        yield from self._all(name, *(precondition.asks for precondition in step.preconditions))
        if step.waits_for is not None:
            yield name, f"questions/{step.waits_for}"
        for work in step.works:
            yield from ((name, f"measures/{measure}") for measure in _measures(self._pack, work.raises))

    def _all(self, name: str, *conditions: Condition | None) -> Iterator[Pair]:
        for condition in conditions:
            yield from ((name, each) for each in self.entries_in(condition))
            if condition is not None and any(test.fact == "balance" for test in leaves(condition)):
                yield from ((name, f"approaches/{each}") for each in self._approaches)

    @staticmethod
    def _changed(pack: Pack) -> Iterator[Pair]:
        for step in pack.steps:
            yield f"steps/{step.id}", f"approaches/{step.target}"
            for work in step.works:
                yield from ((f"steps/{step.id}", f"questions/{question_of(fact)}") for fact in work.raises)


def _measures(pack: Pack, raises: Mapping[str, str]) -> list[str]:
    """Return the measures of facts and levels, where there are any."""
    there = {measure.id for measure in pack.measures}
    return [name for fact, level in raises.items() if (name := f"{fact}.{level}") in there]


def _cites(pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the sources of each entry."""
    yield from ((f"questions/{question.id}", question.sources) for question in pack.questions)
    yield from ((f"approaches/{approach.id}", approach.sources) for approach in pack.approaches)
    yield from ((f"poles/{pole.id}", pole.sources) for pole in pack.poles())
    yield from ((f"findings/{finding.id}", finding.sources) for finding in pack.findings)
    yield from ((f"conditions/{named.id}", named.sources) for named in pack.conditions)
    yield from ((f"measures/{measure.id}", measure.sources) for measure in pack.measures)
    yield from ((f"criteria/{criterion.id}", criterion.sources) for criterion in pack.criteria)
    for step in pack.steps:
        yield f"steps/{step.id}", (*step.sources, *(step.example.sources if step.example is not None else ()))


def _table(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}
