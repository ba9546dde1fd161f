"""Leave open what a step has overtaken: an answer that presupposes what the step has changed.

"There is no strategy" is no answer about the strategy that a step has adopted. Nobody has said yet how things stand then, so it
is open, or has the level that follows where its question does not arise. Answers that contradicted others before stay as
they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import Condition, leaves
from advisor.logic.evaluate import holds
from advisor.logic.values import Allowed, intersect, is_empty, is_within, only
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.presupposed import presuppositions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.conclusions import Conclusions


class Premise(msgspec.Struct, frozen=True):
    """What an answer presupposes: the facts it stands for, which answer it is (None: any), and what follows without that."""

    facts: tuple[str, ...]
    chosen: Condition | None
    presupposed: Condition
    follows: str | None


def premises(pack: Pack, changed: Collection[str]) -> tuple[Premise, ...]:
    """Return what answers presuppose about facts that change."""
    several = pack.vocabulary.several
    return tuple(
        Premise(
            tuple(option_fact(question.id, option) for option in several.get(question.id, ())) or (question.id,),
            chosen,
            presupposed,
            question.otherwise if presupposed is question.presupposes else None,
        )
        for question, chosen, presupposed in presuppositions(pack)
        if any(test.fact in changed for test in leaves(presupposed))
    )


def still_said(pack: Pack, before: Conclusions, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is given after a step, without the answers that it has overtaken."""
    changed = {fact for fact, value in given.items() if before.given.get(fact) != value}
    was = {**before.disputed, **{fact: only(value) for fact, value in before.given.items()}}
    now = {**before.disputed, **{fact: only(value) for fact, value in given.items()}}
    left = dict(given)
    for each in premises(pack, changed):
        said = [fact for fact in each.facts if fact in before.given and fact not in changed]
        is_chosen = each.chosen is None or holds(each.chosen, now) is True
        if said and is_chosen and holds(each.presupposed, now) is False and holds(each.presupposed, was) is not False:
            for fact in said:
                del left[fact]
                left |= {} if each.follows is None else {fact: each.follows}
    return left


def still_possible(
    known: Iterable[Premise], before: Mapping[str, Allowed], after: Mapping[str, Allowed], unknown: Allowed | None = None
) -> dict[str, Allowed]:
    """Return the same for facts of which only the possible values are known.

    Args:
        known: What answers presuppose about what the step changes.
        before: The possible values before it.
        after: Those after it, as far as it says.
        unknown: What stands for a fact that nobody knows; None leaves it out.

    """
    left = dict(after)
    for each in known:
        was, now = holds(each.presupposed, before), holds(each.presupposed, after)
        if was is False or now is True or any(after.get(fact) != before.get(fact) for fact in each.facts):
            continue
        for fact in each.facts:
            values, chosen = left.get(fact), _values(each.chosen, fact)
            if values is None or (chosen is not None and is_empty(intersect(values, chosen))):
                continue
            is_certain = was is True and now is False and (chosen is None or is_within(values, chosen))
            then = unknown if each.follows is None else only(each.follows)
            if then is not None and (is_certain or (isinstance(values, frozenset) and isinstance(then, frozenset))):
                left[fact] = then if is_certain else values | then  # type: ignore[operator] # named values
            else:
                del left[fact]
    return left


def _values(chosen: Condition | None, fact: str) -> Allowed | None:
    """Return the values of a fact that are the answer in question; None for any."""
    found = [] if chosen is None else [test.allowed for test in leaves(chosen) if test.fact == fact]
    return found[0] if found else None
