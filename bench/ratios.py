"""Measure whole processes and growing packs: ``python -m bench.ratios [EXECUTABLE]``.

Everything is processor time, the median of some runs, with caches warm; whole processes are told as multiples of
``python -I -S -c pass`` of the same environment, so that figures of different machines can be compared. ``EXECUTABLE`` is the
``advisor`` of a fresh environment with an installed wheel; without one, that of this environment is measured.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import paths
from advisor.interview.interview import Interview, Interviewer
from advisor.knowledge.loader import load_pack
from advisor.reasoning.answers import Answer
from advisor.reasoning.choice import assumed
from advisor.reasoning.deductions import aim_fact
from advisor.reasoning.pack_engine import build_engine
from tests.support.cities import by_chance, city

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.knowledge.model import Pack

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "seed-start.answers.yaml"
RUNS = 11
TURNS = 25
CPU = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
         (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)
print(usage.ru_utime + usage.ru_stime, status)
"""


def processor_time(command: list[str], statuses: tuple[int, ...] = (0,)) -> float:
    """Return the seconds of processor time of a command and of all it started."""
    done = subprocess.run([sys.executable, "-S", "-c", CPU, *command], capture_output=True, text=True, check=True)
    seconds, status = done.stdout.split()
    if os.waitstatus_to_exitcode(int(status)) not in statuses:
        message = f"{command} ended with {status}"
        raise RuntimeError(message)
    return float(seconds)


