"""The papers of one city of a folder: what a command makes of its file, made when it is asked for, and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.desk.session import slug
from advisor.web.paper_worker import Job
from advisor.web.papers import handed_out, made, taking_turns
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from starlette.responses import Response

    from advisor.web.cities import Cities, City
    from advisor.web.visits import Visit

PAPERS: dict[str, tuple[str, ...]] = {
    "council": ("pdf", "html", "docx", "md"),
    "report": ("pdf", "html", "docx", "md", "json"),
    "worklist": ("xlsx", "ics"),
    "answers": ("yaml",),
}
"""What there is of a city, and how it is written."""


def city_paper(visit: Visit, shown: Cities, city: City) -> Response:
    """Give a paper of a city in the language of the visitor, where its pack is written in that."""
    name, _, form = visit.request.path_params["name"].partition(".")
    if form not in PAPERS.get(name, ()):
        raise refuse(404)
    try:
        answers = Path(city.file).read_bytes()
    except OSError as error:
        raise refuse(404) from error
    called = slug(city.told.name)
    if name == "answers":
        return handed_out(answers, form, f"{called}.answers.yaml")
    pack = shown.pack_in(visit.language)
    language = pack.info.language if pack.original else None
    job = Job(paper=name, form=form, folder=str(shown.pack_folder), language=language, answers=answers.decode("utf-8-sig"))
    with taking_turns(visit):
        return handed_out(made(job), form, f"{called}_{name}.{form}")
