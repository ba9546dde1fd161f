"""Render a report with sections that a city wrote: in a process of their own, with limits of time and memory.

The sandbox keeps templates from files and from Python, but not from looping for ever or from filling the memory.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.report import tree
from advisor.report.sections import own_sections, shipped_sections
from advisor.report.soundness import faults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.report.tree import Node
    from advisor.report.words import Words

SECONDS = 10
"""How many seconds of computing time the templates may take; a busy machine does not count against them."""

PATIENCE = 120.0
"""After how many seconds a process is stopped that neither computes nor ends, or that the system cannot limit."""

MEMORY = 512 * 1024 * 1024
"""How many bytes they may use, where the system can limit that."""

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
    """Return what the other process answers; it gets nothing from the environment but where Python finds its modules."""
    searched = [str(Path(__file__).parents[2]), *(each for each in sys.path if each)]
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(searched), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-B", "-m", "advisor.report.confined"]
    try:
        done = subprocess.run(command, input=job, capture_output=True, env=environment, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnusableInputError([_too_slow(own, PATIENCE)]) from error
    if sys.platform != "win32" and done.returncode == -signal.SIGXCPU:
        raise UnusableInputError([_too_slow(own, SECONDS)])
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        what = f"these templates broke down the process that rendered them (exit code {done.returncode})."
        raise UnusableInputError([Problem(Place(str(own)), what, _SIMPLER)]) from error
    return answer


def _too_slow(own: Path, seconds: float) -> Problem:
    return Problem(Place(str(own)), f"these templates took longer than {seconds:g} seconds and were stopped.", _SIMPLER)


def _problem(own: Path, sections: Mapping[str, str], answer: Mapping[str, Any]) -> Problem:
    name = answer.get("name")
    if name is None:
        limit = f" (limits: {MEMORY // 1024**2} MB, {SECONDS:g} seconds)"
        return Problem(Place(str(own)), f"a template of this folder {answer['what']}{limit}.", _SIMPLER)
    place = Place(str(own / name), answer["line"]) if name in sections else Place(f"{own} ({name})", answer["line"])
    hint = "Templates show the values of the report, loop over them, and include its sections; nothing else."
    return Problem(place, f"{str(answer['what']).rstrip('.')}.", hint)
