"""What stands above a motion: when it is voted on, under which name the matter goes, and what else the same vote answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import deadlines
from advisor.reports.chapters.cutting import first_sentence

if TYPE_CHECKING:
    from advisor.reports.context import Context


def before_the_motion(context: Context) -> list[str]:
    """Return the sitting, and the findings that a pack wants told there with the first sentence of what they advise."""
    found = {state.id: state for state in context.outcome.findings}
    told = [found[name] for name in context.pack.info.before_motion if name in found]
    sitting = context.words("council.motion.voted", by=deadlines.at_once(context))
    return [sitting, *(" ".join([each.text, *map(first_sentence, each.advice[:1])]) for each in told if each.text)]
