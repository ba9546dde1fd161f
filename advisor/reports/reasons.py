"""Say what a verdict follows from and how firm it is: for explanations and for the report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Pack
    from advisor.reasoning.chain import Reason
    from advisor.reasoning.outcome import Support
    from advisor.reports.context import Context
    from advisor.reports.words import Words

_NEAR = (0, 1, 2, 3)
"""The distances that have words of their own."""


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


def certainty(words: Words, pack: Pack, distance: int | None, rests_on: Sequence[Support], own: str | None = None) -> list[str]:
    """Return how firm a verdict is, in the author's words if there are any, and which of the answers behind it are weak."""
    lines = [own or words(f"explain.distance_{distance if distance in _NEAR else 'more'}")]
    for weakness in ("no_note", "old", "disputed", "implied"):
        weak = [each.question for each in rests_on if weakness in each.weak]
        if weak and len(weak) == len(rests_on) and len(weak) > 1:
            lines.append(words(f"explain.all_{weakness}"))
        elif weak:
            lines.append(words(f"explain.{weakness}", questions=words.join([pack.question(name).label for name in weak])))
    return lines
