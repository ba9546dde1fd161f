"""A sitting: a file's head and the events since it was opened first. Folding them gives the interview of the room, or of one.

The answers file says how things stand and always wins; the events say how they came to be. Where both differ, what the file says
becomes one event, :class:`~advisor.sittings.events.ChangedOutside`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import msgspec

from advisor.answers.value import fits
from advisor.reasoning.answers import Answer, Answers
from advisor.sittings import events as did
from advisor.sittings.events import Event, from_said, from_value, to_said
from advisor.sittings.folding import Folding, folding, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.interview.interview import Interview
    from advisor.knowledge.model import Pack

WISHES = (did.Skipped, did.PutOff, did.TakenUp, did.WentOn, did.TimeBoxed, did.AskedAlike)
"""The acts that say how an interview should go on, and nothing of a city."""

UNDOABLE = (did.Answered, did.Noted, did.Settled, *WISHES)
"""The acts that can be taken back; what was only looked at, or came from elsewhere, is passed over."""


class Sitting(msgspec.Struct, frozen=True):
    """What the answers are for and about, and what happened so far."""

    base: Answers
    events: tuple[Event, ...] = ()

    @property
    def interview(self) -> Interview:
        """Return the interview of the room: what all said and settled."""
        return self.folding().interview

    def of(self, person: str) -> Interview:
        """Return the interview of one respondent: what they said themselves, and what they left out."""
        return self.folding(person).interview

    def folding(self, person: str | None = None) -> Folding:
        """Return what the events lead to, for the room or one person, to go on from."""
        return folding(self.base, self.events, person)

    @property
    def earlier(self) -> did.Imported | None:
        """Return the answers of an earlier visit that are shown beside the questions."""
        if not any(map(_of_earlier, self.events)):  # nearly all; which events count takes longer to find
            return None
        found = [each for each in in_force(self.events).values() if _of_earlier(each)]
        return found[-1] if found else None

    def after(self, *events: Event) -> Sitting:
        """Return the sitting after something more happened."""
        return msgspec.structs.replace(self, events=(*self.events, *events))

    def undoable(self) -> list[tuple[int, Event]]:
        """Return the acts that count and can be taken back, with their numbers, the last one first."""
        found: list[tuple[int, Event]] = []
        for number, event in reversed(in_force(self.events).items()):
            if isinstance(event, did.Imported) and event.anew:
                break
            found += [(number, event)] if isinstance(event, UNDOABLE) else []
        return found

    def undoing(self, number: int) -> tuple[int, ...]:
        """Return what has to be taken back so that an act and all after it did not happen."""
        return tuple(each for each, _ in reversed(self.undoable()) if each >= number)

    def people(self) -> list[str]:
        """Return the ids and names of all who took part, in the order in which they did."""
        said = (from_said(each) for event in self.events for each in _brought(event))
        spoken = [each.by for answer in said for each in (*answer.said, answer)]
        return list(dict.fromkeys(by for by in (*self.base.respondents, *spoken, *(each.by for each in self.events)) if by))


def _of_earlier(event: Event) -> TypeGuard[did.Imported]:
    return isinstance(event, did.Imported) and event.earlier


def begun(answers: Answers, asked: Iterable[str], source: str, before: Sequence[Event] = ()) -> Sitting:
    """Return the sitting that a file goes on with whose history is missing or fits no more: all that it holds came in one import.

    What happened ``before`` counts for nothing, and stays on record.
    """
    anew = did.Imported(source=source, answers=_written(answers), asked=tuple(asked), anew=True)
    return Sitting(answers, tuple(before)).after(anew)


def earlier(answers: Answers, source: str) -> did.Imported:
    """Return the answers of an earlier visit, to be shown beside the questions of this one."""
    return did.Imported(source=source, answers=_written(answers), earlier=True, on=answers.date)


def reconciled(answers: Answers, asked: Iterable[str], events: Sequence[Event]) -> tuple[Sitting, did.ChangedOutside | None]:
    """Return the sitting of a file with a history, and what somebody changed in the file meanwhile."""
    sitting = Sitting(answers, tuple(events))
    there, here = _written(answers), _written(sitting.interview.answers)
    order = [name for name in (*asked, *there, *here) if there.get(name) != here.get(name)]
    if not order:
        return sitting, None
    changed = did.ChangedOutside(answers={name: there.get(name) for name in dict.fromkeys(order)})
    return sitting.after(changed), changed


def reopened(answers: Answers, source: str, events: Sequence[Event], pack: Pack) -> Sitting:
    """Return the sitting that a file, called ``source``, and its history tell of."""
    order = tuple(answers.answers)
    return reconciled(answers, order, events)[0] if fit(events, pack) else begun(answers, order, source, events)


def fit(events: Sequence[Event], pack: Pack) -> bool:
    """Tell whether all that events name since the sitting began anew is still asked, and every value still an answer to it."""
    questions = {each.id: each for each in pack.questions}
    topics = {each.id for each in pack.topics}
    for event in reversed(events):
        if not {getattr(event, "topic", None)} - {None} <= topics:
            return False
        for question, values in _values(event):
            if question not in questions or not all(fits(questions[question], from_value(each)) for each in values):
                return False
        if isinstance(event, did.Imported) and event.anew:
            return True
    return False


def _values(event: Event) -> Iterator[tuple[str, list[did.Value]]]:
    """Yield the questions that an event names, each with the values it gives for it."""
    if isinstance(event, did.Imported | did.ChangedOutside):
        yield from (
            (name, [said.value, *(each.value for each in said.said)] if said else []) for name, said in event.answers.items()
        )
    elif isinstance(event, did.AskedAlike):
        yield from ((name, []) for name in event.questions)
    elif (question := getattr(event, "question", None)) is not None:
        yield question, [event.value] if isinstance(event, did.Answered | did.Settled) else []


def _written(answers: Answers) -> dict[str, did.Said]:
    return {name: to_said(each) for name, each in {**answers.answers, **answers.waiting}.items()}


def _brought(event: Event) -> list[did.Said]:
    return [each for each in event.answers.values() if each] if isinstance(event, did.Imported | did.ChangedOutside) else []


def recorded(interview: Interview, question: str, said: Answer, *, own: bool = False) -> Event:
    """Return the event of an answer that is given now: a settlement where several statements stand already, else a statement.

    Who had not spoken yet adds a statement as long as nothing is disputed or settled; whoever speaks only for themselves
    (``own``) does so in any case.
    """
    before = interview.answers.answers.get(question)
    said_before = before.said if before is not None else ()
    is_new = said.by is not None and said.by not in {each.by for each in said_before}
    adds = own or (is_new and before is not None and not before.disputed and not before.settled)
    kind = did.Settled if said_before and not adds else did.Answered
    return kind(question=question, value=did.to_value(said.value), note=said.note, by=said.by, on=said.on)


def changed(before: Interview, now: Interview) -> dict[str, Answer | None]:
    """Return the questions of which two states of a sitting know something else, with what the second knows."""
    then, after = ({**each.answers.answers, **each.answers.waiting} for each in (before, now))
    return {name: after.get(name) for name in {**then, **after} if then.get(name) != after.get(name)}
