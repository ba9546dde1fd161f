"""Invite the people of all cities by one list: a sitting for each city, a link for each person, and a table to send them by.

Nothing is mailed from here. Of the links only hashes are kept, so the table is the only place in which they stand.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from advisor.desk import ZIP
from advisor.desk.session import ALSO_IN_CITY, Answer, slug
from advisor.errors import AdvisorError, UnusableInputError, coded
from advisor.portfolio.choosing import Choice
from advisor.portfolio.invitations import COLUMNS, Guest, Known, filled, read_list
from advisor.portfolio.tables import Cell, read_sheet, write_table
from advisor.sittings.sitting import begun, earlier
from advisor.web.fields import choice, file_field, line
from advisor.web.portfolio import cities_of, nav
from advisor.web.rooms_of_cities import room_of
from advisor.web.store import many
from advisor.web.store.values import Beginning, Invitation
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.errors import Problem
    from advisor.sittings.events import Event
    from advisor.web.cities import City, Looked
    from advisor.web.forms import File
    from advisor.web.store.many import Group
    from advisor.web.store.many import Place as Seated
    from advisor.web.visits import Visit

_FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_DAYS, _MOST_DAYS = 60, 400
_SHOWN = 100
_MOST_SEATS = 200
"""So many people are invited to one sitting."""


def offer(visit: Visit, wrong: Mapping[str, str] | None = None, found: Sequence[str] = ()) -> Response:
    """Ask for the list; ``found`` are its problems."""
    words, form, wrong = visit.words, visit.form, wrong or {}
    cities_of(visit)
    forms = [(each, words(f"web.papers.form.{each}")) for each in _FORMS]
    listed = file_field(words("web.many.file"), words("web.many.file_hint"), wrong.get("file"))
    fields = [
        {**listed, "accept": ".xlsx,.csv"},
        line(
            "days", words("web.many.days.label"), form.line("days") or str(_DAYS), words("web.many.days.hint"), wrong.get("days")
        ),
        choice("form", words("web.many.form"), forms, form.line("form") or "xlsx", radio=True),
    ]
    return visit.page(
        "invitations",
        words("web.many.title"),
        422 if wrong else 200,
        nav=nav(visit, "invitations", Choice()),
        nav_label=words("web.portfolio.nav.label"),
        action="/portfolio/invitations",
        paragraphs=[words("web.many.text"), words("web.many.again")],
        columns=[{"name": words(f"portfolio.list.{each}"), "text": words(f"web.many.column.{each}")} for each in COLUMNS],
        found=found,
        fields=fields,
        upload=True,
        kind="first",
        send=words("web.many.send"),
        errors=[{"field": name, "text": text} for name, text in wrong.items()] or None,
    )


def invited(visit: Visit) -> Response:
    """Invite everybody in a list, or nobody: the answer is the table with their links."""
    words, form, wrong = visit.words, visit.form, dict[str, str]()
    days, file = form.line("days"), form.files.get("file")
    if form.line("form") not in _FORMS:
        raise refuse(400)
    if not days.isascii() or not days.isdigit() or not 0 < int(days[:6]) <= _MOST_DAYS:
        wrong["days"] = words("web.many.days.wrong", most=_MOST_DAYS)
    if file is None or not file.content:
        wrong["file"] = words("web.many.missing")
    if wrong or file is None:
        return offer(visit, wrong)
    try:
        looked = cities_of(visit).look()
        guests = _read(visit, file, looked)
        groups = _groups(visit, guests, looked, int(days))
    except UnusableInputError as error:
        told = [_told(visit, each) for each in error.problems[:_SHOWN]]
        return offer(visit, {"file": words("web.many.unusable", count=len(error.problems))}, told)
    except AdvisorError as error:  # what reads workbooks is not installed here
        return offer(visit, {"file": str(error)})
    seated = many.invite(visit.site.db, groups)
    columns = _table(visit, guests, looked, seated)
    content = write_table(form.line("form"), columns)
    name = f"{slug(words('web.many.name'))}-{visit.today.isoformat()}.{form.line('form')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=_FORMS[form.line("form")], headers=headers)


def _told(visit: Visit, problem: Problem) -> str:
    told = problem.told(visit.language)
    place = msgspec.structs.replace(told.place, file=Path(told.place.file).name)
    return str(msgspec.structs.replace(told, place=place))


def _read(visit: Visit, file: File, looked: Looked) -> list[Guest]:
    """Return the people in a list, in its order.

    Raises:
        UnusableInputError: with every problem, each with its cell and under the name that the list was brought by.

    """
    shown, knowledge = cities_of(visit), visit.site.knowledge
    ending = ".xlsx" if file.content.startswith(ZIP) else ".csv"
    known = Known(
        {key: each.told.name for key, each in looked.cities.items()},
        {language: shown.pack_in(language) for language in knowledge.languages},
        {language: knowledge.words(language) for language in knowledge.languages},
    )
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        target = Path(folder) / f"{slug(Path(file.name).stem)[:60]}{ending}"
        target.write_bytes(file.content)
        try:
            sheet = read_sheet(target)
            return read_list(msgspec.structs.replace(sheet, name=sheet.name.removeprefix(f"{folder}/")), known)
        except UnusableInputError as error:
            raise UnusableInputError(_without(each, folder) for each in error.problems) from None


def _without(problem: Problem, folder: str) -> Problem:
    place = problem.place
    return msgspec.structs.replace(problem, place=msgspec.structs.replace(place, file=place.file.removeprefix(f"{folder}/")))


def _groups(visit: Visit, guests: Sequence[Guest], looked: Looked, days: int) -> list[Group]:
    """Return the people by the rooms of their cities.

    Raises:
        UnusableInputError: more people than a sitting takes.

    """
    by_city: dict[str, list[Guest]] = {}
    for each in guests:
        by_city.setdefault(each.key, []).append(each)
    if too_many := crowded(by_city):
        raise UnusableInputError(too_many)
    expires = visit.site.moment() + datetime.timedelta(days=days)
    return [_group(visit, looked, looked.cities[key], those, expires) for key, those in by_city.items()]


def crowded(by_city: Mapping[str, Sequence[Guest]]) -> list[Problem]:
    """Return what is wrong where more people are invited for a city than a sitting takes, at the first who is too many."""
    return [
        coded(Cell("", each[_MOST_SEATS].row + 2), "A950", most=_MOST_SEATS)
        for each in by_city.values()
        if len(each) > _MOST_SEATS
    ]


def _group(visit: Visit, looked: Looked, city: City, guests: Sequence[Guest], expires: datetime.datetime) -> Group:
    own = city.seen.answers.city.language or cities_of(visit).pack.info.language
    beginning, events = _begun(visit, city, own, expires.date())
    return many.Group(
        room=room_of(looked.portfolio, city.told.key),
        beginning=beginning,
        events=events,
        invitations=tuple(
            Invitation(kind="respondent", role=each.role, name=each.person, language=each.language or own, expires=expires)
            for each in guests
        ),
    )


def _begun(visit: Visit, city: City, language: str, until: datetime.date) -> tuple[Beginning, tuple[Event, ...]]:
    """Return the sitting of a city: as it is described in the folder, its answers there beside the questions."""
    then = city.seen.answers
    described = {name: Answer(value=then.answers[name].value) for name in ALSO_IN_CITY if _is_said(city, name)}
    answers = msgspec.structs.replace(
        then, date=visit.today, start=visit.today, answers=described, note=None, retired={}, waiting={}, respondents={}
    )
    last = max(until, visit.today + datetime.timedelta(days=visit.site.retention))
    beginning = Beginning(
        base=msgspec.structs.replace(answers, answers={}),
        pack=cities_of(visit).kept,
        language=language,
        delete_after=last,
        made_by=visit.who.id,
    )
    before = [earlier(then, then.date.isoformat())] if then.answers.keys() - described.keys() else []
    return beginning, (*begun(answers, tuple(described), "advisor serve").events, *before)


def _is_said(city: City, name: str) -> bool:
    answers = city.seen.answers
    return getattr(answers.city, name) is not None and name in answers.answers


def _table(
    visit: Visit, guests: Sequence[Guest], looked: Looked, seated: Mapping[str, Sequence[Seated]]
) -> dict[str, list[object]]:
    """Return the list as it came, with a link for each person who has not come yet."""
    words, pack = visit.words, cities_of(visit).pack_in(visit.language)
    roles = {role.id: role.name for role in pack.roles}
    left = {room: list(places) for room, places in seated.items()}
    head = [words(f"portfolio.list.{each}") for each in (*COLUMNS, "link", "until")]
    rows = []
    for each in guests:
        place = left[room_of(looked.portfolio, each.key)].pop(0)
        link = words("web.many.there") if place.token is None else f"{visit.site.address.origins[0]}/j/{place.token}"
        until = place.seat.expires
        rows.append(
            (
                each.key,
                looked.cities[each.key].told.name,
                roles.get(each.role or "", ""),
                each.person or "",
                place.seat.language or "",
                each.mail,
                link,
                words.date(until.date()) if until else "",
            )
        )
    return filled(head, rows)
