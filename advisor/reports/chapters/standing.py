"""Where a city stands: the map of the approaches, each with what it rests on and lacks, and how firm that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from advisor.reasoning.firmness import Firm
from advisor.reports.chapters.summary import nothing_settled
from advisor.reports.wording import needed_in_words, requirement_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Approach, Pack, Pole
    from advisor.reasoning.explanation import Reason
    from advisor.reasoning.outcome import ApproachState, Requirement
    from advisor.reports.context import Context
    from advisor.reports.remembering import Common
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
    """What is to be said about an approach; what need not be there is shown by templates of a city alone."""

    name: str
    introduced: str
    """The same, explained where no page before has done so."""
    status: str
    about: str
    requirements: list[RequirementRow]
    certainty: NotRequired[str | None]
    """How firm the status is, and on which weak answers it rests; None while it is open."""
    firm: str | None
    """The same in its first sentence."""
    fits: NotRequired[str | None]
    """When it would fit; None where it is established."""
    organisation: NotRequired[list[tuple[str, str]]]
    """Pairs of a label and a text."""
    strengths: NotRequired[list[str]]
    """Empty where it is not established, like the blind spots."""
    blind_spots: NotRequired[list[str]]
    without_it: str | None
    """What a city goes without that does not aim at it."""
    origin: NotRequired[str]
    origin_note: NotRequired[str]


class PoleRow(TypedDict):
    """A pole with whether it is covered and what it brings."""

    name: str
    state: str
    ingredient: str
    contributes: NotRequired[str]
    """For the templates of a city."""
    threat: str
    """What threatens as long as the other pole is missing, or that nothing does."""


class Poles(TypedDict):
    """All poles."""

    rows: list[PoleRow]
    alone: bool
    """Whether any of them is covered while its other pole is missing; nothing threatens otherwise."""


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
    lines = [own or how_firm(words, firm)]
    for weakness in ("no_note", "old", "disputed", "implied"):
        weak = [each.question for each in rests_on if weakness in each.weak]
        if weak and len(weak) == len(rests_on) and len(weak) > 1:
            lines.append(words(f"explain.all_{weakness}"))
        elif weak:
            lines.append(words(f"explain.{weakness}", questions=words.join([pack.question(name).label for name in weak])))
    return lines


def how_firm(words: Words, firm: Firm) -> str:
    """Return how firm a verdict is: by the answers it takes to change it, or by how well those are backed."""
    if firm.distance in {firm.unbacked, 0}:
        return words(f"explain.distance_{firm.distance if firm.distance in _NEAR else 'more'}")
    return words("explain.backed" if firm.unbacked is None else f"explain.backed_{firm.unbacked}")


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


def approaches(context: Context, *, in_full: bool = False) -> list[ApproachShown]:
    """Return what is to be said about each approach; ``in_full`` with what the templates of the product leave out."""
    return [(_in_full if in_full else _approach)(context, approach) for approach in context.pack.approaches]


def _approach(context: Context, approach: Approach) -> ApproachShown:
    state = context.outcome.approaches[approach.id]
    there = state.status == "established"
    own = context.text(approach.says.firm) if approach.says.firm else None
    return {
        "name": approach.name,
        "introduced": _introduced(context, approach),
        "status": status_words(context, state),
        "about": context.text(approach.about),
        "requirements": [_requirement(context, approach.id, each) for each in state.requirements],
        "firm": None if state.status == "undetermined" else own or how_firm(context.words, _firm(state)),
        "without_it": None if state.aimed or there else context.text(approach.without_it),
    }


def _firm(state: ApproachState) -> Firm:
    return Firm(state.distance, state.rests_on, state.distance_unbacked)


def _in_full(context: Context, approach: Approach) -> ApproachShown:
    state, shown = context.outcome.approaches[approach.id], _approach(context, approach)
    own = context.text(approach.says.firm) if approach.says.firm else None
    certain = [] if state.status == "undetermined" else certainty(context.words, context.pack, _firm(state), own)
    return {
        **shown,
        "certainty": " ".join(certain) or None,
        "fits": None if state.status == "established" else context.text(approach.fits),
        "organisation": [
            (context.words(f"organisation.{field}"), context.text(getattr(approach.organisation, field)))
            for field in approach.organisation.__struct_fields__
        ],
        "strengths": state.strengths,
        "blind_spots": state.blind_spots,
        "origin": context.origin(approach),
        "origin_note": context.text(approach.origin_note or ""),
    }


def _requirement(context: Context, approach: str, requirement: Requirement) -> RequirementRow:
    return {
        "fact": context.question_label(requirement.fact),
        "today": context.answer(requirement.fact.partition(".")[0]),
        "needed": context.once(_needed, context.common, approach, requirement.fact),
        "state": context.words(f"state.{state_of(context, requirement)}"),
    }


def _needed(common: Common, approach: str, fact: str) -> str:
    return needed_in_words(common.words, common.pack, requirement_tests(common.pack, approach)[fact])


def state_of(context: Context, requirement: Requirement) -> str:
    """Return the state of a requirement; what is open because respondents disagree is disputed."""
    return "disputed" if requirement.state == "unknown" and context.disputed(requirement.fact) else requirement.state


def poles(context: Context, *, in_full: bool = False) -> Poles:
    """Return each pole with whether it is covered and what it brings; what threatens has a column where a pole stands alone.

    ``in_full`` is with what the templates of the product leave out.
    """
    covered = context.outcome.poles
    pairs = [(pole, other) for axis in context.pack.axes for pole, other in (axis.poles, axis.poles[::-1])]
    alone = {pole.id for pole, other in pairs if covered[pole.id] is True and covered[other.id] is False}
    rows = [_pole(context, pole, alone) for pole, _ in pairs]
    for row, (pole, _) in zip(rows if in_full else (), pairs, strict=False):
        row["contributes"] = " ".join(context.said(f"poles/{pole.id}/contributes"))
    return {"rows": rows, "alone": bool(alone)}


def _pole(context: Context, pole: Pole, alone: set[str]) -> PoleRow:
    state = {None: "open", True: "covered", False: "missing"}[context.outcome.poles[pole.id]]
    threats = context.said(f"poles/{pole.id}/fails_alone") if pole.id in alone else []
    return {
        "name": pole.name,
        "state": context.words(f"pole.{state}"),
        "ingredient": pole.ingredient,
        "threat": " ".join(threats) or context.words("pole.not_alone"),
    }
