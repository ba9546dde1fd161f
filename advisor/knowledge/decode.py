"""Turn plain data into the model, and report everything that does not fit, each with its line.

The model's annotations drive it: msgspec knows the fields, converts the scalars and holds the constraints; references are looked
up among the ids a pack defines. Nothing is skipped silently: what cannot be read is reported and left out.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from advisor.errors import Place, Problem, suggest
from advisor.knowledge.condition import Condition
from advisor.knowledge.fields import Means, Months
from advisor.knowledge.parse import ConditionParser
from advisor.knowledge.texts import CITY, placeholder_problems
from advisor.knowledge.vocabulary import Vocabulary

if typing.TYPE_CHECKING:
    from advisor.knowledge.yaml_text import KeyPath, Plain, Source

S = TypeVar("S", bound=msgspec.Struct)

_UNREADABLE: Any = object()
_KIND_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}
_CHOICE_WORDS = ("target", "chosen")


class Names(msgspec.Struct, frozen=True):
    """What can be referred to: ids by kind, the vocabulary of conditions, and the forms of role names."""

    ids: Mapping[str, Collection[str]]
    vocabulary: Vocabulary
    forms: Collection[str] = ()


class Decoder:
    """Decodes the entries of one file and collects the problems."""

    def __init__(self, source: Source, names: Names) -> None:
        """Take the file's lines for the places of problems, and the names that may be used."""
        self._source = source
        self._names = names
        self.problems: list[Problem] = []
        self._conditions = ConditionParser(names.vocabulary, self.complain)
        self._choices = ConditionParser(names.vocabulary.for_choices(), self.complain)

    def complain(self, path: KeyPath, what: str, hint: str, code: str = "") -> None:
        """Note a problem at the line of a value; what is wrong with answers has no code."""
        self.problems.append(Problem(self._source.place(path), what, hint, code))

    def is_null(self, path: KeyPath) -> bool:
        """Tell whether a value is written as YAML writes nothing: null or ~, without quotes."""
        return path in self._source.nulls

    def entry(self, raw: Plain, kind: type[S], path: KeyPath) -> S | None:
        """Return one entry, or None after having reported why it cannot be read."""
        value = self._struct(raw, kind, path)
        return None if value is _UNREADABLE else value

    def table(self, raw: Plain, path: KeyPath) -> dict[str, dict[str, str]]:
        """Return a table of texts by two keys; empty after having reported why it cannot be read."""
        value = self._value(raw, dict[str, dict[str, str]], path)
        return {} if value is _UNREADABLE else value

    def _value(self, raw: Plain, annotation: Any, path: KeyPath) -> Any:  # noqa: ANN401, PLR0911 - any type in, its value out
        if typing.get_origin(annotation) is Annotated:
            return self._annotated(raw, annotation, path)
        if annotation == Condition:
            return self._conditions.parse(raw, path)
        if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
            inner = [part for part in typing.get_args(annotation) if part is not types.NoneType]
            if raw is None:
                return None
            if tuple(inner) == typing.get_args(Condition):
                return self._conditions.parse(raw, path)
            return self._value(raw, inner[0], path) if len(inner) == 1 else self._scalar(raw, annotation, path)
        if typing.get_origin(annotation) is tuple:
            return self._list(raw, annotation, path)
        if typing.get_origin(annotation) is dict:
            return self._mapping(raw, typing.get_args(annotation)[1], path)
        if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
            return self._struct(raw, annotation, path)
        return self._scalar(raw, annotation, path)

    def _annotated(self, raw: Plain, annotation: Any, path: KeyPath) -> Any:  # noqa: ANN401
        inner, *notes = typing.get_args(annotation)
        kinds = {note.kind for note in notes if isinstance(note, Means)}
        if inner == Condition:
            return (self._choices if "choice" in kinds else self._conditions).parse(raw, path)
        if isinstance(inner, type) and inner in {str, int}:
            value = self._scalar(raw, annotation, path)
        else:
            value = self._value(raw, inner, path)
            value = value if value is _UNREADABLE else self._constrained(value, notes, path)
        if value is not _UNREADABLE and not self._refers_well(value, kinds, path):
            return _UNREADABLE
        if isinstance(value, str) and kinds & {"text", "label", "fixed"}:
            self._placeholders(value, kinds, path)
        if annotation == Months and value is not _UNREADABLE and not 0 <= value[0] <= value[1]:
            self.complain(path, f"{list(value)} is not a duration.", "Give the shorter number of months first.", "F211")
        return value

    def _constrained(self, value: Any, notes: list[Any], path: KeyPath) -> Any:  # noqa: ANN401
        for note in notes:
            low, high = getattr(note, "min_length", None), getattr(note, "max_length", None)
            if (low and len(value) < low) or (high and len(value) > high):
                wanted = f"exactly {low}" if low == high else f"at least {low}"
                self.complain(path, f"here are {len(value)} entries.", f"Give {wanted}.", "F203")
        return value

    def _struct(self, raw: Plain, kind: type[S], path: KeyPath) -> Any:  # noqa: ANN401
        if not isinstance(raw, dict):
            self.complain(path, "keys and values are needed here.", "Write 'key: value' lines.", "F201")
            return _UNREADABLE
        fields = _fields(kind)
        for key in raw:
            if key not in fields:
                self.complain((*path, key), f"'{key}' is not known here.", suggest(key, fields), "F204")
        values: dict[str, Any] = {}
        for key, field in fields.items():
            absent = raw.get(key) is None or self.is_null((*path, key))
            if absent and (not field.required or key not in raw):
                if field.required:
                    self.complain(path, f"'{key}' is missing{self._called(raw)}.", "Add it.", "F205")
                continue
            values[field.name] = self._value(raw[key], field.type, (*path, key))
        missing = any(field.required and field.name not in values for field in fields.values())
        if missing or any(value is _UNREADABLE for value in values.values()):
            return _UNREADABLE
        return kind(**values)

    def _list(self, raw: Plain, annotation: Any, path: KeyPath) -> Any:  # noqa: ANN401
        if not isinstance(raw, list):
            self.complain(path, "a list is needed here.", "Write [one, two], or lines that start with a dash.", "F202")
            return _UNREADABLE
        inner, *rest = typing.get_args(annotation)
        if rest != [Ellipsis] and len(raw) != 1 + len(rest):
            what = f"{1 + len(rest)} values are needed here, not {len(raw)}."
            self.complain(path, what, "Give [shortest, longest].", "F203")
            return _UNREADABLE
        items = tuple(self._value(item, inner, (*path, index)) for index, item in enumerate(raw))
        return _UNREADABLE if any(item is _UNREADABLE for item in items) else items

    def _mapping(self, raw: Plain, inner: Any, path: KeyPath) -> Any:  # noqa: ANN401
        if not isinstance(raw, dict):
            self.complain(path, "keys and values are needed here.", "Write {key: value}, or 'key: value' lines.", "F201")
            return _UNREADABLE
        items = {key: self._value(value, inner, (*path, key)) for key, value in raw.items()}
        return _UNREADABLE if any(item is _UNREADABLE for item in items.values()) else items

    def _scalar(self, raw: Plain, annotation: Any, path: KeyPath) -> Any:  # noqa: ANN401
        base, *notes = typing.get_args(annotation) if typing.get_origin(annotation) is Annotated else (annotation,)
        if raw is None:
            self.complain(path, "a value is missing here.", "Write it after the colon, or remove the key.", "F206")
            return _UNREADABLE
        if typing.get_origin(base) is Literal and raw not in typing.get_args(base):
            hint = suggest(str(raw), typing.get_args(base))
            self.complain(path, f"'{raw}' is not one of the words allowed here.", hint, "F207")
            return _UNREADABLE
        try:
            return msgspec.convert(raw, annotation, strict=False)
        except msgspec.ValidationError:
            what = f"'{raw}' does not fit here." if isinstance(raw, str) else "a single value is needed here."
            described = [note.description for note in notes if getattr(note, "description", None)]
            needed = _KIND_NAMES.get(base, "a text or a list of texts")
            self.complain(path, what, f"Needed is {needed}{''.join(f': {text}' for text in described)}.", "F208")
            return _UNREADABLE

    def _refers_well(self, value: Any, kinds: set[str], path: KeyPath) -> bool:  # noqa: ANN401
        for kind in kinds & self._names.ids.keys():
            known = self._names.ids[kind]
            if value not in known:
                self.complain(path, f"no {kind} is called '{value}'.", suggest(value, known), "F209")
                return False
        if "level" in kinds:
            return all(self._is_level(fact, level, (*path, fact)) for fact, level in value.items())
        return True

    def _is_level(self, fact: str, level: str, path: KeyPath) -> bool:
        """Check that a fact can be raised to a level, by asking the condition parser for it."""
        before = len(self.problems)
        verb = "includes" if fact in self._names.vocabulary.several else "is"
        self._conditions.parse(f"{fact} {verb} {level}", path)
        return len(self.problems) == before

    def _placeholders(self, value: str, kinds: set[str], path: KeyPath) -> None:
        names: list[str] = []
        if "text" in kinds:
            names = [*self._names.ids.get("role", ()), CITY, *(_CHOICE_WORDS if "choice" in kinds else ())]
        articles = self._names.ids.get("article", ())
        for what, hint, code in placeholder_problems(value, names, self._names.forms, articles):
            self.complain(path, what, hint, code)

    def _called(self, raw: dict[str, Plain]) -> str:
        name = raw.get("id") or raw.get("name")
        return f" in '{name}'" if isinstance(name, str) else ""


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """Return the fields of a struct by the key that authors write; resolving annotations is slow."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def duplicates(found: list[tuple[str, Place]], kind: str) -> list[Problem]:
    """Report ids that are defined more than once."""
    first: dict[str, Place] = {}
    problems = []
    for name, place in found:
        if name in first:
            what = f"the {kind} '{name}' is defined twice, first in {first[name]}."
            problems.append(Problem(place, what, "Rename or remove one of them.", "F210"))
        first.setdefault(name, place)
    return problems
