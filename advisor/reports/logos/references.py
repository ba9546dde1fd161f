"""Check what refers to what in a drawing: no reference leads on to another, so that nothing grows with each level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.logos.values import REFERENCE, SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_TARGETS = {
    "fill": _GRADIENTS,
    "stroke": _GRADIENTS,
    "clip-path": frozenset({"clipPath"}),
    "mask": frozenset({"mask"}),
}
_LONGEST_CHAIN = 8
_MOST = 500
_HEAVIEST = 2_000_000
"""Characters of what is drawn because something refers to it."""


class Element(msgspec.Struct):
    """An element with what is kept of it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = []

    def all(self) -> Iterator[Element]:
        """Yield the element and all within it."""
        yield self
        for child in self.children:
            yield from child.all()

    def weight(self) -> int:
        """Return how long it is, written out."""
        return sum(20 + sum(map(len, each.attributes.values())) for each in self.all())


class ReferenceFaultError(Exception):
    """A reference that is not taken, at an element."""

    def __init__(self, element: Element, what: str) -> None:
        """Take the element, and what is wrong."""
        super().__init__(what)
        self.line = element.line


def renamed(root: Element) -> None:
    """Check all references, and give what they lead to new names; other names go.

    Raises:
        ReferenceFaultError: one leads nowhere, to the wrong thing, or on to another.

    """
    named: dict[str, Element] = {}
    for each in root.all():
        if "id" in each.attributes:
            named.setdefault(each.attributes.pop("id"), each)
    found = [
        (each, attribute, _target(each, attribute, name, named)) for each in root.all() for attribute, name in _references(each)
    ]
    weights = {id(target): target.weight() for _, _, target in found}
    if len(found) > _MOST or sum(weights[id(target)] for _, _, target in found) > _HEAVIEST:
        raise ReferenceFaultError(root, "the drawing refers to too much.")
    for part in root.all():
        if part.tag in {"clipPath", "mask"}:
            _ends_here(part)
    for number, target in enumerate({id(target): target for _, _, target in found}.values(), start=1):
        target.attributes["id"] = f"i{number}"
    for each, attribute, target in found:
        each.attributes[attribute] = _with(each.attributes[attribute], attribute, target.attributes["id"])


def _references(element: Element) -> Iterator[tuple[str, str]]:
    for attribute, value in list(element.attributes.items()):
        if attribute == "href":
            yield attribute, value.removeprefix("#")
        elif attribute in _TARGETS and (found := REFERENCE.search(value)):
            yield attribute, found[2]


def _target(element: Element, attribute: str, name: str, named: dict[str, Element]) -> Element:
    target = named.get(name)
    if element.tag == "use":
        if target is None or target.tag not in SHAPES or {"clip-path", "mask"} & target.attributes.keys():
            raise ReferenceFaultError(element, "<use> is not taken where it copies anything but one plain shape.")
        return target
    allowed = _GRADIENTS if attribute == "href" else _TARGETS[attribute]
    if target is None or target.tag not in allowed:
        raise ReferenceFaultError(element, f"'{attribute}' refers to '{name[:40]}', which is no {' or '.join(sorted(allowed))}.")
    if attribute == "href":
        _chain_ends(element, named)
    return target


def _chain_ends(gradient: Element, named: dict[str, Element]) -> None:
    """Gradients may lead on to another, as drawing programs write them: a short way that ends."""
    now = gradient
    for _ in range(_LONGEST_CHAIN):
        following = named.get(now.attributes.get("href", "").removeprefix("#"))
        if following is None:
            return
        now = following
    raise ReferenceFaultError(gradient, "the gradients refer to each other without an end.")


def _ends_here(part: Element) -> None:
    for each in part.all():
        if {"clip-path", "mask"} & each.attributes.keys() or (each is not part and each.tag in {"clipPath", "mask"}):
            raise ReferenceFaultError(each, f"a <{part.tag}> refers to another clipping or mask.")


def _with(value: str, attribute: str, new: str) -> str:
    return f"#{new}" if attribute == "href" else REFERENCE.sub(f"url(#{new})", value)
