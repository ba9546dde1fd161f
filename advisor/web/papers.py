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
from advisor.web.store.trouble import StoreError
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
_FILES = {"answers": ".answers.yaml", "history": ".answers.yaml.history.jsonl"}
"""What is in no language, and how its name ends."""
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
    words, language = visit.words, _language(visit)
    names = PAPERS if visit.leads else _FOR_READERS
    groups = [
        {
            "name": words(f"web.papers.{name}.title"),
            "about": words(f"web.papers.{name}.text"),
            "files": [
                {
                    "href": visit.at("papers", f"{name}.{form}") + ("" if name in _FILES else f"?language={language}"),
                    "text": words(f"web.papers.form.{form}"),
                }
                for form in PAPERS[name]
            ],
        }
        for name in names
    ]
    return visit.page(
        "papers", words("web.papers.title"), lead=words("web.papers.lead"), languages=_languages(visit, language), groups=groups
    )


def _languages(visit: Visit, chosen: str) -> list[dict[str, object]]:
    """Return the languages that papers can be had in, with where each leads."""
    return [
        {"href": visit.at("papers") + f"?language={each}", "text": visit.words(f"web.language.{each}"), "here": each == chosen}
        for each in visit.sitting.known.languages(visit.site.knowledge.languages)
    ]


def _language(visit: Visit) -> str:
    """Return the language of papers: that which is asked for; else that of who looks on, or of the sitting for who leads it.

    Raises:
        HTTPException: the pack is not written in what is asked for.

    """
    there = visit.sitting.known.languages(visit.site.knowledge.languages)
    wanted = visit.request.query_params.get("language")
    if wanted is not None and wanted not in there:
        raise refuse(404)
    return wanted or next((each for each in (visit.who.language, visit.sitting.pack.info.language) if each in there), there[0])


def paper(visit: Visit) -> Response:
    """Give one of them; it is made once for each state of the sitting."""
    name, _, form = visit.request.path_params["name"].partition(".")
    if form not in PAPERS.get(name, ()) or not (visit.leads or name in _FOR_READERS):
        raise refuse(404)
    held, language = visit.sitting, _language(visit)
    if name == "answers":
        content = held.text.encode()
    elif name == "history":
        content = encoded(held.sitting.events)
    else:
        content = _kept_or_made(visit, name, form, language)
    called = slug(held.answers.city.name)
    ending = form if language == held.pack.info.language else f"{language}.{form}"
    called += _FILES.get(name, f"_{name}.{ending}")
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


def _kept_or_made(visit: Visit, name: str, form: str, language: str) -> bytes:
    held, db = visit.sitting, visit.site.db
    key = OutputKey(
        room=held.room.id,
        seq=held.room.last,
        era=held.room.era,
        pack=held.room.pack,
        product=__version__,
        language=language,
        audience=name,
        format=form,
    )
    found = outputs.output(db, key)
    if found is not None:
        return found
    with taking_turns(visit):
        found = outputs.output(db, key)
        if found is None:
            found = _made(visit, name, form, language)
            with contextlib.suppress(StoreError):  # where the disk is full it is given all the same
                outputs.keep(db, key, found)
    return found


@contextlib.contextmanager
def taking_turns(visit: Visit) -> Iterator[None]:
    """Let papers be made one at a time.

    Raises:
        HTTPException: it takes too long until it is one's turn.

    """
    with visit.site.papers.turn(_WAIT) as mine:
        if not mine:
            raise refuse(503)
        yield


def _made(visit: Visit, name: str, form: str, language: str) -> bytes:
    held = visit.sitting
    job = Job(
        paper=name,
        form=form,
        folder=str(held.known.folder),
        language=None if language == held.known.pack().info.language else language,
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
        found = _MADE.decode(_worked(job))
    except (TooSlowError, BrokenDownError) as error:
        raise refuse(503) from error
    if found.refused:
        raise NotMadeError(found.refused)
    return found.content


def _worked(job: Job) -> bytes:
    """Let a process do it that gives way to all who answer meanwhile."""
    return done_apart("advisor.web.paper_worker", msgspec.msgpack.encode(job), SECONDS, _PATIENCE, giving_way=True)


class NotMadeError(Exception):
    """A paper cannot be made on this machine: what it needs is not installed."""
