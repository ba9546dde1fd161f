"""How long a sitting is kept and what becomes of it: its end, a person's words, another version of the pack, a second visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from advisor.desk import read_text
from advisor.desk.session import answer_in_words, answers_in, typed_day
from advisor.errors import UnusableInputError
from advisor.sittings.sitting import begun
from advisor.web import aiming
from advisor.web.answering import tongue_of
from advisor.web.desk import second
from advisor.web.held import NAME
from advisor.web.store import appending, erasing, rooms
from advisor.web.store.values import Click, Seen
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from advisor.desk.session import Answers, Migration
    from advisor.web.visits import Visit

SURE = "yes"


def settings(visit: Visit) -> Response:
    """Show what can be decided about the sitting as a whole."""
    words, room = visit.words, visit.sitting.room
    until = words.date(room.delete_after) if room.delete_after else ""
    facts = [
        {"term": words("web.settings.pack"), "text": f"{visit.pack.info.title} ({visit.sitting.known.kept.version})"},
        {"term": words("web.settings.begun"), "text": words.date(room.created.astimezone().date())},
        {"term": words("web.settings.mode"), "text": words(f"web.new.mode.{room.mode}")},
        {"term": words("web.settings.aim.title"), "text": aiming.told(visit)},
    ]
    parts = [
        _part(visit, "until", field="until", value=until),
        _part(visit, "aim", href=visit.at("aim")),
        _part(visit, "import", href=visit.at("import")),
        _part(visit, "reopen" if room.closed else "close"),
        _part(visit, "again"),
    ]
    parts += [_part(visit, "newer", href=visit.at("newer"))] if _is_older(visit) else []
    parts += [_part(visit, "erase", href=visit.at("erase"))] if _anybody(visit) else []
    parts += [_part(visit, name, href=visit.at(name)) for name in ("record", "delete")]
    return visit.page(
        "settings",
        words("web.settings.title"),
        facts=facts,
        parts=parts,
        notice=visit.notice("until", "erased", "carried", "no_day", "aimed", "closed", "stale"),
    )


def _anybody(visit: Visit) -> bool:
    return bool(visit.sitting.sitting.people()) or any(each.person for each in visit.sitting.whole.seats)


def _part(visit: Visit, name: str, *, href: str | None = None, field: str | None = None, value: str = "") -> dict[str, object]:
    words, path = visit.words, f"web.settings.{name}"
    return {
        "id": name,
        "title": words(f"{path}.title"),
        "text": words(f"{path}.text"),
        "href": href,
        "link": words(f"{path}.send") if href else None,
        "action": None if href else visit.at(name),
        "send": words(f"{path}.send"),
        "kind": "second",
        "field": field,
        "label": words(f"{path}.label") if field else None,
        "type": "text",
        "value": value,
    }


def until(visit: Visit) -> Response:
    """Set the day after which the sitting is deleted."""
    day = typed_day(visit.form.line("until"), tongue_of(visit.words))
    if day is None or day.date < visit.today:
        return visit.redirect("settings", said="no_day")
    rooms.keep_until(visit.site.db, visit.sitting.room.id, day.date)
    return visit.redirect("settings", said="until")


def close(visit: Visit) -> Response:
    """Take no more answers."""
    rooms.close(visit.site.db, visit.sitting.room.id)
    return visit.redirect("settings")


def reopen(visit: Visit) -> Response:
    """Take answers again."""
    rooms.close(visit.site.db, visit.sitting.room.id, closed=False)
    return visit.redirect("settings")


def again(visit: Visit) -> Response:
    """Begin a second visit of the same city."""
    held = visit.sitting
    return second(visit, visit.site.knowledge.current(held.answers.pack), held.answers, NAME, held.room.mode)


def _is_older(visit: Visit) -> bool:
    try:
        return visit.site.knowledge.current(visit.sitting.answers.pack).kept.hash != visit.sitting.room.pack
    except UnusableInputError:
        return False


def _carried(visit: Visit) -> tuple[Answers, Migration]:
    held = visit.sitting
    pack = visit.site.knowledge.current(held.answers.pack).pack(held.room.language)
    source, problems = read_text(held.text, NAME)
    return answers_in(source, problems, pack)


def newer(visit: Visit) -> Response:
    """Say what carrying the sitting to today's version of its pack would change."""
    words = visit.words
    _, migration = _carried(visit)
    pack = visit.site.knowledge.current(visit.sitting.answers.pack).pack(visit.language)
    questions = {each.id: each for each in pack.questions}
    told = []
    for each in migration.notices:
        asked = questions.get(each.question)
        now = answer_in_words(words, asked, each.now) if asked and each.now else ""
        label = asked.label if asked else each.question
        told.append(words(f"ask.migrated.{each.kind}", was=each.was, label=label, now=now, reason=each.reason))
    lead = words("web.newer.text", before=visit.sitting.known.kept.version, here=pack.info.version)
    return _sure(visit, "newer", [lead, *([] if told else [words("web.newer.nothing")])], told, kind="first")


def carry(visit: Visit) -> Response:
    """Carry the sitting to today's version of its pack."""
    answers, _ = _carried(visit)
    held = visit.sitting
    known = visit.site.knowledge.current(held.answers.pack)
    click = Click(visit.who.id, Seen(held.room.last, "room"), visit.form.once)
    events = begun(answers, tuple(held.sitting.interview.asked), NAME).events
    done = appending.rebase(visit.site.db, held.room.id, click, events, answers, known.kept)
    return visit.redirect("settings", said="carried" if done.became in {"added", "twice"} else "stale")


def _sure(visit: Visit, name: str, paragraphs: list[str], told: list[str] | None, kind: str = "danger") -> Response:
    """Ask whether somebody is sure, with what will happen."""
    words = visit.words
    form = {
        "action": visit.at(name),
        "fields": [{"name": "sure", "value": SURE}],
        "kind": kind,
        "text": words(f"web.{name}.send"),
    }
    return visit.page(
        "message",
        words(f"web.{name}.title"),
        back=visit.at("settings" if visit.leads else "mine"),
        paragraphs=paragraphs,
        list=told,
        links=(),
        forms=[form],
    )


def delete(visit: Visit) -> Response:
    """Ask whether the sitting is to be deleted."""
    return _sure(visit, "delete", [visit.words("web.delete.text", city=visit.sitting.answers.city.name)], None)


def deleted(visit: Visit) -> Response:
    """Delete the sitting, and all that belongs to it."""
    refuse_unsure(visit)
    room = visit.sitting.room.id
    done = erasing.delete(visit.site.db, room)
    visit.site.sittings.forget(room)
    return RedirectResponse(f"/?said={'deleted' if done.scrubbed else 'deleting'}", 303)


def refuse_unsure(visit: Visit) -> None:
    """Refuse what was not asked for on the page that asks whether somebody is sure."""
    if visit.form.line("sure") != SURE:
        raise refuse(400)
