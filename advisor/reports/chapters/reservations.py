"""What a council paper holds back: what is unknown or disputed, on what the path hangs, and whose reading it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import motion
from advisor.reports.chapters.cutting import counted, how_many_letters, listed, opening
from advisor.reports.chapters.settling import begins_open, beside, defers
from advisor.reports.chapters.voices import who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reports.context import Context

LONG = 1000
"""How many characters one of them may have, and so has a note."""

LOOKED_UP = 330
"""How many characters of what is to be looked up stand in a reservation."""

_NAMED = 5
"""How many questions or people are named."""


def reservations(context: Context, *, noted: bool = True) -> list[str]:
    """Return what a council should know before it trusts the paper, the weightiest first; a note unless it stands elsewhere."""
    return list(_all(context, noted=noted))


def open_answers(context: Context) -> list[str]:
    """Return the questions that nobody could answer, although the answer could change something."""
    return [name for name in context.outcome.open_questions if not context.disputed(name)]


def _all(context: Context, *, noted: bool) -> Iterator[str]:
    words = context.words
    if defers(context):
        yield words("council.reserve.provisional")
    unknown = open_answers(context)
    if unknown:
        yield words(
            "council.reserve.unknown", questions=listed(words, [context.question_label(name) for name in unknown], _NAMED)
        )
    disputed = [context.question_label(name) for name in beside(context)]
    if disputed:
        yield words("council.reserve.disputed", questions=listed(words, disputed, _NAMED))
    if context.answers.note and noted:
        yield words("council.reserve.note", note=opening(context.answers.note, LONG))
    asked = _looked_up(context)
    if asked:
        shown = asked[: max(how_many_letters(asked, LOOKED_UP), 1)]
        yield words("council.reserve.look_up", questions=" ".join([*shown, *counted(words, "look_up", len(asked) - len(shown))]))
    yield _whose_reading(context)
    yield words("council.reserve.proposals")


def _looked_up(context: Context) -> list[str]:
    """Return what those who decide now look up in their own rules before: for all they decide on, and the first step anyway."""
    path = context.outcome.path
    first = next((place for place, item in enumerate(path, start=1) if item.kind == "step"), 0)
    if defers(context) or begins_open(context):
        return []
    return list(dict.fromkeys(text for item in (*path[:first], *motion.items(context)) for text in item.look_up))


def _whose_reading(context: Context) -> str:
    words, answers = context.words, context.answers
    voices = [voice.by for answer in answers.answers.values() for voice in (answer, *answer.said)]
    people = dict.fromkeys(who(words, answers, by) for by in voices if by is not None)
    listed_too = dict.fromkeys(who(words, answers, by) for by in answers.respondents)  # no answer need be known to be theirs
    everybody = people | listed_too
    if not everybody:
        return words("council.reserve.reading")
    if len(everybody) == 1 or people.keys() == everybody.keys():
        form = "reading_of"
    else:
        form = "reading_of_some" if people else "reading_of_all"
    return words(f"council.reserve.{form}", people=listed(words, list(everybody), _NAMED))
