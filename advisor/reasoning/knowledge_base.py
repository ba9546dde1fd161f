"""A pack made ready to reason: its deductions, its engine and what else is worked out of its rules, each made once.

Make one for a pack and use it for every city. A part is worked out when it is first asked for, so whoever only reads the next
question does not wait for experta.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.reasoning.deductions import deductions
from advisor.reasoning.propagation import ReadingEngine
from advisor.reasoning.relevance import Rules, rules

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.deductions import Deduction
    from advisor.reasoning.frames import Frames
    from advisor.reasoning.open_questions import Hanging
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reasoning.presupposed import Presupposition
    from advisor.reasoning.repertoire import Repertoire
    from advisor.reasoning.unfolding import Verdicts


class KnowledgeBase:
    """A pack, and everything that is worked out of its rules alone. Its engine keeps state while it runs: one for each thread."""

    def __init__(self, pack: Pack, engine: PackEngine | None = None) -> None:
        """Take a pack whose rules can be run (loading a pack refuses others), and its engine where there is one already."""
        self.pack = pack
        self._compiled = engine

    def __repr__(self) -> str:
        """Name the pack, its version and its language."""
        return f"<KnowledgeBase {self.pack.info.id} {self.pack.info.version} ({self.pack.info.language})>"

    @cached_property
    def deductions(self) -> tuple[Deduction, ...]:
        """Every deduction of the pack, each after those it builds on."""
        return deductions(self.pack)

    @cached_property
    def engine(self) -> PackEngine:
        """The rules, compiled for experta."""
        from advisor.reasoning.pack_engine import PackEngine  # noqa: PLC0415 - experta loads only where rules are run

        return self._compiled or PackEngine(self.pack, self.deductions)

    @cached_property
    def rules(self) -> Rules:
        """The rules, to be read on sets of possible values without an engine."""
        return rules(self.pack, self.deductions)

    @cached_property
    def reading(self) -> ReadingEngine:
        """What follows in a city that is only supposed: read from the same rules."""
        return ReadingEngine(self.pack, self.rules.everything)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The conditions on answers alone behind each verdict."""
        return self.engine.verdicts

    @cached_property
    def frames(self) -> Frames:
        """What of approaches and steps is the same in every outcome."""
        from advisor.reasoning.frames import Frames  # noqa: PLC0415 - only outcomes are made with it

        return Frames(self.pack)

    @cached_property
    def presupposing(self) -> tuple[Presupposition, ...]:
        """What answers presuppose of others."""
        from advisor.reasoning.presupposed import presuppositions  # noqa: PLC0415 - only reports tell of it

        return tuple(presuppositions(self.pack))

    @cached_property
    def hanging(self) -> Hanging:
        """What hangs on answers."""
        from advisor.reasoning.open_questions import Hanging  # noqa: PLC0415 - only reports list what is open

        return Hanging(self.pack)

    @cached_property
    def repertoire(self) -> Repertoire:
        """What can be said of a city."""
        from advisor.reasoning.repertoire import Repertoire  # noqa: PLC0415 - only reports say anything

        return Repertoire(self.pack, self.verdicts)
