"""Name answers that presuppose what other answers deny."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import Condition, Test, leaves
from advisor.logic.evaluate import holds
from advisor.logic.notation import written
from advisor.logic.values import YES_NO, Levels
from advisor.logic.vocabulary import YES, option_fact
from advisor.reasoning.answers import question_of
from advisor.reasoning.told import ContradictionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Level, Pack, Question
    from advisor.reasoning.conclusions import Conclusions

    Presupposition = tuple[Question, Condition | None, Condition]
    """A question, the condition that the answer is one of those (None: any), and what must be so then."""


def presuppositions(pack: Pack) -> Iterator[Presupposition]:
    """Yield what answers presuppose.

    The level that follows where a question does not arise presupposes nothing.
    """
    for question in pack.questions:
        if question.presupposes is not None:
            yield question, _any_but(pack, question, question.otherwise), question.presupposes
        for level in question.levels:
            if level.presupposes is not None and (chosen := _chosen(pack, question, level)) is not None:
                yield question, chosen, level.presupposes


def _any_but(pack: Pack, question: Question, otherwise: str | None) -> Condition | None:
    domain = pack.vocabulary.facts.get(question.id)
    if not isinstance(domain, Levels) or otherwise is None:
        return None
    return Test(question.id, frozenset(domain.names) - {otherwise}, domain)


def _chosen(pack: Pack, question: Question, level: Level) -> Condition | None:
    if question.id in pack.vocabulary.several:
        return Test(option_fact(question.id, level.name), YES, YES_NO)
    domain = pack.vocabulary.facts.get(question.id)
    return Test(question.id, frozenset({level.name}), domain) if domain is not None else None


def contradictions(pack: Pack, standing: Conclusions, presupposing: Iterable[Presupposition] = ()) -> list[ContradictionState]:
    """Return the answers that presuppose what other answers deny, but those that a finding of the pack names itself.

    ``presupposing`` is what answers of the pack presuppose, where that was listed before.
    """
    known = standing.known
    denied = [
        (question.id, presupposed)
        for question, chosen, presupposed in presupposing or presuppositions(pack)
        if (question.id in standing.given if chosen is None else holds(chosen, known) is True)
        and holds(presupposed, known) is False
    ]
    if not denied:
        return []
    named = [finding.when for finding in pack.findings if finding.kind == "contradiction"]
    told = [{question_of(test.fact) for test in leaves(when)} for when in named if holds(when, known) is True]
    found = []
    for question, presupposed in denied:
        others = list(dict.fromkeys(question_of(fact) for fact in standing.answers_behind(leaves(presupposed))))
        if not any({question} < about and about & set(others) for about in told):
            found.append(ContradictionState(question=question, answers=others, presupposes=written(presupposed)))
    return found
