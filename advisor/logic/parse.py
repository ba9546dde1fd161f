"""Parse the conditions that rule authors write into condition trees.

What was written as another language has it gets a hint that says the same in this one, or that nothing does; a hint never names
what merely looks alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from advisor.errors import suggest
from advisor.logic.condition import NEVER, Condition, Group, Test, every, opposite, some
from advisor.logic.values import WHOLE, YES_NO, Levels, Span, WholeNumbers
from advisor.logic.vocabulary import NO, YES, Vocabulary, option_fact

if TYPE_CHECKING:
    from advisor.yaml_source.read import KeyPath, Plain


_OTHER_JOINS = {
    "at_most": "There is no such word: 'at most 2 of 5' is 'not: {at_least: 3, of: [...]}'.",
    "exactly": "There is no such word: join 'at_least: 2' and 'not: {at_least: 3, ...}' of the same list by 'all'.",
    "none": "For 'none of them' write 'not: {any: [...]}'.",
    "not_all": "Write 'not: {all: [...]}'.",
    "unless": "Write 'not', beside what must hold, in a list under 'all'.",
    "xor": "There is no such word: say by 'any' and 'all' what may hold together.",
    "if": "Write the condition itself: a test, or tests joined by all, any, not, or at_least with of.",
    "and": "For 'and' write 'all: [...]'.",
    "or": "For 'or' write 'any: [...]'.",
    "all_of": "For 'all of' write 'all: [...]'.",
    "any_of": "For 'any of' write 'any: [...]'.",
    "one_of": "Write 'any: [...]' if one or more may hold.",
}

_ALIKE = {
    "==": "is",
    "=": "is",
    "!=": "is not",
    "<>": "is not",
    "≠": "is not",
    "≥": ">=",
    "=>": ">=",
    "≤": "<=",
    "=<": "<=",
}
"""Signs of other languages, each with what says the same here."""

_SIGN = re.compile(r"^(?P<fact>[^\s=<>!≠≥≤]+)\s*(?P<sign>==|!=|<>|≠|≥|≤|=>|=<|>=|<=|=|>|<)\s*(?P<value>.*)$")
_LONG = 500
_BETWEEN = re.compile(r"^(?:\S+\s+)?between\s", re.IGNORECASE)
_BOTH_BOUNDS = "Write both bounds as tests of a list: ['fact >= lowest', 'fact <= highest']."
_KNOWN = re.compile(r"^(?:known|unknown|answered|unanswered|disputed|null)$", re.IGNORECASE)
_VERB = r"(?:>=|<=|>|<|is not|is|includes|excludes)"
_SECOND = re.compile(rf"^(?P<first>.*?)\s+(?P<word>and|or)\s+(?P<fact>\S+)\s+{_VERB}\s+\S", re.IGNORECASE)


Complain = Callable[..., None]
"""Takes the path of a value, what is wrong with it, a hint, a code, and the name that it is about."""

Suggest = Callable[[str, Collection[str] | Callable[[], Collection[str]]], str]
"""Takes an unknown name and the known ones, or what lists them; returns the hint."""

_TEST = re.compile(r"^(?P<fact>\S+)\s+(?P<verb>>=|<=|>|<|is not|is|includes|excludes)\s+(?P<value>.+)$")

_COUNT = re.compile(r"[0-9]{1,3}")

_MOST = 200

_EXAMPLE = "Write it as 'fact is level' or 'fact >= level'."

_JOINS = ("all", "any", "not", "at_least", "of")


def join_hint(key: str) -> str | None:
    """Return the hint for a word that joins conditions elsewhere."""
    return _OTHER_JOINS.get(key.casefold().replace("-", "_").replace(" ", "_"))


def test_hint(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the hint for a test that cannot be read."""
    if _BETWEEN.match(text):
        return _BOTH_BOUNDS
    if (domain := vocabulary.facts.get(text)) is not None:
        return f"Say what it has to be: '{text} is {'yes' if domain == YES_NO else 'LEVEL'}'."
    match = _SIGN.match(text)
    if match is not None:
        sign = _ALIKE.get(match["sign"])
        if match["fact"] in vocabulary.several and sign in {"is", "is not"}:
            sign = "includes" if sign == "is" else "excludes"
        if sign is not None:
            return f"Use '{sign}' for '{match['sign']}': '{match['fact']} {sign} {match['value']}'."
        if match["value"]:
            return f"Put a blank before and behind the sign: '{match['fact']} {match['sign']} {match['value']}'."
    return None


