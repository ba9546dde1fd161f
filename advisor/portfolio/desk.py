"""What outcomes and reports of many cities are made with, one city after the other."""

from __future__ import annotations

import functools

import msgspec

from advisor import paths
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.remembering import Common, memory

TEMPLATES = paths.shipped("templates")


class Desk(msgspec.Struct, frozen=True, dict=True):
    """A pack that is ready to be asked, and what reports from it have in common."""

    base: KnowledgeBase

    @functools.cached_property
    def common(self) -> Common:
        """What a report leaves for the next: most of its sentences and rows stand in that as well."""
        from advisor.reports.compose import in_common  # noqa: PLC0415 - a run without reports needs no words

        return in_common(TEMPLATES, self.base.pack, memory())
