"""The colours of a report: one that a city may choose, and those that go with it."""

from __future__ import annotations

import re

import msgspec

from advisor.errors import Place, Problem, UnusableInputError

MINIMUM = 4.5
"""The least contrast of text on its ground that people with weak eyesight can read (WCAG 2.1, AA)."""

_WHITE = (255, 255, 255)
_CODE = re.compile(r"#[0-9a-fA-F]{6}\Z")
_TINT, _SOFT = 0.10, 0.35
_KNEE = 0.04045

Channels = tuple[int, int, int]


class Colours(msgspec.Struct, frozen=True):
    """Colours as ``#rrggbb``: ``ink`` for text, ``accent`` for headings and lines, ``tint`` and ``soft`` for areas."""

    ink: str = "#1c2830"
    quiet: str = "#55626b"
    line: str = "#aab4bb"
    accent: str = "#1d5670"
    soft: str = "#a9c3cf"
    tint: str = "#e8eff2"
    paper: str = "#ffffff"


def chosen(colour: str | None) -> Colours:
    """Return the colours that go with the one a city has chosen.

    Raises:
        UnusableInputError: it is not a colour, or too light for text on white.

    """
    if colour is None:
        return Colours()
    if not _CODE.match(colour):
        raise _unusable(f"'{colour}' is not a colour.", "Write it as #rrggbb, for example #1d5670.")
    found = contrast(colour, "#ffffff")
    if found < MINIMUM:
        what = f"{colour} has a contrast of {found:.2f} to 1 on white; text needs {MINIMUM} to 1."
        raise _unusable(what, f"Take a darker tone, for example {_darkened(colour)}.")
    return Colours(accent=colour.lower(), soft=_mixed(colour, _SOFT), tint=_mixed(colour, _TINT))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light, dark = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _unusable(what: str, hint: str) -> UnusableInputError:
    return UnusableInputError([Problem(Place("--colour"), what, hint)])


def _luminance(channels: Channels) -> float:
    red, green, blue = ((c / 12.92) if c <= _KNEE else ((c + 0.055) / 1.055) ** 2.4 for c in (each / 255 for each in channels))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _code(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(each):02x}" for each in channels)


def _mixed(colour: str, share: float) -> str:
    """Return a colour thinned with white."""
    return _code(tuple(own * share + white * (1 - share) for own, white in zip(_channels(colour), _WHITE, strict=True)))


def _darkened(colour: str) -> str:
    """Return the nearest darker tone that can be read on white."""
    tones = (_code(tuple(each * share / 100 for each in _channels(colour))) for share in range(100, -1, -2))
    return next(tone for tone in tones if contrast(tone, "#ffffff") >= MINIMUM)
