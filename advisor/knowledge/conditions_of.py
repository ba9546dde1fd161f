"""Every condition of a pack: where it stands, and how to put another in its place.

Conditions are found by walking over the entries, so a new place for one is known here without being listed.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from advisor.knowledge.fields import Entry
from advisor.knowledge.model import Pack
from advisor.knowledge.sentences import Sentence
from advisor.logic.condition import Condition, Group, Test
from advisor.yaml_source.read import KeyPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.measures import Work


S = TypeVar("S", bound=msgspec.Struct)

_SECTIONS = (
    *("axes", "questions", "approaches", "conditions", "measures", "findings", "steps", "criteria", "roles"),
    *("activities", "drafts"),
)


class Slot(msgspec.Struct, frozen=True):
    """A place for a condition.

    ``path`` leads to it by the keys that authors write and by positions. ``saying`` tells that it decides only what is said:
    a sentence, or what is different in a measure.
    """

    pack: Pack
    section: str
    item: Any
    path: KeyPath
    condition: Condition
    saying: bool

    @property
    def entry(self) -> str:
        """Return the section and the id of what it belongs to, as in ``findings/some_id``."""
        return f"{self.section}/{self.item.id}"

    @property
    def called(self) -> str:
        """Return how authors call the place: ``when``, ``established_when``, ``precondition 2``."""
        match self.path:
            case ("preconditions", int(place), "when" | "unless"):
                return f"precondition {place + 1}"
            case ("fits" | "premature" as sign, "when"):
                return str(sign)
            case _:
                return " ".join(str(key + 1 if isinstance(key, int) else key) for key in self.path)

    def put(self, new: Condition) -> Pack:
        """Return the pack with another condition in this place."""
        return _with_entry(self.pack, self.section, self.item, _put(self.item, self.path, new))


def slots(pack: Pack) -> Iterator[Slot]:
    """Yield the places of the conditions that rules rest on, in the order of the pack."""
    return (slot for slot in every_slot(pack) if not slot.saying)


def every_slot(pack: Pack) -> Iterator[Slot]:
    """Yield the places of all conditions of a pack, also of those that decide only what is said."""
    for section in _SECTIONS:
        for item in getattr(pack, section):
            for path, condition, saying in _inside(item, (), saying=section == "measures"):
                yield Slot(pack, section, item, path, condition, saying)


def conditions_in(part: object) -> list[Condition]:
    """Return every condition in a part of a pack, whatever it decides."""
    return [condition for _, condition, _ in _inside(part, (), saying=False)]


def _inside(value: Any, path: KeyPath, *, saying: bool) -> Iterator[tuple[KeyPath, Condition, bool]]:  # noqa: ANN401 - any part
    if isinstance(value, Test | Group):
        yield path, value, saying
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _inside(item, (*path, place), saying=saying)
    elif isinstance(value, Entry):
        says = saying or isinstance(value, Sentence)
        for name, key in _fields(value.__class__):
            yield from _inside(getattr(value, name), (*path, key), saying=says or key == "instead")


@functools.cache
def _fields(kind: type[Entry]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a part of a pack, each with the key that authors write."""
    return tuple((field.name, field.encode_name) for field in msgspec.structs.fields(kind))


def _put(value: Any, path: KeyPath, new: Condition) -> Any:  # noqa: ANN401
    if not path:
        return new
    key, *rest = path
    if isinstance(value, tuple):
        return with_one(value, int(key), _put(value[int(key)], tuple(rest), new))
    name = next(name for name, written in _fields(value.__class__) if written == key)
    return msgspec.structs.replace(value, **{name: _put(getattr(value, name), tuple(rest), new)})


def changed(pack: Pack, section: str, entry: msgspec.Struct, **fields: Any) -> Pack:  # noqa: ANN401 - whatever the fields hold
    """Return a pack in which fields of one entry are different."""
    return _with_entry(pack, section, entry, msgspec.structs.replace(entry, **fields))


def _with_entry(pack: Pack, section: str, entry: msgspec.Struct, new: msgspec.Struct) -> Pack:
    entries = tuple(new if other is entry else other for other in getattr(pack, section))
    return msgspec.structs.replace(pack, **{section: entries})


def with_one(items: tuple[S, ...], place: int, *new: S) -> tuple[S, ...]:
    """Return items with the one at a place replaced; without it where nothing new is given."""
    return (*items[:place], *new, *items[place + 1 :])


def refusals(pack: Pack, work: Work) -> Iterator[Condition]:
    """Yield when those refuse who may grant the money of something on their own: then it is worded otherwise."""
    full = pack.in_full(work)
    granting = {each.granted_by for each in (full, *full.instead)}
    yield from (role.refuses for role in pack.roles if role.id in granting and role.refuses is not None)
