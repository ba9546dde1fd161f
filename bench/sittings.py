"""How long a sitting takes to fold: ``python -m bench.sittings [EVENTS] [SEED]``.

People answer, note, settle, put off and take back by chance. Times are processor time, the median of nine calls.
"""

from __future__ import annotations

import datetime
import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

from advisor import paths
from advisor.knowledge.loader import load_pack
from advisor.sittings import events as did
from advisor.sittings.consultation import consultation
from advisor.sittings.events import decoded, encoded
from advisor.sittings.sitting import Sitting, begun
from tests.support.cities import city

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.model import Pack

EVENTS, SEED, RUNS = 2000, 26, 9
PEOPLE = ("anna", "ben", "clara", "dora", "emil")
DAY = datetime.date(2026, 11, 29)


def by_chance(pack: Pack, count: int, dice: random.Random) -> Sitting:
    """Return a sitting of so many events, a tenth of which take something back."""
    sitting = begun(city(pack, {}), (), "x.yaml")
    asked = [each for each in pack.questions if each.type == "ordinal"]
    events: list[did.Event] = list(sitting.events)
    while len(events) < count:
        question, by = dice.choice(asked), dice.choice(PEOPLE)
        value = dice.choice([level.name for level in question.levels])
        kinds: list[did.Event] = [
            *[did.Answered(by=by, on=DAY, question=question.id, value=value)] * 5,
            did.Noted(by=by, on=DAY, question=question.id, note="n"),
            did.Settled(on=DAY, question=question.id, value=value),
            did.PutOff(by=by, question=question.id),
            did.TakenUp(),
            did.Undone(events=tuple(sorted(dice.sample(range(2, len(events) + 2), min(3, len(events)))))),
        ]
        events.append(dice.choice(kinds))
    return Sitting(sitting.base, tuple(events))


def milliseconds(job: Callable[[], object]) -> float:
    """Return the median milliseconds of processor time of a call, after one to warm it."""
    job()
    found = []
    for _ in range(RUNS):
        begun_at = time.process_time()
        job()
        found.append((time.process_time() - begun_at) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print how long a fold, reading the events back, and the questions of a surface take."""
    given = [int(each) for each in sys.argv[1:]]
    count, seed = [*given, *(EVENTS, SEED)[len(given) :]][:2]
    pack = load_pack(paths.shipped_packs()[0]).pack
    sitting = by_chance(pack, count, random.Random(seed))  # noqa: S311 - people, not secrets
    content, desk, interview = encoded(sitting.events), consultation(pack), sitting.interview
    print(f"{count} events, seed {seed}, {len(interview.answers.answers)} answers")
    for name, job, bound in (
        ("fold, for the room", lambda: sitting.interview, "<= 50 ms"),
        ("fold, for one person", lambda: sitting.of("anna"), "<= 50 ms"),
        ("read the events back", lambda: decoded(content, "x"), ""),
        ("what one other answer would change", lambda: desk.what_if(interview), ""),
        ("the questions that matter most", lambda: desk.most_important(interview, 6), ""),
    ):
        print(f"{name:<40} {milliseconds(job):8.1f} ms  {bound}")


if __name__ == "__main__":
    main()
