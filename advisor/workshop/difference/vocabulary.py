"""Two versions of a pack read in the same words, so that one city can be asked about both.

What the newer one renamed counts under its new name. A level or a question that only one of them knows is no part of the other:
its cities are those that both can read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.knowledge.history import fate, level_tables, numbers
from advisor.logic.condition import Condition, Group, Test
from advisor.logic.values import YES_NO, Domain, Levels, Value
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.answers import question_of
from advisor.reasoning.deductions import aim_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack, Question


class Known(msgspec.Struct, frozen=True):
    """How one of the two packs calls a fact, and its values, by the words that both are read in."""

    fact: str
    values: dict[str, str] | None = None
    """None where the values are numbers."""


class Joint:
    """The facts of two packs in the same words."""

    def __init__(self, old: Pack, new: Pack) -> None:
        """Take the older pack and the newer one."""
        self.facts: dict[str, Domain] = {}
        self.of_old: dict[str, Known] = {}
        self.of_new: dict[str, Known] = {}
        for question in old.questions:
            self._take_old(old, new, question)
        for fact, domain in _answered(new).items():
            if fact not in self.of_new:
                self.facts[fact] = domain
                self.of_new[fact] = Known(fact, _same(domain))
        for pack, known in ((old, self.of_old), (new, self.of_new)):
            for approach in pack.approaches:
                self.facts[aim_fact(approach.id)] = YES_NO
                known[aim_fact(approach.id)] = Known(aim_fact(approach.id), _same(YES_NO))
        self._names = {id(known): {each.fact: name for name, each in known.items()} for known in (self.of_old, self.of_new)}

    def _take_old(self, old: Pack, new: Pack, question: Question) -> None:
        later = [change for change in new.changes if numbers(change.version) > numbers(old.info.version)]
        became = fate(question.id, later)
        levels = {level.name: level.name for level in question.levels}
        for _, table in level_tables(question.id, later):
            levels = {before: table.get(now, now) for before, now in levels.items()}
        theirs = _answered(new)
        for fact, domain in _answered(old).items():
            if question_of(fact) != question.id:
                continue
            option = fact.partition(".")[2]
            now = option_fact(became.name, levels[option]) if option else became.name
            shared = theirs.get(now) if became.reason is None else None
            if shared is None or type(shared) is not type(domain) or now in self.of_old:
                now = f"{fact} (old)"
                self.facts[now], self.of_old[now] = domain, Known(fact, _same(domain))
                continue
            values = {levels.get(name, name): name for name in reversed(domain.names)} if isinstance(domain, Levels) else None
            self.facts[now] = _common(shared, values)
            self.of_old[now], self.of_new[now] = Known(fact, values), Known(now, _same(shared))

    def read(self, condition: Condition, known: Mapping[str, Known]) -> Condition:
        """Return a condition on answers of one of the packs in the words of both."""
        match condition:
            case Test(fact, allowed):
                name = self._names[id(known)][fact]
                domain, values = self.facts[name], known[name].values
                if isinstance(domain, Levels) and values is not None and isinstance(allowed, frozenset):
                    allowed = frozenset(each for each in domain.names if values[each] in allowed)
                return Test(name, allowed, domain)
            case Group(needed, members):
                return Group(needed, tuple(self.read(member, known) for member in members))
            case _:
                assert_never(condition)


def told_to(known: Mapping[str, Known], city: Mapping[str, Value]) -> dict[str, Value]:
    """Return what of a city one of the packs can read, in its own words."""
    found: dict[str, Value] = {}
    for name, value in city.items():
        if name in known:
            values = known[name].values
            found[known[name].fact] = values[str(value)] if values is not None else value
    return found


def _answered(pack: Pack) -> dict[str, Domain]:
    """Return the facts that answers stand for."""
    asked = {question.id for question in pack.questions}
    return {fact: domain for fact, domain in pack.vocabulary.facts.items() if question_of(fact) in asked}


def _same(domain: Domain) -> dict[str, str] | None:
    return {name: name for name in domain.names} if isinstance(domain, Levels) else None


def _common(domain: Domain, values: Mapping[str, str] | None) -> Domain:
    """Return the part of a domain that both packs know."""
    if not isinstance(domain, Levels) or values is None:
        return domain
    kept = [place for place, name in enumerate(domain.names) if name in values]
    return Levels(tuple(domain.names[each] for each in kept), tuple(domain.numbers[each] for each in kept if domain.numbers))
