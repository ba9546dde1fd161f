"""Tell every sentence that may be said of a city: where it comes from, in which papers it stands, and what makes it certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import printable
from advisor.reasoning.told import PassedOver, Said
from advisor.reports.printed import PAPERS, Extent, Paper, stands_in
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.reports.context import Context


class Reviewed(Said, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence with the papers in which it stands, each with how much of it; with none it is in the data alone."""

    stands_in: dict[Paper, Extent] = {}


class Review(msgspec.Struct, frozen=True):
    """Every sentence that may be said, in its order."""

    said: list[Reviewed]


def review(said: Iterable[Said], told: Mapping[Paper, list[str]], about: Collection[str]) -> Review:
    """Return the sentences about what is named, or all; ``told`` is what the papers about the city say."""
    return Review(
        [
            Reviewed(**msgspec.structs.asdict(each), stands_in=stands_in(each.text, told))
            for each in said
            if not about or not _about(each).isdisjoint(about)
        ]
    )


def _about(said: Said) -> set[str]:
    """Return what a sentence is about: the entry at whose place it is said, and what it takes to bring a fact to a level."""
    entry = said.at.split("/")[1].removesuffix(".preparation")
    return {entry, *(each for part in said.id.split("/")[1:] if "." in part for each in part.split("+"))}


def speaking(pack: Pack) -> dict[str, str]:
    """Return by id what sentences can be about, each with its title: entries, and what it takes to bring a fact to a level."""
    works = [*pack.measures, *(work for step in pack.steps for work in (*step.works, *step.actions))]
    done = {f"{fact}.{level}" for work in works for fact, level in work.raises.items()}
    named = {each.id: each.name for each in pack.approaches} | {each.id: each.name for each in pack.poles()}
    titled = {each.id: each.title for each in pack.findings} | {each.id: each.title for each in pack.steps}
    return {**named, **titled, **{each: each for each in sorted(done)}}


def sentences(context: Context, found: Review) -> Node:
    """Return sentences as a table: text, place in the pack and in the outcome, papers, condition, answers."""
    words = context.words
    title = Node("h1", (words("explain.sentences", city=context.outcome.city.name),))
    if not found.said:
        return Node("article", (title, Node("p", (words("explain.nothing_said"),))))
    keys = ("pages.sentence", "explain.places", "explain.stands_in", "pages.only_when", "pages.not_when")
    heads = (words(key).rstrip(" :") for key in (*keys, "pages.passed_over", "pages.answers"))
    rows = [Node("tr", tuple(Node("th", (head,)) for head in heads)), *(_row(context, said) for said in found.said)]
    return Node("article", (title, Node("table", tuple(rows))))


def _row(context: Context, said: Reviewed) -> Node:
    answers = [
        context.words("answer", label=context.question_label(name), value=context.answer(name))
        for name in said.answers
        if name in context.answers.answers
    ]
    comes_from, is_said_at = (Node("code", (place,)) for place in (said.id, said.at))
    places = Node("td", (comes_from,) if said.id == said.at else (comes_from, ", ", is_said_at))
    passed = "; ".join(_passed(context, each) for each in said.passed_over)
    bound = map(_cell, (said.when, said.unless, passed, "; ".join(answers)))
    return Node("tr", (_cell(said.text), places, _cell(_papers(context, said)), *bound))


def _papers(context: Context, said: Reviewed) -> str:
    """Return the papers in which a sentence stands, in words."""
    named = {paper: context.words(f"explain.paper.{paper}") for paper in PAPERS}
    found = [
        named[paper] if extent == "whole" else context.words("explain.beginning", paper=named[paper])
        for paper, extent in said.stands_in.items()
    ]
    return ", ".join(found) or context.words("explain.data_alone")


def _passed(context: Context, over: PassedOver) -> str:
    """Return why a sentence before was not said, in the words of authors."""
    unknown = [f"{{{name}}}" for name in over.unknown]
    bound = [f"{key}: {condition}" for key, condition in (("when", over.when), ("unless", over.unless)) if condition]
    return ", ".join([*bound, *(f"{name}: {context.words('value.unknown')}" for name in unknown)])


def _cell(text: str) -> Node:
    return Node("td", (" ".join(printable(text).split("\n")) or "–",))
