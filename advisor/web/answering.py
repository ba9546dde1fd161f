"""Understand what a form says to a question: a value, or why it is none, in the words of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import (
    NO_OPTION,
    UNKNOWN,
    UNREADABLE,
    AnswerValue,
    Tongue,
    UnknownRoleNameError,
    ValueReader,
    plain_answer,
    role_named,
    typed_day,
)

if TYPE_CHECKING:
    from advisor.desk import Pack
    from advisor.desk.session import Question, Words

DISAGREE = "-disagree"
"""What stands for «we disagree» among options: no level can be called so."""

CHOSEN = ("ordinal", "choice", "yes_no")
"""The kinds of questions of which one option is chosen."""


class Understood(msgspec.Struct, frozen=True):
    """A value, None where nobody knows; or why what was typed is none. ``month`` where only the month of a day was given."""

    value: AnswerValue | None = None
    wrong: str | None = None
    month: bool = False


def understood(words: Words, question: Question, pack: Pack, typed: list[str]) -> Understood:
    """Return what was meant; ``pack`` is the one in the language of the sitting, whose names of roles have to be known."""
    given = [each for each in typed if each]
    if not given:
        return Understood(
            wrong=words(f"web.question.nothing_{'chosen' if question.levels or question.type == 'yes_no' else 'typed'}")
        )
    if any(UNREADABLE in each for each in given):
        return Understood(wrong=words("ask.undecodable", typed=" ".join(given)))
    if question.type in CHOSEN or question.type == "several":
        return _chosen(words, question, given)
    return _typed(words, question, pack, given[0])


def _chosen(words: Words, question: Question, given: list[str]) -> Understood:
    names = [level.name for level in question.levels] or ["yes", "no"]
    if given == [UNKNOWN]:
        return Understood()
    if any(each not in names for each in given) or (question.type != "several" and len(given) != 1):
        return Understood(wrong=words("ask.unreadable", typed=", ".join(given)[:200]))
    none = next((level.label for level in question.levels if level.name == NO_OPTION), "")
    if question.type == "several" and NO_OPTION in given and len(set(given)) > 1:
        return Understood(wrong=words("ask.excludes", none=none))
    return _read(words, question, given if question.type == "several" else given[0], ", ".join(given))


def _typed(words: Words, question: Question, pack: Pack, typed: str) -> Understood:
    tongue = tongue_of(words)
    found = _read(words, question, typed if question.type == "text" else plain_answer(question, typed, tongue), typed)
    if found.wrong is None and question.names_role and not _is_named(pack, typed):
        articles = [article for article, forms in pack.articles.items() if article in forms.values()]
        return Understood(wrong=words("ask.article", articles=", ".join(articles)))
    day = typed_day(typed, tongue) if question.type == "date" else None
    return msgspec.structs.replace(found, month=day is not None and not day.exact)


def _read(words: Words, question: Question, raw: str | list[str] | object, typed: str) -> Understood:
    wrong: list[str] = []
    value = ValueReader(lambda _, code, *__, **___: wrong.append(code)).read(question, raw, ())  # type: ignore[arg-type] # it refuses the rest
    if not wrong and value is not None:
        return Understood(value)
    lines = [words("ask.unreadable", typed=typed), words(f"ask.how.{question.type}", unit=question.unit or "").replace(" ()", "")]
    if question.minimum is not None and question.maximum is not None:
        lines.append(words("ask.bounds", low=question.minimum, high=question.maximum))
    return Understood(wrong=" ".join(lines))


def _is_named(pack: Pack, name: str) -> bool:
    try:
        role_named(pack, name)
    except UnknownRoleNameError:
        return False
    return True


def tongue_of(words: Words) -> Tongue:
    """Return what has to be known of a language to read what is typed in it."""
    return Tongue(months=tuple(words(f"month.{number}") for number in range(1, 13)), percent=words("ask.percent"))
