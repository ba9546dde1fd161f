"""Run a case: what the rules say about it, and where that is not what the case expects."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.evaluate import holds
from advisor.reasoning.deductions import deductions, sign_fact
from advisor.reasoning.diagnosis import status_of, told_findings
from advisor.reasoning.planner import Plan, PlannedStep, plan_from
from advisor.reasoning.presupposed import contradictions
from advisor.reasoning.repertoire import Repertoire
from advisor.reasoning.speech import speech
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.cases.spoken import brought_about, is_said, laid_upon
from advisor.yaml_source.read import KeyPath

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.conclusions import Conclusions, Infers
    from advisor.reasoning.told import ContradictionState
    from advisor.reasoning.told import Said as Sentence
    from advisor.workshop.cases.model import Details, Expect
    from advisor.workshop.cases.read import Case

_VERDICTS = {True: "met", False: "missing", None: "unknown"}


@dataclasses.dataclass(frozen=True)
class Said:
    """What the rules say about answers; each part is worked out when it is asked for."""

    pack: Pack
    engine: Infers
    answers: Answers
    prepared: Repertoire | None = None
    """What can be said, where that was prepared before: it is of the pack alone."""

    @functools.cached_property
    def start(self) -> Conclusions:
        """What is concluded before any step."""
        return self.engine.infer(self.answers.facts(self.pack), self.answers.disputed_facts(self.pack))

    @functools.cached_property
    def plan(self) -> Plan:
        """The path."""
        return plan_from(self.pack, self.engine, self.start, self.answers.aim)

    @functools.cached_property
    def repertoire(self) -> Repertoire:
        """What can be said, and the conditions under which something is concluded."""
        return self.prepared or Repertoire(self.pack, Verdicts(deductions(self.pack)))

    @functools.cached_property
    def sentences(self) -> list[Sentence]:
        """Every sentence that is said."""
        told = told_findings(self.pack, self.start)
        return speech(self.repertoire, self.answers.city.labels, self.plan, told).everything()

    @functools.cached_property
    def contradictions(self) -> dict[str, ContradictionState]:
        """The answers that presuppose what others deny, each by its question."""
        return {each.question: each for each in contradictions(self.pack, self.start)}

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps, in order."""
        return tuple(planned.step.id for planned in self.plan.steps)

    def taken(self, step: str) -> PlannedStep | None:
        """Return a step of the path, if it is one."""
        return next((planned for planned in self.plan.steps if planned.step.id == step), None)


class Deviation(msgspec.Struct, frozen=True):
    """One thing that is not as expected: where in the case that is said, what it says, and what the rules say."""

    path: KeyPath
    expected: str
    now: str


def deviations(case: Case, said: Said) -> Iterator[Deviation]:
    """Yield everything in which the rules do not say what a case expects."""
    expect = case.expect
    for approach, status in expect.statuses.items():
        if (now := status_of(approach, said.start)) != status:
            yield Deviation(("expect", "statuses", approach), f"{approach} {status}", now)
    for key, names in (("present", expect.present), ("absent", expect.absent)):
        for place, finding in enumerate(names):
            there = said.start.concluded(finding, "present")
            if there != (key == "present"):
                yield Deviation(("expect", key, place), f"{finding} {key}", "present" if there else "absent")
    yield from _of_answers(expect, said)
    yield from _of_sentences(expect, said)
    if expect.steps is not None or expect.first_step or expect.arrives is not None or expect.details:
        yield from _of_path(expect, said)


def _of_answers(expect: Expect, said: Said) -> Iterator[Deviation]:
    if expect.contradictions is None:
        return
    against = tuple(said.contradictions)
    if {*expect.contradictions} != {*against}:
        yield Deviation(("expect", "contradictions"), f"the contradictions {listed(expect.contradictions)}", listed(against))


def _of_sentences(expect: Expect, said: Said) -> Iterator[Deviation]:
    for key, places in (("said", expect.said), ("unsaid", expect.unsaid)):
        for number, named in enumerate(places):
            there = is_said(named, said.sentences)
            if there != (key == "said"):
                yield Deviation(("expect", key, number), f"{named} {key}", "said" if there else "unsaid")


def _of_path(expect: Expect, said: Said) -> Iterator[Deviation]:
    if expect.steps is not None and said.steps != expect.steps:
        yield Deviation(("expect", "steps"), f"the steps {listed(expect.steps)}", listed(said.steps))
    first = said.steps[0] if said.steps else None
    if expect.first_step and first != expect.first_step:
        yield Deviation(("expect", "first_step"), f"{expect.first_step} first", first or "no step at all")
    if expect.arrives is not None and said.plan.arrives != expect.arrives:
        yield Deviation(("expect", "arrives"), f"that the path {_arrives(expect.arrives)}", f"it {_arrives(said.plan.arrives)}")
    for name, details in expect.details.items():
        planned = said.taken(name)
        if planned is None:
            yield Deviation(("expect", "details", name), f"{name} on the path", "it is not")
        else:
            yield from _of_step(name, details, planned)
            yield from _of_others(name, details, planned, said)


def _of_step(name: str, details: Details, planned: PlannedStep) -> Iterator[Deviation]:
    path: KeyPath = ("expect", "details", name)
    fits = planned.before.concluded(sign_fact(name, "fitting"), "yes")
    if details.fits is not None and details.fits != fits:
        yield Deviation((*path, "fits"), f"that {name} {_fits(details.fits)}", f"it {_fits(fits)}")
    states = preconditions(planned)
    if details.preconditions is not None and details.preconditions != states:
        yield Deviation((*path, "preconditions"), f"preconditions {listed(details.preconditions)}", listed(states))
    for key, wanted, changed in (
        ("prepares", details.prepares, planned.prepared),
        ("raises", details.raises, planned.changed),
    ):
        for fact, level in wanted.items():
            if (now := raised_to(changed, fact, level)) != level:
                yield Deviation((*path, key, fact), f"that {name} {key} {fact} to {level}", str(now or "it does not"))


def _of_others(name: str, details: Details, planned: PlannedStep, said: Said) -> Iterator[Deviation]:
    """Compare what a step does to others: the findings that it brings about, and the roles that it lays something upon."""
    brought = brought_about(planned, details.avoids)
    laid = laid_upon(said.pack, said.repertoire.verdicts, planned) if details.spares else ()
    for number, finding in enumerate(details.avoids):
        if finding in brought:
            yield Deviation(("expect", "details", name, "avoids", number), f"that {name} avoids {finding}", "it does not")
    for number, role in enumerate(details.spares):
        if role in laid:
            yield Deviation(
                ("expect", "details", name, "spares", number), f"that {name} spares {role}, who cannot act", "it does not"
            )


def preconditions(planned: PlannedStep) -> tuple[str, ...]:
    """Return what became of the preconditions of a step: met, missing or unknown."""
    return tuple(_VERDICTS[holds(precondition.asks, planned.before.known)] for precondition in planned.step.preconditions)


def raised_to(changed: Mapping[str, Value], fact: str, level: str) -> Value | None:
    """Return the level that a fact was raised to; of a question with several options the one that is asked for."""
    option = changed.get(f"{fact}.{level}")
    return level if option == "yes" else changed.get(fact)


def listed(names: tuple[str, ...]) -> str:
    """Write a list as authors do."""
    return f"[{', '.join(names)}]"


def _arrives(arrives: bool) -> str:  # noqa: FBT001 - a verdict
    return "arrives" if arrives else "does not arrive"


def _fits(fits: bool) -> str:  # noqa: FBT001 - a verdict
    return "fits" if fits else "does not fit"
