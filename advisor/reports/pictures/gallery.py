"""All figures of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.reports.chapters.summary import begins_open
from advisor.reports.chapters.why import chains
from advisor.reports.pictures.map import map_caption, map_figure
from advisor.reports.pictures.profile import profile_figure
from advisor.reports.pictures.reasons import reasons_figure
from advisor.reports.pictures.timeline import timeline_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.reports.context import Context
    from advisor.reports.pictures.drawing import Figure


class Gallery(Mapping[str, "Figure"]):
    """The figures that a report on a case may show, by name, each computed when it is first looked at.

    A format without pictures needs their captions alone. Without a step that is sure to begin there is no roadmap.
    """

    def __init__(self, context: Context) -> None:
        """Take a case."""
        words = context.words
        self.chains = chains(context)
        self.captions = {"map": map_caption(context), "profile": words("picture.profile.caption")}
        self._made: dict[str, Callable[[], Figure]] = {
            "map": lambda: map_figure(context),
            "profile": lambda: profile_figure(context),
        }
        if any(item.kind == "step" for item in context.outcome.path) and not begins_open(context):
            self.captions["timeline"] = words("picture.timeline.caption")
            self._made["timeline"] = lambda: timeline_figure(context)
        for chain in self.chains:
            self.captions[f"reasons-{chain.number}"] = words("picture.reasons.caption")
            self._made[f"reasons-{chain.number}"] = lambda chain=chain: reasons_figure(context, chain)  # type: ignore[misc]
        self._drawn: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        """Return a figure."""
        if name not in self._drawn:
            self._drawn[name] = self._made[name]()
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the figures."""
        return iter(self._made)

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self._made)


def figures(context: Context) -> Gallery:
    """Return the figures that a report on a case may show."""
    return Gallery(context)
