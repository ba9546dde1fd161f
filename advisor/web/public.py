"""Pages for everybody: privacy, accessibility, holding a report against its answers, a sign of life, style and script."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import PlainTextResponse, Response

from advisor.desk import BrokenDownError, TooSlowError, done_apart
from advisor.web import assets, statement
from advisor.web.check_worker import SECONDS, Check, Found
from advisor.web.fields import file_field
from advisor.web.store import database
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from advisor.web.visits import Visit

_FOUND = msgspec.msgpack.Decoder(Found)  # made here, for threads must not make it
_PATIENCE, _WAIT = 120.0, 60.0
_ENDINGS = (".pdf", ".html", ".docx", ".md", ".json", ".txt")
_PRIVACY = ("controller", "purpose", "data", "readers", "where", "kept", "rights", "security")


def privacy(visit: Visit) -> Response:
    """Say what is kept of whom, what for, and for how long: the record of processing, as this server does it."""
    words = visit.words
    rows = [
        {"term": words(f"web.privacy.{name}.term"), "text": words(f"web.privacy.{name}.text", days=visit.site.retention)}
        for name in _PRIVACY
    ]
    parts = [{"title": None, "paragraphs": [words("web.privacy.lead")], "list": None, "rows": rows}]
    return visit.page("told", words("web.privacy.title"), parts=parts, links=())


def accessibility(visit: Visit) -> Response:
    """Say how far everybody can use these pages, how that was looked at, and where to complain."""
    words = visit.words
    lead: dict[str, object] = {"title": None, "paragraphs": [words("web.accessibility.lead")], "list": None, "rows": None}
    parts = [lead]
    told = {
        "checked": list(statement.told(words)),
        **{name: [words(f"web.accessibility.{name}.text")] for name in ("known", "feedback")},
    }
    for name, paragraphs in told.items():
        parts.append({"title": words(f"web.accessibility.{name}.title"), "paragraphs": paragraphs, "list": None, "rows": None})
    return visit.page("told", words("web.accessibility.title"), parts=parts, links=())


def verify(visit: Visit, wrong: str | None = None) -> Response:
    """Ask for a report, and for the answers to hold it against."""
    words = visit.words
    report = {**file_field(words("web.verify.file"), words("web.verify.hint"), wrong), "accept": ",".join(_ENDINGS)}
    answers = {**file_field(words("web.verify.answers"), words("web.verify.answers_hint"), None), "id": "answers"}
    answers["described"] = "answers-hint"
    return visit.page(
        "form",
        words("web.verify.title"),
        422 if wrong else 200,
        action="/verify",
        paragraphs=[words("web.verify.text")],
        fields=[report, answers],
        upload=True,
        kind="first",
        send=words("web.verify.send"),
        errors=[{"field": "file", "text": wrong}] if wrong else None,
    )


def verified(visit: Visit) -> Response:
    """Hold a report against its answers, and say whether it is what they lead to. Nothing of either is kept."""
    words, files, site = visit.words, visit.form.files, visit.site
    report, answers = files.get("file"), files.get("answers")
    if report is None or not report.content:
        return verify(visit, words("web.verify.missing"))
    address = site.address_of(visit.request)
    if site.checks.is_spent(address):
        raise refuse(429)
    site.checks.count(address)
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        ending = Path(report.name).suffix.lower()
        target = Path(folder) / f"report{ending if ending in _ENDINGS else '.txt'}"
        target.write_bytes(report.content)
        beside = None
        if answers is not None and answers.content:
            beside = Path(folder) / "answers.yaml"
            beside.write_bytes(answers.content)
        found = _checked(visit, target, beside)
    if found.refused:
        return verify(visit, words("web.verify.unusable"))
    told = words(f"web.verify.{found.word}")
    return visit.page("verdict", told, back="/verify", lines=[each.replace(f"{folder}/", "") for each in found.lines])


def _checked(visit: Visit, report: Path, answers: Path | None) -> Found:
    job = Check(report=str(report), answers=str(answers) if answers else None)
    with visit.site.papers.turn(_WAIT) as mine:
        if not mine:
            raise refuse(503)
        try:
            done = done_apart("advisor.web.check_worker", msgspec.msgpack.encode(job), SECONDS, _PATIENCE, giving_way=True)
        except (TooSlowError, BrokenDownError) as error:
            raise refuse(503) from error
    return _FOUND.decode(done)


def health(visit: Visit) -> Response:
    """Give a sign of life, if the store gives one."""
    database.alive(visit.site.db)
    return PlainTextResponse("ok\n")


def asset(visit: Visit) -> Response:
    """Give the style or the script of pages."""
    name = assets.named(visit.request.path_params["name"])
    if name is None:
        raise refuse(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(assets.content(name), media_type=assets.TYPES[name], headers=headers)