def several_hint(value: str, vocabulary: Vocabulary) -> str | None:
    """Return the hint for a value that holds a second test."""
    if _BETWEEN.match(value):
        return _BOTH_BOUNDS
    second = _SECOND.match(value) if len(value) < _LONG else None
    if second is None or not vocabulary.knows(second["fact"]):
        return None
    join = "any" if second["word"].casefold() == "or" else "all"
    return f"Write one test in each text, and join them: '{join}: [..., ...]'."


def level_hint(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the hint for a level that is something else: another question, or whether there is an answer at all."""
    if vocabulary.knows(word):
        return f"'{word}' is a fact of its own, and two facts cannot be compared with each other."
    if _KNOWN.match(word):
        return "No test asks whether something is known: what is unknown decides nothing until it is answered."
    return None


class ConditionParser:
    """Reads conditions in the words of one vocabulary; what it cannot read it reports and takes for never true."""

    def __init__(self, vocabulary: Vocabulary, complain: Complain, suggested: Suggest = suggest) -> None:
        """Take the words to read with, the function that collects problems by path, and the one that finds what was meant."""
        self._vocabulary = vocabulary
        self._complain = complain
        self._suggest = suggested

    def parse(self, raw: Plain, path: KeyPath) -> Condition:
        """Return the tree for a string, a list (all of them) or a group."""
        count = sum(1 for _ in _texts(raw))
        if count > _MOST:
            hint = f"At most {_MOST} can be weighed against each other; split the rule into several."
            return self._fail(path, f"the condition has {count} tests.", hint, "C313")
        return self._tree(raw, path)

    def _tree(self, raw: Plain, path: KeyPath) -> Condition:
        if isinstance(raw, str):
            return self._test(raw.strip(), path)
        if isinstance(raw, list):
            return every(*self._members(raw, path))
        if isinstance(raw, dict):
            return self._group(raw, path)
        return self._fail(path, "a condition is missing here.", _EXAMPLE, "C301")

    def _members(self, raw: list[Plain], path: KeyPath) -> list[Condition]:
        if not raw:
            self._fail(path, "a list of conditions is empty.", "Add a condition, or remove the list.", "C303")
        return [self._tree(item, (*path, index)) for index, item in enumerate(raw)]

    def _group(self, raw: dict[str, Plain], path: KeyPath) -> Condition:
        for key in raw:
            if key not in _JOINS:
                hint = join_hint(key) or self._suggest(key, _JOINS)
                return self._fail((*path, key), f"'{key}' does not join conditions.", hint, "C302")
        keys = set(raw)
        if keys == {"at_least", "of"}:
            return self._at_least(raw, path)
        if len(keys) != 1 or keys & {"at_least", "of"}:
            hint = "Use one of all, any, not, or at_least with of."
            return self._fail(path, f"{sorted(keys)} cannot stand together.", hint, "C302")
        key = keys.pop()
        value = raw[key]
        members = self._members(value if isinstance(value, list) else [value], (*path, key))
        joined = every(*members) if key == "all" else some(*members)
        return opposite(joined) if key == "not" else joined

    def _at_least(self, raw: dict[str, Plain], path: KeyPath) -> Condition:
        members = raw["of"]
        needed = raw["at_least"]
        if not isinstance(members, list):
            return self._fail((*path, "of"), "'of' needs a list of conditions.", "Start each with a dash.", "C304")
        if not (isinstance(needed, str) and _COUNT.fullmatch(needed) and 1 <= int(needed) <= len(members)):
            what = f"'at_least' must be a number from 1 to {len(members)}."
            return self._fail((*path, "at_least"), what, "Count the members of 'of'.", "C304")
        return Group(int(needed), tuple(self._members(members, (*path, "of"))))

    def _test(self, text: str, path: KeyPath) -> Condition:
        match = _TEST.match(text)
        if match is None:
            return self._fail(path, f"'{text}' is not a condition.", test_hint(text, self._vocabulary) or _EXAMPLE, "C301")
        fact, verb, value = match["fact"], match["verb"], match["value"].strip()
        if (hint := several_hint(value, self._vocabulary)) is not None:
            return self._fail(path, f"'{text}' holds more than one test.", hint, "C301")
        return self._test_of(fact, verb, value, path)

    def _test_of(self, fact: str, verb: str, value: str, path: KeyPath) -> Condition:
        words = self._vocabulary
        if fact in words.several:
            return self._option(fact, words.several[fact], ("includes", "excludes"), verb, value, path)
        if fact in words.signs:
            return self._option(fact, words.signs[fact], ("is", "is not"), verb, value, path)
        domain = None if "." in fact else words.facts.get(fact)
        match domain:
            case None:
                return self._fail(path, f"nothing is called '{fact}'.", self._suggest(fact, words.names), "C305", fact)
            case WholeNumbers():
                return self._number(fact, domain, verb, value, path)
            case Levels():
                return self._level(fact, domain, verb, value, path)

    def _option(
        self, fact: str, options: tuple[str, ...], verbs: tuple[str, str], verb: str, value: str, path: KeyPath
    ) -> Condition:
        if verb not in verbs:
            hint = f"Write '{fact} {verbs[0]} …' or '{fact} {verbs[1]} …'."
            return self._fail(path, f"'{verb}' does not fit '{fact}'.", hint, "C307", fact)
        if value not in options:
            return self._fail(
                path,
                f"'{fact}' has no option '{value}'.",
                level_hint(value, self._vocabulary) or self._suggest(value, options),
                "C306",
                fact,
            )
        return Test(option_fact(fact, value), YES if verb == verbs[0] else NO, YES_NO)

    def _number(self, fact: str, domain: WholeNumbers, verb: str, value: str, path: KeyPath) -> Condition:
        if not WHOLE.fullmatch(value):
            hint = level_hint(value, self._vocabulary) or "Give a whole number of at most nine digits."
            return self._fail(path, f"'{fact}' is compared with '{value}'.", hint, "C308", fact)
        number = int(value)
        spans = {
            ">=": Span(low=number),
            ">": Span(low=number + 1),
            "<=": Span(high=number),
            "<": Span(high=number - 1),
        }
        if verb not in spans:
            return self._fail(path, f"'{verb}' does not fit the number '{fact}'.", "Use >=, >, <= or <.", "C307", fact)
        return Test(fact, spans[verb], domain)

    def _level(self, fact: str, domain: Levels, verb: str, value: str, path: KeyPath) -> Condition:
        wanted = [self._level_name(fact, domain, word.strip(), path) for word in value.split(" or ")]
        if None in wanted:
            return NEVER
        names = frozenset(name for name in wanted if name is not None)
        if verb in {"is", "is not"}:
            test = Test(fact, names, domain)
            return test if verb == "is" else opposite(test)
        if verb not in {">=", ">", "<=", "<"}:
            return self._fail(path, f"'{verb}' does not fit '{fact}'.", "Use is, is not, >= or <=.", "C307", fact)
        if not domain.numbers or len(names) != 1:
            what = f"the levels of '{fact}' cannot be compared with {verb} here."
            return self._fail(path, what, "Use 'is' or 'is not'.", "C307", fact)
        bound = domain.names.index(next(iter(names)))
        keep = {
            ">=": domain.names[bound:],
            ">": domain.names[bound + 1 :],
            "<=": domain.names[: bound + 1],
            "<": domain.names[:bound],
        }[verb]
        if not keep:
            return self._fail(path, f"no level of '{fact}' is {verb} '{value}'.", "The condition could never hold.", "C309", fact)
        return Test(fact, frozenset(keep), domain)

    def _level_name(self, fact: str, domain: Levels, word: str, path: KeyPath) -> str | None:
        if word in domain.names:
            return word
        if WHOLE.fullmatch(word) and int(word) in domain.numbers:
            return domain.names[domain.numbers.index(int(word))]
        hint = level_hint(word, self._vocabulary) or self._suggest(word, domain.names)
        self._complain(path, f"'{fact}' has no level '{word}'.", hint, "C306", fact)
        return None

    def _fail(self, path: KeyPath, what: str, hint: str, code: str, about: str = "") -> Condition:
        self._complain(path, what, hint, code, about)
        return NEVER


def _texts(raw: Plain) -> Iterator[str]:
    """Yield the tests of a condition as they are written."""
    if isinstance(raw, str):
        yield raw
    elif raw is not None:
        for each in raw.values() if isinstance(raw, dict) else raw:
            yield from _texts(each)
