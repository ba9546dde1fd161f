"""Run a city through a pack that is being written: its problems, else what the rules say now, and what is new about that."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.read import read_answers
from advisor.answers.roles import labels
from advisor.codes import severity
from advisor.errors import UnusableInputError, told
from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import case_files, pack_files
from advisor.reasoning.answers import Answers, City
from advisor.reasoning.assess import assess
from advisor.reasoning.comparison import Case, compare
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.workshop.cases.read import cases_in
from advisor.workshop.checks.check import check_pack
from advisor.workshop.editor_schemas import renew_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.comparison import Comparison
    from advisor.reasoning.outcome import Outcome


class Tried(msgspec.Struct, frozen=True):
    """What a run has shown: lines to print, the exit code they stand for, and the case, where one could be concluded."""

    lines: tuple[str, ...]
    exit_code: int
    case: Case | None = None


def try_pack(folder: Path, file: Path | None = None, before: Case | None = None) -> Tried:
    """Check a pack and run a city through it: that of an answers file, or else the first case of the pack.

    Schemas in the pack that are not up to date are written anew. ``before`` is the case of an earlier run, to say what is new.
    """
    try:
        loaded = load_pack(folder)
        problems = [problem for problem in check_pack(loaded) if severity(problem.code) != "note"]
        faulty = tuple(told(problems))
        if any(severity(problem.code) == "error" for problem in problems):
            return Tried(faulty, 1)
        renew_schemas(folder, loaded.pack)
        answers = _answers(folder, file, loaded.pack)
    except UnusableInputError as error:
        return Tried(tuple(told(error.problems)), error.exit_code)
    base = KnowledgeBase(loaded.pack)
    case = Case(answers=answers, outcome=assess(base, answers))
    news = () if before is None else tuple(_news(base, before, case))
    return Tried((*faulty, *_told(case.outcome), *news), 1 if faulty else 0, case)


def _answers(folder: Path, file: Path | None, pack: Pack) -> Answers:
    if file is not None:
        return read_answers(file, pack)
    for cases in cases_in(case_files(folder), pack).values():
        for case in cases:
            return case.answers
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    aim = tuple(approach.id for approach in pack.approaches)
    place = City(name=pack.info.title, labels=labels(pack, pack.info.title, None, {}))
    return Answers(pack=pack.info.id, city=place, date=today, start=today, aim=aim, answers={})


def _told(outcome: Outcome) -> Iterator[str]:
    statuses = ", ".join(f"{name} {state.status}" for name, state in outcome.approaches.items())
    steps = [item.step for item in outcome.path if item.kind == "step"]
    yield f"statuses: {statuses}"
    yield f"findings: {', '.join(finding.id for finding in outcome.findings) or 'none'}"
    for each in outcome.contradictions:
        against = f" (against {', '.join(each.answers)})" if each.answers else ""
        yield f"contradiction: {each.question} presupposes {each.presupposes}, which the answers deny{against}"
    yield f"next step: {steps[0] if steps else 'none'}"
    if steps[1:]:
        yield f"after that: {', '.join(steps[1:])}"


def _news(base: KnowledgeBase, before: Case, now: Case) -> Iterator[str]:
    if [*before.outcome.approaches] != [*now.outcome.approaches]:
        yield "since the last run: the approaches are others, so nothing can be compared"
        return
    earlier = msgspec.structs.replace(before.answers, answers=_still_there(base.pack, before.answers))
    found = compare(base, msgspec.structs.replace(before, answers=earlier), now)
    yield f"since the last run: {'; '.join(_moved(found)) or 'nothing is different'}"


def _still_there(pack: Pack, answers: Answers) -> dict[str, object]:
    """Return the answers of the last run that the pack of now can still read."""
    known = {question.id: {level.name for level in question.levels} for question in pack.questions}
    kept: dict[str, object] = {}
    for name, answer in answers.answers.items():
        values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        if name in known and (not known[name] or answer.value is None or known[name].issuperset(values)):
            kept[name] = answer
    return kept


def _moved(found: Comparison) -> Iterator[str]:
    for answer in found.answers:
        yield f"{answer.question} is answered otherwise"
    for name in found.unasked:
        yield f"{name} is not answered any more"
    for status in found.statuses:
        yield f"{status.approach} {status.before} → {status.now}"
    for name in found.came:
        yield f"{name} came"
    for name in found.gone:
        yield f"{name} is gone"
    for name in found.unsettled:
        yield f"{name} is open"
    if found.arrives is not None:
        yield f"the path is {', '.join(found.path) or 'empty'}" + ("" if found.arrives else " and does not arrive")


Seen = dict[str, tuple[int, int]]
"""By file: when it was written, and its size."""


def watch(folder: Path, others: tuple[Path, ...], pause: Callable[[], bool]) -> Iterator[None]:
    """Yield at once, and again whenever files have changed; ``pause`` waits a moment and says whether to go on.

    A change counts once nothing has moved for a moment: a file that is being written is empty first.
    """
    shown = before = _seen(folder, others)
    yield
    while pause():
        now = _seen(folder, others)
        if now == before != shown:
            shown = now
            yield
        before = now


def _seen(folder: Path, others: tuple[Path, ...]) -> Seen:
    found: Seen = {}
    there = pack_files(folder)
    for file in (*there.knowledge, *there.cases, *others):
        try:
            state = file.stat()
        except OSError:  # between listing and looking, editors remove files and write them anew
            continue
        found[str(file)] = (state.st_mtime_ns, state.st_size)
    return found
