"""What is odd about the days of answers: said after the day of the file, or compared the wrong way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from advisor.knowledge.yaml_text import KeyPath, Source
    from advisor.reasoning.answers import Answers


def said_later(source: Source, answers: Answers) -> list[Problem]:
    """Return one remark if answers are from a day after that of their file: the first of them, and how many there are."""
    later = [(path, day) for path, day in _days(answers) if day > answers.date]
    if not later:
        return []
    path, day = later[0]
    more = f", and {len(later) - 1} more" if len(later) > 1 else ""
    what = f"this answer is of {day}{more}, after the day of the file ({answers.date})."
    return [Problem(source.place(path), what, "Set 'date' to the day of the advice, or mend the day of the answer.")]


def _days(answers: Answers) -> Iterator[tuple[KeyPath, datetime.date]]:
    for name, answer in answers.answers.items():
        if answer.on is not None:
            yield ("answers", name, "on"), answer.on
        yield from (
            (("answers", name, "said", place, "on"), each.on) for place, each in enumerate(answer.said) if each.on is not None
        )


def wrong_way_round(old: tuple[str, Answers], new: tuple[str, Answers]) -> list[Problem]:
    """Return a remark if the answers that are called old are the newer ones."""
    if old[1].date <= new[1].date:
        return []
    what = f"these answers are of {old[1].date}, the ones called new of {new[1].date}."
    return [Problem(Place(old[0]), what, "Name the older file first.")]
