"""Set two versions of a pack side by side as they are written: entries that came and went, texts, conditions and other values."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from advisor.i18n.extract import parts
from advisor.knowledge.fields import Entry
from advisor.knowledge.history import fate
from advisor.knowledge.loader import MANY, ONE
from advisor.knowledge.sentences import Sentence
from advisor.logic.condition import Condition, Group, Test
from advisor.logic.implicants import TooManyBranchesError, branches
from advisor.logic.notation import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack

Kind = Literal["entry", "order", "condition", "text", "value"]
_TEXTS = {"text", "label", "fixed", "role name"}
_NAMES = ("id", "name", "city", "version")
"""What an entry of a list is known by, the first that it has."""


class Edit(msgspec.Struct, frozen=True):
    """Something that is written differently; None stands for what is not there.

    ``same`` tells of a condition that it is only put in other words; ``where`` leads to it inside its entry.
    """

    entry: str
    where: tuple[str, ...]
    kind: Kind
    before: str | None
    now: str | None
    same: bool = False


def edits(old: Pack, new: Pack) -> Iterator[Edit]:
    """Yield everything that is written differently, in the order of the newer pack."""
    for section in ONE:
        one, other = (getattr(pack, "info" if section == "pack" else section) for pack in (old, new))
        yield from _inside(section, (), one, other)
    for section in MANY:
        yield from _listed(section, getattr(old, section), getattr(new, section), _renamed(old, new, section))
    for name in dict.fromkeys((*new.articles, *old.articles)):
        before, now = (pack.articles.get(name) for pack in (old, new))
        if before != now:
            yield Edit(f"articles/{name}", (), "value", _shown(before), _shown(now))


def _renamed(old: Pack, new: Pack, section: str) -> dict[str, str]:
    """Return what the newer pack says it calls otherwise: questions by their old ids."""
    if section != "questions":
        return {}
    there = {question.id for question in new.questions}
    became = {question.id: fate(question.id, new.changes) for question in old.questions if question.id not in there}
    return {name: each.name for name, each in became.items() if each.reason is None and each.name in there}


def _listed(section: str, old: tuple[Entry, ...], new: tuple[Entry, ...], renamed: Mapping[str, str]) -> Iterator[Edit]:
    before = {renamed.get(_name(each), _name(each)): each for each in old}
    now = {_name(each): each for each in new}
    for name, entry in now.items():
        if name not in before:
            yield Edit(f"{section}/{name}", (), "entry", None, _title(entry))
        else:
            yield from _inside(f"{section}/{name}", (), before[name], entry)
    for name, entry in before.items():
        if name not in now:
            yield Edit(f"{section}/{name}", (), "entry", _title(entry), None)
    orders = [[name for name in names if name in before and name in now] for names in (before, now)]
    if orders[0] != orders[1]:
        yield Edit(section, (), "order", ", ".join(orders[0]), ", ".join(orders[1]))


def _inside(entry: str, where: tuple[str, ...], old: Entry, new: Entry) -> Iterator[Edit]:
    for name, key, kinds in parts(type(new)):
        if getattr(old, name) != getattr(new, name):
            kind: Kind = "text" if kinds & _TEXTS else "value"
            yield from _value(entry, (*where, key), getattr(old, name), getattr(new, name), kind)


def _value(entry: str, where: tuple[str, ...], old: Any, new: Any, kind: Kind) -> Iterator[Edit]:  # noqa: ANN401 - any value
    if isinstance(old, Sentence) and isinstance(new, Sentence):
        yield from _sentence(entry, where, old, new)
    elif isinstance(old, Entry) and isinstance(new, Entry):
        yield from _inside(entry, where, old, new)
    elif isinstance(old, Test | Group) and isinstance(new, Test | Group):
        before, now = written(old), written(new)
        if before != now:  # with more levels to choose from the same words are another condition
            yield Edit(entry, where, "condition", before, now, same=_means_the_same(old, new))
    elif isinstance(old, tuple) and isinstance(new, tuple) and _is_one(old) and _is_one(new):
        yield from _value(entry, where, old[0], new[0], "text")
    elif isinstance(old, tuple) and isinstance(new, tuple) and _is_list(kind, (*old, *new)):
        for one, other, place in _side_by_side(old, new):
            if one != other:
                yield from _value(entry, (*where, _called(one if other is None else other, place)), one, other, kind)
    else:
        shown: Kind = "condition" if isinstance(old or new, Test | Group) else kind
        yield Edit(entry, where, shown, _shown(old), _shown(new))


def _sentence(entry: str, where: tuple[str, ...], old: Sentence, new: Sentence) -> Iterator[Edit]:
    """Yield what is different about a sentence: its text at its own place, everything else by its key."""
    if old.text != new.text:
        yield Edit(entry, where, "text", old.text, new.text)
    for name, key, _ in parts(type(new)):
        one, other = getattr(old, name, None), getattr(new, name)
        if name != "text" and one != other:
            yield from _value(entry, (*where, key), one, other, "value")


def _is_one(items: tuple[object, ...]) -> bool:
    """Tell whether one sentence stands where several may."""
    return len(items) == 1 and isinstance(items[0], Sentence)


def _is_list(kind: Kind, items: tuple[object, ...]) -> bool:
    """Tell whether items are compared one by one: texts, and parts of an entry."""
    return kind == "text" or any(isinstance(each, Entry) for each in items)


def _side_by_side(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[tuple[Any, Any, int]]:
    """Yield the items of two lists in pairs: by their name if they have one, else by what stands around them."""
    keys = [[_name(each) if _has_name(each) else repr(each) for each in items] for items in (old, new)]
    for what, start, end, first, last in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        gone, come = old[start:end], new[first:last]
        if what != "equal" and any(_has_name(each) for each in (*gone, *come)):
            yield from ((each, None, place) for place, each in enumerate(gone, start + 1))
            yield from ((None, each, place) for place, each in enumerate(come, first + 1))
        else:
            pairs = zip_longest(gone, come)
            yield from ((one, other, first + place) for place, (one, other) in enumerate(pairs, 1))


def _has_name(value: object) -> bool:
    return isinstance(value, Entry) and any(hasattr(value, each) for each in _NAMES)


def _name(entry: Entry) -> str:
    return str(next(getattr(entry, each) for each in _NAMES if hasattr(entry, each)))


def _called(value: object, place: int) -> str:
    return _name(value) if isinstance(value, Entry) and _has_name(value) else str(place)


def _title(entry: Entry) -> str:
    return str(next(getattr(entry, each) for each in ("title", "label", "name", "city", "version", "id") if hasattr(entry, each)))


def _means_the_same(one: Condition, other: Condition) -> bool:
    try:
        meanings = [
            {frozenset((test.fact, test.allowed) for test in branch) for branch in branches(each)} for each in (one, other)
        ]
    except TooManyBranchesError:
        return False
    return meanings[0] == meanings[1]


def _shown_entry(entry: Entry) -> str:
    """Write the keys and values of an entry on one line; of a sentence that is nothing but its text, the text."""
    if type(entry) is Sentence and not entry.bound:
        return entry.text
    fields = ((key, getattr(entry, name)) for name, key, _ in parts(type(entry)))
    return "; ".join(f"{key}: {_shown(value)}" for key, value in fields if value is not None and value not in ((), {}))


def _shown(value: Any) -> str | None:  # noqa: ANN401 - any value
    """Write a value on one line, as authors would."""
    match value:
        case None | str():
            return value
        case Test() | Group():
            return written(value)
        case Entry():
            return _shown_entry(value)
        case dict():
            return ", ".join(f"{key}: {_shown(each)}" for key, each in value.items())
        case tuple():
            return ", ".join(str(_shown(each)) for each in value)
        case _:
            return str(value).lower()
