"""Which address leads to which page, and who may go there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.web import (
    acting,
    aiming,
    asking,
    bringing,
    desk,
    inviting,
    inviting_many,
    joining,
    keeping,
    live,
    overview,
    own,
    papers,
    portfolio,
    public,
    record,
)
from advisor.web.visits import Visit

if TYPE_CHECKING:
    from starlette.responses import Response

    from advisor.web.store.values import SeatKind

Handler = Callable[[Visit], "Response"]

LEADS: tuple[SeatKind, ...] = ("consultant",)
SPEAKS: tuple[SeatKind, ...] = ("consultant", "respondent")
SEES: tuple[SeatKind, ...] = ("consultant", "reader")
ALL: tuple[SeatKind, ...] = ("consultant", "respondent", "reader")
RESPONDS: tuple[SeatKind, ...] = ("respondent",)

OPEN: tuple[tuple[str, str, Handler], ...] = (
    ("/", "GET", desk.home),
    ("/j/{token}", "GET", joining.look),
    ("/j/{token}", "POST", joining.take),
    ("/privacy", "GET", public.privacy),
    ("/accessibility", "GET", public.accessibility),
    ("/verify", "GET", public.verify),
    ("/verify", "POST", public.verified),
    ("/healthz", "GET", public.health),
    ("/static/{name}", "GET", public.asset),
)
"""What needs no seat."""

HOUSE: tuple[tuple[str, str, Handler], ...] = (
    ("/new", "GET", desk.new),
    ("/new", "POST", desk.make),
    ("/portfolio", "GET", portfolio.overview),
    ("/portfolio/cities", "GET", portfolio.listed),
    ("/portfolio/groups", "GET", portfolio.groups),
    ("/portfolio/sizes", "GET", portfolio.by_size),
    ("/portfolio/city/{key}", "GET", portfolio.one),
    ("/portfolio/city/{key}/{name}", "GET", portfolio.paper_of),
    ("/portfolio/invitations", "GET", inviting_many.offer),
    ("/portfolio/invitations", "POST", inviting_many.invited),
)
"""What needs the seat of a consultant who makes rooms."""

ROOM: tuple[tuple[str, str, Handler, tuple[SeatKind, ...]], ...] = (
    ("", "GET", joining.enter, ALL),
    ("/next", "GET", asking.onward, SPEAKS),
    ("/q/{question}", "GET", asking.ask, SPEAKS),
    ("/q/{question}", "POST", acting.say, SPEAKS),
    ("/goal", "GET", overview.goal, SPEAKS),
    ("/go", "POST", acting.go, SPEAKS),
    ("/clash/{finding}", "GET", overview.clash, SPEAKS),
    ("/standing", "GET", overview.standing, SPEAKS),
    ("/review", "GET", overview.review, SPEAKS),
    ("/history", "GET", overview.history, SPEAKS),
    ("/undo", "POST", acting.undo, SPEAKS),
    ("/mine", "GET", own.mine, RESPONDS),
    ("/mine/words.json", "GET", own.own_words, RESPONDS),
    ("/erase", "GET", own.erase, SPEAKS),
    ("/erase", "POST", own.erased, SPEAKS),
    ("/live", "GET", live.live, SEES),
    ("/beamer", "GET", live.beamer, SEES),
    ("/papers", "GET", papers.papers, SEES),
    ("/papers/{name}", "GET", papers.paper, SEES),
    ("/people", "GET", inviting.people, LEADS),
    ("/invite", "GET", inviting.invite, LEADS),
    ("/invite", "POST", inviting.invited, LEADS),
    ("/people/{seat}/link", "POST", inviting.again, LEADS),
    ("/people/{seat}/revoke", "POST", inviting.revoke, LEADS),
    ("/import", "GET", bringing.offer, LEADS),
    ("/import", "POST", bringing.bring, LEADS),
    ("/settings", "GET", keeping.settings, LEADS),
    ("/record", "GET", record.record, LEADS),
    ("/aim", "GET", aiming.aim, LEADS),
    ("/aim", "POST", aiming.aimed, LEADS),
    ("/until", "POST", keeping.until, LEADS),
    ("/close", "POST", keeping.close, LEADS),
    ("/reopen", "POST", keeping.reopen, LEADS),
    ("/again", "POST", keeping.again, LEADS),
    ("/newer", "GET", keeping.newer, LEADS),
    ("/newer", "POST", keeping.carry, LEADS),
    ("/delete", "GET", keeping.delete, LEADS),
    ("/delete", "POST", keeping.deleted, LEADS),
)
"""What needs a seat in a room, and of which kind."""

LOOKING: frozenset[Handler] = frozenset({live.live, live.beamer})
"""What those see who look on: as many at once, and so often, that those who answer would wait behind them."""

APART: frozenset[Handler] = frozenset({papers.paper, portfolio.paper_of, public.verified, public.health, public.asset})
"""What stands in no queue with answers: it waits for a process of its own, or takes no time at all."""
