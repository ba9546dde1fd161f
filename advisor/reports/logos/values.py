"""What an SVG may say to draw: elements, their attributes, properties of style, and the values of each.

Values are compared with what they may be, never searched for what they may not be.
"""

from __future__ import annotations

import re

_DIGITS = r"(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][-+]?\d{1,3})?"
_SIGNED = rf"[-+]?{_DIGITS}"
_UNIT = r"(?:px|pt|pc|mm|cm|in|%)?"
_LARGEST = 1e7
"""No number of a drawing is larger: beyond lies what overflows."""

_BETWEEN = r"[\s,]+"
NUMBER = re.compile(_SIGNED)

_LENGTH = rf"{_SIGNED}{_UNIT}"
_LENGTHS = rf"{_LENGTH}(?:{_BETWEEN}{_LENGTH}){{0,63}}"
_MOVES = r"(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([-+\d.eE,\s]*\)"
_COLOUR = r"(?:#[0-9a-fA-F]{3,8}|(?:rgb|hsl)a?\([-+\d.,%/\s]*\)|(?!url|color|expression)[a-zA-Z]{3,24})"
_KEYWORD = r"[a-zA-Z-]{1,30}"
REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^'\"()<>\\\s]{1,200})\1\s*\)")

_number = re.compile(rf"{_SIGNED}%?|inherit")
_length = re.compile(rf"{_LENGTH}|inherit")
_paint = re.compile(rf"(?:{REFERENCE.pattern}\s*)?(?:{_COLOUR})?")
_reference = re.compile(rf"{REFERENCE.pattern}|none")
_keyword = re.compile(_KEYWORD)
_path = re.compile(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,eE+-]*")
_points = re.compile(r"[\d\s.,eE+-]*")
_transform = re.compile(rf"(?:{_MOVES}[\s,]*)*")

PROPERTIES = {
    **dict.fromkeys(("fill", "stroke"), _paint),
    **dict.fromkeys(("stop-color", "color"), re.compile(_COLOUR)),
    **dict.fromkeys(("fill-opacity", "stroke-opacity", "stop-opacity", "opacity", "stroke-miterlimit"), _number),
    **dict.fromkeys(("stroke-width", "stroke-dashoffset"), _length),
    "stroke-dasharray": re.compile(rf"{_LENGTHS}|none|inherit"),
    **dict.fromkeys(("clip-path", "mask"), _reference),
    **dict.fromkeys(("fill-rule", "clip-rule", "stroke-linecap", "stroke-linejoin"), _keyword),
    **dict.fromkeys(("display", "visibility", "overflow", "mask-type"), _keyword),
}
"""What a style may set."""

PLAIN = {
    "filter": {"none"},
    "mix-blend-mode": {"normal"},
    "transform": {"none"},
    "marker": {"none"},
    "marker-start": {"none"},
    "marker-mid": {"none"},
    "marker-end": {"none"},
}
"""Properties that change the looks in a way that is not taken, and the values with which they change nothing."""

_BOX = dict.fromkeys(("x", "y", "width", "height"), _length)
_GRADIENT = {"gradientUnits": _keyword, "gradientTransform": _transform, "spreadMethod": _keyword, "href": re.compile(r"#.+")}

SHAPES = {
    "path": {"d": _path},
    "rect": {**_BOX, "rx": _length, "ry": _length},
    "circle": dict.fromkeys(("cx", "cy", "r"), _length),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), _length),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), _length),
    "polyline": {"points": _points},
    "polygon": {"points": _points},
}
"""The elements that draw, and the attributes of each beside those that all have."""

ELEMENTS: dict[str, dict[str, re.Pattern[str]]] = {
    **SHAPES,
    "svg": {},
    "g": {},
    "defs": {},
    "use": {**_BOX, "href": re.compile(r"#.+")},
    "linearGradient": {**dict.fromkeys(("x1", "y1", "x2", "y2"), _length), **_GRADIENT},
    "radialGradient": {**dict.fromkeys(("cx", "cy", "r", "fx", "fy", "fr"), _length), **_GRADIENT},
    "stop": {"offset": _number},
    "clipPath": {"clipPathUnits": _keyword},
    "mask": {**_BOX, "maskUnits": _keyword, "maskContentUnits": _keyword},
}
COMMON = {"transform": _transform}
UNSEEN = frozenset({"title", "desc", "metadata"})
"""What is about the drawing and not part of it."""


def is_value(pattern: re.Pattern[str], value: str) -> bool:
    """Tell whether a value is one of those that may stand here, with numbers that can be reckoned with."""
    return pattern.fullmatch(value) is not None and (
        pattern is _keyword or all(abs(float(each)) <= _LARGEST for each in NUMBER.findall(_without_names(value)))
    )


def _without_names(value: str) -> str:
    """Return a value without colours and references: their digits are no numbers."""
    return re.sub(r"#[\w.:-]*", " ", value)
