"""What somebody does in a sitting becomes events: an answer, a note, a question put off, an act taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import UNKNOWN, Answer
from advisor.errors import UnusableInputError
from advisor.sittings import events as did
from advisor.sittings import showing
from advisor.sittings.consultation import moved
from advisor.sittings.sitting import recorded
from advisor.web.answering import DISAGREE, understood
from advisor.web.asking import Typed, ask, asked
from advisor.web.store import appending
from advisor.web.store.values import Click, Seen
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from advisor.desk.session import AnswerValue, Question
    from advisor.sittings.events import Event
    from advisor.web.held import Held
    from advisor.web.store.values import Scope
    from advisor.web.visits import Visit

_ELSEWHERE = {"twice": "", "stale": "stale", "closed": "closed"}


def say(visit: Visit) -> Response:
    """Take what was said to a question."""
    question, form = asked(visit), visit.form
    act = form.line("act") or "answer"
    by = form.line("by") or None
    if visit.leads and by is not None and by not in _people(visit):
        raise refuse(400)
    by = by if visit.leads else visit.person
    if act in {"put_off", "skip"}:
        return _kept(visit, [_marked(visit, moved(act, question), by)], question, by)
    note = form.text("note")
    if act == "note":
        noted = _noted(visit, question, note, by)
        return _kept(visit, noted, question, by, said="noted", stay=True) if noted else visit.redirect("q", question.id)
    if act == "keep":
        value = _before(visit, question)
        return _kept(visit, [*_noted(visit, question, note, by), _answered(visit, question, value, by)], question, by)
    if act not in {"answer", "unknown"}:
        raise refuse(400)
    typed = [UNKNOWN] if act == "unknown" else form.all("value")
    if visit.leads and typed == [DISAGREE]:
        event = _marked(visit, did.Settled(question=question.id, value=None), None)
        return _kept(visit, [*_noted(visit, question, note, by), event], question, None)
    found = understood(visit.words, question, visit.sitting.pack, typed) if act == "answer" else None
    if found is not None and found.wrong is not None:
        return ask(visit, Typed(tuple(form.all("value")), note, found.wrong, by))
    value = found.value if found is not None else None
    events = [*_noted(visit, question, note, by), _answered(visit, question, value, by)]
    month = found is not None and found.month
    return _kept(visit, events, question, by, said="month" if month else "", stay=month)


def go(visit: Visit) -> Response:
    """Go on at a goal: to the last one, or with what was left out."""
    act = visit.form.line("act")
    if act not in {"go_on", "take_up"}:
        raise refuse(400)
    event = moved(act, visit.sitting.pack.questions[0])
    return _kept(visit, [_marked(visit, event, visit.person)], None, visit.person)


def undo(visit: Visit) -> Response:
    """Take back an act of one's own, with everything of one's own after it."""
    number = visit.form.line("number")
    mine = [each for each in own_acts(visit) if number.isascii() and number.isdigit() and each >= int(number)]
    if not mine:
        return visit.redirect("history")
    event = _marked(visit, did.Undone(events=tuple(sorted(mine))), visit.person)
    return _kept(visit, [event], None, visit.person, said="undone", stay=True)


def own_acts(visit: Visit) -> list[int]:
    """Return the numbers of the acts that this seat may take back, the last one first: its own, and nobody else's."""
    seats = {each.seq: each.seat for each in visit.sitting.whole.events}
    return [number for number, _ in visit.sitting.sitting.undoable() if seats.get(number) == visit.who.id]


def _people(visit: Visit) -> set[str]:
    return {each.person for each in visit.sitting.whole.seats if each.person is not None and each.kind == "respondent"}


def _marked(visit: Visit, event: Event | None, by: str | None) -> Event:
    if event is None:
        raise refuse(400)
    return msgspec.structs.replace(event, by=by, on=visit.today)


def _noted(visit: Visit, question: Question, note: str, by: str | None) -> list[Event]:
    """Return the event of a note that is another one than before."""
    before = visit.sitting.interview(by).note_on(question.id) or ""
    if note == before:
        return []
    return [_marked(visit, did.Noted(question=question.id, note=note or None), by)]


def _answered(visit: Visit, question: Question, value: AnswerValue | None, by: str | None) -> Event:
    """Return the event of an answer: what one person says is theirs, and only the room settles."""
    if by is not None:
        return _marked(visit, did.Answered(question=question.id, value=did.to_value(value)), by)
    return recorded(visit.sitting.interview(None), question.id, Answer(value=value, on=visit.today))


def _before(visit: Visit, question: Question) -> AnswerValue | None:
    shown = showing.shown(visit.pack, visit.sitting.interview(visit.person), visit.turn, question, visit.sitting.sitting.earlier)
    if shown.before is None:
        raise refuse(400)
    return shown.before


def _kept(
    visit: Visit, events: Sequence[Event], question: Question | None, by: str | None, *, said: str = "", stay: bool = False
) -> Response:
    """Let something happen, once, if nothing newer was there; and show what comes then."""
    before, sittings = visit.sitting, visit.site.sittings
    if visit.form.line("once") == "":
        raise refuse(400)
    moment = visit.site.db.now().astimezone()  # protocols print the hour of this place
    events = [msgspec.structs.replace(each, at=moment) for each in events]
    try:
        after = sittings.after(before, events)
    except UnusableInputError:
        if question is None:
            raise
        return ask(visit, Typed(tuple(visit.form.all("value")), visit.form.text("note"), visit.words("web.question.unfit"), by))
    scope: Scope = "seat" if not visit.leads or question is None else "question"
    click = Click(visit.who.id, Seen(visit.form.seen, scope), visit.form.once)
    done = appending.append(visit.site.db, before.room.id, click, events)
    if done.became == "left":
        raise refuse(404)
    if done.became == "stale" and question is not None:
        return visit.redirect("q", question.id, said="stale")
    if done.became != "added":
        return visit.redirect("history" if question is None else "next", said=_ELSEWHERE[done.became])
    as_seen = done.first == before.room.last + 1  # nobody else came in between, so that this is how it stands
    now = sittings.became(before, visit.who.id, events, after) if as_seen else sittings.held(before.room.id)
    if stay:
        return visit.redirect("history", said=said) if question is None else visit.redirect("q", question.id, said=said)
    return _onward(visit, now, by, answered=question is not None)


def _onward(visit: Visit, now: Held | None, by: str | None, *, answered: bool) -> Response:
    """Show what comes after an act: a contradiction that came up with an answer, the next question, or the goal."""
    sittings = visit.site.sittings
    if now is None:
        return visit.redirect("next")
    if answered:
        known = {each.finding for each in sittings.contradictions(visit.sitting, by)}
        new = next((each.finding for each in sittings.contradictions(now, by) if each.finding not in known), None)
        if new is not None:
            return visit.redirect("clash", new)
    question = sittings.next(now, visit.person).question
    return visit.redirect("goal") if question is None else visit.redirect("q", question.id)
