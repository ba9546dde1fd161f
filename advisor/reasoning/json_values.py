"""Write answers as scripts read them: numbers of levels, names, lists of options, dates as text."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.diagnosis import readable

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.outcome import Given


def given_value(pack: Pack, question: Question, value: AnswerValue | None) -> Given:
    """Return the value of an answer; None is unknown."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime.date) else readable(pack, question.id, value)
