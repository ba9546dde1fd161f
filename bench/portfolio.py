"""Measure many cities at once: ``python -m bench.portfolio [COUNT …]``, by processor time and by memory at the peak.

First what a whole city takes, part by part: times 2,131, over the processors there are, that is how long a canton takes. Cities
are drawn by chance from all answers that a question can have, one in seven unknown; half of them leave out an aim.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.knowledge.placeholders import CITY
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.table import CHUNK, assess_table
from advisor.reasoning.assess import assess, outcome_of
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.outcome import to_json
from advisor.reasoning.planner import plan
from advisor.reports.compose import in_common
from advisor.reports.formats import write
from advisor.reports.options import Wish
from advisor.reports.remembering import memory
from tests.support.cities import TODAY, by_chance, city, values_of
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.reasoning.answers import Answers

UNKNOWN = 1 / 7
COUNTS = (1_000, 10_000, 100_000, 1_000_000)
BEFORE, BY_EXPERTA = 100, 40
CANTON = 2_131
BOUNDS = {100_000: "<= 4 s", 1_000_000: "<= 40 s, <= 600 MB"}


def drawn(base: KnowledgeBase, count: int, dice: random.Random) -> dict[str, list[object]]:
    """Return a table of so many cities by chance."""
    table: dict[str, list[object]] = {"number": list(range(count))}
    for question in base.pack.questions:
        fitting = [each for each in values_of(question) if not isinstance(each, int) or _is_within(each, question)]
        if fitting:
            weights = [UNKNOWN, *[(1 - UNKNOWN) / len(fitting)] * len(fitting)]
            table[question.id] = dice.choices([None, *fitting], weights, k=count)
    names = [each.id for each in base.pack.approaches]
    some = [tuple(names), tuple(names), *(tuple(name for name in names if name != gone) for gone in names)]
    table["aim"] = dice.choices(some, k=count)
    return table


def _is_within(value: int, question: object) -> bool:
    low, high = getattr(question, "minimum", None), getattr(question, "maximum", None)
    return (low is None or low <= value) and (high is None or value <= high)


def _by_experta(base: KnowledgeBase) -> dict[str, float]:
    """Return the processor time of one city, one after the other: of all rules that are run, of its outcome, and as a report.

    Reports are written as in a run over a canton: with what others before them have left, and without looking for garbage.
    """
    dice = random.Random("experta")  # noqa: S311 - dice make cities, not secrets
    cities = [_named(city(base.pack, by_chance(base.pack, dice)), number) for number in range(BEFORE + BY_EXPERTA)]
    cities = [each.complete(base.pack) for each in cities]
    wish = Wish(form="md", templates=paths.shipped("templates"))
    common = in_common(wish.templates, base.pack, memory())
    gc.disable()
    spent = dict.fromkeys(("path", "rest of the outcome", "json", "md"), 0.0)
    for each in cities[:BEFORE]:
        write(wish, base.pack, each, assess(base, each), common=common)
    for each in cities[BEFORE:]:
        pack, times = base.pack, [time.process_time()]
        planned = plan(pack, base.engine, each.facts(pack), each.aim, each.disputed_facts(pack))
        times.append(time.process_time())
        outcome = outcome_of(base, each, planned)
        times.append(time.process_time())
        to_json(outcome)
        times.append(time.process_time())
        write(wish, pack, each, outcome, common=common)
        times.append(time.process_time())
        for name, (begun, ended) in zip(spent, pairwise(times), strict=True):
            spent[name] += (ended - begun) / BY_EXPERTA
    gc.enable()
    return spent


def _named(answers: Answers, number: int) -> Answers:
    """Return answers of a city of its own name: sentences that tell it are in no other report."""
    name = f"{answers.city.name} {number}"
    found = msgspec.structs.replace(answers.city, name=name, labels={**answers.city.labels, CITY: {"": name}})
    return msgspec.structs.replace(answers, city=found)


def main() -> None:
    """Print a line for each count."""
    base = KnowledgeBase(shipped_pack("smart-city"))
    rules = ColumnRules(base)
    dice = random.Random("portfolio")  # noqa: S311 - as above
    parts = _by_experta(base)
    told = ", ".join(f"{name} {spent * 1000:.1f}" for name, spent in parts.items())
    print(f"whole outcome and report, ms a city: {told}; {sum(parts.values()) * CANTON:.0f} s CPU for {CANTON}  <= 60 s")
    one = parts["path"] + parts["rest of the outcome"]
    for count in map(int, sys.argv[1:] or COUNTS):
        spent, done = 0.0, 0
        while done < count:
            table = drawn(base, min(CHUNK, count - done), dice)
            begun = time.process_time()
            done += len(assess_table(rules, table, TODAY)["next"])
            spent += time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        speed = f"{spent:6.2f} s CPU ({count / spent:,.0f} a second, {one * count / spent:,.0f} times experta)"
        print(f"{count:>9} cities, diagnosis, path and forks: {speed}, peak {peak:.0f} MB  {BOUNDS.get(count, '')}")


if __name__ == "__main__":
    main()
