"""Read the styles of an SVG: declarations, and sheets of rules for ids, classes and elements. Nothing else of CSS is taken."""

from __future__ import annotations

import re

import msgspec

from advisor.reports.logos.values import PLAIN, PROPERTIES, is_value

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\s*([^{}]*)\{([^{}]*)\}\s*")
_SELECTOR = re.compile(r"([.#]?)([A-Za-z_][\w-]{0,100}|\*)")
_CALLED = re.compile(r"([\w-]+)\s*\(")
_HARMLESS = frozenset({"rgb", "rgba", "hsl", "hsla", "url", "color", "device-cmyk", "icc-color", "rect"})
_OUTWARD = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
_WIDE_COLOUR = re.compile(r"(?:color|device-cmyk)\([\w\s.,%/+-]*\)")
_ORDER = {"*": 0, "": 1, ".": 2, "#": 3}


class StyleError(Exception):
    """A style that does more than draw, or that is not understood."""


class Rule(msgspec.Struct, frozen=True):
    """Declarations for elements with a name, a class (``.``) or an id (``#``)."""

    kind: str
    name: str
    declarations: dict[str, str]

    @property
    def rank(self) -> int:
        """Return how much a rule weighs: that of an id more than that of a class, that of an element least."""
        return _ORDER[self.name if self.name == "*" else self.kind]


def declarations(text: str) -> dict[str, str]:
    """Return what a style declares and a drawing shows.

    Raises:
        StyleError: it leads out of the file, or is not understood.

    """
    text = _checked(text)
    found: dict[str, str] = {}
    for each in text.split(";"):
        name, colon, value = (part.strip() for part in each.partition(":"))
        if not each.strip():
            continue
        if not colon:
            raise StyleError(f"the style '{_short(each)}' is not understood.")
        if checked_property(name.lower(), value):
            found[name.lower()] = value
    return found


def checked_property(name: str, value: str) -> bool:
    """Tell whether a property is one that is kept; others that are harmless are not.

    Raises:
        StyleError: it leads out of the file, or changes the looks in a way that is not taken.

    """
    _checked(value)
    if _WIDE_COLOUR.fullmatch(value):
        return False  # exports state a colour that every reader knows before
    if name in PLAIN and value not in PLAIN[name]:
        raise StyleError(f"'{name}' is not taken in a logo.")
    if name not in PROPERTIES:
        return False
    if not is_value(PROPERTIES[name], value):
        raise StyleError(f"'{_short(value)}' is no value for '{name}'.")
    return True


def rules(sheet: str) -> list[Rule]:
    """Return the rules of a style sheet, the weightiest last.

    Raises:
        StyleError: it leads out of the file, or has more than rules for ids, classes and elements.

    """
    rest, found = _checked(sheet), []
    while rest.strip():
        rule = _RULE.match(rest)
        if rule is None:
            raise StyleError(f"the style sheet is not understood at '{_short(rest)}'.")
        declared = declarations(rule[2])
        for each in rule[1].split(","):
            selector = _SELECTOR.fullmatch(each.strip())
            if selector is None:
                raise StyleError(f"the selector '{_short(each)}' is not taken.")
            found.append(Rule(selector[1], selector[2], declared))
        rest = rest[rule.end() :]
    return sorted(found, key=lambda each: each.rank)


def _checked(text: str) -> str:
    """Return a style without comments; it must not lead out of the file, nor be able to hide that it does."""
    text = _COMMENT.sub(" ", text)
    for sign in "@\\":
        if sign in text:
            raise StyleError(f"a style leads out of the file, or may: it has '{sign}'.")
    if _OUTWARD.search(text):
        raise StyleError("a style leads out of the file.")
    for call in _CALLED.findall(text):
        if call.lower() not in _HARMLESS:
            raise StyleError(f"a style leads out of the file, or may: it has '{_short(call)}('.")
    return text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - enough to find it
