"""Mutants of what binds sentences, tried where cases expect that something is said, or nothing.

What is concluded stays the same, so only the sentences are looked at. A case names a place and not a variant: a change after
which the place is silent for the same answers means the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.conditions_of import every_slot
from advisor.knowledge.sentences import Sentence, one_may_be_said
from advisor.logic.implicants import TooManyBranchesError
from advisor.reasoning.repertoire import Repertoire
from advisor.workshop.cases.run import Said, deviations
from advisor.workshop.coverage.mutants import Mutant, changed_conditions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.knowledge.conditions_of import Slot
    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.reasoning.conclusions import Infers
    from advisor.reasoning.unfolding import Verdicts
    from advisor.workshop.cases.read import Case

_ALSO = {"first_90_days": "in_90_days", "pitfall": "goes_wrong", "indicator": "done"}
"""How a step calls what is said of it as the last key says."""


def mutants_of_sentences(
    pack: Pack, cases: Sequence[Case], alike: Callable[[Condition, Condition], bool]
) -> Iterator[tuple[Mutant, list[Case], bool]]:
    """Yield each mutant of the condition of a sentence, the cases that expect something of its place, and whether that stays.

    Args:
        pack: the pack.
        cases: the cases that hold for it.
        alike: tells whether two conditions mean the same.

    """
    named = [(case, list(_named(case))) for case in cases if case.expect.said or case.expect.unsaid]
    for slot in (each for each in every_slot(pack) if each.saying and each.path[-1] in {"when", "unless"}):
        keys = {_ALSO.get(str(key), str(key)) for key in slot.path if not isinstance(key, int)}
        concerned = [case for case, places in named if any(key in keys and _belongs(pack, slot, about) for about, key in places)]
        before = _variants(slot) if concerned else ()
        for new, words in changed_conditions(slot.condition) if before else ():
            after = _with(slot, before, new)
            mutant = Mutant(slot.entry, f"in '{slot.called}' {words}", slot.put(new), concludes=False)
            yield mutant, concerned, _stays(alike, one_may_be_said(before), one_may_be_said(after))


def _stays(alike: Callable[[Condition, Condition], bool], before: Condition, after: Condition) -> bool:
    try:
        return alike(before, after)
    except TooManyBranchesError:
        return False


def notices(mutant: Mutant, cases: Sequence[Case], reader: Infers, verdicts: Verdicts) -> bool:
    """Tell whether a case fails for a mutant; ``reader`` and ``verdicts`` are of the rules, which are as they were."""
    repertoire = Repertoire(mutant.pack, verdicts)
    return any(any(deviations(case, Said(mutant.pack, reader, case.answers, repertoire))) for case in cases)


def _named(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the places of which a case expects that something is said there, or nothing: what each is about, and its key."""
    for place in (*case.expect.said, *case.expect.unsaid):
        about, _, key = re.sub("/[0-9]+$", "", place).rpartition("/")
        yield about, key


def _belongs(pack: Pack, slot: Slot, about: str) -> bool:
    """Tell whether a sentence is one of those that are said of an entry, of a pole, or of a step of the path."""
    section, _, name = about.partition("/")
    if section == "path":
        step = pack.step(name.removesuffix(".preparation"))
        is_used = slot.section == "measures" and any(work.raises == slot.item.raises for work in step.works)
        return is_used or slot.entry == f"steps/{step.id}"
    if section == "steps":
        return slot.entry == f"steps/{name.partition('/')[0]}"
    if section == "poles":
        return slot.section == "axes" and slot.item.poles[int(slot.path[1])].id == name
    return slot.entry == about


def _variants(slot: Slot) -> tuple[Sentence, ...]:
    """Return the sentences beside which one stands, itself included; none where a condition binds something else."""
    value: object = slot.item
    for key in slot.path[:-2]:
        value = value[key] if isinstance(key, int) and isinstance(value, tuple) else getattr(value, str(key), ())
    sentences = value if isinstance(value, tuple) else ()
    return sentences if sentences and all(isinstance(each, Sentence) for each in sentences) else ()


def _with(slot: Slot, variants: tuple[Sentence, ...], new: Condition) -> tuple[Sentence, ...]:
    place = int(slot.path[-2])
    changed = msgspec.structs.replace(variants[place], **{str(slot.path[-1]): new})
    return (*variants[:place], changed, *variants[place + 1 :])
