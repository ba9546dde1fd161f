"""How many questions an interview asks until the path: ``python -m bench.interviews [CITIES] [SEED]``.

Cities are drawn like the examples (``like_the_examples`` in ``tests/support/cities.py`` says how, and why so). Beside them stand
cities by chance, where every answer is as likely as any other: nobody's cities, but as hard. A room that does not know everything
says so to each question with the same chance, whatever the city.
"""

from __future__ import annotations

import random
import statistics
import sys
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.interview.interview import Interview, Interviewer
from advisor.knowledge.loader import load_pack
from advisor.reasoning.answers import Answer
from tests.support.cities import by_chance, city, examples, like_the_examples, partly_known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.reasoning.answers import AnswerValue

CITIES, SEED = 300, 15
UNKNOWN = 0.2


class Asked(msgspec.Struct, frozen=True):
    """How long an interview went, and whether all was settled then."""

    questions: int
    settled: bool


def asked(interviewer: Interviewer, full: Mapping[str, AnswerValue | None]) -> Asked:
    """Lead an interview to the path with somebody who knows these answers."""
    interview = Interview(answers=city(interviewer.pack, {}))
    while (turn := interviewer.turn(interview)).question is not None:
        interview = interview.answer(turn.question.id, Answer(value=full.get(turn.question.id)), turn)
    return Asked(len(interview.asked), settled=not turn.outlook.statuses and turn.outlook.path_settled)


def figures(found: Sequence[Asked]) -> str:
    """Return the median, what nine of ten stay within, the most, and how many were settled."""
    numbers = sorted(each.questions for each in found)
    ninth = numbers[-(-len(numbers) * 9 // 10) - 1]
    settled = sum(each.settled for each in found)
    return f"median {statistics.median(numbers):g}, nine of ten {ninth}, most {numbers[-1]}, settled {settled} of {len(numbers)}"


def main(cities: int, seed: int) -> None:
    """Print the figures."""
    pack = load_pack(paths.shipped("rules") / "smart-city").pack
    interviewer, known = Interviewer(pack), examples(pack)
    draws: dict[str, Callable[[random.Random], Mapping[str, AnswerValue]]] = {
        "like the examples": lambda dice: like_the_examples(pack, known, dice),
        "by chance": lambda dice: by_chance(pack, dice),
    }
    print(f"{cities} cities, seed {seed}")
    for name, draw in draws.items():
        for share in (0, UNKNOWN):
            dice = random.Random(seed)  # noqa: S311 - cities, not secrets
            found = [asked(interviewer, partly_known(draw(dice), share, dice)) for _ in range(cities)]
            print(f"{name + ',':<20} {share:.0%} not known: {figures(found)}", flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3]), *(CITIES, SEED)[len(sys.argv) - 1 :])
