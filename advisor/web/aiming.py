"""What the city aims at: all approaches, or those that are chosen; statuses stay, findings and path follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import fill
from advisor.web.fields import several
from advisor.web.store import appending
from advisor.web.store.values import Click, Seen
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from starlette.responses import Response

    from advisor.web.visits import Visit

_AGAIN = 5
"""How often it is tried while others answer meanwhile."""


def told(visit: Visit) -> str:
    """Return in words what the city aims at."""
    names = [each.name for each in visit.pack.approaches if each.id in visit.sitting.answers.aim]
    every = len(names) == len(visit.pack.approaches)
    return visit.words("web.aim.every" if every else "web.aim.some", names=visit.words.join(names))


def aim(visit: Visit, wrong: str | None = None) -> Response:
    """Ask what the city aims at."""
    words, pack = visit.words, visit.pack
    labels = visit.sitting.told_in(pack).city.labels
    options = [(each.id, each.name, fill(each.about, labels)) for each in pack.approaches]
    chosen = () if wrong else visit.sitting.answers.aim
    return visit.page(
        "form",
        words("web.aim.title"),
        422 if wrong else 200,
        back=visit.at("settings"),
        action=visit.at("aim"),
        paragraphs=[fill(pack.balance.reason, labels), words("web.aim.text")],
        fields=[several("aim", words("web.aim.label"), options, chosen, wrong)],
        upload=False,
        kind="first",
        send=words("web.aim.send"),
        errors=[{"field": "aim", "text": wrong}] if wrong else None,
    )


def aimed(visit: Visit) -> Response:
    """Let the city aim at what was chosen."""
    wanted = visit.form.all("aim")
    known = [each.id for each in visit.pack.approaches]
    if not set(wanted) <= set(known):
        raise refuse(400)
    if not wanted:
        return aim(visit, visit.words("web.aim.missing"))
    became = "stale"
    for _ in range(_AGAIN):
        held = visit.site.sittings.held(visit.sitting.room.id)
        if held is None:
            raise refuse(404)
        base = msgspec.structs.replace(held.room.base, aim=tuple(each for each in known if each in wanted))
        click = Click(visit.who.id, Seen(held.room.last, "room"), visit.form.once)
        became = appending.rebase(visit.site.db, held.room.id, click, [], base).became
        if became != "stale":
            break
    if became in {"left", "stale"}:
        raise refuse(404 if became == "left" else 503)
    return visit.redirect("settings", said="closed" if became == "closed" else "aimed")
