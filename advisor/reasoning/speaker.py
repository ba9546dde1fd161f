"""Say one sentence of a city, or tell why it is not said: those that its answers make certain, and none that they deny.

A sentence may be said where what its place claims and its ``when`` are certain, and its ``unless`` is not. What is said carries
an id that names its place in the pack, and the answers that make it certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.placeholders import Forms, fill
from advisor.logic.condition import Condition, Test
from advisor.logic.evaluate import holds
from advisor.logic.notation import written
from advisor.logic.values import Allowed
from advisor.reasoning.answers import question_of
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.deductions import AIM
from advisor.reasoning.repertoire import Repertoire
from advisor.reasoning.told import PassedOver, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.knowledge.model import Pack
    from advisor.reasoning.lines import Bond, Line


class Speaker(msgspec.Struct, frozen=True):
    """What is known where something is said, and the words for roles, city and answers.

    ``possible`` are the values that the answers leave each fact, after all that was done before: what is raised from an unknown
    level is at least there, and may be higher. Every condition is read on them alone. What was read and looked up is kept.
    """

    repertoire: Repertoire
    standing: Conclusions
    possible: Mapping[str, Allowed]
    words: Mapping[str, Forms]
    _read: dict[Condition, bool | None] = {}
    _behind: dict[Test, dict[str, None]] = {}

    @property
    def pack(self) -> Pack:
        """Return the pack that is spoken of."""
        return self.repertoire.pack

    def later(self, possible: Mapping[str, Allowed]) -> Speaker:
        """Return who speaks at the same standing, after something else was done."""
        return Speaker(self.repertoire, self.standing, possible, self.words, {}, self._behind)

    def holds(self, condition: Condition) -> bool | None:
        """Tell whether a condition is certainly so, certainly not, or open."""
        return self._is_so(self.repertoire.verdicts.grounded(condition))

    def first(self, line: Line | None) -> list[Said]:
        """Return the first variant that may be said, from this one on, or nothing."""
        if line is None:
            return []
        if line.alike is not None:
            return [line.alike]
        if line.claim is not None and self._is_so(line.claim) is not True:
            return []
        before: list[Line] = []
        while line is not None:
            if self._may(line):
                return [self._said(line, before)]
            before.append(line)
            line = line.next
        return []

    def each(self, lines: Iterable[Line]) -> list[Said]:
        """Return every sentence that may be said."""
        return [said for line in lines for said in ((line.alike,) if line.alike is not None else self.first(line))]

    def _is_so(self, condition: Condition) -> bool | None:
        """Tell whether a condition on answers alone is certainly so, certainly not, or open."""
        if condition in self._read:
            return self._read[condition]
        verdict = self._read[condition] = holds(condition, self.possible)
        return verdict

    def _may(self, line: Line) -> bool:
        """Tell whether a sentence may be said, and every answer that it prints is known."""
        if line.when is not None and self._is_so(line.when) is not True:
            return False
        if line.unless is not None and self._is_so(line.unless) is True:
            return False
        return not line.asked or line.asked <= self.words.keys()

    def _passed(self, line: Line) -> PassedOver:
        """Return why a variant is not said."""
        sentence = line.sentence
        is_open = line.when is not None and self._is_so(line.when) is not True
        is_denied = line.unless is not None and self._is_so(line.unless) is True
        return PassedOver(
            when=written(sentence.when) if sentence.when is not None and is_open else "",
            unless=written(sentence.unless) if sentence.unless is not None and is_denied else "",
            unknown=sorted(line.asked - self.words.keys()),
        )

    def _answers(self, bond: Bond) -> list[str]:
        """Return the questions whose answers decide what binds a sentence."""
        given, found = self.standing.given, dict[str, None]()
        for test, question in bond.tests:
            if test.fact not in given:
                found.update(self._concluded(test))
            elif question is not None:
                found[question] = None
        return list(found)

    def _concluded(self, test: Test) -> dict[str, None]:
        """Return the questions behind a test of what rules conclude; several texts of a measure ask for the same."""
        found = self._behind.get(test)
        if found is None:
            names = map(question_of, self.standing.answers_behind((test,)))
            found = self._behind[test] = dict.fromkeys(name for name in names if name != AIM)
        return found

    def _said(self, line: Line, before: Sequence[Line]) -> Said:
        place, bond = line.place, line.bond
        if not (line.asked or before) and (bond is None or bond.facts <= self.standing.given.keys()):
            return line.at_hand
        text = fill(line.sentence.text, self.words)
        if bond is None:
            return Said(id=place.id, text=text, at=place.at, day=place.day)
        return Said(
            id=place.id,
            text=text,
            at=place.at,
            when=bond.when,
            unless=bond.unless,
            passed_over=[*bond.skipped, *map(self._passed, before)],
            answers=self._answers(bond),
            day=place.day,
        )
