"""The pages of an office with many cities: what they share, who they are, and each of them one click from its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from advisor.desk.session import called
from advisor.portfolio import views
from advisor.portfolio.basis import basis_of
from advisor.portfolio.choosing import NOTHING, UNKNOWN, Choice, chosen, sizes, sound
from advisor.portfolio.paper import in_page
from advisor.portfolio.telling import Teller
from advisor.web.bringing import told_to
from advisor.web.city_papers import PAPERS, city_paper
from advisor.web.fields import choice as chooser
from advisor.web.rooms_of_cities import room_of
from advisor.web.store import rooms
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from advisor.portfolio.paper import Paper
    from advisor.portfolio.views import Told
    from advisor.web.cities import Cities, City, Looked
    from advisor.web.visits import Visit

_PAGES = ("", "cities", "groups", "sizes", "invitations")
_PARTS = ("size", "region", "status", "next")
_A_PAGE = 100
"""So many cities are listed on a page."""


def cities_of(visit: Visit) -> Cities:
    """Return the cities that this server shows.

    Raises:
        HTTPException: it was begun without any.

    """
    if visit.site.cities is None:
        raise refuse(404)
    return visit.site.cities


def asked(visit: Visit) -> Choice:
    """Return what an address asks for, as far as this folder has words for it."""
    shown, query = cities_of(visit), visit.request.query_params
    parts = {name: query.get(name, "")[:200] for name in _PARTS}
    return sound(Choice(**parts), shown.pack, shown.look().portfolio.settings.regions)


def at(here: str, choice: Choice, **more: object) -> str:
    """Return the address of a page for the cities that were chosen."""
    query = {name: value for name in _PARTS if (value := getattr(choice, name))}
    query |= {name: str(value) for name, value in more.items()}
    path = f"/portfolio/{here}" if here else "/portfolio"
    return f"{path}?{urlencode(query)}" if query else path


def nav(visit: Visit, here: str, choice: Choice) -> list[dict[str, object]]:
    """Return the ways between these pages; what was chosen stays chosen."""
    return [
        {
            "href": at(each, choice if each not in {"sizes", "invitations"} else Choice()),
            "text": visit.words(f"web.portfolio.nav.{each or 'overview'}"),
            "here": each == here,
        }
        for each in _PAGES
    ]


def overview(visit: Visit) -> Response:
    """Show what an office sees first of the cities that it chose."""
    shown, choice = cities_of(visit), asked(visit)
    looked = shown.look()
    found = chosen(looked.told, choice, looked.portfolio.settings.regions)
    paper = None
    if found:
        told = shown.overview(looked, choice)
        paper = teller(visit, looked, found).report(told, None, len({each.place.file for each in looked.problems}))
    return _page(visit, "", choice, paper, looked, found)


def groups(visit: Visit) -> Response:
    """Show who has the same next step and lacks the same for it."""
    shown, choice = cities_of(visit), asked(visit)
    looked = shown.look()
    found = chosen(looked.told, choice, looked.portfolio.settings.regions)
    paper = teller(visit, looked, found).groups(shown.overview(looked, choice).groups) if found else None
    return _page(visit, "groups", choice, paper, looked, found)


def by_size(visit: Visit) -> Response:
    """Show how many cities of each size stand where, without what could tell one of them; of all cities, whatever was chosen."""
    shown = cities_of(visit)
    looked = shown.look()
    told = looked.told
    bounds = [low for low, _ in sizes().values() if low]
    found = {each.id: views.benchmark(told, each.id, bounds) for each in shown.pack.approaches}
    return _page(visit, "sizes", Choice(), teller(visit, looked, told).sizes(found) if told else None, looked, None)


def teller(visit: Visit, looked: Looked, chosen_ones: Sequence[Told] = ()) -> Teller:
    """Return who tells of these cities in the language of the visitor; papers about some of them say what they rest on."""
    names = {key: each.told.name for key, each in looked.cities.items()}
    pack, settings = cities_of(visit).pack_in(visit.language), looked.portfolio.settings
    basis = basis_of(pack, settings, [looked.cities[each.key].seen for each in chosen_ones]) if chosen_ones else None
    return Teller(pack, visit.words, names, settings.regions, basis)


def _page(visit: Visit, here: str, choice: Choice, paper: Paper | None, looked: Looked, found: Sequence[Told] | None) -> Response:
    words = visit.words
    title = words("web.portfolio.none.title") if paper is None else paper.title
    return visit.page(
        "portfolio",
        title,
        nav=nav(visit, here, choice),
        nav_label=words("web.portfolio.nav.label"),
        body=None if paper is None else in_page(visit.site.knowledge.templates, paper),
        empty=None if paper is not None else words("web.portfolio.none.text"),
        choosing=None if found is None else _choosing(visit, here, choice, looked, len(found)),
        faults=told_to(visit, looked.problems),
    )


def _choosing(visit: Visit, here: str, choice: Choice, looked: Looked, count: int) -> dict[str, object]:
    """Return the form by which cities are chosen: an address of its own for each choice, so that it can be sent and kept."""
    words, pack = visit.words, cities_of(visit).pack_in(visit.language)
    shown = teller(visit, looked)
    everything = words("web.portfolio.choose.all")
    known = {
        "size": [*((each, _size(visit, each)) for each in sizes()), (UNKNOWN, words("web.portfolio.choose.unknown"))],
        "region": [(each, each) for each in looked.portfolio.settings.regions],
        "status": [
            (f"{each.id}.{status}", words("web.portfolio.choose.stands", name=each.name, status=words(f"status.{status}")))
            for each in pack.approaches
            for status in views.STATUSES
        ],
        "next": [*((each.id, shown.called.step(each.id)) for each in pack.steps), (NOTHING, shown.called.step(None))],
    }
    fields = [
        chooser(name, words(f"web.portfolio.choose.{name}"), [("", everything), *options], getattr(choice, name))
        for name, options in known.items()
        if options
    ]
    return {
        "action": at(here, Choice()),
        "fields": fields,
        "told": words("web.portfolio.choose.count", count=words.number(count), all=words.number(len(looked.cities))),
        "everything": at(here, Choice()) if choice else None,
    }


def _size(visit: Visit, size: str) -> str:
    low, high = sizes()[size]
    words = visit.words
    if high is None:
        return words("web.portfolio.choose.from", low=words.number(low))
    return words("web.portfolio.choose.below", low=words.number(low), high=words.number(high))


def listed(visit: Visit) -> Response:
    """List the cities that were chosen, in the order of their numbers, each with the way to its page; none is ranked."""
    shown, choice, words = cities_of(visit), asked(visit), visit.words
    looked = shown.look()
    found = chosen(looked.told, choice, looked.portfolio.settings.regions)
    asked_for = visit.request.query_params.get("page", "1")
    last = max(1, -(-len(found) // _A_PAGE))
    page = max(1, min(int(asked_for), last)) if asked_for.isascii() and asked_for.isdigit() and 0 < len(asked_for) < 7 else 1  # noqa: PLR2004
    telling = teller(visit, looked)
    rows = [
        {
            "href": f"/portfolio/city/{each.key}",
            "name": each.name,
            "size": "–" if each.population is None else words.number(each.population),
            "next": telling.called.step(each.verdict.path[0] if each.verdict.path else None),
        }
        for each in found[(page - 1) * _A_PAGE : page * _A_PAGE]
    ]
    pages = {"before": page - 1, "after": page + 1}
    return visit.page(
        "cities",
        words("web.portfolio.cities.title"),
        nav=nav(visit, "cities", choice),
        nav_label=words("web.portfolio.nav.label"),
        choosing=_choosing(visit, "cities", choice, looked, len(found)),
        rows=rows,
        pages=[
            {"href": at("cities", choice, page=number), "text": words(f"web.portfolio.cities.{name}")}
            for name, number in pages.items()
            if 0 < number <= last
        ],
        where=words("web.portfolio.cities.page", page=page, last=last) if last > 1 else None,
    )


def one(visit: Visit) -> Response:
    """Show where a city stands, what comes next there, and its papers."""
    shown, words = cities_of(visit), visit.words
    looked = shown.look()
    city = _city(visit, looked)
    pack, telling, verdict = shown.pack_in(visit.language), teller(visit, looked), city.told.verdict
    stands = [
        {
            "term": each.name,
            "text": words(f"status.{views.status_of(verdict, each.id)}"),
        }
        for each in pack.approaches
    ]
    room = room_of(looked.portfolio, city.told.key)
    return visit.page(
        "city",
        city.told.name,
        back=at("cities", Choice()),
        nav=nav(visit, "", Choice()),
        nav_label=words("web.portfolio.nav.label"),
        lead=words("web.portfolio.city.lead", date=words.date(city.seen.answers.date), key=city.told.key),
        stands=stands,
        next=telling.called.step(verdict.path[0] if verdict.path else None),
        lacking=[telling.called.fact(each) for each in shown.missing(looked, city.told.key)],
        clarify=[called("question", each, pack.questions).label for each in verdict.to_clarify],
        groups=[
            {
                "name": words(f"web.papers.{name}.title"),
                "about": words(f"web.papers.{name}.text"),
                "files": [
                    {"href": f"/portfolio/city/{city.told.key}/{name}.{form}", "text": words(f"web.papers.form.{form}")}
                    for form in forms
                ],
            }
            for name, forms in PAPERS.items()
        ],
        sitting=None if rooms.room(visit.site.db, room) is None else f"/r/{room}",
    )


def paper_of(visit: Visit) -> Response:
    """Give a paper of a city: byte for byte what a command makes of its file, in a process of its own."""
    looked = cities_of(visit).look()
    return city_paper(visit, cities_of(visit), _city(visit, looked))


def _city(visit: Visit, looked: Looked) -> City:
    found = looked.cities.get(visit.request.path_params["key"])
    if found is None:
        raise refuse(404)
    return found
