"""What a council is asked for: to settle answers, to have questions answered, a step, to keep up what is there, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from advisor.reports.chapters.settling import begins_open, defers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

Situation = Literal["settle", "clarify", "step", "keep", "blocked"]


def situation(context: Context) -> Situation:
    """Tell what is asked for; no step is, as long as it is open whether it comes first."""
    outcome = context.outcome
    if defers(context):
        return "settle"
    if first_step(context) is not None:
        return "step"
    if outcome.path or outcome.blocked_by == "undetermined":
        return "clarify"
    return "keep" if outcome.arrives else "blocked"


def first_step(context: Context) -> PathStep | None:
    """Return the step with which the path begins; none where that is open."""
    return None if begins_open(context) else first_of(context.outcome.path, "step")


def steps_of(context: Context) -> list[PathStep]:
    """Return the steps of the path; none where it is open how it begins."""
    return [] if begins_open(context) else [item for item in context.outcome.path if item.kind == "step"]


def first_of(items: Sequence[PathStep], kind: str) -> PathStep | None:
    """Return the first item of a kind."""
    return next((item for item in items if item.kind == kind), None)


def preparing(context: Context, step: PathStep) -> list[PathStep]:
    """Return the items of the path that prepare a step."""
    return [item for item in context.outcome.path if item.kind == "preparation" and item.rule == step.step]
