"""Say what helps where somebody wrote a condition as another language has it.

A hint names what says the same, or that nothing does; it never names what merely looks alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.knowledge.vocabulary import Vocabulary

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


def join_hint(key: str) -> str | None:
    """Return the hint for a word that joins conditions elsewhere."""
    return _OTHER_JOINS.get(key.casefold().replace("-", "_").replace(" ", "_"))


def test_hint(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the hint for a test that cannot be read."""
    if _BETWEEN.match(text):
        return _BOTH_BOUNDS
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
