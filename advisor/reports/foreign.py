"""Render a report with sections that a city wrote: in a process of their own, with limits of time and memory.

The sandbox keeps templates from files and from Python, but not from looping for ever or from filling the memory.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.reports import tree
from advisor.reports.apart import MEMORY, PATIENCE, SECONDS, BrokenDownError, TooSlowError, done_apart
from advisor.reports.sections import own_sections, shipped_sections
from advisor.reports.soundness import faults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from advisor.reports.tree import Node
    from advisor.reports.words import Words

_SIMPLER = "Make the templates simpler."


def render_with(
    own: Path, templates: Path, template: str, view: Mapping[str, object], words: Words, figures: Collection[str]
) -> Node:
    """Return the document that a template makes of a view where the sections in ``own`` stand for those of the product.

    Raises:
        UnusableInputError: a section cannot be used, is refused, or needs too much; names file and line where it can.

    """
    known = shipped_sections(templates)
    sections = own_sections(own, known)
    job = {
        "sources": known | sections,
        "template": template,
        "view": view,
        "texts": words.texts(),
        "memory": MEMORY,
        "seconds": SECONDS,
    }
    answer = _answer(own, msgspec.json.encode(job))
    if "html" not in answer:
        raise UnusableInputError([_problem(own, sections, answer)])
    try:
        found = tree.parse_document(answer["html"], template)
    except tree.TemplateError as error:
        hint = "A document has headings, paragraphs, lists, tables, notes (aside), links and the figures of the product."
        raise UnusableInputError([Problem(Place(str(own)), f"what these templates write is refused. {error}", hint)]) from error
    problems = [Problem(Place(str(own)), what, "Look at the section of the product.") for what in faults(found, figures)]
    if problems:
        raise UnusableInputError(problems)
    return found


def _answer(own: Path, job: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(done_apart("advisor.reports.confined", job, SECONDS, PATIENCE))
    except TooSlowError as error:
        what = f"these templates took longer than {error.seconds:g} seconds and were stopped."
        raise UnusableInputError([Problem(Place(str(own)), what, _SIMPLER)]) from error
    except (BrokenDownError, ValueError) as error:
        what = f"these templates broke down the process that rendered them ({error})."
        raise UnusableInputError([Problem(Place(str(own)), what, _SIMPLER)]) from error
    return answer


def _problem(own: Path, sections: Mapping[str, str], answer: Mapping[str, Any]) -> Problem:
    name = answer.get("name")
    if name is None:
        limit = f" (limits: {MEMORY // 1024**2} MB, {SECONDS:g} seconds)"
        return Problem(Place(str(own)), f"a template of this folder {answer['what']}{limit}.", _SIMPLER)
    place = Place(str(own / name), answer["line"]) if name in sections else Place(f"{own} ({name})", answer["line"])
    hint = "Templates show the values of the report, loop over them, and include its sections; nothing else."
    return Problem(place, f"{str(answer['what']).rstrip('.')}.", hint)
