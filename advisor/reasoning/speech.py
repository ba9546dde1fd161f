"""Say what a pack says of a city: of poles, approaches and findings, and of each step with what is done and prepared in it.

What can be said is prepared in ``reasoning/repertoire.py``; whether it may be said is decided in ``reasoning/speaker.py``.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.effects import raised_sets
from advisor.reasoning.repertoire import (
    A_YEAR_LATER,
    DONE,
    GOES_WRONG,
    IF_REFUSED,
    IN_90_DAYS,
    LOOK_UP,
    MISSING,
    SPOKEN,
    TEXT,
)
from advisor.reasoning.speaker import Speaker
from advisor.reasoning.told import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Approach, Pole
    from advisor.knowledge.placeholders import Forms
    from advisor.reasoning.planner import Plan, PlannedStep
    from advisor.reasoning.repertoire import Repertoire, WorkLines

_ONE_OF_EACH = {DONE, GOES_WRONG, IF_REFUSED}
"""Of what short papers show the first alone."""

Spoken = dict[str, list[Said]]
"""Sentences by what they are for."""


def of_approach(speaker: Speaker, approach: Approach) -> Spoken:
    """Return what is said of an approach that is established: what it is good at, and what it does not see."""
    return {key: speaker.each(lines) for key, lines in speaker.repertoire.of_approach(approach).items()}


def of_pole(speaker: Speaker, pole: Pole) -> Spoken:
    """Return what is said of a pole: what it brings in, and what goes wrong where it stands alone."""
    return {key: speaker.first(line) for key, line in speaker.repertoire.of_pole(pole).items()}


def of_finding(speaker: Speaker, finding: Finding) -> Spoken:
    """Return what is said of a finding that is there.

    What to do about it is said in its own words or in those of the measures that remedy it, while that is not done.
    """
    lines = speaker.repertoire.of_finding(finding)
    left = [work for work in lines.remedies if is_needed(speaker, work)]
    own = speaker.first(lines.advice) if left or not lines.remedies else []
    remedied = () if own else (speaker.first(work.here(speaker.standing.known).firsts[TEXT]) for work in left)
    return {
        "text": speaker.first(lines.text),
        "tends_to": speaker.each(lines.tends_to),
        "advice": [*own, *chain.from_iterable(remedied)],
    }


def is_needed(speaker: Speaker, work: WorkLines) -> bool:
    """Tell whether something of what is to be raised is not certainly there."""
    return speaker.holds(work.lacking) is not False


def of_work(speaker: Speaker, work: WorkLines) -> Spoken:
    """Return what is said of something that is done, by the keys that authors write."""
    lines = work.here(speaker.standing.known)
    found = {key: speaker.first(line) for key, line in lines.firsts.items()}
    found[IN_90_DAYS] = speaker.each(lines.in_90_days)
    found[LOOK_UP] = speaker.each(lines.look_up)
    return found


def of_step(speaker: Speaker, planned: PlannedStep) -> Spoken:
    """Return what is said of a step of the path, by what it is for."""
    step, can = planned.step, speaker.repertoire
    lines, place, at = can.of_step(step), f"steps/{step.id}", f"path/{step.id}/{{}}"
    works = [of_work(speaker, can.of_work(work, place, at)) for work in as_written(planned.actions, step.actions)]
    dated = [*(said for work in works for said in work[IN_90_DAYS]), *speaker.first(lines.baseline)]

    closes = [not lines.constitutive.isdisjoint(work.raises) for work in planned.actions]
    ranked = sorted(zip(closes, works, strict=True), key=lambda each: (not each[1][MISSING], not each[0]))
    gaps_first = [work for _, work in ranked]  # certainly lacking before what nobody knows, and first what the step is for

    def of_all(key: str) -> list[Said]:
        return _of_all(gaps_first if key in _ONE_OF_EACH else works, key)

    return {
        MISSING: of_all(MISSING),
        TEXT: of_all(TEXT),
        IN_90_DAYS: [*speaker.each(lines.first_90_days), *_once(sorted(dated, key=lambda said: said.day or 0))],
        DONE: [*speaker.first(lines.indicator), *of_all(DONE)],
        GOES_WRONG: [*speaker.first(lines.pitfall), *of_all(GOES_WRONG)],
        IF_REFUSED: of_all(IF_REFUSED),
        LOOK_UP: of_all(LOOK_UP),
        A_YEAR_LATER: speaker.each(lines.a_year_later),
    }


def as_written(planned: Sequence[Work], works: Sequence[Work]) -> list[Work]:
    """Return what is done as its step says it, still with what is different under a condition."""
    return [next(work for work in works if work.raises == each.raises) for each in planned]


def of_preparation(speaker: Speaker, planned: PlannedStep) -> Spoken:
    """Return what is said of the preparation of a step."""
    prepares = [each.prepare for each in planned.step.preconditions if each.prepare is not None]
    place, at = f"steps/{planned.step.id}/prepare", f"path/{planned.step.id}.preparation/{{}}"
    written = as_written(planned.preparing, prepares)
    works = [of_work(speaker, speaker.repertoire.of_work(work, place, at)) for work in written]
    return {key: _of_all(works, key) for key in (*SPOKEN, LOOK_UP)}


def _of_all(works: Sequence[Spoken], key: str) -> list[Said]:
    said = [each for work in works for each in work[key]]
    return said if len(said) <= 1 else _once(said)


class Speech(msgspec.Struct, frozen=True):
    """Everything that is said of a city: of poles, approaches and findings, and of each step with its preparation."""

    poles: dict[str, Spoken]
    approaches: dict[str, Spoken]
    findings: dict[str, Spoken]
    path: list[tuple[Spoken, Spoken]]

    def everything(self) -> list[Said]:
        """Return every sentence with where it is said, in the order of the outcome."""
        entries = *self.poles.values(), *self.approaches.values(), *self.findings.values(), *chain.from_iterable(self.path)
        return [sentence for entry in entries for said in entry.values() for sentence in said]


def speech(repertoire: Repertoire, labels: Mapping[str, Forms], plan: Plan, told: Iterable[Finding]) -> Speech:
    """Return everything that is said of a city whose path was planned; ``told`` are the findings that are told."""
    pack, possible = repertoire.pack, dict(plan.start.known)
    words = repertoire.words(labels, plan.start.given)
    start = Speaker(repertoire, plan.start, dict(possible), words)
    there = [approach for approach in pack.approaches if plan.start.concluded(approach.id, "established")]
    path, before = [], start
    for planned in plan.steps:
        if planned.before is not before.standing:
            before = Speaker(repertoire, planned.before, dict(possible), words)
        for work in planned.preparing:
            possible |= raised_sets(pack, possible, work.raises)
        begun = before.later(dict(possible)) if planned.preparing else before
        path.append((of_preparation(before, planned), of_step(begun, planned)))
        for work in planned.actions:
            possible |= raised_sets(pack, possible, work.raises)
        words = words | repertoire.words(labels, {**planned.prepared, **planned.changed})
    return Speech(
        {pole.id: of_pole(start, pole) for pole in pack.poles()},
        {approach.id: of_approach(start, approach) for approach in there},
        {finding.id: of_finding(start, finding) for finding in told},
        path,
    )


def _once(said: Iterable[Said]) -> list[Said]:
    """Return what was said without what says the same again."""
    return list({each.text: each for each in said}.values())
