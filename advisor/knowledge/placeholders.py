"""Fill the placeholders of a pack's texts: roles under the names a city uses, declined as the sentence needs them.

``{executive}`` is the bare name. ``{der executive}`` names the form: the label says what stands for it («der Rat»,
«die Exekutive»), so the machine needs no grammar. A capital (``{Der executive}``) makes the result begin with one.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from advisor.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Forms = dict[str, str]
"""One label: the bare name under the empty form, and each declined form under its own."""

CITY = "city"
"""The placeholder for the city's name, which stands beside those for its roles."""

_APOSTROPHES = ("'", "’")
_GROUPED_FROM, _BLANK = 10_000, "\N{NO-BREAK SPACE}"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def fill(text: str, words: Mapping[str, object]) -> str:
    """Replace every placeholder by the words given for it, in the form that it names; what has no forms stands as it is.

    >>> fill("{Der executive} beschliesst {count} Dinge.", {"executive": {"": "Rat", "der": "der Rat"}, "count": 2})
    'Der Rat beschliesst 2 Dinge.'
    """
    return put(taken_apart(text), words) if "{" in text else text


Parts = tuple[str, tuple[tuple[str, str, bool, str], ...]]
"""What stands before the first placeholder, and of each its name, its form, whether it begins large, and what follows."""


def put(parts: Parts, words: Mapping[str, object]) -> str:
    """Return a text that was taken apart, with the words given for its placeholders."""
    beginning, slots = parts
    said = [beginning]
    for name, form, is_capital, after in slots:
        found = words[name]
        if isinstance(found, dict):
            found = found[form]
        elif form:
            raise KeyError(form)
        else:
            found = str(found)
        said += (found[:1].upper() + found[1:] if is_capital else found, after)
    return "".join(said)


@functools.lru_cache(maxsize=8192)  # the texts of a pack and the words of reports, filled in for each city
def taken_apart(text: str) -> Parts:
    """Return the parts of a text."""
    beginning, *rest = _PLACEHOLDER.split(text)
    asked = [(inner.rpartition(" "), after) for inner, after in zip(rest[::2], rest[1::2], strict=True)]
    return beginning, tuple((name, form.lower(), form[:1].isupper(), after) for (form, _, name), after in asked)


def grouped(number: int) -> str:
    """Write a whole number as a text prints it; from five digits on in groups of three, with blanks that end no line.

    >>> grouped(5000), len(grouped(50000))
    ('5000', 6)
    """
    return str(number) if abs(number) < _GROUPED_FROM else f"{number:_}".replace("_", _BLANK)


@functools.lru_cache(maxsize=8192)  # the texts of a pack, asked about for each city
def placeholders(text: str) -> frozenset[str]:
    """Return the names that a text has placeholders for, in whatever form."""
    return frozenset(inner.rpartition(" ")[2] for inner in _PLACEHOLDER.findall(text))


def forms_asked(text: str) -> frozenset[tuple[str, str]]:
    """Return the names that stand in a form of their article, each with that form."""
    split = (inner.rpartition(" ") for inner in _PLACEHOLDER.findall(text))
    return frozenset((name, form.lower()) for form, _, name in split if form)


def joined(article: str, name: str) -> str:
    """Put an article before a name; after an apostrophe there is no blank.

    >>> joined("der", "Rat"), joined("l’", "exécutif")
    ('der Rat', 'l’exécutif')
    """
    return f"{article}{name}" if article.endswith(_APOSTROPHES) else f"{article} {name}"


def placeholder_problems(
    text: str, names: Collection[str], forms: Collection[str], articles: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the placeholders of a text, each with a hint and a code; ``articles`` are those of the pack."""
    if "{" not in text and "}" not in text:
        return
    for inner in dict.fromkeys(_PLACEHOLDER.findall(text)):
        form, _, name = inner.rpartition(" ")
        if name not in names:
            yield f"nothing is called '{{{name}}}' in texts.", suggest(name, names), "F212"
        elif form and form.lower() not in forms:
            hint = _named_after(form, name, forms, articles) or suggest(form.lower(), forms)
            yield f"'{form}' is not a form of a role's name.", hint, "F213"
    rest = _PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        yield "a brace stands alone.", "Write placeholders as {executive}; use no other braces.", "F214"


def _named_after(form: str, name: str, forms: Collection[str], articles: Collection[str]) -> str | None:
    """Return how to write a form that was called after the name's own article, such as ``{das team}``."""
    first = next((article for article in articles if article in forms), None)
    if first is None or form.lower() not in articles:
        return None
    return f"Write {{{first.capitalize() if form[0].isupper() else first} {name}}}: forms are named after the article '{first}'."
