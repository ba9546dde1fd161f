"""The findings by kind, each with what it says, what to do, and where it is no more than a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.knowledge.fields import FINDING_KINDS

if TYPE_CHECKING:
    from advisor.reasoning.outcome import FindingState
    from advisor.reasoning.told import ContradictionState
    from advisor.reports.context import Context


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
