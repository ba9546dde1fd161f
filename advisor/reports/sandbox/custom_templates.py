"""Render a report with sections that a city wrote: in a process of their own, with limits of time and memory.

The sandbox keeps templates from files and from Python, but not from looping for ever or from filling the memory.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.files.read import TooLargeError, content_inside
from advisor.files.read import text_of as read_text
from advisor.reports import tree
from advisor.reports.sandbox.process import MEMORY, PATIENCE, SECONDS, BrokenDownError, TooSlowError, done_apart
from advisor.reports.tree import Node, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from advisor.reports.words import Words


_SIMPLER = "Make the templates simpler."


_SUFFIX = ".html.j2"

_IMPRINT = f"_imprint{_SUFFIX}"

_LARGEST = 200_000
"""Bytes that a section may have."""


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
        answer: dict[str, Any] = json.loads(done_apart("advisor.reports.sandbox.template_worker", job, SECONDS, PATIENCE))
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
    hint = "Templates show the values of the report, ask for them, loop over them, and include its sections; nothing else."
    return Problem(place, f"{str(answer['what']).rstrip('.')}.", hint)


def shipped_sections(templates: Path) -> dict[str, str]:
    """Return the source of each section of the product, by its name; the imprint is nobody's to write."""
    files = sorted((templates / "report").glob(f"*{_SUFFIX}"))
    return {f"report/{file.name}": file.read_text(encoding="utf-8") for file in files if not file.name.endswith(_IMPRINT)}


def own_sections(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Return the source of each section that a folder replaces.

    Raises:
        UnusableInputError: there is none, one that no report has, or one that cannot be read.

    """
    if not folder.is_dir():
        raise UnusableInputError([Problem(Place(str(folder)), "there is no such folder.", _there_are(known))])
    sections: dict[str, str] = {}
    problems: list[Problem] = []
    for name, file in _files(folder):
        found = _section(file, folder) if name in known else _unknown(file, name, known)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sections[name] = found
    if not sections and not problems:
        problems.append(Problem(Place(str(folder)), "no section of a report is in this folder.", _there_are(known)))
    if problems:
        raise UnusableInputError(problems)
    return sections


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield templates wherever they are, and whatever lies beside them: a name with a slip must not be passed over."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_dir() and (name.endswith(".j2") or name.startswith("report/")):
            yield name, file


def _section(file: Path, folder: Path) -> str | Problem:
    place = Place(str(file))
    if not file.resolve().is_relative_to(folder.resolve()):
        return Problem(place, "this leads out of the folder of templates.", "Put the file itself there.")
    try:
        return read_text(content_inside(file, _LARGEST))
    except TooLargeError:
        return Problem(place, f"a section has at most {_LARGEST} bytes.", "Make it shorter.")
    except (OSError, UnicodeDecodeError) as error:
        return Problem(place, f"cannot be read: {error}.", "Sections are text in UTF-8.")


def _unknown(file: Path, name: str, known: dict[str, str]) -> Problem:
    near = suggest(name, known)
    hint = _there_are(known) if near.startswith("Known") else f"{near} {_there_are(known)}"
    return Problem(Place(str(file)), f"there is no section '{name}'.", hint)


def _there_are(known: dict[str, str]) -> str:
    return f"There are: {', '.join(sorted(known))}."


def faults(document: Node, figures: Collection[str]) -> Iterator[str]:
    """Yield what keeps a document from being written; ``figures`` are those that this report has."""
    begins = [child.tag for child in document.children[:2] if isinstance(child, Node)]
    if begins != ["h1", "p"]:
        yield "a report begins with <h1> and then <p>."
    for node in elements(document):
        if node.tag in {"h1", "h2", "h3", "h4"} and not text_of(node).strip():
            yield f"<{node.tag}> has no text."
        if node.tag == "figure" and (node.target or "").removeprefix("#") not in figures:
            yield f"this report has no figure '{node.target}'."
        if node.tag == "table":
            wide = {len(row.children) for row in node.children if isinstance(row, Node)}
            if len(wide) != 1 or wide == {0}:
                yield "the rows of a table must have the same number of cells."
