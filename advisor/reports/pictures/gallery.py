"""All figures of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.why import chains
from advisor.reports.pictures.map import map_figure
from advisor.reports.pictures.profile import profile_figure
from advisor.reports.pictures.reasons import reasons_figure
from advisor.reports.pictures.timeline import timeline_figure

if TYPE_CHECKING:
    from advisor.reports.context import Context
    from advisor.reports.pictures.drawing import Figure


def figures(context: Context) -> dict[str, Figure]:
    """Return the figures that a report on a case may show, by name; without a step that is sure to begin there is no roadmap."""
    found = [map_figure(context), profile_figure(context)]
    if any(item.kind == "step" for item in context.outcome.path) and not begins_open(context):
        found.append(timeline_figure(context))
    found += [reasons_figure(context, chain) for chain in chains(context)]
    return {each.name: each for each in found}
