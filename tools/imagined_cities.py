"""Imagine many municipalities: ``python -m tools.imagined_cities [COUNT] > cities.csv``. Nothing in it is about a real one.

``python -m tools.imagined_cities COUNT YEAR`` gives their answers in an earlier year, when fewer of them were there or known, and
``python -m tools.imagined_cities COUNT regions`` the lines of ``portfolio.yaml`` that say who is near whom.

Names, numbers, sizes and answers are invented. Sizes are drawn from a lognormal distribution that stands for nothing but many
small places and few large ones. Answers hang together a little: each place has a tendency, and some of its answers are unknown.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from advisor.answers.text import new_text
from advisor.portfolio.cells import BETWEEN
from advisor.portfolio.tables import write_table
from advisor.reasoning.effects import NO_OPTION
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack, Question

COUNT = 2131
MEDIAN, SPREAD, LEAST, MOST = 1_600, 1.2, 40, 450_000
FIRST_NUMBER = 700_001
"""Six digits: no official number of a municipality looks like this."""
CITY_BLOCK = ("population", "canton")


def imagined(pack: Pack, count: int, seed: str = "imagined", *, earlier: int | None = None) -> dict[str, list[object]]:
    """Return a table of so many places; the same seed gives the same table.

    In an earlier year each place had the same size and a weaker tendency.
    """
    then = random.Random(f"{seed} {earlier}")  # noqa: S311 - as below
    dice = random.Random(seed)  # noqa: S311 - dice make cities, not secrets
    asked = [each for each in pack.questions if each.type not in {"text", "date"} and each.id not in CITY_BLOCK]
    table: dict[str, list[object]] = {name: [] for name in ("number", "name", "population", "date", *(each.id for each in asked))}
    for place in range(count):
        size = min(MOST, max(LEAST, round(dice.lognormvariate(0, SPREAD) * MEDIAN)))
        tendency, unknown = dice.betavariate(1.4, 2.6), dice.choice((0.0, 0.05, 0.1, 0.3))
        if earlier is not None:
            tendency, unknown = tendency * then.uniform(0.6, 1.0), min(0.5, unknown + 0.1)
        head = (str(FIRST_NUMBER + place), f"Musterdorf {place + 1}", size, f"{earlier or 2026}-11-29")
        for name, value in zip(("number", "name", "population", "date"), head, strict=True):
            table[name].append(value)
        for question in asked:
            table[question.id].append("" if dice.random() < unknown else _answer(question, tendency, dice))
    return table


def _answer(question: Question, tendency: float, dice: random.Random) -> object:
    names = [level.name for level in question.levels]
    leaning = min(0.999, max(0.0, dice.gauss(1 - tendency if question.reverse else tendency, 0.2)))
    match question.type:
        case "ordinal":
            return names[int(leaning * len(names))]
        case "several":
            chosen = [name for name in names if name != NO_OPTION and dice.random() < leaning / 2]
            return BETWEEN.join(chosen) or (NO_OPTION if NO_OPTION in names else "")
        case "yes_no":
            return "yes" if dice.random() < leaning else "no"
        case "number":
            low, high = question.minimum or 0, min(question.maximum or 24, 200)
            return low + int(leaning * (high - low))
        case _:
            return dice.choice(names)


def regions(count: int, seed: str = "imagined") -> dict[str, list[str]]:
    """Return regions of twenty to sixty neighbours."""
    dice, left = random.Random(f"{seed} regions"), [str(FIRST_NUMBER + place) for place in range(count)]  # noqa: S311 - as above
    found: dict[str, list[str]] = {}
    while left:
        size = dice.randint(20, 60)
        found[f"Musterregion {len(found) + 1}"], left = left[:size], left[size:]
    return found


def main() -> None:
    """Print the table as CSV, or the regions as YAML."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    what = sys.argv[2] if len(sys.argv) > 2 else ""  # noqa: PLR2004 - the second word
    if what == "regions":
        sys.stdout.write(new_text({"regions": regions(count)}))
    else:
        earlier = int(what) if what else None
        sys.stdout.write(write_table("csv", imagined(shipped_pack(), count, earlier=earlier)).decode())


if __name__ == "__main__":
    main()
