"""What is known of one question: what each said, what was noted before answering, and what the room settled.

A standing is a function of the last thing that each of those who took part said and of the last settlement, so it does not matter
in which order different people spoke. Whoever is nobody in particular speaks for the room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.merging import following, order
from advisor.reasoning.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(msgspec.Struct, frozen=True):
    """Statements, one of each who answered; notes of those who did not yet; and the settlement, if there is one."""

    statements: tuple[Answer, ...] = ()
    notes: tuple[Answer, ...] = ()
    settled: Answer | None = None

    @property
    def answer(self) -> Answer | None:
        """Return the answer that follows; one that is ``unanswered`` is a note alone; None where there is nothing at all."""
        if self.settled is not None:
            note = self.settled.note or _joined(self.notes)
            return msgspec.structs.replace(self.settled, note=note, said=self.statements)
        if len(self.statements) > 1:
            return msgspec.structs.replace(following(self.statements), note=_joined(self.notes))
        both = (*self.statements, *self.notes)
        return None if not both else both[0] if len(both) == 1 else following(both)

    def answered(self, statement: Answer) -> Standing:
        """Return what is known after somebody answered; the note they wrote before stays with the answer."""
        if statement.by is None and (len(self.statements) > 1 or any(each.by for each in self.statements)):
            return self.agreed(statement)
        replaced = [each for each in self.statements if each.by == statement.by]
        if len(replaced) > 1:  # several are known by one role, and nobody can tell which of them spoke now
            replaced = []
        if [each.by for each in self.statements] == [None]:
            replaced = list(self.statements)
        noted = [each for each in self.notes if each.by in {statement.by, None}]
        kept = msgspec.structs.replace(statement, note=statement.note or _joined((*replaced, *noted)))
        others = (each for each in self.statements if each not in replaced)
        notes = tuple(each for each in self.notes if each not in noted)
        return msgspec.structs.replace(self, statements=_ordered((*others, kept)), notes=notes)

    def agreed(self, settled: Answer) -> Standing:
        """Return what is known after the room settled on a value, or on leaving it open."""
        before = self.answer
        return msgspec.structs.replace(
            self, settled=msgspec.structs.replace(settled, note=settled.note or (before.note if before else None), said=())
        )

    def noted(self, note: Answer) -> Standing:
        """Return what is known after somebody wrote a note, or took one away."""
        if self.settled is not None:
            return msgspec.structs.replace(self, settled=msgspec.structs.replace(self.settled, note=note.note), notes=())
        spoken = [each.by for each in self.statements]
        whose = spoken[0] if len(spoken) == 1 and None in {note.by, spoken[0]} else note.by
        if spoken.count(whose) == 1:
            told = (msgspec.structs.replace(each, note=note.note) if each.by == whose else each for each in self.statements)
            return msgspec.structs.replace(self, statements=tuple(told))
        others = tuple(each for each in self.notes if each.by not in {note.by, None})
        new = msgspec.structs.replace(note, value=None, unanswered=True)
        return msgspec.structs.replace(self, notes=_ordered((*others, new)) if note.note else others)

    def of(self, person: str) -> Standing:
        """Return what one person contributed to it."""
        return Standing(
            tuple(each for each in self.statements if each.by == person), tuple(each for each in self.notes if each.by == person)
        )

    def without(self, person: str) -> Standing:
        """Return what is known if a person said and wrote nothing; what the room settled stays, without their name and words."""
        mine = self.of(person)
        words = [each.note for each in (*mine.statements, *mine.notes) if each.note]
        settled = self.settled
        if settled is not None:
            by_them = settled.by == person
            note = None if by_them else _unquoted(settled.note, words)
            settled = msgspec.structs.replace(settled, by=None if by_them else settled.by, note=note)
        return Standing(
            tuple(each for each in self.statements if each.by != person),
            tuple(msgspec.structs.replace(each, note=_unquoted(each.note, words)) for each in self.notes if each.by != person),
            settled,
        )


def taken(answer: Answer) -> Standing:
    """Return what is known by an answer of a file; :attr:`Standing.answer` gives back the same."""
    if answer.unanswered and not answer.said:
        return Standing(notes=(answer,))
    if not answer.said:
        return Standing((answer,))
    if len(answer.said) > 1 and answer == following(answer.said):
        return Standing(answer.said)
    if len(answer.said) > 1 and answer == msgspec.structs.replace(following(answer.said), note=answer.note):
        return Standing(answer.said, (Answer(value=None, note=answer.note, unanswered=True),))
    return Standing(answer.said, settled=msgspec.structs.replace(answer, said=()))


def _ordered(statements: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(statements, key=order))


def _joined(notes: Iterable[Answer]) -> str | None:
    return "; ".join(dict.fromkeys(each.note for each in notes if each.note)) or None


def _unquoted(note: str | None, words: Iterable[str]) -> str | None:
    """Return a note that was put together from several, without some of them."""
    for each in words:
        note = "; ".join(filter(None, (part.strip("; ") for part in (note or "").split(each))))
    return note or None
