"""Turn plain data into the model, and report everything that does not fit, each with its line.

The model's annotations drive it: msgspec knows the fields, converts the scalars and holds the constraints; references are looked
up among the ids a pack defines. Nothing is skipped silently: what cannot be read is reported and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from advisor.errors import SHOWN, Place, Problem, coded, counted, phrase, suggest, suggestion
from advisor.knowledge.placeholders import CITY, placeholder_problems
from advisor.knowledge.sentences import Sentence
from advisor.knowledge.shapes import WORDING, fields_of, shape_of
from advisor.logic.parse import ConditionParser
from advisor.logic.values import Levels, WholeNumbers
from advisor.logic.vocabulary import Vocabulary

if TYPE_CHECKING:
    from advisor.errors import Filling, Phrase
    from advisor.knowledge.shapes import Shape
    from advisor.yaml_source.read import KeyPath, Plain, Source

S = TypeVar("S", bound=msgspec.Struct)

_UNREADABLE: Any = object()
_OF_ANYBODY = "This text is said of anybody and takes no condition: write it alone, so that it is true everywhere."
_TABLE = shape_of(dict[str, dict[str, str]])
_NOTHING = ("null", "Null", "NULL", "~")
"""How YAML writes that there is no value; no text for readers is one of these."""
_ONE_OR_MORE = ("variants", "sentences")
"""What a list means in whose place one value may be written."""
_CHOICE_WORDS = ("target", "chosen")


class Names(msgspec.Struct, frozen=True):
    """What can be referred to: ids by kind, the vocabulary of conditions, and the forms of role names."""

    ids: Mapping[str, Collection[str]]
    vocabulary: Vocabulary
    forms: Collection[str] = ()


class Decoder:
    """Decodes the entries of one file and collects the problems."""

    def __init__(self, source: Source, names: Names, problems: list[Problem] | None = None) -> None:
        """Take the file's lines for the places of problems, the names that may be used, and the list that collects problems."""
        self._source = source
        self._names = names
        self.problems: list[Problem] = [] if problems is None else problems
        self._conditions = ConditionParser(names.vocabulary, self.complain, self.suggest)
        self._choices = ConditionParser(names.vocabulary.for_choices(), self.complain, self.suggest)

    def complain(self, path: KeyPath, what: str, hint: str, code: str = "", about: str = "") -> None:
        """Note a problem at the line of a value, in the words of authors."""
        self.problems.append(Problem(self._source.place(path), what, hint, code, about))

    def tell(self, path: KeyPath, code: str, /, *hints: Phrase, **given: Filling) -> None:
        """Note a problem at the line of a value, to be told in the language of whoever reads."""
        self.problems.append(coded(self._source.place(path), code, *hints, **given))

    def near(self, name: str, known: Collection[str]) -> Phrase:
        """Return the hint for an unknown name as a phrase; looking for it ends where nobody reads on."""
        return suggestion(name, known) if len(self.problems) < SHOWN else phrase("suggest.spelt")

    def suggest(self, name: str, known: Collection[str] | Callable[[], Collection[str]]) -> str:
        """Return the hint for an unknown name; looking for it ends where nobody reads on."""
        return suggest(name, known) if len(self.problems) < SHOWN else "Look at how it is spelt."

    def is_null(self, path: KeyPath) -> bool:
        """Tell whether a value is written as YAML writes nothing: null or ~, without quotes."""
        return path in self._source.nulls

    def entry(self, raw: Plain, kind: type[S], path: KeyPath) -> S | None:
        """Return one entry, or None after having reported why it cannot be read."""
        value = self._struct(raw, kind, path)
        return None if value is _UNREADABLE else value

    def listed(self, raw: Plain, kind: type[S], path: KeyPath) -> S | None:
        """Return one entry of a section that lists them, or None after having reported why it cannot be read."""
        if len(path) > 1:
            return self.entry(raw, kind, path)
        self.complain(path, f"a list is needed under '{path[0]}'.", "Start each entry with a dash.", "F202")
        return None

    def table(self, raw: Plain, path: KeyPath) -> dict[str, dict[str, str]]:
        """Return a table of texts by two keys; empty after having reported why it cannot be read."""
        value = self._value(raw, _TABLE, path)
        return {} if value is _UNREADABLE else value

    def _value(self, raw: Plain, shape: Shape, path: KeyPath) -> Any:  # noqa: ANN401 - the value of any type
        if raw is None and shape.optional:
            return None
        match shape.form:
            case "scalar":
                value = self._scalar(raw, shape, path)
            case "struct":
                value = self._struct(raw, shape.type, path)
            case "list":
                value = self._list(raw, shape, path)
            case "mapping":
                value = self._mapping(raw, shape, path)
            case "condition":
                value = (self._choices if "choice" in shape.means else self._conditions).parse(raw, path)
        return value if shape.plain or value is _UNREADABLE else self._noted(value, shape, path)

    def _noted(self, value: Any, shape: Shape, path: KeyPath) -> Any:  # noqa: ANN401
        """Hold a value against what is noted of its type."""
        for low, high in shape.sizes:
            if (low and len(value) < low) or (high and len(value) > high):
                wanted = f"exactly {low}" if low == high else f"at least {low}"
                self.complain(path, counted(str(path[-1]), len(value)), f"Give {wanted}.", "F203")
        if not self._refers_well(value, shape.means, path):
            return _UNREADABLE
        if isinstance(value, str) and not shape.means.isdisjoint(WORDING):
            self._placeholders(value, shape.means, path)
        if shape.duration and not 0 <= value[0] <= value[1]:
            self.complain(path, f"{list(value)} is not a duration.", "Give the shorter number of months first.", "F211")
        return value

    def _struct(self, raw: Plain, kind: type[S], path: KeyPath) -> Any:  # noqa: ANN401
        if isinstance(raw, str) and issubclass(kind, Sentence):
            raw = {"text": raw}  # a plain text is a sentence without conditions
        if not isinstance(raw, dict):
            self.tell(path, "F201")
            return _UNREADABLE
        fields = fields_of(kind)
        if issubclass(kind, Sentence) and self._is_cut_text(raw, path):
            return _UNREADABLE
        for key in raw:
            if key not in fields:
                self.tell((*path, key), "F204", *self._unknown_key(raw, key, fields), key=key)
        values: dict[str, Any] = {}
        readable = True
        for key, field in fields.items():
            place = (*path, key)
            absent = raw.get(key) is None or self.is_null(place)
            if absent and (not field.required or key not in raw):
                if field.required:
                    name = raw.get("id") or raw.get("name")
                    within = {"how": "within", "name": name} if isinstance(name, str) else {}
                    self.tell(path, "F205", key=key, **within)
                    readable = False
                continue
            values[field.name] = value = self._value(raw[key], field.shape, place)
            readable = readable and value is not _UNREADABLE
        return kind(**values) if readable else _UNREADABLE

    def _is_cut_text(self, raw: dict[str, Plain], path: KeyPath) -> bool:
        """Refuse what YAML reads as a key with a value, and somebody wrote as a sentence with a colon in it."""
        key, value = next(iter(raw.items()), ("", None))
        is_cut = len(raw) == 1 and isinstance(value, str) and (" " in key or not key.islower())
        if is_cut:
            what = f"a colon after '{key}' makes a key of it."
            self.complain((*path, key), what, "Put the whole text in quotes.", "F204")
        return is_cut

    def _unknown_key(self, raw: dict[str, Plain], key: str, fields: Collection[str]) -> tuple[Phrase, ...]:
        hint = self.near(key, fields)
        if raw[key] is None and hint.key != "suggest.meant":  # {text: one, two} reads as two keys
            return phrase("F204.belongs", key=key), hint
        return (hint,)

    def _list(self, raw: Plain, shape: Shape, path: KeyPath) -> Any:  # noqa: ANN401
        if not isinstance(raw, list) and not shape.means.isdisjoint(_ONE_OR_MORE):
            one = self._value(raw, shape.part, path)
            return _UNREADABLE if one is _UNREADABLE else (one,)
        if not isinstance(raw, list):
            self.tell(path, "F202")
            return _UNREADABLE
        if shape.count and len(raw) != shape.count:
            self.complain(path, counted(str(path[-1]), len(raw)), f"Give exactly {shape.count}: [shortest, longest].", "F203")
            return _UNREADABLE
        items = tuple([self._value(item, shape.part, (*path, index)) for index, item in enumerate(raw)])
        return _UNREADABLE if any(item is _UNREADABLE for item in items) else items

    def _mapping(self, raw: Plain, shape: Shape, path: KeyPath) -> Any:  # noqa: ANN401
        if not isinstance(raw, dict):
            self.tell(path, "F201")
            return _UNREADABLE
        if "level" in shape.means and not self._can_be_raised(raw, path):
            return _UNREADABLE
        known = [self._refers_well(key, shape.keys, (*path, key)) for key in raw] if shape.keys else []
        items = {key: self._value(value, shape.part, (*path, key)) for key, value in raw.items()}
        return items if all(known) and not any(item is _UNREADABLE for item in items.values()) else _UNREADABLE

    def _scalar(self, raw: Plain, shape: Shape, path: KeyPath) -> Any:  # noqa: ANN401
        if raw is None or (raw in _NOTHING and not shape.means.isdisjoint(WORDING)):
            self.tell(path, "F206")
            return _UNREADABLE
        if shape.words:
            if raw in shape.words:
                return raw
            hint = self.suggest(str(raw), shape.words)
            self.complain(path, f"'{raw}' is not one of the words allowed here.", hint, "F207")
            return _UNREADABLE
        if shape.lengths and isinstance(raw, str) and shape.lengths[0] <= len(raw) <= shape.lengths[1]:
            return raw  # as most values are; there is nothing to convert
        try:
            return msgspec.convert(raw, shape.type, strict=False)
        except msgspec.ValidationError:
            is_bound = isinstance(raw, dict) and "text" in raw and raw.keys() <= {"text", "when", "unless"}
            self._refuse(raw, shape.asked, _OF_ANYBODY if is_bound else shape.needed, path)
            return _UNREADABLE

    def _refuse(self, raw: Plain, asked: Phrase, described: str, path: KeyPath) -> None:
        """Note a value that does not fit; in English the description of the model says what is needed, as in editors."""
        given: dict[str, str] = {"raw": raw} if isinstance(raw, str) else {"how": "single"}
        problem = coded(self._source.place(path), "F208", asked, **given)
        self.problems.append(msgspec.structs.replace(problem, hint=described))

    def _refers_well(self, value: Any, kinds: frozenset[str], path: KeyPath) -> bool:  # noqa: ANN401
        for kind in kinds:
            known = self._names.ids.get(kind)
            if known is not None and value not in known:
                self.complain(path, f"no {kind} is called '{value}'.", self.suggest(value, known), "F209", value)
                return False
        if "level" in kinds:
            return all(self._is_level(fact, level, (*path, fact)) for fact, level in value.items())
        return True

    def _can_be_raised(self, raw: dict[str, Plain], path: KeyPath) -> bool:
        """Refuse what looks like a level to raise a fact to and is none: a number, or several options at once."""
        words, before = self._names.vocabulary, len(self.problems)
        for fact, level in raw.items():
            if fact in self._names.ids.get("date", ()):
                hint = "Steps raise levels, options, numbers, and yes or no: ask about it with levels, and raise that one."
                self.complain((*path, fact), f"'{fact}' is a date, which no step can raise.", hint, "S621")
            elif fact in words.several and isinstance(level, list):
                hint = f"Write '{fact}: option'; another option is raised by an action of its own."
                self.complain((*path, fact), f"an action raises one option of '{fact}'.", hint, "F208")
        return len(self.problems) == before

    def _is_level(self, fact: str, level: str, path: KeyPath) -> bool:
        """Check that a fact can be raised to a level, by asking the condition parser for it."""
        before = len(self.problems)
        is_number = isinstance(self._names.vocabulary.facts.get(fact), WholeNumbers)
        verb = "includes" if fact in self._names.vocabulary.several else ">=" if is_number else "is"
        self._conditions.parse(f"{fact} {verb} {level}", path)
        return len(self.problems) == before

    def _placeholders(self, value: str, kinds: frozenset[str], path: KeyPath) -> None:
        names: list[str] = []
        if "text" in kinds:
            names = [*self._names.ids.get("role", ()), CITY, *(_CHOICE_WORDS if "choice" in kinds else ())]
            names += self._with_labels() if "said" in kinds else []
        articles = self._names.ids.get("article", ())
        for what, hint, code in placeholder_problems(value, names, self._names.forms, articles):
            self.complain(path, what, hint, code)

    def _with_labels(self) -> list[str]:
        """Return the questions whose answer a sentence can print: those with levels, of which one is the answer, and numbers."""
        facts, dates = self._names.vocabulary.facts, self._names.ids.get("date", ())
        asked = [name for name in self._names.ids.get("question", ()) if name not in dates]
        return [name for name in asked if isinstance(facts.get(name), Levels | WholeNumbers)]


def duplicates(found: list[tuple[str, Place]], kind: str) -> Iterator[tuple[str, Problem]]:
    """Yield the names that are defined more than once, each with the problem at the later definition."""
    first: dict[str, Place] = {}
    for name, place in found:
        if name in first:
            what = f"the {kind} '{name}' is defined twice, first in {first[name]}."
            yield name, Problem(place, what, "Rename or remove one of them.", "F210")
        first.setdefault(name, place)
