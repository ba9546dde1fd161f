"""Measure the main job: whole processes and warm assessments, beside a bare Python and stock experta.

Times are medians. A bound is printed beside each figure; nothing fails here, because machines differ. Whole processes are timed
by the clock on the wall, calls by the processor time they take, which other work on the machine distorts less.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers.read import read_answers
from advisor.interview.interview import GOALS, Interview, Interviewer
from advisor.knowledge.loader import load_pack
from advisor.logic.condition import Test, every
from advisor.reasoning.answers import Answer
from advisor.reasoning.assess import assess
from advisor.reasoning.deductions import deductions
from advisor.reasoning.explanation import explain
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.planner import plan
from advisor.reasoning.unfolding import Verdicts
from advisor.reports.formats import REPORTS, write
from advisor.reports.options import AUDIENCES, Wish
from advisor.workshop.checks.check import check_pack
from bench.peers import peers
from tests.support.cities import by_chance, city

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers, AnswerValue
    from advisor.reasoning.pack_engine import PackEngine

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.answers.yaml"))
RUNS = 9
SHORT_RUN = 12
MANY = 400


MEASURE = """
import os, sys, time
begun = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)
print(time.perf_counter() - begun, usage.ru_maxrss, status)
"""
"""A process of its own starts the command, because a child's peak memory counts that of the process it was started from."""


