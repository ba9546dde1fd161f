"""Tell a difference: as a document in words, as JSON, and as cases in which each city expects what the newer pack says."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers.roles import labels
from advisor.errors import escaped_data, printable
from advisor.knowledge.placeholders import fill, placeholders
from advisor.reports.formats import write_tree
from advisor.reports.language import load_words
from advisor.reports.tree import Node
from advisor.reports.wording import answer_in_words
from advisor.workshop.cases.write import case_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.workshop.difference.differ import Difference
    from advisor.workshop.difference.entries import Edit
    from advisor.workshop.difference.files import FileChange, Told
    from advisor.workshop.difference.search import Flip


_NEEDS_SOLVER = "First steps were not compared over all cities: that needs the extra 'authors'."

_ASKED = "Every city was looked at, and both versions were run on each of those named here."


def difference_as(form: str, found: Difference) -> str:
    """Return a difference as ``md`` or ``text`` for people, in the texts of the pack, ``json`` for scripts, ``cases`` to run."""
    if form == "json":
        return _as_json(found)
    if form == "cases":
        return difference_as_cases(found)
    return write_tree(form, Node("article", tuple(_Teller(found).blocks())))


def _as_json(found: Difference) -> str:
    old, new = found.old, found.new
    data = {
        "old": {"id": old.info.id, "version": old.info.version, "hash": old.hash},
        "new": {"id": new.info.id, "version": new.info.version, "hash": new.hash},
        "cities": [_flip(flip) for flip in found.flips.found],
        "undecided": list(found.flips.undecided),
        "first_steps_compared": found.flips.paths,
        "files": msgspec.to_builtins(found.files),
        "older_files": list(found.older_files),
        "edits": msgspec.to_builtins(found.edits),
    }
    return escaped_data(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _flip(flip: Flip) -> dict[str, object]:
    answers = {name: answer.value for name, answer in flip.new.answers.items()}
    return {
        "about": flip.about,
        "before": flip.before,
        "now": flip.now,
        "answers": msgspec.to_builtins(answers),
        "aim": list(flip.new.aim),
        "asked": flip.only_asked,
    }


def difference_as_cases(found: Difference) -> str:
    """Return the cities of a difference as a file of cases, or nothing; what the newer pack no longer has is not in it."""
    new = found.new
    known = {each.id for each in (*new.approaches, *new.findings)}
    shown = [flip for flip in found.flips.found if flip.about.startswith("steps/") or flip.about.partition("/")[2] in known]
    cases = [
        case_text(new, f"{number}. {_name(each)}: {each.before or 'none'} → {each.now or 'none'}", each.new, _expected(each))
        for number, each in enumerate(shown, start=1)
    ]
    return "\n".join(["cases:", *cases]) + "\n" if cases else ""


def _name(flip: Flip) -> str:
    section, _, name = flip.about.partition("/")
    return "first step" if section == "steps" else name


def _expected(flip: Flip) -> dict[str, object]:
    section, _, name = flip.about.partition("/")
    if section == "steps":
        return {"first_step": flip.now} if flip.now else {"steps": []}
    return {"statuses": {name: flip.now}} if section == "approaches" else {flip.now: [name]}


class _Teller:
    """Says a difference in the texts of the pack."""

    def __init__(self, found: Difference) -> None:
        self._found = found
        self._packs = (found.old, found.new)
        self._words = load_words(paths.shipped("templates"), found.new.info.language)
        self._titles: dict[str, str] = {}
        for pack in self._packs:
            self._titles |= {approach.id: approach.name for approach in pack.approaches}
            self._titles |= {finding.id: finding.title for finding in pack.findings}
            self._called = labels(pack, pack.info.title, None, {})
            self._titles |= {step.id: self._text(step.title) for step in pack.steps}

    def blocks(self) -> Iterator[Node]:
        found = self._found
        old, new = (pack.info for pack in self._packs)
        yield _node("h1", f"{new.id}: what is different in {new.version}, compared with {old.version}")
        yield _node("p", _summary(found))
        if found.flips.found or found.flips.undecided or not found.flips.paths:
            yield _node("h2", "Over all cities")
            yield _node("p", _ASKED if found.flips.found else "No status and no finding is different in any city.")
            yield from self._flips()
            if found.flips.undecided:
                names = ", ".join(about.partition("/")[2] for about in found.flips.undecided)
                yield _node("p", f"There was too much to try to be certain about: {names}.")
            if not found.flips.paths:
                yield _node("p", _NEEDS_SOLVER)
        if found.files:
            yield _node("h2", "From the answers files")
            for change in found.files:
                yield _node("h3", change.file)
                yield _node("ul", *(_node("li", *line) for line in self._file(change)))
        if found.older_files:
            yield _node("h2", "Answers that were given before")
            yield _node("ul", *(_node("li", told) for told in found.older_files))
        rules = [edit for edit in found.edits if edit.kind != "text"]
        texts = [edit for edit in found.edits if edit.kind == "text"]
        for title, some in (("Rules, steps and other entries", rules), ("Texts", texts)):
            if some:
                yield _node("h2", title)
                yield _node("ul", *(_written(name, list(each)) for name, each in groupby(some, lambda edit: edit.entry)))

    def _flips(self) -> Iterator[Node]:
        """Yield what is said differently: where a rule is another, then what follows from that, then first steps."""
        found = self._found
        changed = {edit.entry for edit in found.edits}
        verdicts = [flip for flip in found.flips.found if not flip.about.startswith("steps/")]
        own, others = ([flip for flip in verdicts if (flip.about in changed) == here] for here in (True, False))
        for title, some in (("Where the rule itself is different", own), ("What follows for other rules", others)):
            if some:
                yield _node("h3", title)
                yield _node("ul", *(self._verdict(about, each) for about, each in groupby(some, lambda flip: flip.about)))
        steps = [flip for flip in found.flips.found if flip.about.startswith("steps/")]
        if steps:
            yield _node("h3", "Which step comes first")
            yield _node("ul", *(_node("li", *self._flip(flip)) for flip in steps))

    def _verdict(self, about: str, flips: Iterable[Flip]) -> Node:
        lines = [_node("li", *self._flip(flip)) for flip in flips]
        return _node("li", *self._named(about.partition("/")[2]), _node("ul", *lines))

    def _flip(self, flip: Flip) -> tuple[Node | str, ...]:
        section = flip.about.partition("/")[0]
        where = f", for example where {self._city(flip)}"
        remark = "" if flip.only_asked else " (only cities differ that answer more than they are asked)"
        match section:
            case "steps":
                return (*self._first(flip.before), " → ", *self._first(flip.now), where, remark)
            case "approaches":
                states = " → ".join(self._words(f"status.{status}") for status in (flip.before, flip.now))
                return (states, where, remark)
            case _:
                return ("is found" if flip.now == "present" else "is no longer found", where, remark)

    def _first(self, step: str) -> tuple[Node | str, ...]:
        return self._named(step) if step else ("none",)

    def _city(self, flip: Flip) -> str:
        old, new = self._packs
        parts = list(self._answers(new, flip.new, set()))
        asked = {question.id for question in new.questions}
        parts += [f"{each} (asked only before)" for each in self._answers(old, flip.old, asked)]
        if len(flip.new.aim) < len(new.approaches):
            parts.append(f"the aim is {', '.join(self._titles[approach] for approach in flip.new.aim)}")
        return "; ".join(parts) or "nothing is answered"

    def _answers(self, pack: Pack, answers: Answers, without: set[str]) -> Iterator[str]:
        for question in pack.questions:
            given = answers.answers.get(question.id)
            if given is not None and question.id not in without:
                value = answer_in_words(self._words, question, given.value) or "nothing of it"
                yield f"{question.label}: {value}"

    def _file(self, change: FileChange) -> Iterator[tuple[Node | str, ...]]:
        before, now = change.before, change.now
        if before is None or now is None:
            state = "can no longer be read" if now is None else "could not be read before"
            yield f"{state}: {' '.join(change.unreadable)}", ""
            return
        for name in {**now.statuses, **before.statuses}:
            one, other = (told.statuses.get(name) for told in (before, now))
            if one != other:
                states = [self._words(f"status.{status}") if status else "unknown to this version" for status in (one, other)]
                yield (*self._named(name), f": {states[0]} → {states[1]}")
        for word, names, others in (
            ("is found", now.findings, before.findings),
            ("is no longer found", before.findings, now.findings),
        ):
            yield from ((*self._named(name), f" {word}") for name in names if name not in others)
        yield from self._path(before, now)

    def _path(self, before: Told, now: Told) -> Iterator[tuple[Node | str, ...]]:
        if before.steps != now.steps:
            yield "the path: ", *self._steps(before.steps), " becomes ", *self._steps(now.steps)
        if before.arrives != now.arrives:
            yield "the path now arrives" if now.arrives else "the path no longer arrives", ""
        for name in now.steps:
            if name in before.steps and before.contents[name] != now.contents[name]:
                gone = [text for text in before.contents[name] if text not in now.contents[name]]
                come = [text for text in now.contents[name] if text not in before.contents[name]]
                told = [f"{how} «{self._text(text)}»" for how, some in (("without", gone), ("with", come)) for text in some]
                yield (*self._named(name), f": {'; '.join(told) or 'the same in another order'}")

    def _text(self, text: str) -> str:
        """Return a text with the neutral names of roles; what stands for anything else stays as it was written."""
        return fill(text, self._called) if placeholders(text) <= self._called.keys() else text

    def _steps(self, names: tuple[str, ...]) -> Iterator[Node | str]:
        for place, name in enumerate(names):
            yield " → " if place else ""
            yield from self._named(name)
        if not names:
            yield "no step"

    def _named(self, name: str) -> tuple[Node | str, ...]:
        return f"{self._titles.get(name, name)} (", _node("code", name), ")"


def _written(entry: str, edits: list[Edit]) -> Node:
    if len(edits) == 1 and not edits[0].where:
        return _node("li", _node("code", entry), ": ", *_edit(edits[0]))
    lines = (_node("li", _node("code", " ".join(edit.where) or edit.kind), ": ", *_edit(edit)) for edit in edits)
    return _node("li", _node("code", entry), _node("ul", *lines))


def _edit(edit: Edit) -> tuple[Node | str, ...]:
    if edit.kind == "entry":
        return (f"is new: «{edit.now}»" if edit.before is None else f"is gone: «{edit.before}»",)
    before, now = (_side(edit, side) for side in (edit.before, edit.now))
    alike = " (in other words, with the same meaning)" if edit.same else ""
    kind = "the order: " if edit.kind == "order" else ""
    return kind, *before, " → ", *now, alike


def _side(edit: Edit, side: str | None) -> tuple[Node | str, ...]:
    if side is None or not side:
        return ("nothing",)
    return (f"«{side}»",) if edit.kind == "text" else (_node("code", side),)


def _summary(found: Difference) -> str:
    if found.is_empty:
        return "Nothing is different."
    entries = len({edit.entry for edit in found.edits})
    counts = [(len(found.flips.found), "verdict over all cities", "verdicts over all cities")]
    counts += [
        (len(found.files), "answers file", "answers files"),
        (entries, "entry as it is written", "entries as they are written"),
    ]
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"Different: {', '.join(told)}."


def _node(tag: str, *children: Node | str) -> Node:
    return Node(
        tag, tuple(printable(each).replace("\n", " ") if isinstance(each, str) else each for each in children if each != "")
    )
