"""Accept what the rules say now: the expectations of failing cases are rewritten, and nothing else."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from advisor.answers.text import edited_data, edited_text
from advisor.errors import Place, Problem, UnusableInputError
from advisor.reasoning.deductions import sign_fact
from advisor.reasoning.diagnosis import status_of
from advisor.workshop.cases.run import preconditions, raised_to
from advisor.workshop.cases.spoken import brought_about, is_said, laid_upon
from advisor.yaml_source.read import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advisor.workshop.cases.read import Case
    from advisor.workshop.cases.run import Deviation, Said
    from advisor.yaml_source.read import KeyPath


Edits = dict[tuple[str | int, ...], object]
"""New values by their place in a case; None takes away what stands there."""


def updated_text(text: str, failed: Iterable[tuple[Case, Said, list[Deviation]]]) -> str:
    """Return the text of a file of cases in which each failing case expects what the rules say now.

    Raises:
        UnusableInputError: the new text would not say so, in the way that somebody laid the file out.

    """
    edits: Edits = {}
    place = Place("")
    for case, said, found in failed:
        place = case.place()
        edits |= {("cases", case.number, *path): value for path, value in _edits(case, said, found).items()}
    edited = edited_text(text, edits)
    wanted = edited_data(read_text(text, place.file)[0].data, edits)
    if read_text(edited, place.file)[0].data != wanted:
        what = "these expectations cannot be written into the file as somebody laid it out."
        raise UnusableInputError([Problem(Place(place.file), what, "Write them by hand.")])
    return edited


def _edits(case: Case, said: Said, found: list[Deviation]) -> Edits:
    edits: Edits = {}
    for deviation in found:
        for path, value in _edit(said, deviation.path):
            edits[path] = value
    if any(deviation.path[1] in {"present", "absent"} for deviation in found):
        named = dict.fromkeys((*case.expect.present, *case.expect.absent))
        there = [name for name in named if said.start.concluded(name, "present")]
        edits["expect", "present"] = there or None
        edits["expect", "absent"] = [name for name in named if name not in there] or None
    for key, listed, now in _lists(case, said, found):
        edits["expect", *key] = [name for name in listed if name in now] or None
    return edits


def _lists(case: Case, said: Said, found: list[Deviation]) -> Iterator[tuple[KeyPath, tuple[str, ...], set[str]]]:
    """Yield each list in which something is not as expected: where it stands, what it names, and what of that is so."""
    expect, failing = case.expect, {deviation.path[1:-1] for deviation in found}
    if {("said",), ("unsaid",)} & failing:
        named = tuple(dict.fromkeys((*expect.said, *expect.unsaid)))
        there = {place for place in named if is_said(place, said.sentences)}
        yield ("said",), named, there
        yield ("unsaid",), named, set(named) - there
    for step, details in expect.details.items():
        planned = said.taken(step)
        if planned is not None and ("details", step, "avoids") in failing:
            yield ("details", step, "avoids"), details.avoids, set(details.avoids) - brought_about(planned, details.avoids)
        if planned is not None and ("details", step, "spares") in failing:
            laid = laid_upon(said.pack, said.repertoire.verdicts, planned)
            yield ("details", step, "spares"), details.spares, set(details.spares) - laid


def _edit(said: Said, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    """Yield the places in which one expectation changes, and what stands there now."""
    match path[1:]:
        case ("statuses", str(approach)):
            yield path, status_of(approach, said.start)
        case ("contradictions",):
            yield path, list(said.contradictions)
        case ("steps",):
            yield path, list(said.steps)
        case ("first_step",):
            yield from _kept(said, path, said.steps[0] if said.steps else None)
        case ("arrives",):
            yield path, said.plan.arrives
        case ("details", _, "avoids" | "spares", _):
            return
        case ("details", str(step), *rest):
            yield from _kept(said, path, _detail(said, step, rest))
        case _:
            return


def _kept(said: Said, path: KeyPath, value: object) -> Iterator[tuple[KeyPath, object]]:
    """Yield an edit; where nothing is left to expect of a step, the whole path is expected instead."""
    yield path, value
    if value is None:
        yield ("expect", "steps"), list(said.steps)


def _detail(said: Said, step: str, rest: list[str | int]) -> object:
    planned = said.taken(step)
    if planned is None:
        return None
    match rest:
        case ["fits"]:
            return planned.before.concluded(sign_fact(step, "fitting"), "yes")
        case ["preconditions"]:
            return list(preconditions(planned))
        case [key, str(fact)]:
            return raised_to(planned.prepared if key == "prepares" else planned.changed, fact, "")
        case _:
            return None


def raw_text(file: Path) -> str:
    """Return the text of a file with its ends of lines, and its byte order mark if it has one."""
    return file.read_bytes().decode("utf-8")


def with_line_ends(text: str, like: str) -> str:
    """Return a text with the ends of lines of another: each line that is in both keeps its own, new ones get the usual."""
    old, new = like.splitlines(keepends=True), text.splitlines(keepends=True)
    usual = "\r\n" if 2 * like.count("\r\n") > like.count("\n") else "\n"
    written = [_bare(line) + usual if _bare(line) != line else line for line in new]
    if usual == "\n" and "\r\n" not in like:
        return "".join(written)
    matcher = SequenceMatcher(None, [_bare(line) for line in old], [_bare(line) for line in new], autojunk=False)
    for there, here, length in matcher.get_matching_blocks():
        written[here : here + length] = old[there : there + length]
    return "".join(written)


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")