def ratio(command: list[str], bare: list[str], statuses: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Return the median seconds of a command, and how many times those of a bare Python that is measured in between."""
    processor_time(command, statuses)
    pairs = [(processor_time(command, statuses), processor_time(bare)) for _ in range(RUNS)]
    seconds = statistics.median(seconds for seconds, _ in pairs)
    return seconds, seconds / statistics.median(seconds for _, seconds in pairs)


def whole_processes(advisor: Path) -> Iterator[str]:
    """Yield a line about each command."""
    bare = [str(next(advisor.parent.glob("python"))), "-I", "-S", "-c", "pass"]
    with tempfile.TemporaryDirectory() as name:
        report, council = Path(name) / "team.pdf", Path(name) / "council.pdf"
        pdf = ["advise", str(EXAMPLE), "--format", "pdf", "-o"]
        commands: list[tuple[str, list[str], int, tuple[int, ...]]] = [
            ("advise, Markdown", ["advise", str(EXAMPLE)], 20, (0,)),
            ("advise, PDF for the council", [*pdf, str(council), "--audience", "council"], 27, (0,)),
            ("advise, PDF for the team", [*pdf, str(report)], 35, (0,)),
            ("--help", ["--help"], 5, (0,)),
            ("list", ["list"], 9, (0,)),
            ("verify an identical PDF", ["verify", str(report), str(EXAMPLE)], 48, (0,)),
            ("ask to the first prompt", ["ask", str(Path(name) / "new.answers.yaml"), "--pack", "smart-city"], 15, (0, 1, 2)),
        ]
        for title, words, bound, statuses in commands:
            seconds, times = ratio([str(advisor), *words], bare, statuses)
            yield f"{title:<44} {seconds * 1000:7.0f} ms {times:6.1f} x   <= {bound}"
        nothing_kept = ["/usr/bin/env", "ADVISOR_CACHE=", str(advisor), "advise", str(EXAMPLE)]
        seconds, times = ratio(nothing_kept, bare)
        yield f"{'advise, Markdown, nothing kept':<44} {seconds * 1000:7.0f} ms {times:6.1f} x"


def made_rules(pack: Pack, count: int) -> Iterator[dict[str, object]]:
    """Yield risks of three tests each, as an author would write them."""
    dice = random.Random(2)  # noqa: S311 - packs, not secrets
    asked = [question for question in pack.questions if question.type == "ordinal"]
    for number in range(count):
        chosen = {question.id: [level.name for level in question.levels] for question in dice.sample(asked, 3)}
        needed = {name: levels[dice.randrange(1, len(levels))] for name, levels in chosen.items()}
        silent = {**needed, **{name: levels[0] for name, levels in list(chosen.items())[:1]}}
        yield {
            "id": f"made_{number}",
            "kind": "risk",
            "title": f"Made {number}",
            "when": {"all": [f"{name} >= {level}" for name, level in needed.items()]},
            "text": "A text.",
            "advice": "An advice.",
            "reason": "A reason.",
            "provenance": "proposal",
            "sources": [],
            "examples": {"fires": needed, "silent": silent},
        }


def larger(folder: Path, pack: Pack, count: int) -> Path:
    """Copy a shipped pack into a folder, with more rules and without catalogues for them."""
    copied = folder / f"{count}"
    shutil.copytree(paths.shipped("rules") / pack.info.id, copied, ignore=shutil.ignore_patterns("translations"))
    made = list(made_rules(pack, count))
    for start in range(0, count, 1_000):  # no file of a pack may be larger than 2 MB
        text = json.dumps({"findings": made[start : start + 1_000]})
        (copied / "findings" / f"made_{start}.yaml").write_text(text, encoding="utf-8")
    return copied


def seconds_of(job: Callable[[], object], runs: int = 1) -> float:
    """Return the median seconds of processor time of a call."""
    found = []
    for _ in range(runs):
        begun = time.process_time()
        job()
        found.append(time.process_time() - begun)
    return statistics.median(found)


def inference(pack: Pack) -> Iterator[str]:
    """Yield lines about building the engine and letting the rules of a pack fire once, beside experta's own matcher."""
    answers = city(pack, by_chance(pack, random.Random(1))).complete(pack)  # noqa: S311

    def build(*, stock: bool = False) -> Callable[[], object]:
        engine = build_engine(pack, stock=stock)
        given, course = answers.facts(pack), engine.course_reading
        standing = assumed(pack, course, engine.infer(given)) | {aim_fact(aim): "yes" for aim in answers.aim}

        def infer() -> None:
            engine.infer(given)
            engine.infer_course(standing)

        infer()
        return infer

    yield f"{'build and network, first inference':<44} {seconds_of(build, 5) * 1000:7.1f} ms            <= 20"
    ours, theirs = seconds_of(build(), 50), seconds_of(build(stock=True), 9)
    beside = f"stock experta {theirs / ours:.1f} x, >= 10"
    yield f"{'one inference, with the rules of the steps':<44} {ours * 1000:7.2f} ms            <= 2.5; {beside}"


def interview(pack: Pack) -> Iterator[str]:
    """Yield a line about the questions of a pack, most of whose rules were added."""
    begun = seconds_of(partial(Interviewer, pack))
    interviewer, turns, dice = Interviewer(pack), list[float](), random.Random(4)  # noqa: S311
    full, state = by_chance(pack, dice), Interview(answers=city(pack, {}), goal="course")
    while len(turns) < TURNS:
        clock = time.process_time()
        turn = interviewer.turn(state)
        turns.append(time.process_time() - clock)
        if turn.question is None:
            break
        state = state.answer(turn.question.id, Answer(value=full.get(turn.question.id)), turn)
    title = f"next question, {len(pack.findings):,} findings: begin, each"
    each = f"{statistics.median(turns) * 1000:.0f} ms, at most {max(turns) * 1000:.0f} ms"
    yield f"{title:<44} {begun * 1000:7.0f} ms; {each}   <= 500, <= 100"


def workshop(advisor: Path, folder: Path, pack: Pack) -> Iterator[str]:
    """Yield lines about proofs and mutants of a pack as it is, and with rules that no case is about."""
    for words, more, bounds in ((["prove"], (0, 200), (3, 20)), (["test", "--mutate"], (0, 50), (8, 30))):
        for count, bound in zip(more, bounds, strict=True):
            title = f"{' '.join(words)}, {count} rules added"
            seconds = processor_time([str(advisor), words[0], str(larger(folder / words[0], pack, count)), *words[1:]], (0, 1))
            yield f"{title:<44} {seconds:7.1f} s             <= {bound}"


def main() -> None:
    """Print the figures."""
    advisor = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(sys.executable).parent / "advisor"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pack = load_pack(paths.shipped("rules") / "smart-city").pack
        many = load_pack(larger(folder / "many", pack, 5_000)).pack
        for lines in (whole_processes(advisor), inference(pack), interview(many), workshop(advisor, folder, pack)):
            for line in lines:
                print(line, flush=True)


if __name__ == "__main__":
    main()
