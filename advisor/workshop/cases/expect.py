"""Say what a case should expect: what the rules say, or that in which they and a mutant differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.values import Levels
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.deductions import sign_fact
from advisor.reasoning.diagnosis import status_of
from advisor.workshop.cases.run import preconditions
from advisor.workshop.cases.spoken import is_said, places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.planner import PlannedStep
    from advisor.workshop.cases.run import Said

Expectation = dict[str, object]


def of_findings(said: Said, names: Iterable[str]) -> Expectation:
    """Expect findings as they are."""
    listed = list(names)
    there = [name for name in listed if said.start.concluded(name, "present")]
    absent = [name for name in listed if name not in there]
    return {**({"present": there} if there else {}), **({"absent": absent} if absent else {})}


def of_statuses(said: Said, names: Iterable[str]) -> Expectation:
    """Expect statuses as they are."""
    return {"statuses": {name: status_of(name, said.start) for name in names}}


def of_place(said: Said, place: str) -> Expectation:
    """Expect a sentence at a place, or none, as it is; the path where cases cannot name the place."""
    if place not in set(places(said.pack)):
        return of_course(said)
    return {"said" if is_said(place, said.sentences) else "unsaid": [place]}


def of_course(said: Said) -> Expectation:
    """Expect the path as it is."""
    return {"steps": list(said.steps), "arrives": said.plan.arrives}


def of_other_findings(said: Said, other: Said, among: Collection[str]) -> Expectation | None:
    """Expect the findings that the rules say and a mutant does not, or the other way round; None where both say the same."""
    names = [finding.id for finding in said.pack.findings if finding.id in among]
    differ = [name for name in names if said.start.concluded(name, "present") != other.start.concluded(name, "present")]
    return of_findings(said, differ) if differ else None


def of_difference(said: Said, other: Said) -> Expectation | None:
    """Expect what the rules say and a mutant does not; None where both say the same."""
    pack, expected = said.pack, Expectation()
    statuses = [
        approach.id for approach in pack.approaches if status_of(approach.id, said.start) != status_of(approach.id, other.start)
    ]
    if statuses:
        return of_statuses(said, statuses)
    found = of_other_findings(said, other, {finding.id for finding in pack.findings}) or _of_contradictions(said, other)
    if found:
        return found
    if said.steps[:1] != other.steps[:1] and said.steps:
        return {"first_step": said.steps[0]}
    if said.steps != other.steps:
        return {"steps": list(said.steps)}
    if said.plan.arrives != other.plan.arrives:
        return {"arrives": said.plan.arrives}
    for mine, theirs in zip(said.plan.steps, other.plan.steps, strict=True):
        if details := _of_step(pack, mine, theirs):
            expected[mine.step.id] = details
    return {"details": expected} if expected else None


def _of_contradictions(said: Said, other: Said) -> Expectation:
    names = list(said.contradictions)
    return {"contradictions": names} if names != list(other.contradictions) else {}


def _of_step(pack: Pack, mine: PlannedStep, theirs: PlannedStep) -> Expectation:
    found = Expectation()
    fits = [each.before.concluded(sign_fact(each.step.id, "fitting"), "yes") for each in (mine, theirs)]
    if fits[0] != fits[1]:
        found["fits"] = fits[0]
    if preconditions(mine) != preconditions(theirs):
        found["preconditions"] = list(preconditions(mine))
    for key, wanted, got in (("prepares", mine.prepared, theirs.prepared), ("raises", mine.changed, theirs.changed)):
        raised = _levels(pack, {fact: value for fact, value in wanted.items() if got.get(fact) != value})
        if raised:
            found[key] = raised
    return found


def _levels(pack: Pack, changed: Mapping[str, Value]) -> dict[str, Value]:
    """Return what was raised as authors write it: a question with several options by the option that is chosen."""
    options = {option_fact(name, option): (name, option) for name, listed in pack.vocabulary.several.items() for option in listed}
    found: dict[str, Value] = {}
    for fact, value in changed.items():
        if fact in options:
            name, option = options[fact]
            if value == "yes":
                found[name] = option
        elif isinstance(pack.vocabulary.facts.get(fact), Levels):
            found[fact] = value
    return found
