"""Explain verdicts as data: the answers each rests on, what would flip it, how firm it is, and what nearly came true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from advisor.knowledge.condition import leaves, opposite
from advisor.knowledge.nearest import nearest
from advisor.knowledge.values import Span
from advisor.knowledge.vocabulary import STATUS
from advisor.reasoning.answer_values import given_value
from advisor.reasoning.answers import Answer, Answers, question_of
from advisor.reasoning.conclusions import Conclusions, possible_values
from advisor.reasoning.deductions import AIM
from advisor.reasoning.diagnosis import questions_behind, readable, status_of
from advisor.reasoning.outcome import Given, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.condition import Condition
    from advisor.knowledge.model import Pack
    from advisor.knowledge.remaining import Needs
    from advisor.reasoning.verdicts import Verdicts

OLD = 365
"""After how many days an answer counts as old (a proposal)."""

Weakness = Literal["no_note", "old", "disputed", "implied"]


class Support(Part, frozen=True, kw_only=True):
    """An answer that a verdict rests on, and what is weak about it."""

    question: str
    answer: Given
    weak: list[Weakness]


class Change(Part, frozen=True, kw_only=True):
    """One answer that would have to be different: the fact, its value today (null: unknown), and the values that would do."""

    fact: str
    today: Given
    to: list[str | int]
    at_least: int | None = None
    at_most: int | None = None


class Explanation(Part, frozen=True, kw_only=True):
    """A verdict: what it rests on, and the smallest changes that would flip it.

    ``distance`` is how many answers that takes; null if more than three. Unknown answers may turn out any way.
    """

    about: str
    kind: Literal["status", "finding"]
    verdict: str
    rests_on: list[Support]
    distance: int | None
    smallest: list[list[Change]]


class NearMiss(Part, frozen=True, kw_only=True):
    """A verdict that did not come, and the smallest changes that would bring it for certain."""

    about: str
    kind: Literal["status", "finding"]
    verdict: str
    smallest: list[list[Change]]


class Explained(Part, frozen=True, kw_only=True):
    """All verdicts about a city, those that did not come, and those that are open with the questions they hang on."""

    verdicts: list[Explanation]
    near_misses: list[NearMiss]
    open: dict[str, list[str]]


def explain(pack: Pack, verdicts: Verdicts, conclusions: Conclusions, answers: Answers) -> Explained:
    """Explain what was concluded about a city."""
    whole = answers.complete(pack)
    look = _Look(pack, verdicts, conclusions, whole)
    return Explained(
        verdicts=[*look.statuses(), *look.findings()],
        near_misses=[*look.not_established(), *look.not_found()],
        open=look.open(),
    )


class _Look:
    def __init__(self, pack: Pack, verdicts: Verdicts, conclusions: Conclusions, answers: Answers) -> None:
        self._pack = pack
        self._verdicts = verdicts
        self._conclusions = conclusions
        self._answers = answers
        self._given = answers.possible(pack)

    def statuses(self) -> Iterator[Explanation]:
        for approach in self._pack.approaches:
            status = status_of(approach.id, self._conclusions)
            firing = self._conclusions.firing(approach.id, status)
            if firing is not None:
                behind = questions_behind(self._conclusions, firing)
                yield self._explanation(approach.id, "status", status, behind, self._verdicts.status(approach.id, status))

    def findings(self) -> Iterator[Explanation]:
        for finding in self._pack.findings:
            firing = self._conclusions.firing(finding.id, "present")
            if firing is not None:
                behind = questions_behind(self._conclusions, firing)
                yield self._explanation(finding.id, "finding", "present", behind, self._verdicts.finding(finding.id))

    def not_established(self) -> Iterator[NearMiss]:
        for approach in self._pack.approaches:
            if "established" not in possible_values(approach.id, STATUS, self._conclusions.known):
                yield self._miss(approach.id, "status", "established", self._verdicts.status(approach.id, "established"))

    def not_found(self) -> Iterator[NearMiss]:
        for finding in self._pack.findings:
            if self._conclusions.firing(finding.id, "present") is None:
                yield self._miss(finding.id, "finding", "present", self._verdicts.finding(finding.id))

    def open(self) -> dict[str, list[str]]:
        found = {}
        for approach in self._pack.approaches:
            if status_of(approach.id, self._conclusions) == "undetermined":
                facts = {
                    test.fact
                    for status in STATUS.names
                    for test in leaves(self._verdicts.status(approach.id, status))
                    if test.fact not in self._conclusions.given
                }
                found[approach.id] = [each.id for each in self._pack.questions if each.id in {question_of(f) for f in facts}]
        return found

    def _explanation(
        self, about: str, kind: Literal["status", "finding"], verdict: str, behind: list[str], condition: Condition
    ) -> Explanation:
        found = self._nearest(opposite(condition), unknown_is_free=True)
        changes = [self._changes(each) for each in found]
        return Explanation(
            about=about,
            kind=kind,
            verdict=verdict,
            rests_on=[self._support(name) for name in behind],
            distance=min((_size(each) for each in found), default=None),
            smallest=changes,
        )

    def _miss(self, about: str, kind: Literal["status", "finding"], verdict: str, condition: Condition) -> NearMiss:
        found = self._nearest(condition, unknown_is_free=False)
        return NearMiss(about=about, kind=kind, verdict=verdict, smallest=[self._changes(each) for each in found])

    def _nearest(self, condition: Condition, *, unknown_is_free: bool) -> list[Needs]:
        """Return the smallest changes of answers; what a city aims at is a decision and no answer."""
        found = nearest(condition, self._given, question_of, unknown_is_free=unknown_is_free)
        return [each for each in found if not any(question_of(fact) == AIM for fact in each)]

    def _changes(self, needs: Needs) -> list[Change]:
        order = list(self._pack.vocabulary.facts)
        return [self._change(fact, needs) for fact in sorted(needs, key=order.index)]

    def _change(self, fact: str, needs: Needs) -> Change:
        allowed = needs[fact]
        today = readable(self._pack, fact, self._conclusions.given.get(fact))
        if isinstance(allowed, Span):
            return Change(fact=fact, today=today, to=[], at_least=allowed.low, at_most=allowed.high)
        names = [name for name in getattr(self._pack.vocabulary.facts[fact], "names", ()) if name in allowed]
        values = [readable(self._pack, fact, name) for name in names]
        return Change(fact=fact, today=today, to=[value for value in values if isinstance(value, str | int)])

    def _support(self, question: str) -> Support:
        answer = self._answers.answers.get(question, Answer(value=None))
        shown = given_value(self._pack, self._pack.question(question), answer.value)
        return Support(question=question, answer=shown, weak=list(_weak(answer, self._answers)))


def _size(needs: Needs) -> int:
    return len({question_of(fact) for fact in needs})


def _weak(answer: Answer, answers: Answers) -> Iterator[Weakness]:
    if answer.implied:
        yield "implied"
        return
    if not answer.note:
        yield "no_note"
    if answer.on and (answers.date - answer.on).days > OLD:
        yield "old"
    if len({each.value for each in answer.said if each.value is not None}) > 1:
        yield "disputed"
