"""Keep an answers file in step with an interview: each answer is on disk before the next question is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.sessions.answer_value import UNKNOWN
from advisor.sessions.answers_text import changed_text, edited_text, keys_at, migrated_text, new_text
from advisor.sessions.saving import save

if TYPE_CHECKING:
    import datetime

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answer, Answers
    from advisor.sessions.migration import Migration


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

    def without(self, question: str) -> AnswersDisk:
        """Take away what stands at a question, and return the file as it is now.

        Raises:
            UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

        """
        text = edited_text(self.text, {("answers", question): None})
        save(self.file, text, before=self.text)
        return AnswersDisk(self.file, text)

    def dated(self, day: datetime.date) -> AnswersDisk:
        """Save the day that the answers stand for, and return the file as it is now.

        Raises:
            UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

        """
        text = changed_text(self.text, ("date",), day)
        save(self.file, text, before=self.text)
        return AnswersDisk(self.file, text)

    def copied(self, file: Path) -> AnswersDisk:
        """Save the same in a new file, and return that one.

        Raises:
            UnusableInputError: there is such a file already, or it cannot be written.

        """
        save(file, self.text, before=None)
        return AnswersDisk(file, self.text)

    def migrated(self, migration: Migration, pack: Pack) -> AnswersDisk:
        """Save what a migration did, so that the file names today's version of the pack, and return the file as it is now.

        Raises:
            UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

        """
        text = migrated_text(self.text, migration.moved, migration.put, pack.info.version)
        save(self.file, text, before=self.text)
        return AnswersDisk(self.file, text)


def begin(file: Path, pack: Pack, city: dict[str, str], today: datetime.date) -> AnswersDisk:
    """Create an answers file without answers; the city block holds at least its name.

    Raises:
        UnusableInputError: there is a file already, or it cannot be written.

    """
    head = {"pack": pack.info.id, "pack_version": pack.info.version}
    text = new_text({**head, "city": city, "date": today, "answers": {}})
    save(file, text, before=None)
    return AnswersDisk(file, text)


def resume(file: Path) -> AnswersDisk:
    """Return a file that was read before."""
    return AnswersDisk(file, file.read_text(encoding="utf-8-sig"))


def whole(answers: Answers, pack: Pack) -> str:
    """Return the text of a new file with all of a city's answers, in the order of the pack."""
    city = answers.city
    fields = {name: getattr(city, name) for name in ("name", "canton", "population", "language")}
    head: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if answers.start != answers.date:
        head["start"] = answers.start
    if len(answers.aim) < len(pack.approaches):
        head["aim"] = list(answers.aim)
    if city.roles:
        head["roles"] = city.roles
    noted = {name: msgspec.structs.replace(note, unanswered=True) for name, note in answers.waiting.items()} | answers.answers
    given = {each.id: block(noted[each.id]) for each in pack.questions if each.id in noted}
    note = {"note": answers.note} if answers.note else {}
    version = {"pack_version": pack.info.version}
    kept = {name: block(answer) for name, answer in sorted(answers.retired.items())}
    retired = {"retired": kept} if kept else {}
    return new_text({"pack": answers.pack, **version, "city": head, "date": answers.date, **note, "answers": given, **retired})


def block(answer: Answer) -> Any:  # noqa: ANN401 - plain data for a file
    """Return an answer as it stands in a file: the bare value where nothing else is known, a note alone without one."""
    value = UNKNOWN if answer.value is None else list(answer.value) if isinstance(answer.value, tuple) else answer.value
    more = {name: getattr(answer, name) for name in ("note", "by", "on") if getattr(answer, name) is not None}
    said = {"said": [_statement(each) for each in answer.said]} if answer.said else {}
    if answer.unanswered and more:
        return more
    return {"value": value, **more, **said} if more or said else value


def _statement(answer: Answer) -> dict[str, Any]:
    found = block(answer)
    return found if isinstance(found, dict) else {"value": found}
