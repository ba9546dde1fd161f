"""What the annotations of the model ask of a value, worked out once for each type and not anew for each value."""

from __future__ import annotations

import functools
import types
import typing
from typing import Annotated, Any, Literal

import msgspec

from advisor.errors import Phrase, phrase
from advisor.knowledge.fields import Means, Months
from advisor.logic.condition import Condition

Form = Literal["scalar", "struct", "list", "mapping", "condition"]

WORDING = frozenset({"text", "label", "fixed"})
"""What texts for readers mean."""
_KIND_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}


class Shape(msgspec.Struct, frozen=True):
    """What a type asks of a value.

    Attributes:
        form: how it is read.
        type: what a scalar is converted to, and the struct of keys and values.
        optional: that nothing may be written in its place.
        means: what it stands for: ids of a kind, a text of a kind.
        sizes: how many entries it has, at least and at most.
        part: the shape of each entry of a list or a mapping.
        keys: what the keys of a mapping stand for.
        count: how many entries a list has exactly; 0 for any number.
        words: the words of which a scalar is one.
        lengths: the signs, at least and at most, of a text of which nothing else is asked.
        needed: what a scalar should be, in the words of the model.
        asked: the same in words that can be told in any language.
        duration: that it is the shortest and the longest of two numbers.
        plain: that nothing more is asked of what was read.

    """

    form: Form
    type: Any = None
    optional: bool = False
    means: frozenset[str] = frozenset()
    sizes: tuple[tuple[int | None, int | None], ...] = ()
    part: Any = None
    keys: frozenset[str] = frozenset()
    count: int = 0
    words: tuple[str, ...] = ()
    lengths: tuple[int, int] | None = None
    needed: str = ""
    asked: Phrase = Phrase("needed.text")
    duration: bool = False
    plain: bool = True


class Field(msgspec.Struct, frozen=True):
    """A field of a struct, and what it asks of its value."""

    name: str
    required: bool
    shape: Shape


@functools.cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, Field]:
    """Return the fields of a struct by the key that authors write; resolving annotations is slow."""
    found = msgspec.structs.fields(kind)
    return {each.encode_name: Field(each.name, each.required, shape_of(each.type)) for each in found}


def shape_of(annotation: Any) -> Shape:  # noqa: ANN401 - any type
    """Return what a type asks of its values."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _noted(annotation, *parts)
    if annotation == Condition:
        return Shape("condition")
    if origin in {typing.Union, types.UnionType}:
        inner = tuple(part for part in parts if part is not types.NoneType)
        one = Condition if inner == typing.get_args(Condition) else inner[0] if len(inner) == 1 else None
        return msgspec.structs.replace(_scalar(annotation) if one is None else shape_of(one), optional=True)
    if origin is tuple:
        inner, *rest = parts
        return Shape("list", part=shape_of(inner), count=0 if rest == [Ellipsis] else len(parts))
    if origin is dict:
        return Shape("mapping", part=shape_of(parts[1]), keys=shape_of(parts[0]).means)
    is_struct = isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
    return Shape("struct", annotation) if is_struct else _scalar(annotation)


def _noted(annotation: Any, inner: Any, *notes: Any) -> Shape:  # noqa: ANN401
    """Return the shape of a type with what its notes add: what a value means, and how large it is."""
    found = _scalar(inner, annotation, notes) if inner in (str, int) else shape_of(inner)
    means = found.means | {note.kind for note in notes if isinstance(note, Means)}
    limits = [(getattr(note, "min_length", None), getattr(note, "max_length", None)) for note in notes]
    sizes = (*found.sizes, *(each for each in limits if found.form != "scalar" and each != (None, None)))
    duration = found.duration or annotation == Months
    plain = not (means or sizes or duration)
    return msgspec.structs.replace(found, means=means, sizes=sizes, duration=duration, plain=plain)


def _scalar(base: Any, annotation: Any = None, notes: tuple[Any, ...] = ()) -> Shape:  # noqa: ANN401
    """Return the shape of one value; msgspec converts it and holds what its notes ask."""
    described = [note.description.rstrip(".") for note in notes if getattr(note, "description", None)]
    needed = _KIND_NAMES.get(base, "a text or a list of texts") + (_bounds(notes) if base is int else "")
    return Shape(
        "scalar",
        base if annotation is None else annotation,
        words=typing.get_args(base) if typing.get_origin(base) is Literal else (),
        lengths=_lengths(notes) if base is str else None,
        needed=f"Needed is {needed}{''.join(f': {text}' for text in described)}.",
        asked=_asked(base, notes),
    )


def _asked(base: Any, notes: tuple[Any, ...]) -> Phrase:  # noqa: ANN401
    """Return what a scalar should be; what only packs ask for is said in their words alone."""
    if base is int:
        return phrase("needed.number")
    if base is not str:
        return phrase("needed.texts")
    asked = [note for note in notes if isinstance(note, msgspec.Meta)]
    low = max((note.min_length or 0 for note in asked), default=0)
    high = min((note.max_length for note in asked if note.max_length is not None), default=None)
    if high is not None:
        return phrase("needed.length", low=low, high=high)
    is_filled = low or any(note.pattern is not None for note in asked)
    return phrase("needed.filled" if is_filled else "needed.text")


def _bounds(notes: tuple[Any, ...]) -> str:
    """Say between which numbers a whole number lies: `` from 1 to 90``."""
    asked = [note for note in notes if isinstance(note, msgspec.Meta)]
    least = max((note.ge for note in asked if note.ge is not None), default=None)
    most = min((note.le for note in asked if note.le is not None), default=None)
    from_here = "" if least is None else f" from {least}"
    return from_here + ("" if most is None else f" to {most}") + (" on" if from_here and most is None else "")


def _lengths(notes: tuple[Any, ...]) -> tuple[int, int] | None:
    """Return the lengths that all notes allow; None where they ask for more than that."""
    asked = [note for note in notes if isinstance(note, msgspec.Meta)]
    if any(note.pattern is not None for note in asked):
        return None
    least = max((note.min_length or 0 for note in asked), default=0)
    most = min((note.max_length for note in asked if note.max_length is not None), default=10**9)
    return least, most
