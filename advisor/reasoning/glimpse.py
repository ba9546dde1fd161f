"""Look at a city for less than all that is undecided: for whoever shows what is certain, or what hangs on a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.vocabulary import STATUS
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.lookahead import certain
from advisor.reasoning.propagation import Known
from advisor.reasoning.relevance import ahead, of_choice

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.relevance import Rules


class Certain(msgspec.Struct, frozen=True):
    """What is certain whatever is found out: the values left of each fact, the steps that come, whether those are all."""

    known: Known
    steps: tuple[str, ...]
    path_settled: bool


class Hanging(msgspec.Struct, frozen=True):
    """What can still turn out one way or the other, and the facts from answers that a choice on the way hangs on."""

    known: Known
    concluded: tuple[str, ...]
    choice: frozenset[str]


def look_for_hanging(pack: Pack, rules: Rules, given: Known, aim: tuple[str, ...]) -> Hanging:
    """Return what is open, as the whole look finds it without ``waiting``; how much an answer decides is not asked."""
    known = rules.everything.conclude(given)
    statuses = tuple(each.id for each in pack.approaches if len(possible_values(each.id, STATUS, known)) > 1)
    findings = tuple(each.id for each in pack.findings if rules.everything.is_yes(each.id, "present", known) is None)
    choice = of_choice(rules, known, ahead(pack, rules, given, aim), statuses, aim)
    return Hanging(known, (*statuses, *findings), frozenset(choice))


def look_for_certain(pack: Pack, rules: Rules, given: Known, aim: tuple[str, ...]) -> Certain:
    """Return what is certain, as the whole look finds it without ``waiting``; what is open is not looked for."""
    known = rules.everything.conclude(given)
    steps, settled = certain(pack, rules.steps, rules.course, given, aim)
    return Certain(known, tuple(each.step.id for each in steps), settled)
