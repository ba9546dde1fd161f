"""Say which slip of the pen a line shows that breaks the rules of YAML: mostly a sentence that should stand in quotes."""

from __future__ import annotations

import re

_VALUE = re.compile(r"^\s*(?:- +)*(?:[^\s:\"'{}\[\],]+:\s+)?(?P<value>.*?)\s*$")
_TYPOGRAPHIC = "„“”«»‚‘’‹›"
_NEVER_FIRST = "@`%*&!|>{["
GENERAL = "Check the indentation, the colons and the quotes around this line."

_BY_WORDS = {
    "never closed": "Close it where the text ends.",
    "expected ',' or": "Close the bracket, or put each text inside it in quotes that holds a colon, a comma or a brace.",
    "escape": "Use single quotes around a text with a backslash, or write the backslash twice.",
}
"""Hints by what the library says of a line, where that is enough to go by."""


def slip(line: str, said: str) -> str:
    """Return the hint for a line at which reading stopped; ``said`` is what the library says."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with blanks; a tab is none."
    known = next((hint for words, hint in _BY_WORDS.items() if words in said), None)
    found = _VALUE.match(line)
    return known or _of_value(found["value"] if found else "", said) or GENERAL


def _of_value(value: str, said: str) -> str | None:
    """Return the hint for the text behind a key or a dash; None where it does not look like the cause."""
    first = value[:1]
    if first and first in _TYPOGRAPHIC:
        return f'{first} is no quote here. Put the whole text in straight ones: "{value}".'
    if first in {"'", '"'}:
        others = "single" if first == '"' else "double"
        return f"The text goes on behind the quote that closes it. Put all of it in {others} quotes."
    if first and first in _NEVER_FIRST:
        return f"The text begins with '{first}'. Put all of it in quotes."
    if "sequence entries" in said:
        return "Start the list on a line of its own, or put the text in quotes."
    if "mapping values" in said and re.search(r":(?:\s|$)", value):
        return "The text holds a colon. Put it in quotes."
    return None
