"""A pack as a book of pages: what its entries are called, where they stand, and how they are linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.roles import labels
from advisor.errors import Place, printable
from advisor.knowledge.placeholders import CITY, fill, placeholders
from advisor.reports.pictures.drawing import Figure
from advisor.reports.tree import Node
from advisor.workshop.pages.uses import Uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from advisor.knowledge.measures import Measure
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.reports.words import Words
    from advisor.workshop.cases.read import Case

SECTIONS = (
    "topics",
    "questions",
    "approaches",
    "poles",
    "conditions",
    "findings",
    "criteria",
    "measures",
    "steps",
    "sources",
    "cases",
)
"""The sections whose entries have a page each."""


class Page(msgspec.Struct, frozen=True):
    """A page: what it is called in links, its document, and its pictures."""

    name: str
    title: str
    tree: Node
    figures: dict[str, Figure] = {}


class Book:
    """What every page needs to know about the whole."""

    def __init__(self, folder: Path, pack: Pack, places: Places, cases: Sequence[Case], words: Words) -> None:
        """Take a pack in the language of its readers, and where everything in it was written."""
        self.pack = pack
        self.words = words
        self.cases = cases
        self.uses = Uses(pack)
        self._folder = folder
        self._places = places
        self._forms = labels(pack, pack.info.title, None, {}) | {CITY: {"": words("pages.name")}}
        self.titles = dict(self._titles())

    def _titles(self) -> Iterable[tuple[str, str]]:
        pack = self.pack
        yield from ((f"topics/{topic.id}", topic.name) for topic in pack.topics)
        yield from ((f"questions/{question.id}", question.label) for question in pack.questions)
        yield from ((f"approaches/{approach.id}", approach.name) for approach in pack.approaches)
        yield from ((f"poles/{pole.id}", pole.name) for pole in pack.poles())
        yield from ((f"conditions/{named.id}", named.name) for named in pack.conditions)
        yield from ((f"findings/{finding.id}", finding.title) for finding in pack.findings)
        yield from ((f"criteria/{criterion.id}", criterion.title) for criterion in pack.criteria)
        yield from ((f"measures/{measure.id}", self._called(measure)) for measure in pack.measures)
        yield from ((f"steps/{step.id}", self.text(step.title)) for step in pack.steps)
        yield from ((f"sources/{source.id}", source.title) for source in pack.sources)
        yield from ((f"cases/{number}", case.name) for number, case in enumerate(self.cases, start=1))

    def _called(self, measure: Measure) -> str:
        """Return what readers call a measure: the question, and the answer that it brings about."""
        ((fact, level),) = measure.raises.items()
        question = self.pack.question(fact)
        value = next((each.label for each in question.levels if each.name == level), level)
        return self.words("pages.measure", label=question.label, value=self.words("value.quoted", value=value))

    def names(self, section: str) -> list[str]:
        """Return the entries of a section, in the order of the pack."""
        return [name for name in self.titles if name.startswith(f"{section}/")]

    def text(self, text: str) -> str:
        """Return a text with the neutral names of roles; what stands for a step stays as it was written."""
        known = placeholders(text) <= self._forms.keys()
        return fill(text, self._forms) if known else text

    def link(self, name: str) -> Node:
        """Return a link to an entry, by its title."""
        return node("a", self.titles[name], target=f"#{name}")

    def links(self, names: Iterable[str]) -> Node:
        """Return a list of links, each with the id that authors write."""
        return node("ul", *(node("li", self.link(name), " (", node("code", name.partition("/")[2]), ")") for name in names))

    def place(self, name: str) -> str:
        """Return the line in which an entry was written, from the folder of the pack on; empty if that is not known."""
        own = name.startswith("cases/")
        place = self.cases[int(name.partition("/")[2]) - 1].place() if own else self._places.of(name)
        if place.file == name or not place.line:
            return ""
        file = place.file.removeprefix(f"{self._folder}/")
        return str(Place(file, place.line))

    def head(self, name: str, kind: str = "") -> tuple[Node, Node]:
        """Return how the page of an entry begins: its title, then what it is, its id and its place."""
        section, _, called = name.partition("/")
        what = kind or self.words(f"pages.one.{section}")
        place = self.place(name)
        told = (node("code", called), *((" · ", node("code", place)) if place else ()))
        return node("h1", self.titles[name]), node("p", f"{what} · ", *told)


def node(tag: str, *children: Node | str, target: str | None = None) -> Node:
    """Return an element; texts become printable and stay on one line."""
    found = (" ".join(printable(each).split("\n")) if isinstance(each, str) else each for each in children)
    return Node(tag, tuple(each for each in found if each != ""), target)
