"""Where a city stands: the map of the approaches, each with what it rests on and lacks, how firm that is, and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.knowledge.fields import FINDING_KINDS
from advisor.reasoning.firmness import Firm
from advisor.reports.chapters.summary import nothing_settled
from advisor.reports.wording import needed_in_words, requirement_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Approach, Pack, Pole
    from advisor.reasoning.explanation import Reason
    from advisor.reasoning.outcome import ApproachState, FindingState, Requirement
    from advisor.reasoning.told import ContradictionState
    from advisor.reports.context import Context
    from advisor.reports.words import Words


_SETTLED = ("established", "emerging", "absent")

_NEAR = (0, 1, 2, 3)
"""The distances that have words of their own."""


class Cell(TypedDict):
    """An approach at its place in the table."""

    name: str
    status: str


class MatrixRow(TypedDict):
    """A pole of the first axis, with the approaches that rest on it."""

    name: str
    cells: list[Cell]


class Matrix(TypedDict):
    """The approaches as a table: the poles of one axis down, those of the other across."""

    corner: str
    columns: list[str]
    rows: list[MatrixRow]


class RequirementRow(TypedDict):
    """A fact that an approach rests on."""

    fact: str
    today: str
    needed: str
    state: str


class ApproachShown(TypedDict):
    """What is to be said about an approach."""

    name: str
    introduced: str
    """The same, explained where no page before has done so."""
    status: str
    about: str
    requirements: list[RequirementRow]
    certainty: str | None
    """None while the status is open."""
    firm: str | None
    """The same in its first sentence."""
    fits: str | None
    """When it would fit; None where it is established."""
    organisation: list[tuple[str, str]]
    """Pairs of a label and a text."""
    strengths: list[str]
    """Empty where it is not established, like the blind spots."""
    blind_spots: list[str]
    without_it: str | None
    """What a city goes without that does not aim at it."""
    origin: str
    origin_note: str


class PoleRow(TypedDict):
    """A pole with whether it is covered and what it brings."""

    name: str
    state: str
    ingredient: str
    contributes: str
    threat: str
    """What threatens as long as the other pole is missing, or that nothing does."""


class Poles(TypedDict):
    """All poles."""

    rows: list[PoleRow]
    alone: bool
    """Whether any of them is covered while its other pole is missing; nothing threatens otherwise."""


class FindingShown(TypedDict):
    """A finding; the mark says where it is no more than a proposal."""

    title: str
    text: str
    advice: str | None
    mark: str


class FindingGroup(TypedDict):
    """The findings of one kind."""

    title: str
    findings: list[FindingShown]


def conclusions_between(context: Context, because: Sequence[Reason]) -> list[str]:
    """Return the conclusions that a verdict follows from, in words; what has no name of its own is seen through."""
    return list(dict.fromkeys(_named(context, because)))


def _named(context: Context, because: Sequence[Reason]) -> Iterator[str]:
    approaches = {each.id for each in context.pack.approaches}
    poles = {each.id for each in context.pack.poles()}
    findings = {each.id for each in context.pack.findings}
    for reason in because:
        values = reason.value if isinstance(reason.value, list) else [str(reason.value)]
        if reason.fact in approaches:
            value = context.words.join([context.words(f"status.{each}") for each in values], "or")
            yield context.words("explain.is", name=context.name(reason.fact), value=value)
        elif reason.fact in poles:
            yield context.words("explain.is", name=context.titled(reason.fact), value=context.words(f"pole.{values[0]}"))
        elif reason.fact in findings:
            yield context.words(f"explain.finding_{values[0]}", title=context.titled(reason.fact))
        elif reason.derived:
            yield from _named(context, reason.because)


def certainty(words: Words, pack: Pack, firm: Firm, own: str | None = None) -> list[str]:
    """Return how firm a verdict is, in the author's words if there are any, and which of the answers behind it are weak."""
    rests_on = firm.rests_on
    lines = [own or words(f"explain.{_how_firm(firm)}")]
    for weakness in ("no_note", "old", "disputed", "implied"):
        weak = [each.question for each in rests_on if weakness in each.weak]
        if weak and len(weak) == len(rests_on) and len(weak) > 1:
            lines.append(words(f"explain.all_{weakness}"))
        elif weak:
            lines.append(words(f"explain.{weakness}", questions=words.join([pack.question(name).label for name in weak])))
    return lines


def _how_firm(firm: Firm) -> str:
    """Return the word for how firm a verdict is: by the answers it takes to change it, or by how well those are backed."""
    if firm.distance in {firm.unbacked, 0}:
        return f"distance_{firm.distance if firm.distance in _NEAR else 'more'}"
    return "backed" if firm.unbacked is None else f"backed_{firm.unbacked}"


def status_words(context: Context, state: ApproachState) -> str:
    """Say the status of an approach; while it is open, which ones are possible, if any is not."""
    if state.status != "undetermined" or len(state.possible) == len(_SETTLED):
        return context.words(f"status.{state.status}")
    statuses = [context.words(f"status.{status}") for status in state.possible]
    return context.words("possible", statuses=context.words.join(statuses, "or"))


