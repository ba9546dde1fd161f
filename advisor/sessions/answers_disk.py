"""Keep an answers file in step with an interview: each answer is on disk before the next question is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.sessions.answer_value import UNKNOWN
from advisor.sessions.answers_text import changed_text, keys_at, new_text
from advisor.sessions.saving import save

if TYPE_CHECKING:
    import datetime

    from advisor.reasoning.answers import Answer


class AnswersDisk(msgspec.Struct, frozen=True):
    """An answers file and the text it held when it was read or written last."""

    file: Path
    text: str

    def asked(self) -> tuple[str, ...]:
        """Return the questions that have an answer, in the order of the file."""
        return keys_at(self.text, "answers")

    def put(self, question: str, answer: Answer) -> AnswersDisk:
        """Save an answer and return the file as it is now.

        Raises:
            UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

        """
        text = changed_text(self.text, ("answers", question), block(answer))
        save(self.file, text, before=self.text)
        return AnswersDisk(self.file, text)


def begin(file: Path, pack: str, city: dict[str, str], today: datetime.date) -> AnswersDisk:
    """Create an answers file without answers; the city block holds at least its name.

    Raises:
        UnusableInputError: there is a file already, or it cannot be written.

    """
    text = new_text({"pack": pack, "city": city, "date": today, "answers": {}})
    save(file, text, before=None)
    return AnswersDisk(file, text)


def resume(file: Path) -> AnswersDisk:
    """Return a file that was read before."""
    return AnswersDisk(file, file.read_text(encoding="utf-8-sig"))


def block(answer: Answer) -> Any:  # noqa: ANN401 - plain data for a file
    """Return an answer as it stands in a file: the bare value where nothing else is known about it."""
    value = UNKNOWN if answer.value is None else list(answer.value) if isinstance(answer.value, tuple) else answer.value
    more = {name: getattr(answer, name) for name in ("note", "by", "on") if getattr(answer, name) is not None}
    return {"value": value, **more} if more else value
