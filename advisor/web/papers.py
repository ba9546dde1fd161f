"""What a sitting can be taken home as: made from its answers file, as the command line makes it, in a process of its own."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from advisor import __version__
from advisor.desk import BrokenDownError, TooSlowError, done_apart
from advisor.desk.session import slug
from advisor.sittings.events import encoded
from advisor.web.paper_worker import SECONDS, Job, Made
from advisor.web.store import outputs
from advisor.web.store.values import OutputKey
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.web.visits import Visit

PAPERS: dict[str, tuple[str, ...]] = {
    "council": ("pdf", "html", "docx", "md"),
    "report": ("pdf", "html", "docx", "md", "json"),
    "worklist": ("xlsx", "ics"),
    "protocol": ("pdf", "html", "docx", "md"),
    "questionnaire": ("xlsx", "csv", "pdf"),
    "answers": ("yaml",),
    "history": ("jsonl",),
}
"""What there is, and how it is written."""

_FOR_READERS = ("council", "report")
_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml",
    "jsonl": "application/jsonl",
}
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_MADE = msgspec.msgpack.Decoder(Made)  # made here, for threads must not make it
_PATIENCE = 180.0
_WAIT = 120.0
"""How many seconds somebody waits for their turn: papers are made one at a time."""


def papers(visit: Visit) -> Response:
    """List what can be taken home."""
    words = visit.words
    names = PAPERS if visit.leads else _FOR_READERS
    groups = [
        {
            "name": words(f"web.papers.{name}.title"),
            "about": words(f"web.papers.{name}.text"),
            "files": [
                {"href": visit.at("papers", f"{name}.{form}"), "text": words(f"web.papers.form.{form}")} for form in PAPERS[name]
            ],
        }
        for name in names
    ]
    return visit.page("papers", words("web.papers.title"), lead=words("web.papers.lead"), groups=groups)


def paper(visit: Visit) -> Response:
    """Give one of them; it is made once for each state of the sitting."""
    name, _, form = visit.request.path_params["name"].partition(".")
    if form not in PAPERS.get(name, ()) or not (visit.leads or name in _FOR_READERS):
        raise refuse(404)
    held = visit.sitting
    if name == "answers":
        content = held.text.encode()
    elif name == "history":
        content = encoded(held.sitting.events)
    else:
        content = _kept_or_made(visit, name, form)
    called = f"{slug(held.answers.city.name)}.answers.yaml"
    called = {"answers": called, "history": f"{called}.history.jsonl"}.get(name, f"{slug(held.answers.city.name)}_{name}.{form}")
    return handed_out(content, form, called)


def handed_out(content: bytes, form: str, called: str) -> Response:
    """Return a paper as an answer: a page is looked at under the policy that it brings along, all else is a file."""
    kind = "inline" if form == "html" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{called}"', "Cache-Control": "private, no-store"}
    if form == "html" and (found := _POLICY.search(content)):
        headers["Content-Security-Policy"] = (
            found[1].decode().replace("&#x27;", "'").replace("&#39;", "'") + "; frame-ancestors 'none'"
        )
    return Response(content, media_type=_TYPES[form], headers=headers)


def _kept_or_made(visit: Visit, name: str, form: str) -> bytes:
    held, db = visit.sitting, visit.site.db
    key = OutputKey(
        room=held.room.id,
        seq=held.room.last,
        era=held.room.era,
        pack=held.room.pack,
        product=__version__,
        language=held.pack.info.language,
        audience=name,
        format=form,
    )
    found = outputs.output(db, key)
    if found is not None:
        return found
    with taking_turns(visit):
        found = outputs.output(db, key)
        if found is None:
            found = _made(visit, name, form)
            outputs.keep(db, key, found)
    return found


@contextlib.contextmanager
def taking_turns(visit: Visit) -> Iterator[None]:
    """Let papers be made one at a time.

    Raises:
        HTTPException: it takes too long until it is one's turn.

    """
    if not visit.site.papers.acquire(timeout=_WAIT):
        raise refuse(503)
    try:
        yield
    finally:
        visit.site.papers.release()


def _made(visit: Visit, name: str, form: str) -> bytes:
    held = visit.sitting
    language = held.pack.info.language if held.pack.original else None
    job = Job(
        paper=name,
        form=form,
        folder=str(held.known.folder),
        language=language,
        answers=held.text,
        events=encoded(held.sitting.events),
    )
    return made(job)


def made(job: Job) -> bytes:
    """Return a paper that is made in a process of its own.

    Raises:
        HTTPException: it took too long, or broke down.
        NotMadeError: it cannot be made on this machine.

    """
    try:
        found = _MADE.decode(done_apart("advisor.web.paper_worker", msgspec.msgpack.encode(job), SECONDS, _PATIENCE))
    except (TooSlowError, BrokenDownError) as error:
        raise refuse(503) from error
    if found.refused:
        raise NotMadeError(found.refused)
    return found.content


class NotMadeError(Exception):
    """A paper cannot be made on this machine: what it needs is not installed."""
