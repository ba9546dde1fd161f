"""What several respondents said to one question: how many said what, what of it backs the answer, and since when it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.answers import Answer, AnswerValue

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator

    from advisor.knowledge.model import Question


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A value, how many respondents gave it, and what they said."""

    value: AnswerValue | None
    count: int
    said: tuple[Answer, ...]


def shares(question: Question, answer: Answer, respondents: Collection[str]) -> list[Share]:
    """Return what was said: the most frequent value first, equally frequent ones as the levels stand, what is unknown last."""
    heard: dict[AnswerValue | None, list[Answer]] = {}
    for each in answer.said:
        if not each.unanswered:
            heard.setdefault(each.value, []).append(each)
    names = [level.name for level in question.levels]
    found = [Share(value=value, count=voices(said, respondents), said=tuple(said)) for value, said in heard.items()]

    def rank(share: Share) -> tuple[bool, int, int, str]:
        place = names.index(str(share.value)) if str(share.value) in names else len(names)
        return share.value is None, -share.count, place, str(share.value)

    return sorted(found, key=rank)


def voices(said: Iterable[Answer], respondents: Collection[str]) -> int:
    """Return how many people made statements; without a respondent behind it, each statement is that of somebody else."""
    known, others = set(), 0
    for each in said:
        if each.by in respondents:
            known.add(each.by)
        else:
            others += 1
    return len(known) + others


def all_voices(answer: Answer, respondents: Collection[str]) -> int:
    """Return how many people answered a question."""
    return voices((each for each in answer.said if not each.unanswered), respondents)


def backing(answer: Answer) -> Iterator[Answer]:
    """Yield what speaks for an answer: the answer itself, and the statements that are not against it."""
    yield answer
    yield from (each for each in answer.said if answer.value is None or each.unanswered or each.value == answer.value)


def has_note(answer: Answer) -> bool:
    """Tell whether a note backs an answer, whoever wrote it."""
    return bool(answer.note) or (bool(answer.said) and any(each.note for each in backing(answer)))


def since(answer: Answer) -> datetime.date | None:
    """Return the last day on which an answer was given or confirmed; None where none is known."""
    if not answer.said:  # most have one respondent
        return answer.on
    return max((each.on for each in backing(answer) if each.on is not None), default=None)
