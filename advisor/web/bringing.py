"""Read a file that somebody brings into a sitting: answers, or a questionnaire that was filled in, by the readers of commands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.desk import ANSWERS, ZIP, Wanted, received
from advisor.desk.session import merge, slug
from advisor.errors import Phrase, Place, Problem, UnusableInputError
from advisor.sittings import events as did
from advisor.web.fields import file_field
from advisor.web.store import appending
from advisor.web.store.values import Click, Seen
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from advisor.desk.session import Answers
    from advisor.web.forms import File
    from advisor.web.visits import Visit

_SHOWN = 20
"""How many problems of a file are shown on a page."""

_AGAIN = 5
"""How often bringing a file is tried while others answer meanwhile."""


def brought(visit: Visit, file: File, pack: str, language: str | None, city: str | None) -> Answers:
    """Return what a file says.

    Raises:
        UnusableInputError: with every problem of it, and by the name that it was brought under.

    """
    site = visit.site
    ending = ".xlsx" if file.content.startswith(ZIP) else Path(file.name).suffix.lower()
    ending = ending if ending in {*ANSWERS, ".csv", ".xlsx"} else ANSWERS[0]
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        target = Path(folder) / f"{slug(Path(file.name).stem)[:60]}{ending}"
        target.write_bytes(file.content)
        named = None if ending in ANSWERS else site.knowledge.current(pack).folder
        wanted = Wanted(site.knowledge.templates, visit.today, named, None if ending in ANSWERS else language, city)
        try:
            parts = received([target], wanted)
        except UnusableInputError as error:
            raise UnusableInputError(_renamed(each, folder, file.name) for each in error.problems) from None
    return parts.answers[0][1]


def _renamed(problem: Problem, folder: str, name: str) -> Problem:
    """Return a problem that names the file as whoever brought it does, and no folder of this machine."""
    place = Place(Path(problem.place.file).name if folder in problem.place.file else name, problem.place.line)
    what, hint = (text.replace(f"{folder}/", "") for text in (problem.what, problem.hint))
    said = tuple(_without(folder, each) for each in problem.said)
    return msgspec.structs.replace(problem, place=place, what=what, hint=hint, said=said)


def _without(folder: str, phrase: Phrase) -> Phrase:
    """Return a phrase that is filled with no folder of this machine."""
    given = tuple((name, each.replace(f"{folder}/", "") if isinstance(each, str) else each) for name, each in phrase.given)
    return Phrase(phrase.key, given)


def told_to(visit: Visit, problems: Sequence[Problem]) -> list[str]:
    """Return what is wrong with files, in the language of whoever looks, as much of it as a page shows."""
    return [str(each.told(visit.language)) for each in problems[:_SHOWN]]


def offer(visit: Visit, wrong: str | None = None, found: list[str] | None = None) -> Response:
    """Ask for a file to bring into the sitting."""
    words = visit.words
    fields = [file_field(words("web.import.file"), words("web.import.hint"), wrong)]
    return visit.page(
        "form",
        words("web.import.title"),
        422 if wrong else 200,
        back=visit.at("settings"),
        action=visit.at("import"),
        paragraphs=[words("web.import.text"), *(found or [])],
        fields=fields,
        upload=True,
        kind="first",
        send=words("web.import.send"),
        errors=[{"field": "file", "text": wrong}] if wrong else None,
    )


def bring(visit: Visit) -> Response:
    """Bring a file into the sitting: what it says is added to what was said, and where both differ both stays."""
    file = visit.form.files.get("file")
    if file is None or not file.content:
        return offer(visit, visit.words("web.import.missing"))
    held = visit.sitting
    try:
        incoming = brought(visit, file, held.answers.pack, visit.language, held.answers.city.name)
        for _ in range(_AGAIN):
            became = _joined(visit, file, incoming)
            if became != "stale":
                break
    except UnusableInputError as error:
        return offer(visit, visit.words("web.import.unusable"), told_to(visit, error.problems))
    if became in {"left", "stale"}:
        raise refuse(404 if became == "left" else 503)
    return visit.redirect("review", said="closed" if became == "closed" else "imported")


def _joined(visit: Visit, file: File, incoming: Answers) -> str:
    held = visit.site.sittings.held(visit.sitting.room.id)
    if held is None:
        raise refuse(404)
    merged = merge([("sitting", held.answers), (file.name or "file", incoming)], held.pack)
    both = {**merged.answers, **merged.waiting}
    before = {**held.answers.answers, **held.answers.waiting}
    news = {name: did.to_said(each) for name, each in both.items() if before.get(name) != each}
    event = did.Imported(source=file.name or "file", answers=news, asked=tuple(news), on=visit.today)
    base = msgspec.structs.replace(
        held.room.base, respondents={**held.room.base.respondents, **merged.respondents}, retired=merged.retired, note=merged.note
    )
    click = Click(visit.who.id, Seen(held.room.last, "room"), visit.form.once)
    return appending.rebase(visit.site.db, held.room.id, click, [event], base).became
