"""Everything that can be done with a pack, done once: each command and each format, in this process."""

from __future__ import annotations

import functools
import itertools
import random
import traceback
from typing import TYPE_CHECKING

import msgspec
from click.testing import CliRunner

from advisor.answers.disk import whole
from advisor.cli import main
from advisor.codes import severity
from advisor.errors import AdvisorError, UnusableInputError
from advisor.interview.interview import Interview, Interviewer
from advisor.knowledge.loader import load_pack
from advisor.workshop.checks.folders import check_folder
from advisor.workshop.testing import Bench, Files
from tests.support.cities import by_chance, city

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers, AnswerValue

_SHOWN = 12
"""How many lines of what a coverage proposes are computed; all of them take long."""


def failures(folder: Path, seed: int, share: float = 1.0) -> Iterator[str]:
    """Yield what does not hold: a check that finds nothing and a command that refuses all the same, or one that breaks.

    ``share`` is how many of all commands are tried, chosen by chance.
    """
    work = folder.parent
    try:
        checked = check_folder(folder, ()).problems
    except UnusableInputError as error:
        yield from _refused_alike(folder, {str(problem) for problem in error.problems})
        return
    errors = [problem for problem in checked if severity(problem.code) == "error"]
    pack = load_pack(folder).pack
    dice = random.Random(seed)
    cities = [_random_city(pack, dice) for _ in range(2)]
    files = []
    for name, answers in zip(("old", "new"), cities, strict=True):
        file = work / f"{name}.answers.yaml"
        file.write_text(whole(answers, pack), encoding="utf-8")
        files.append(file)
    every = [*_commands(folder, files, pack), *_functions(folder, files, pack, dice)]
    for name, run in dice.sample(every, max(1, round(len(every) * share))):
        told = _told(run)
        if told.startswith("!") or (told and not errors):
            found = f" although the check found {errors[0]}" if errors else " although the check found nothing"
            yield f"{name}: {told}{found}"


def _refused_alike(folder: Path, problems: set[str]) -> Iterator[str]:
    answers = folder.parent / "old.answers.yaml"
    answers.write_text("pack: small\ncity: {name: X}\ndate: 2026-01-01\nanswers: {}\n", encoding="utf-8")
    target = folder.parent / "pages"
    for words in (["advise", answers, "--pack", folder], ["explain", answers, "--pack", folder], ["docs", folder, "-o", target]):
        result = CliRunner().invoke(main, [str(word) for word in words])
        if result.exit_code != 2 or not isinstance(result.exception, SystemExit):
            yield f"{words[0]}: !{result.exception!r} where the check refused {sorted(problems)[:1]}"
        elif not {*result.stderr.splitlines()} & problems:
            yield f"{words[0]}: refused for {result.stderr!r}, the check for {sorted(problems)[:3]}"


def _random_city(pack: Pack, dice: random.Random) -> Answers:
    answers = _within(pack, by_chance(pack, dice))
    chosen = dict(dice.sample(sorted(answers.items()), dice.randrange(len(answers) + 1)))
    aim = [each.id for each in pack.approaches]
    return msgspec.structs.replace(city(pack, chosen), aim=tuple(aim[: dice.choice((len(aim), len(aim), 1, 2))]))


def _within(pack: Pack, answers: dict[str, AnswerValue]) -> dict[str, AnswerValue]:
    """Return answers with numbers that the bounds of their questions allow."""
    bounds = {each.id: (each.minimum, each.maximum) for each in pack.questions if each.type == "number"}
    fit = {name: value for name, value in answers.items() if isinstance(value, int) and name in bounds}
    for name, value in fit.items():
        low, high = bounds[name]
        fit[name] = max(value if high is None else min(value, high), low if low is not None else value)
    return {**answers, **fit}


def _commands(folder: Path, files: list[Path], pack: Pack) -> Iterator[tuple[str, Callable[[], str]]]:
    old, new = files
    of = ("--pack", folder)
    lines: list[tuple[object, ...]] = [("advise", new, *of, "--format", form) for form in ("md", "text", "html", "json")]
    for form, audience in itertools.product(("pdf", "docx"), ("team", "council")):
        lines.append(
            ("advise", new, *of, "--format", form, "--audience", audience, "-o", folder.parent / f"out-{audience}.{form}")
        )
    lines += [
        ("advise", old, *of),
        ("advise", old, *of, "--audience", "council", "--format", "html"),
        ("explain", new, *of),
        ("explain", old, *of, "--format", "json"),
        ("compare", old, new, *of),
        ("compare", old, new, *of, "--format", "json"),
        ("docs", folder, "-o", folder.parent / "pages"),
        ("ask", new, *of, "--plain"),
        ("merge", old, old, *of, "-o", folder.parent / "merged.answers.yaml"),
        ("test", folder),
        ("prove", folder),
        ("schema", "pack", *of),
        ("schema", "answers", *of),
        ("schema", "cases", *of),
        ("translate", folder, "rm"),
        *(("rule", entries[-1].id, *of) for entries in (pack.questions, pack.approaches, pack.findings, pack.steps) if entries),
    ]
    for words in lines:
        yield " ".join(str(word) for word in words if word not in of), functools.partial(_run, *words)


def _run(*words: object) -> str:
    """Run a command; return nothing if it worked, what it said if it refused, and ``!`` with a traceback if it broke."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is None or isinstance(result.exception, SystemExit):
        good = result.exit_code == 0 or (result.exit_code == 1 and words[0] in {"prove", "ask"})
        return "" if good else f"exit code {result.exit_code}: {result.output}"
    return "!" + "".join(traceback.format_exception(result.exception)[-3:])


def _functions(folder: Path, files: list[Path], pack: Pack, dice: random.Random) -> Iterator[tuple[str, Callable[[], str]]]:
    def interview() -> str:
        interviewer = Interviewer(pack)
        everything = _within(pack, by_chance(pack, dice))
        now = Interview(answers=msgspec.structs.replace(city(pack, {}), aim=tuple(each.id for each in pack.approaches)))
        for _ in range(6):
            turn = interviewer.turn(now)
            if turn.question is None:
                break
            given = {name: answer.value for name, answer in now.answers.answers.items()}
            known = {**given, turn.question.id: everything[turn.question.id]}
            now = msgspec.structs.replace(now, answers=city(pack, known))
        return ""

    def cover() -> str:
        bench = Bench(folder, Files([], files))
        list(itertools.islice(bench.told_about(bench.coverage()), _SHOWN))
        return ""

    yield "interview", interview
    yield "coverage", cover


def _told(run: Callable[[], str]) -> str:
    try:
        return run()
    except AdvisorError as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 - whatever breaks is what is looked for
        return "!" + "".join(traceback.format_exception(error)[-3:])
