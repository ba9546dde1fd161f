"""The questionnaire as a table: every question with what can be answered, and a cell for the answer and the note."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.answers import roles
from advisor.knowledge.lookup import called
from advisor.knowledge.placeholders import fill
from advisor.tables.grid import Field, Form, Line

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import Answer, Answers, AnswerValue, Respondent
    from advisor.reports.words import Words

COLUMNS = ("id", "topic", "ask", "possible", "answer", "note")
HEAD = ("pack", "city", "canton", "name", "role", "date")
SEPARATOR = "; "


def questionnaire(
    pack: Pack, words: Words, city: Answers | None, person: Respondent, questions: Collection[str], *, filled: bool
) -> Form:
    """Return the table of some questions, for a city and a person as far as they are known; ``filled`` with its answers."""
    labels = city.city.labels if city else roles.labels(pack, "…", None, {})
    told = {
        "pack": pack_line(pack),
        "city": city.city.name if city else "",
        "canton": (city.city.canton or "") if city else "",
        "name": person.name or "",
        "role": labels[person.role][""] if person.role in labels else "",
        "date": "",
    }
    options = {"role": tuple(labels[role.id][""] for role in pack.roles)}
    given = {**city.waiting, **city.answers} if city and filled else {}
    lines = (_line(pack, words, labels, each, given.get(each.id)) for each in pack.questions if each.id in questions)
    answer = words("table.column.answer")
    return Form(
        title=words("table.title_of", city=told["city"]) if told["city"] else words("table.title"),
        how=words("table.how", answer=answer, id=words("table.column.id")),
        head=tuple(Field(words(f"table.head.{name}"), told[name], options.get(name, ())) for name in HEAD),
        columns=tuple(words(f"table.column.{name}") for name in COLUMNS),
        lines=tuple(lines),
        choices=words("table.choices"),
        answer=COLUMNS.index("answer"),
        note=COLUMNS.index("note"),
    )


def pack_line(pack: Pack) -> str:
    """Return how a table says which pack it is for, and in which language it was written."""
    return f"{pack.info.id} {pack.info.version} {pack.info.language}"


def _line(pack: Pack, words: Words, labels: dict[str, dict[str, str]], asked: Question, given: Answer | None) -> Line:
    told = given is not None and not given.unanswered and not given.disputed
    texts = {
        "id": asked.id,
        "topic": called("topic", asked.topic, pack.topics).name,
        "ask": fill(asked.ask, labels),
        "possible": _possible(words, labels, asked),
        "answer": answer_cell(words, asked, given.value) if given is not None and told else "",
        "note": (given.note or "") if given else "",
    }
    single = asked.type in {"ordinal", "choice", "yes_no"}
    unknown = words("ask.command.unknown")
    return Line(
        tuple(texts[name] for name in COLUMNS), (*(label for _, label in choices(words, asked)), unknown) if single else ()
    )


def choices(words: Words, asked: Question) -> tuple[tuple[str, str], ...]:
    """Return what can be chosen as an answer: how it stands in a file, and how it is called."""
    if asked.type == "yes_no":
        return tuple((name, words(f"value.{name}")) for name in ("yes", "no"))
    return tuple((level.name, level.label) for level in asked.levels)


def answer_cell(words: Words, asked: Question, value: AnswerValue | None) -> str:
    """Return an answer as it stands in a cell."""
    names = dict(choices(words, asked))
    if value is None:
        return words("ask.command.unknown")
    if isinstance(value, tuple):
        return SEPARATOR.join(names[each] for each in value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return names.get(str(value), str(value))


def _possible(words: Words, labels: dict[str, dict[str, str]], asked: Question) -> str:
    if asked.type == "number":
        return words("table.number", unit=asked.unit or "")
    if asked.type in {"date", "text"}:
        return words(f"table.{asked.type}")
    told = [
        words("table.level", label=level.label, behaviour=fill(level.behaviour, labels)) if level.behaviour else level.label
        for level in asked.levels
    ] or [label for _, label in choices(words, asked)]
    return "\n".join([*([words("table.several")] if asked.type == "several" else []), *told])
