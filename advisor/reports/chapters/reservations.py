"""What a council paper holds back: what is unknown or disputed, on what the path hangs, and whose reading it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters.cutting import listed
from advisor.reports.chapters.settling import deciding, defers
from advisor.reports.chapters.summary import begins_open
from advisor.reports.chapters.voices import who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reports.context import Context

NOTE = 180
"""How many characters of the note on a case stand on the first page; a longer one stands here again."""

_NAMED = 5
"""How many questions or people are named."""


def reservations(context: Context) -> list[str]:
    """Return what a council should know before it trusts the paper, the weightiest first."""
    return list(_all(context))


def open_answers(context: Context) -> list[str]:
    """Return the labels of what nobody could answer, although it could change something."""
    return [context.question_label(name) for name in context.outcome.open_questions if not context.disputed(name)]


def _all(context: Context) -> Iterator[str]:
    words = context.words
    if defers(context):
        yield words("council.reserve.provisional")
    unknown = open_answers(context)
    if unknown:
        yield words("council.reserve.unknown", questions=listed(words, unknown, _NAMED))
    decisive = {each.question for each in deciding(context)}
    beside = [context.question_label(each.question) for each in context.outcome.disputes if each.question not in decisive]
    if beside:
        yield words("council.reserve.disputed", questions=listed(words, beside, _NAMED))
    note = context.answers.note
    if note and len(note) > NOTE:
        yield words("council.reserve.note", note=note)
    asked = _looked_up(context)
    if asked:
        yield words("council.reserve.look_up", questions=" ".join(asked))
    yield _whose_reading(context)
    yield words("council.reserve.proposals")


def _looked_up(context: Context) -> list[str]:
    """Return what those who decide now look up in their own rules before: for the first step and what prepares it."""
    path = context.outcome.path
    first = next((place for place, item in enumerate(path, start=1) if item.kind == "step"), 0)
    if defers(context) or begins_open(context):
        return []
    return list(dict.fromkeys(text for item in path[:first] for text in item.look_up))


def _whose_reading(context: Context) -> str:
    words, answers = context.words, context.answers
    voices = [voice.by for answer in answers.answers.values() for voice in (answer, *answer.said)]
    people = dict.fromkeys(who(words, answers, by) for by in voices if by is not None)
    if not people:
        return words("council.reserve.reading")
    return words("council.reserve.reading_of", people=listed(words, list(people), _NAMED))
