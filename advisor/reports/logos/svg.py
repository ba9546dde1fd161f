"""Read an SVG and write it anew: of a closed list of elements, attributes and values, with what a drawing program adds left out.

What tries to do more than draw is refused with its line, and so is what cannot be drawn the same everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from advisor.reports.logos import styles
from advisor.reports.logos.references import Element, ReferenceFaultError, renamed
from advisor.reports.logos.values import COMMON, ELEMENTS, NUMBER, PROPERTIES, UNSEEN, is_value

if TYPE_CHECKING:
    from collections.abc import Mapping

SVG = "http://www.w3.org/2000/svg"
_XLINK, _XHTML = "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_OUTWARD = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|javascript:|expression\(", re.IGNORECASE)
_SIZE = re.compile(r"\s*((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0}
_DEEPEST, _MOST = 50, 20_000
_SMALLEST, _LARGEST, _FURTHEST = 1e-3, 1e6, 1e7
FLATTEST = 20
"""How many times as wide as high a logo may be, or as high as wide."""


class DrawingError(Exception):
    """An SVG that is not taken: the line, what is wrong, and what to do."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        """Take them."""
        super().__init__(what)
        self.line, self.what, self.hint = line, what, hint


def clean(content: bytes) -> tuple[str, float]:
    """Return a drawing written anew, and its width by its height.

    Raises:
        DrawingError: it is no SVG, or not one that only draws.

    """
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 - expat's way to say that this is all
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        raise DrawingError(line, "this is neither a PNG nor a sound SVG.", "Export the logo again as SVG or PNG.") from error
    root = reader.root
    box = _box(root.attributes)
    try:
        _styled(root, sorted(reader.rules, key=lambda each: each.rank))
        renamed(root)
    except ReferenceFaultError as error:
        raise DrawingError(error.line, str(error), "Draw it with paths, or take a PNG.") from error
    left, top, wide, high = (f"{each:.10g}" for each in box)
    head = f'<svg xmlns="{SVG}" viewBox="{left} {top} {wide} {high}" width="{wide}" height="{high}"'
    own = _written({name: value for name, value in root.attributes.items() if name in PROPERTIES})
    return f"{head}{own}>{''.join(map(_element, root.children))}</svg>", box[2] / box[3]


class _Reader:
    """Goes through an SVG and keeps what draws."""

    def __init__(self) -> None:
        self.root = Element("", {}, 1)
        self.rules: list[styles.Rule] = []
        self._open: list[Element] = [self.root]
        self._deep = self._count = self._unseen = 0
        self._sheet: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.ProcessingInstructionHandler = self._instructed

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self._deep, self._count = self._deep + 1, self._count + 1
        if self._deep > _DEEPEST or self._count > _MOST:
            self._stop("the drawing has too many parts.", "Simplify it, or take a PNG.")
        if space == _XHTML and self._deep > 1:
            self._stop(f"<{tag[:40]}> belongs to a web page and not to a drawing.", "Remove it.")
        if self._deep == 1 and name != f"{SVG} svg":
            self._stop(f"<{tag[:40]}> is not an SVG.", "Export the logo as SVG or PNG.")
        if self._sheet is not None:
            self._stop("a style holds elements.", "Remove them.")
        if self._unseen or space != SVG or tag in UNSEEN:
            self._unseen += 1
            return
        if tag == "style":
            self._sheet = []
            return
        if tag not in ELEMENTS or (tag == "svg") != (self._deep == 1):
            hint = "Turn texts into paths." if tag in {"text", "tspan"} else "Draw it with paths, or take a PNG."
            self._stop(f"<{tag[:40]}> is not taken in a logo.", hint)
        self._open_element(tag, attributes)

    def _open_element(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, {}, self.parser.CurrentLineNumber, [])
        for name, value in attributes.items():
            self._attribute(element, name, value)
        if self._deep == 1:
            self.root = element
            self._open = []
        else:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _attribute(self, element: Element, name: str, value: str) -> None:
        """Keep an attribute that draws; refuse one that tries to do more; leave the others out."""
        space, _, own = name.rpartition(" ")
        if own.lower().startswith("on"):
            self._stop(f"the attribute '{own[:40]}' runs a script.", "Remove it.")
        outward = own in {"href", "src", "base"} and not value.startswith("#")
        if outward or (space in {"", _XLINK, _XML} and _OUTWARD.search(value)):
            self._stop(f"the attribute '{own[:40]}' leads out of the file.", "Remove it, or take a PNG.")
        if space not in {"", _XLINK} or (space == _XLINK and own != "href"):
            return
        kept = ELEMENTS[element.tag].get(own) or COMMON.get(own)
        if own in {"id", "class", "style"} or (element.tag == "svg" and own in {"viewBox", "width", "height"}):
            element.attributes[own] = value
        elif kept is not None:
            if not is_value(kept, value.strip()):
                self._stop(
                    f"'{_short(value)}' is no value for '{own}' of <{element.tag}>.", "Export the logo again, or take a PNG."
                )
            element.attributes[own] = value.strip()
        else:
            self._property(element, own, value.strip())

    def _property(self, element: Element, name: str, value: str) -> None:
        try:
            if value and styles.checked_property(name, value):
                element.attributes[name] = value
            if name == "style":
                styles.declarations(value)
        except styles.StyleError as error:
            self._stop(str(error), "Remove it, or take a PNG.")

    def _end(self, name: str) -> None:
        del name
        self._deep -= 1
        if self._unseen:
            self._unseen -= 1
        elif self._sheet is not None:
            sheet, self._sheet = "".join(self._sheet), None
            try:
                self.rules += styles.rules(sheet)
            except styles.StyleError as error:
                self._stop(str(error), "Remove it, or export the logo with its colours as attributes.")
        else:
            self._open.pop()

    def _text(self, data: str) -> None:
        if self._sheet is not None:
            self._sheet.append(data)

    def _declared(self, name: str, system: str | None, public: str | None, inside: int) -> None:
        del name, system, public
        if inside:
            self._stop("a document type can hide entities.", "Remove the lines <!DOCTYPE …>.")

    def _instructed(self, target: str, data: str) -> None:
        del data
        if not self._unseen:
            self._stop(f"the instruction <?{target[:40]}?> is not taken.", "Remove it.")

    def _stop(self, what: str, hint: str) -> NoReturn:
        raise DrawingError(self.parser.CurrentLineNumber, what, hint)


def _box(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a drawing, from the view box or else from the size."""
    parts = attributes.get("viewBox", "").replace(",", " ").split()
    if len(parts) == 4 and all(NUMBER.fullmatch(each) for each in parts):  # noqa: PLR2004 - left, top, width, height
        left, top, wide, high = map(float, parts)
    else:
        sizes = [_SIZE.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        left, top, (wide, high) = 0.0, 0.0, (float(each[1]) * _PIXELS[each[2] or "px"] if each else 0.0 for each in sizes)
    if not (wide > 0 and high > 0):
        raise DrawingError(1, "the SVG does not say how large it is.", "Give it a viewBox.")
    if not (min(wide, high) >= _SMALLEST and max(wide, high) <= _LARGEST and max(abs(left), abs(top)) <= _FURTHEST):
        what = f"the SVG is {wide:.4g} by {high:.4g} at {left:.4g}, {top:.4g}."
        raise DrawingError(1, what, f"Sizes from {_SMALLEST:g} to {_LARGEST:g} are taken; scale it.")
    if not 1 / FLATTEST <= wide / high <= FLATTEST:
        what = f"the SVG is {wide:.4g} by {high:.4g}."
        raise DrawingError(1, what, f"A logo is at most {FLATTEST} times as wide as high, or as high as wide.")
    return left, top, wide, high


def _styled(element: Element, rules: list[styles.Rule]) -> None:
    """Give each element what the rules and its own style declare, as attributes: then no style is left."""
    classes = element.attributes.pop("class", "").split()
    own = element.attributes.pop("style", "")
    names = {"": [element.tag, "*"], ".": classes, "#": [element.attributes.get("id", "")]}
    for rule in rules:
        if rule.name in names[rule.kind]:
            element.attributes |= rule.declarations
    try:
        element.attributes |= styles.declarations(own)
    except styles.StyleError as error:
        raise DrawingError(element.line, str(error), "Remove it, or take a PNG.") from error
    for child in element.children:
        _styled(child, rules)


def _element(element: Element) -> str:
    inner = "".join(map(_element, element.children))
    return (
        f"<{element.tag}{_written(element.attributes)}>{inner}</{element.tag}>"
        if inner
        else (f"<{element.tag}{_written(element.attributes)}/>")
    )


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - enough to find it
