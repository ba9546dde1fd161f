"""Say where a city stands: statuses, poles, findings, the trace behind them, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.evaluate import holds, undecided
from advisor.logic.values import Allowed, Levels, Value, everything, only
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answers, question_of
from advisor.reasoning.conclusions import Conclusions, Firing, possible_values
from advisor.reasoning.outcome import ApproachState, FindingState, Given, Requirement, Status, TraceEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Approach, Pack
    from advisor.logic.condition import Condition, Test
    from advisor.reasoning.frames import ApproachFrame, Frames
    from advisor.reasoning.told import Said


_ANY_STATUS = everything(STATUS)


def status_of(approach: str, conclusions: Conclusions) -> Status:
    """Return the status of an approach, undetermined while more than one is possible."""
    possible = conclusions.known.get(approach, _ANY_STATUS)
    if len(possible) != 1:  # type: ignore[arg-type] # statuses are named
        return "undetermined"
    (status,) = possible  # type: ignore[misc]
    return status  # type: ignore[return-value] # the status names


def approach_states(frames: Frames, answers: Answers, conclusions: Conclusions) -> dict[str, ApproachState]:
    """Return the state of every approach, in the order of the pack."""
    return {each.id: _approach_state(frames, answers, conclusions, each) for each in frames.pack.approaches}


def _approach_state(frames: Frames, answers: Answers, conclusions: Conclusions, approach: Approach) -> ApproachState:
    frame = frames.of_approach(approach)
    requirements = [_requirement(frames.pack, conclusions, test, needed) for test, needed in frame.requirements]
    by_state = {state: _facts(requirements, state) for state in ("met", "missing", "unknown")}
    return ApproachState(
        status=status_of(approach.id, conclusions),
        possible=list(possible_values(approach.id, STATUS, conclusions.known)),  # type: ignore[arg-type] # the status names
        met=by_state["met"],
        missing=by_state["missing"],
        unknown=by_state["unknown"],
        requirements=requirements,
        aimed=approach.id in answers.aim,
        support=round(_support(frame, conclusions), 2),
    )


def _support(frame: ApproachFrame, conclusions: Conclusions) -> float:
    """Return how strongly the answers support an approach, from 0 to 1, by the weights of the pack (a proposal)."""
    reached = possible = 0.0
    for question, weight, levels in frame.weights:
        value = conclusions.given.get(question)
        if isinstance(value, str):
            reached += weight * levels.index(value) / (len(levels) - 1)
            possible += max(weight, 0)
    return max(0.0, reached / possible) if possible else 0.0


def _facts(requirements: list[Requirement], state: str) -> list[str]:
    return list(dict.fromkeys(each.fact for each in requirements if each.state == state))


def _requirement(pack: Pack, conclusions: Conclusions, test: Test, needed: Iterable[str]) -> Requirement:
    verdict = holds(test, conclusions.known)
    return Requirement(
        fact=test.fact,
        needed=list(needed),
        answered=readable(pack, test.fact, conclusions.given.get(test.fact)),
        state="unknown" if verdict is None else "met" if verdict else "missing",
    )


def readable(pack: Pack, fact: str, value: Value | None) -> Given:
    """Return a value as scripts read it: the number of an ordinal level, the name of any other."""
    domain = pack.vocabulary.facts.get(fact)
    if isinstance(domain, Levels) and domain.numbers and isinstance(value, str):
        return domain.numbers[domain.names.index(value)]
    return value


def from_readable(pack: Pack, fact: str, value: str | int) -> str | int:
    """Return a value as the knowledge names it: the level behind a number of an ordinal fact."""
    domain = pack.vocabulary.facts.get(fact)
    if isinstance(domain, Levels) and domain.numbers and isinstance(value, int):
        return domain.names[domain.numbers.index(value)]
    return value


def pole_states(pack: Pack, conclusions: Conclusions) -> dict[str, bool | None]:
    """Return for each pole whether it is covered; None while that is open."""
    known = conclusions.known
    return {pole.id: _settled(known.get(pole.id), "covered") for pole in pack.poles()}


def balance_state(conclusions: Conclusions) -> bool | None:
    """Return whether balance is reached; None while that is open."""
    return _settled(conclusions.known.get("balance"), "reached")


def _settled(allowed: Allowed | None, yes: str) -> bool | None:
    if isinstance(allowed, frozenset) and len(allowed) == 1:
        return yes in allowed
    return None


def told_findings(pack: Pack, conclusions: Conclusions) -> list[Finding]:
    """Return the findings that rules concluded and no other one silences, in the order of the pack."""
    known, there = conclusions.known, only("present")
    present = [finding for finding in pack.findings if known.get(finding.id) == there]
    silenced = {name for finding in present for name in finding.silences}
    return [finding for finding in present if finding.id not in silenced]


def finding_states(
    told: Iterable[Finding], conclusions: Conclusions, spoken: Mapping[str, Mapping[str, list[Said]]]
) -> list[FindingState]:
    """Return the findings that are told, in their order, with what is said of each."""
    found = []
    for finding in told:
        firing = conclusions.firing(finding.id, "present")
        if firing is not None:
            said = {key: [sentence.text for sentence in sentences] for key, sentences in spoken[finding.id].items()}
            found.append(
                FindingState(
                    id=finding.id,
                    kind=finding.kind,
                    because=finding.reason,
                    rule=finding.id,
                    answers=questions_behind(conclusions, firing),
                    concerns=list(finding.concerns),
                    provenance=finding.provenance,
                    sources=list(finding.sources),
                    text=" ".join(said["text"]),
                    tends_to=said["tends_to"],
                    advice=said["advice"],
                )
            )
    return found


def questions_behind(conclusions: Conclusions, firing: Firing) -> list[str]:
    """Return the questions whose answers made a rule fire; the aim is no answer."""
    facts = conclusions.answers_behind(firing.because)
    return list(dict.fromkeys(question_of(fact) for fact in facts if not fact.startswith("aim.")))


def trace(pack: Pack, conclusions: Conclusions) -> list[TraceEntry]:
    """Return every rule about approaches, poles, balance and findings that fired, with the answers behind it."""
    shown = pack.concluded_facts()
    return [
        trace_entry(pack, conclusions, firing)
        for firing in conclusions.firings
        if firing.deduction.fact in shown and len(firing.deduction.values) == 1
    ]


def trace_entry(pack: Pack, conclusions: Conclusions, firing: Firing) -> TraceEntry:
    """Return what a rule concluded, with the answers behind it by these conclusions."""
    given, behind = conclusions.given, conclusions.answers_behind(firing.because)
    answers = {fact: readable(pack, fact, given[fact]) for fact in behind if not fact.startswith("aim.")}
    return TraceEntry(rule=firing.deduction.fact, concluded=firing.deduction.id, answers=answers)


def to_clarify(pack: Pack, aim: tuple[str, ...], conclusions: Conclusions) -> list[str]:
    """Return the questions that would settle the statuses aimed at; those of the short run while nothing is settled.

    What decides none of these statuses is not asked here: it would hold up the path, and change nothing of it.
    """
    open_approaches = [each for each in pack.approaches if each.id in aim and status_of(each.id, conclusions) == "undetermined"]
    if not open_approaches:
        return []
    conditions = (c for each in open_approaches for c in (each.established_when, each.emerging_when))
    deciding = questions_in(pack, conclusions, conditions)
    if len(open_approaches) == len(aim):
        return [name for name in short_run(pack, conclusions) if name in deciding] or deciding
    return deciding


def short_run(pack: Pack, conclusions: Conclusions) -> list[str]:
    """Return the unanswered questions of the short run that can be asked now, in their order."""
    known = conclusions.known
    asked = [question for question in pack.questions if question.short_run is not None and question.id not in known]
    due = [each for each in asked if each.arises is None or holds(each.arises, known)]
    return [question.id for question in sorted(due, key=lambda question: question.short_run or 0)]


def questions_in(pack: Pack, conclusions: Conclusions, conditions: Iterable[Condition]) -> list[str]:
    """Return the unanswered questions that decide open conditions, those of the short run first."""
    known = conclusions.known
    facts = {question_of(test.fact) for condition in conditions for test in undecided(condition, known)}
    if not facts:
        return []
    open_ones = [question for question in pack.questions if question.id in facts]
    ranked = sorted(open_ones, key=lambda question: question.short_run or len(pack.questions))
    return [each.id for each in ranked if each.arises is None or holds(each.arises, known) is not False]