def process(command: list[str]) -> tuple[float, float]:
    """Run a command once; return its seconds and its peak memory in megabytes."""
    done = subprocess.run([sys.executable, "-S", "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    seconds, memory, status = done.stdout.split()
    if status != "0":
        message = f"{command} failed"
        raise RuntimeError(message)
    return float(seconds), float(memory) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def processes(command: list[str]) -> tuple[float, float]:
    """Return the median seconds and the peak megabytes over several runs, after one to warm the disk."""
    process(command)
    found = [process(command) for _ in range(RUNS)]
    return statistics.median(seconds for seconds, _ in found), max(memory for _, memory in found)


def milliseconds(job: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median milliseconds of processor time of a call, after one to warm it."""
    job()
    return statistics.median(once(job) for _ in range(runs))


def once(job: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return the milliseconds of one call, of processor time unless told."""
    begun = clock()
    job()
    return (clock() - begun) * 1000


def waited(job: Callable[[], object]) -> float:
    """Return the least milliseconds on the wall of some runs: what somebody waits for who writes on several cores."""
    job()
    return min(once(job, time.perf_counter) for _ in range(RUNS))


def least(job: Callable[[], object]) -> float:
    """Return the least of three runs: for the slowest of thousands of calls, what else the machine does would be all one sees."""
    return min(once(job) for _ in range(3))


def timed(
    interviewer: Interviewer, interview: Interview, full: Mapping[str, AnswerValue | None], turns: list[float]
) -> Interview:
    """Lead an interview to its goal and return it; the milliseconds of each turn are added to ``turns``."""
    while True:
        turn = interviewer.turn(interview)
        turns.append(least(partial(interviewer.turn, interview)))
        if turn.question is None:
            return interview
        interview = interview.answer(turn.question.id, Answer(value=full.get(turn.question.id)), turn)


def interviews(pack: Pack) -> list[tuple[str, str, str, str]]:
    """Lead interviews with the examples and 200 random cities; return how many questions each goal took, and how long a turn."""
    interviewer, dice = Interviewer(pack), random.Random(1)  # noqa: S311 - cities, not secrets
    known = [read_answers(file, pack) for file in EXAMPLES]
    cities = [{name: answer.value for name, answer in each.complete(pack).answers.items()} for each in known]
    cities += [dict(by_chance(pack, dice)) for _ in range(200)]
    asked: dict[str, list[int]] = {goal: [] for goal in GOALS}
    turns: list[float] = []
    for full in cities:
        interview = Interview(answers=city(pack, {}))
        for goal in GOALS:
            interview = timed(interviewer, msgspec.structs.replace(interview, goal=goal), full, turns)
            asked[goal].append(len(interview.asked))
    half = len(pack.questions) // 2
    within = sum(number <= SHORT_RUN for number in asked["course"])
    turns.sort()
    engine, verdicts = build_engine(pack), Verdicts(deductions(pack))
    explained = [each for case in known for each in explanations(pack, engine, verdicts, case)]
    rows = [
        (f"questions to {goal}", f"{statistics.mean(each):.1f}", f"{min(each)}-{max(each)}", f"mean of {len(cities)} cities")
        for goal, each in asked.items()
    ]
    return [
        *rows,
        ("course within the short run", f"{within}", "", f"of {len(cities)} cities; bound for the mean: {half} questions"),
        ("next question", f"{turns[len(turns) // 2]:.1f} ms", f"{turns[-1]:.0f} ms", "<= 50 ms; median and slowest"),
        (
            "explain one verdict",
            f"{statistics.median(explained):.1f} ms",
            f"{max(explained):.0f} ms",
            "<= 100 ms; median and slowest",
        ),
    ]


def explanations(pack: Pack, engine: PackEngine, verdicts: Verdicts, case: Answers) -> list[float]:
    """Return how long the explanation of each approach, finding and step of a case takes, in milliseconds."""
    planned = plan(pack, engine, case.facts(pack), case.aim, case.disputed_facts(pack))
    asked = [each.id for each in (*pack.approaches, *pack.findings, *pack.steps)]
    return [least(partial(explain, pack, verdicts, planned, case, (name,))) for name in asked]


def many_rules(pack: Pack) -> list[tuple[str, str, str, str]]:
    """Return how long turns and explanations take with 1,000 more rules of three tests each."""
    dice = random.Random(2)  # noqa: S311
    asked = [each for each in pack.questions if each.type == "ordinal"]
    model = pack.findings[-1]
    made = []
    for number in range(1000):
        tests = []
        for question in dice.sample(asked, 3):
            domain = pack.vocabulary.facts[question.id]
            names = [level.name for level in question.levels]
            tests.append(Test(question.id, frozenset(names[dice.randrange(1, len(names)) :]), domain))
        made.append(msgspec.structs.replace(model, id=f"made_{number}", when=every(*tests)))
    larger = msgspec.structs.replace(pack, findings=(*pack.findings, *made))
    interviewer = Interviewer(larger)
    turns: list[float] = []
    for _ in range(5):
        full, interview = by_chance(pack, dice), Interview(answers=city(pack, {}), goal="findings")
        timed(interviewer, interview, full, turns)
    turns.sort()
    engine, verdicts = build_engine(larger), Verdicts(deductions(larger))
    files = [EXAMPLES[0], EXAMPLES[-1]]
    explained = [each for file in files for each in explanations(larger, engine, verdicts, read_answers(file, larger))]
    return [
        ("next question, 1,000 more rules", f"{turns[len(turns) // 2]:.1f} ms", f"{turns[-1]:.0f} ms", "<= 50 ms"),
        ("explain one verdict, the same", f"{statistics.median(explained):.1f} ms", f"{max(explained):.0f} ms", "<= 100 ms"),
    ]


def reports(pack: Pack, engine: PackEngine) -> list[tuple[str, str, str, str]]:
    """Return how long a report takes in each format, once all that can be kept from the first time is there."""
    templates = paths.shipped("templates")
    answers = read_answers(ROOT / "examples" / "seed-start.answers.yaml", pack)
    outcome = assess(KnowledgeBase(pack, engine), answers)
    rows = []
    for form in REPORTS:
        wish = Wish(form=form, templates=templates)
        told = milliseconds(lambda wish=wish: write(wish, pack, answers, outcome))  # type: ignore[misc]
        rows.append((f"write {form}", f"{told:.1f} ms", "", ""))
    for audience in AUDIENCES:
        wish = Wish(form="pdf", templates=templates, audience=audience)
        wait = waited(lambda wish=wish: write(wish, pack, answers, outcome))  # type: ignore[misc]
        rows.append((f"wait for a PDF, {audience}", f"{wait:.1f} ms", "", "<= 150 ms, by the clock"))
    return rows


def many_reports(pack: Pack, engine: PackEngine) -> tuple[str, str, str, str]:
    """Return how long 400 different PDF take in one process, and what memory it keeps after some and after all of them."""
    dice, wish = random.Random(3), Wish(form="pdf", templates=paths.shipped("templates"))  # noqa: S311
    times, waits, memory = [], [], []
    for _ in range(MANY):
        given = by_chance(pack, dice)
        other = city(pack, {name: min(value, 60) if isinstance(value, int) else value for name, value in given.items()})
        found = assess(KnowledgeBase(pack, engine), other)
        begun = time.perf_counter()
        times.append(once(partial(write, wish, pack, other, found)))
        waits.append((time.perf_counter() - begun) * 1000)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
    peaks = " / ".join(f"{memory[count - 1]:.0f}" for count in (20, 200, MANY))
    clock = f"by the clock {statistics.median(waits):.0f} ms"
    note = f"median and slowest; {clock}; <= 150 MB: {peaks} MB at most up to 20 / 200 / {MANY}"
    return (f"{MANY} different PDF", f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms", note)


def many() -> None:
    """Print the figures of many reports: a process of its own, because what else the bench does would count as their memory."""
    pack = load_pack(paths.shipped("rules") / "smart-city").pack
    print("\t".join(many_reports(pack, build_engine(pack))))


def main() -> None:
    """Print the figures as a table."""
    python = sys.executable
    example = str(ROOT / "examples" / "seed-start.answers.yaml")
    bare, bare_memory = processes([python, "-c", "pass"])
    whole, memory = processes([python, "-m", "advisor", "advise", example, "--format", "md"])
    pdf, pdf_memory = processes([python, "-m", "advisor", "advise", example, "--format", "pdf"])
    checked, _ = processes([python, "-m", "advisor", "check"])
    rows = [
        ("bare python -c pass", f"{bare * 1000:.0f} ms", f"{bare_memory:.0f} MB", ""),
        ("advise, whole process", f"{whole * 1000:.0f} ms", f"{memory:.0f} MB", f"<= 600 ms, 100 MB; {whole / bare:.0f} x bare"),
        ("advise as PDF, whole process", f"{pdf * 1000:.0f} ms", f"{pdf_memory:.0f} MB", "<= 1200 ms, 150 MB"),
        ("check, whole process", f"{checked * 1000:.0f} ms", "", f"<= 1000 ms; {checked / bare:.0f} x bare"),
    ]
    folder = paths.shipped("rules") / "smart-city"
    pack = load_pack(folder).pack
    engine, stock = build_engine(pack), build_engine(pack, stock=True)
    rows += [
        ("load the pack", f"{milliseconds(lambda: load_pack(folder)):.0f} ms", "", ""),
        ("compile the pack", f"{milliseconds(lambda: build_engine(pack)):.0f} ms", "", ""),
        ("check the pack", f"{milliseconds(lambda: check_pack(load_pack(folder)), 3):.0f} ms", "", ""),
    ]
    for file in EXAMPLES:
        answers = read_answers(file, pack)
        ours = milliseconds(lambda answers=answers: assess(KnowledgeBase(pack, engine), answers))  # type: ignore[misc]
        theirs = milliseconds(lambda answers=answers: assess(KnowledgeBase(pack, stock), answers), 3)  # type: ignore[misc]
        name = file.name.removesuffix(".answers.yaml")
        rows.append((f"assess {name}", f"{ours:.1f} ms", "", f"<= 60 ms; stock experta {theirs:.1f} ms, {theirs / ours:.1f} x"))
    told = subprocess.run([python, "-m", "bench", "many"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    name, figure, more, bound = told.rstrip("\n").split("\t")
    rows += [*reports(pack, engine), (name, figure, more, bound), *peers(example, process), *interviews(pack), *many_rules(pack)]
    for name, figure, more, bound in rows:
        print(f"{name:<40} {figure:>10} {more:>8}  {bound}")


if __name__ == "__main__":
    if sys.argv[1:] == ["many"]:
        many()
    else:
        main()
