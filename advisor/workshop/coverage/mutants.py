"""Change a pack in one place, as a slip of the author would: what tests do not notice, they do not test.

Changed are conditions (a bound moved by one, a test turned around, a group that needs more or fewer of its members), the order of
the criteria, preconditions (dropped) and effects (a fact raised one level less, or not at all).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.conditions_of import changed, slots, with_one
from advisor.knowledge.model import Pack
from advisor.logic.condition import Condition, Group, Test
from advisor.logic.notation import written, written_values
from advisor.logic.values import Allowed, Levels, Span, everything, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.steps import Step


class Mutant(msgspec.Struct, frozen=True):
    """A pack with one change: the entry it is in, what was changed in words, and the pack.

    ``concludes`` tells that the change is in what is concluded or done, and not only in what is said.
    """

    entry: str
    words: str
    pack: Pack
    concludes: bool = True


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Yield every mutant of a pack, in the order of the pack."""
    for slot in slots(pack):
        for new, words in changed_conditions(slot.condition):
            yield Mutant(slot.entry, f"in '{slot.called}' {words}", slot.put(new))
    for step in pack.steps:
        yield from _of_step(pack, step)
    for place in range(len(pack.criteria) - 1):
        one, other = pack.criteria[place : place + 2]
        order = (*pack.criteria[:place], other, one, *pack.criteria[place + 2 :])
        words = f"'{other.id}' weighs more than '{one.id}'"
        yield Mutant(f"criteria/{one.id}", words, msgspec.structs.replace(pack, criteria=order))


def changed_conditions(condition: Condition) -> Iterator[tuple[Condition, str]]:
    """Yield the condition with one change, and the change in words."""
    if isinstance(condition, Test):
        for allowed in _other_values(condition):
            new = Test(condition.fact, allowed, condition.domain)
            yield new, f"'{written(condition)}' reads '{written_values(new.fact, new.allowed, new.domain)}'"
        return
    for needed in _other_numbers(condition):
        new_group = Group(needed, condition.members)
        yield new_group, f"'{written(condition)}' reads '{_joined(new_group)}'"
    for place, member in enumerate(condition.members):
        for new_member, words in changed_conditions(member):
            yield Group(condition.needed, (*condition.members[:place], new_member, *condition.members[place + 1 :])), words


def _other_values(test: Test) -> Iterator[Allowed]:
    """Yield the bound moved up and down where there is one that can move; else the opposite."""
    allowed, domain = test.allowed, test.domain
    if isinstance(allowed, Span):
        for by in (1, -1):
            yield Span(*(None if bound is None else bound + by for bound in (allowed.low, allowed.high)))
        return
    names = domain.names if isinstance(domain, Levels) and domain.numbers else ()
    places = [place for place, name in enumerate(names) if name in allowed]
    moved = [_moved(names, places, by) for by in (1, -1)] if places else []
    found = [each for each in moved if not is_empty(each) and each not in (allowed, everything(domain))]
    if not found or not _is_bound(names, places):
        found.append(frozenset(everything(domain)) - allowed)  # type: ignore[arg-type] # spans were dealt with
    yield from dict.fromkeys(found)


def _is_bound(names: tuple[str, ...], places: list[int]) -> bool:
    return bool(places) and len(places) == places[-1] - places[0] + 1 and (places[0] == 0 or places[-1] == len(names) - 1)


def _moved(names: tuple[str, ...], places: list[int], by: int) -> frozenset[str]:
    """Return the levels that are one higher or lower; a bound moves, and the other end stays open."""
    if places[0] == 0 and _is_bound(names, places):
        return frozenset(names[: max(0, places[-1] + by + 1)])
    if _is_bound(names, places):
        return frozenset(names[max(0, places[0] + by) :])
    return frozenset(names[place + by] for place in places if 0 <= place + by < len(names))


def _other_numbers(group: Group) -> Iterator[int]:
    """Yield how many members could be needed instead: all and any are swapped, numbers move by one."""
    last = len(group.members)
    if last < 2:  # noqa: PLR2004 - one member cannot be joined in two ways
        return
    if group.needed in {1, last}:
        yield last if group.needed == 1 else 1
    else:
        yield group.needed - 1
        yield group.needed + 1


def _joined(group: Group) -> str:
    if group.needed == len(group.members):
        return "all"
    return "any" if group.needed == 1 else f"at_least: {group.needed}"


def _of_step(pack: Pack, step: Step) -> Iterator[Mutant]:
    entry = f"steps/{step.id}"
    for place, action in enumerate(step.actions):
        for raises, words in _other_raises(pack, action.raises):
            new = with_one(step.actions, place, msgspec.structs.replace(action, raises=raises))
            yield Mutant(entry, f"action {place + 1} {words}", changed(pack, "steps", step, actions=new))
    for place, precondition in enumerate(step.preconditions):
        without = changed(pack, "steps", step, preconditions=with_one(step.preconditions, place))
        yield Mutant(entry, f"precondition {place + 1} '{written(precondition.asks)}' is dropped", without)
        if precondition.prepare is None:
            continue
        for raises, words in _other_raises(pack, precondition.prepare.raises):
            prepare = msgspec.structs.replace(precondition.prepare, raises=raises)
            there = with_one(step.preconditions, place, msgspec.structs.replace(precondition, prepare=prepare))
            yield Mutant(entry, f"preparation {place + 1} {words}", changed(pack, "steps", step, preconditions=there))


def _other_raises(pack: Pack, raises: Mapping[str, str]) -> Iterator[tuple[dict[str, str], str]]:
    """Yield effects with one of them lower by a level, or dropped."""
    for fact, level in raises.items():
        yield {name: value for name, value in raises.items() if name != fact}, f"does not raise '{fact}'"
        domain = pack.vocabulary.facts.get(fact)
        place = domain.names.index(level) if isinstance(domain, Levels) and domain.numbers else 0
        if isinstance(domain, Levels) and place > 1:  # raising to the lowest level is raising nothing
            lower = domain.names[place - 1]
            yield {**raises, fact: lower}, f"raises '{fact}' only to '{lower}'"
