"""Tell every sentence that is said of a city with where it comes from and what makes it certain, for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import printable
from advisor.reasoning.told import PassedOver, Said
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from advisor.reports.context import Context


class Review(msgspec.Struct, frozen=True):
    """Every sentence that is said, in its order."""

    said: list[Said]


def sentences(context: Context) -> Node:
    """Return a table of the sentences in the order in which they are said: text, place in the pack, condition, answers."""
    words = context.words
    title = words("explain.sentences", city=context.outcome.city.name)
    keys = ("sentence", "from", "only_when", "not_when", "passed_over", "answers")
    heads = (words(f"pages.{key}").rstrip(" :") for key in keys)
    rows = [Node("tr", tuple(Node("th", (head,)) for head in heads)), *(_row(context, said) for said in context.outcome.said)]
    return Node("article", (Node("h1", (title,)), Node("table", tuple(rows))))


def _row(context: Context, said: Said) -> Node:
    answers = [
        context.words("answer", label=context.question_label(name), value=context.answer(name))
        for name in said.answers
        if name in context.answers.answers
    ]
    place = Node("td", (Node("code", (said.id,)),))
    passed = "; ".join(_passed(context, each) for each in said.passed_over)
    return Node("tr", (_cell(said.text), place, *map(_cell, (said.when, said.unless, passed, "; ".join(answers)))))


def _passed(context: Context, over: PassedOver) -> str:
    """Return why a sentence before was not said, in the words of authors."""
    unknown = [f"{{{name}}}" for name in over.unknown]
    bound = [f"{key}: {condition}" for key, condition in (("when", over.when), ("unless", over.unless)) if condition]
    return ", ".join([*bound, *(f"{name}: {context.words('value.unknown')}" for name in unknown)])


def _cell(text: str) -> Node:
    return Node("td", (" ".join(printable(text).split("\n")) or "–",))
