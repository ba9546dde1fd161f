"""The record of processing of one sitting: what is kept of whom, what for, who reads it, where, how guarded, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import __version__
from advisor.sittings import events as did

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from advisor.web.visits import Visit

_ROWS = (
    *("controller", "sitting", "purpose", "persons", "data", "readers", "where", "transport"),
    *("kept", "erased", "security", "program"),
)


def record(visit: Visit) -> Response:
    """Show the record, made of what is so in this sitting now; to be printed or kept as a page."""
    words, given = visit.words, dict(_facts(visit))
    rows = [{"term": words(f"web.record.{name}.term"), "text": given.get(name) or _as_everywhere(visit, name)} for name in _ROWS]
    parts = [{"title": None, "paragraphs": [words("web.record.lead")], "list": None, "rows": rows}]
    return visit.page("told", words("web.record.title"), back=visit.at("settings"), parts=parts, links=())


def _as_everywhere(visit: Visit, name: str) -> str:
    """Return what is the same for all sittings of a server."""
    return visit.words(f"web.privacy.{name}.text", days=visit.site.retention)


def _facts(visit: Visit) -> Iterator[tuple[str, str]]:
    words, held, address = visit.words, visit.sitting, visit.site.address
    room = held.room
    begun = words.date(room.created.astimezone().date())
    yield "sitting", words("web.record.sitting.text", city=held.answers.city.name, title=visit.pack.info.title, date=begun)
    yield "persons", _persons(visit)
    readers = sum(each.kind == "reader" and each.revoked is None for each in held.whole.seats)
    yield "readers", words("web.record.readers.text", count=readers)
    yield "where", words(f"web.record.where.{'postgresql' if visit.site.db.postgres else 'sqlite'}")
    yield (
        "transport",
        words(f"web.record.transport.{'encrypted' if address.secure else 'open' if address.is_network else 'here'}"),
    )
    until = words("web.record.kept.until", date=words.date(room.delete_after)) if room.delete_after else words("web.told.no_end")
    yield "kept", until
    erased = sum(isinstance(each.event, did.Redacted) for each in held.whole.events)
    yield "erased", words("web.record.erased.some", count=erased) if erased else words("web.record.erased.none")
    yield "program", words("web.record.program.text", version=__version__, pack=held.known.kept.id, of=held.known.kept.version)


def _persons(visit: Visit) -> str:
    """Return who was invited: how many, in which roles, and of how many a name is kept."""
    words = visit.words
    invited = [each for each in visit.sitting.whole.seats if each.kind == "respondent"]
    labels = visit.sitting.told_in(visit.pack).city.labels
    roles = [forms[""] for name, forms in labels.items() if any(each.role == name for each in invited)]
    told = [words("web.record.persons.text", count=len(invited), named=sum(each.name is not None for each in invited))]
    told += [words("web.record.persons.roles", roles=words.join(roles))] if roles else []
    return " ".join(told)