def matrix(context: Context) -> Matrix:
    """Return the approaches as a table: the poles of one axis down, those of the other across."""
    down, across = context.pack.axes
    return {
        "corner": f"{down.name} / {across.name}",
        "columns": [pole.name for pole in across.poles],
        "rows": [
            {"name": pole.name, "cells": [_cell(context, {pole.id, other.id}) for other in across.poles]} for pole in down.poles
        ],
    }


def _cell(context: Context, poles: set[str]) -> Cell:
    approach = next(each for each in context.pack.approaches if set(each.poles) == poles)
    return {"name": _introduced(context, approach), "status": status_words(context, context.outcome.approaches[approach.id])}


def _introduced(context: Context, approach: Approach) -> str:
    """Return the name of an approach; where none is judged no page before has said what it means, so that it is said here."""
    return context.pack.introduced(approach.name) if nothing_settled(context) else approach.name


def approaches(context: Context) -> list[ApproachShown]:
    """Return what is to be said about each approach."""
    return [_approach(context, approach) for approach in context.pack.approaches]


def _approach(context: Context, approach: Approach) -> ApproachShown:
    state = context.outcome.approaches[approach.id]
    there = state.status == "established"
    own = context.text(approach.says.firm) if approach.says.firm else None
    undetermined = state.status == "undetermined"
    firm = Firm(state.distance, state.rests_on, state.distance_unbacked)
    certain = [] if undetermined else certainty(context.words, context.pack, firm, own)
    return {
        "name": approach.name,
        "introduced": _introduced(context, approach),
        "status": status_words(context, state),
        "about": context.text(approach.about),
        "requirements": [_requirement(context, approach.id, each) for each in state.requirements],
        "certainty": " ".join(certain) or None,
        "firm": certain[0] if certain else None,
        "fits": None if there else context.text(approach.fits),
        "organisation": [
            (context.words(f"organisation.{field}"), context.text(getattr(approach.organisation, field)))
            for field in approach.organisation.__struct_fields__
        ],
        "strengths": state.strengths,
        "blind_spots": state.blind_spots,
        "without_it": None if state.aimed or there else context.text(approach.without_it),
        "origin": context.origin(approach),
        "origin_note": context.text(approach.origin_note or ""),
    }


def _requirement(context: Context, approach: str, requirement: Requirement) -> RequirementRow:
    test = requirement_tests(context.pack, approach)[requirement.fact]
    return {
        "fact": context.question_label(requirement.fact),
        "today": context.answer(requirement.fact.partition(".")[0]),
        "needed": needed_in_words(context.words, context.pack, test),
        "state": context.words(f"state.{state_of(context, requirement)}"),
    }


def state_of(context: Context, requirement: Requirement) -> str:
    """Return the state of a requirement; what is open because respondents disagree is disputed."""
    return "disputed" if requirement.state == "unknown" and context.disputed(requirement.fact) else requirement.state


def poles(context: Context) -> Poles:
    """Return each pole with whether it is covered and what it brings; what threatens has a column where a pole stands alone."""
    covered = context.outcome.poles
    pairs = [(pole, other) for axis in context.pack.axes for pole, other in (axis.poles, axis.poles[::-1])]
    alone = {pole.id for pole, other in pairs if covered[pole.id] is True and covered[other.id] is False}
    return {"rows": [_pole(context, pole, alone) for pole, _ in pairs], "alone": bool(alone)}


def _pole(context: Context, pole: Pole, alone: set[str]) -> PoleRow:
    state = {None: "open", True: "covered", False: "missing"}[context.outcome.poles[pole.id]]
    threats = context.said(f"poles/{pole.id}/fails_alone") if pole.id in alone else []
    return {
        "name": pole.name,
        "state": context.words(f"pole.{state}"),
        "ingredient": pole.ingredient,
        "contributes": " ".join(context.said(f"poles/{pole.id}/contributes")),
        "threat": " ".join(threats) or context.words("pole.not_alone"),
    }


def findings(context: Context) -> list[FindingGroup]:
    """Return the findings by kind, of each what can wait least first; kinds without findings are left out."""
    grouped: list[FindingGroup] = []
    urgent = context.outcome.urgent
    ranked = sorted(context.outcome.findings, key=lambda state: urgent.index(state.id) if state.id in urgent else len(urgent))
    for kind in FINDING_KINDS:
        entries = [_finding(context, state) for state in ranked if state.kind == kind]
        if kind == "contradiction":
            entries += [_contradiction(context, state) for state in context.outcome.contradictions]
        if entries:
            grouped.append({"title": context.words(f"kind.{kind}"), "findings": entries})
    return grouped


def _contradiction(context: Context, state: ContradictionState) -> FindingShown:
    """Return an answer that presupposes what others deny, as a finding that no rule had to be written for."""
    words, label = context.words, context.question_label(state.question)
    others = [words("answer", label=context.question_label(name), value=context.answer(name)) for name in state.answers]
    return {
        "title": words("contradiction.title", label=label, value=context.answer(state.question)),
        "text": words("contradiction.text", others="; ".join(others)) if others else words("contradiction.disputed"),
        "advice": words("contradiction.advice"),
        "mark": "",
    }


def _finding(context: Context, state: FindingState) -> FindingShown:
    return {
        "title": context.titled(state.id),
        "text": " ".join([state.text, *state.tends_to]),
        "advice": " ".join(state.advice) or None,
        "mark": context.words(f"provenance_mark.{state.provenance}"),
    }
