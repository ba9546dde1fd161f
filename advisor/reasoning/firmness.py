"""Say how firm a verdict is: the answers it rests on, what is weak about them, and how many would have to be different."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import opposite
from advisor.logic.counterfactuals import Near
from advisor.reasoning.answers import Answer, Answers, question_of
from advisor.reasoning.deductions import AIM
from advisor.reasoning.diagnosis import questions_behind, status_of
from advisor.reasoning.json_values import given_value
from advisor.reasoning.outcome import Support, Weakness
from advisor.reasoning.recent import recent
from advisor.reasoning.statements import has_note, since

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.logic.implicants import Needs
    from advisor.logic.values import Allowed
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.unfolding import Verdicts

_DISTANCES = 8192
"""So many distances are remembered of a pack; 1,200 cities by chance took 442."""

OLD = 365
"""After how many days an answer counts as old (a proposal)."""


class Firm(msgspec.Struct, frozen=True):
    """How many answers would have to be different for another verdict (None: more than three), and those it rests on.

    ``unbacked`` counts only answers that something is weak about, as if those that are well backed were certain (None: more than
    three of them, or none are enough). So a verdict is firm by distance, by evidence, or by both.
    """

    distance: int | None
    rests_on: list[Support]
    unbacked: int | None


def near(verdicts: Verdicts, possible: Mapping[str, Allowed]) -> Near:
    """Return what searches around a city for other verdicts."""
    return Near(possible, question_of, verdicts.circuit)


def flips(around: Near, verdict: Condition, fixed: Collection[str] = ()) -> tuple[Needs, ...]:
    """Return the smallest changes that would put another verdict in place of one.

    What a city aims at is a decision and no answer; unknown answers may turn out any way.
    """
    return around.changes(opposite(verdict), unknown_is_free=True, fixed=(AIM, *fixed))


def distance(changes: Iterable[Needs]) -> int | None:
    """Return how many answers the smallest change takes; None without one."""
    return min((len({question_of(fact) for fact in change}) for change in changes), default=None)


def firm_statuses(pack: Pack, verdicts: Verdicts, answers: Answers, conclusions: Conclusions) -> dict[str, Firm]:
    """Return how firm the status of each approach is; those that are still open are left out."""
    possible = answers.possible(pack)
    around, circuit = near(verdicts, possible), verdicts.circuit
    backed = well_backed(answers)

    def far_from(verdict: Condition, fixed: Collection[str] = ()) -> int | None:
        other = opposite(verdict)
        part = circuit.add(other)
        facts = circuit.facts(part)
        kept = frozenset(name for name in map(question_of, facts) if name in fixed)
        key = part, tuple(map(possible.get, facts)), kept
        find = functools.partial(around.distance, other, unknown_is_free=True, fixed=(AIM, *kept))
        return recent(verdicts.distances, key, _DISTANCES, lambda: (find(),))[0]

    found = {}
    for approach in pack.approaches:
        status = status_of(approach.id, conclusions)
        firing = conclusions.firing(approach.id, status)
        if firing is not None:
            verdict = verdicts.status(approach.id, status)
            far = far_from(verdict)
            unbacked = far if far is None or not backed else far_from(verdict, backed)
            found[approach.id] = Firm(far, supports(pack, answers, questions_behind(conclusions, firing)), unbacked)
    return found


def well_backed(answers: Answers) -> frozenset[str]:
    """Return the questions whose answers nothing is weak about: with a note, not old, and not disputed."""
    noted = ((name, answer) for name, answer in answers.answers.items() if answer.note or answer.said)  # most have neither
    given = ((name, answer) for name, answer in noted if answer.value is not None)
    return frozenset(name for name, answer in given if not any(_weak(answer, answers)))


def supports(pack: Pack, answers: Answers, questions: Iterable[str]) -> list[Support]:
    """Return the answers to questions, each with what is weak about it."""
    found = []
    for name in questions:
        answer = answers.answers.get(name, Answer(value=None))
        shown = given_value(pack, pack.question(name), answer.value)
        found.append(Support(question=name, answer=shown, weak=list(_weak(answer, answers))))
    return found


def _weak(answer: Answer, answers: Answers) -> Iterator[Weakness]:
    if answer.implied:
        yield "implied"
        return
    if not has_note(answer):
        yield "no_note"
    last = since(answer)
    if last and (answers.date - last).days > OLD:
        yield "old"
    if answer.disputed:
        yield "disputed"
