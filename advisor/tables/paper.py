"""The questionnaire on paper: boxes to tick, lines to write on, by topic; as a document that each writer of reports takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.answers import roles
from advisor.knowledge.placeholders import fill
from advisor.reports.plain import About, document_of, text
from advisor.reports.tree import Node
from advisor.tables.questionnaire import answer_cell, choices

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.placeholders import Forms
    from advisor.reasoning.answers import Answer, Answers, Respondent
    from advisor.reports.document import Document
    from advisor.reports.words import Words

_LINE = "_" * 40


def on_paper(  # noqa: PLR0913 - whose it is, and what is asked
    pack: Pack,
    words: Words,
    city: Answers | None,
    person: Respondent,
    questions: Collection[str],
    *,
    filled: bool,
    today: datetime.date,
) -> Document:
    """Return the questionnaire as a document, for a city and a person as far as they are known; ``filled`` with its answers."""
    labels = city.city.labels if city else roles.labels(pack, "…", None, {})
    name = city.city.name if city else ""
    given = {**city.waiting, **city.answers} if city and filled else {}
    parts = [text("h1", words("table.title_of", city=name) if name else words("table.title"))]
    parts.append(text("p", words("table.paper.how")))
    role = labels[person.role][""] if person.role in labels else ""
    fields = {"city": name, "name": person.name or "", "role": role, "date": ""}
    parts.append(
        Node("ul", tuple(text("li", f"{words(f'table.head.{each}')}: {told or _LINE}") for each, told in fields.items()))
    )
    number = 0
    for topic in pack.topics:
        asked = [each for each in pack.questions if each.topic == topic.id and each.id in questions]
        parts += [text("h2", topic.name)] if asked else []
        for each in asked:
            number += 1
            parts += _question(words, labels, each, number, given.get(each.id))
    return document_of(Node("article", tuple(parts)), "questionnaire", pack, words, About(name, today))


def _question(words: Words, labels: Mapping[str, Forms], asked: Question, number: int, given: Answer | None) -> Iterator[Node]:
    yield text("h3", f"{number}. {asked.label}")
    yield text("p", fill(asked.ask, labels))
    told = given if given is not None and not given.unanswered and not given.disputed else None
    value = None if told is None else told.value
    ticked = {str(each) for each in (value if isinstance(value, tuple) else (value,)) if each is not None}
    options, to_write = choices(words, asked), list[str]()
    if options:
        if asked.type == "several":
            yield text("p", words("table.paper.several"))
        behaviours = {level.name: fill(level.behaviour, labels) for level in asked.levels if level.behaviour}
        rows = [
            (name in ticked, words("table.level", label=label, behaviour=behaviours[name]) if name in behaviours else label)
            for name, label in options
        ]
    else:
        what = {"number": words("table.number", unit=asked.unit or ""), "date": words("table.date")}.get(asked.type, "")
        written = _LINE if told is None or value is None else answer_cell(words, asked, value)
        to_write.append(f"{words('table.column.answer')}{f' ({what})' if what else ''}: {written}")
        rows = []
    rows.append((told is not None and value is None, words("ask.command.unknown")))
    yield _lines([*to_write, *(f"{'☑' if is_ticked else '☐'} {label}" for is_ticked, label in rows)])
    yield text("p", f"{words('table.column.note')}: {(given.note if given else None) or _LINE}")


def _lines(each: Iterable[str]) -> Node:
    """Return a paragraph with a line for each: a list would set a bullet before every box."""
    first, *others = each
    return Node("p", (first, *(part for line in others for part in (Node("br"), line))))
