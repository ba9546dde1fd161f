"""Measure the diagnosis of many cities beside engines of rules: ``python -m bench.portfolio_peers [COUNT]``, by processor time.

All get the same rules (the branches that a pack's deductions come to) and the same cities, with unknown answers, and conclude the
same: that is checked before anything is printed. None of them plans a path; neither is that measured here. An engine that is not
installed is skipped (``pip install -e '.[bench]'``).
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import random
import sys
import time
from typing import TYPE_CHECKING, Any

from advisor.portfolio.bits import digits
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.table import read_table
from advisor.reasoning.knowledge_base import KnowledgeBase
from bench.portfolio import drawn
from tests.support.cities import TODAY, by_chance, city
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.portfolio.rules import Columns

    Places = tuple[int, ...]

COUNT, ONE_BY_ONE = 100_000, 300


def spent(job: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of a call, and what it returns."""
    begun = time.process_time()
    found = job()
    return time.process_time() - begun, found


def masks_of(columns: Columns, count: int) -> dict[str, list[int]]:
    """Return for each fact a number for each city, with a bit for each place that is possible."""
    found = {}
    for fact, column in columns.items():
        texts = [digits(bits, count) for bits in column]
        found[fact] = [sum(1 << place for place, each in enumerate(row) if each == "1") for row in zip(*texts, strict=True)]
    return found


def mask(places: Iterable[int]) -> int:
    """Return the number that stands for some places."""
    return sum(1 << place for place in places)


def by_openfisca(rules: ColumnRules, given: Mapping[str, list[int]], count: int) -> tuple[float, dict[str, list[int]]]:
    """Return the time and the conclusions of OpenFisca-Core: a variable for each fact, its rules as a formula on arrays."""
    numpy: Any = importlib.import_module("numpy")
    core: Any = importlib.import_module("openfisca_core.entities")
    systems: Any = importlib.import_module("openfisca_core.taxbenefitsystems")
    variables: Any = importlib.import_module("openfisca_core.variables")
    builders: Any = importlib.import_module("openfisca_core.simulation_builder")
    periods: Any = importlib.import_module("openfisca_core.periods")
    entity = core.Entity("city", "cities", "City", "")
    system = systems.TaxBenefitSystem([entity])
    called = {fact: f"fact_{number}" for number, fact in enumerate((*rules.given, *rules.concluded))}

    def formula_of(fact: str) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        own = [rule for rule in rules.rules if rule.fact == fact]

        def formula(cities: Any, period: Any, parameters: Any) -> Any:  # noqa: ANN401
            del parameters
            known = numpy.full(cities.count, (1 << rules.sizes[fact]) - 1, dtype=numpy.int32)
            for rule in own:
                fires = numpy.zeros(cities.count, dtype=bool)
                for branch in rule.branches:
                    met = numpy.ones(cities.count, dtype=bool)
                    for name, others in branch:
                        met &= (cities(called[name], period) & mask(others)) == 0
                    fires |= met
                known[fires] &= ~mask(rule.ruled_out)
            return known

        return formula

    for fact, name in called.items():
        body = {"value_type": int, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": fact}
        if fact in rules.concluded:
            body["formula"] = formula_of(fact)
        system.add_variable(type(name, (variables.Variable,), body))

    def run() -> dict[str, list[int]]:
        simulation = builders.SimulationBuilder().build_default_simulation(system, count=count)
        for fact, values in given.items():
            simulation.set_input(called[fact], "2026", numpy.array(values, dtype=numpy.int32))
        return {fact: simulation.calculate(called[fact], "2026") for fact in rules.concluded}

    taken, found = spent(run)
    return taken, {fact: [int(each) for each in values] for fact, values in found.items()}


def by_zen(rules: ColumnRules, given: Mapping[str, list[int]], count: int) -> tuple[float, dict[str, list[int]]]:
    """Return the time and the conclusions of zen-engine: expressions in the order of the rules, one city after the other."""
    zen: Any = importlib.import_module("zen")
    called = {fact: f"f{number}" for number, fact in enumerate((*rules.given, *rules.concluded))}
    lines: list[tuple[str, str]] = []
    for fact in rules.concluded:
        gone = []
        for number, rule in enumerate(each for each in rules.rules if each.fact == fact):
            ways = [
                " and ".join(f"none({_read(rules, called, name)}, # in {list(others)})" for name, others in branch) or "true"
                for branch in rule.branches
            ]
            name = f"{called[fact]}r{number}"
            lines.append((name, " or ".join(f"({way})" for way in ways) or "false"))
            gone.append(f"($.{name} and # in {list(rule.ruled_out)})")
        values = list(range(rules.sizes[fact]))
        lines.append((called[fact], f"filter({values}, not ({' or '.join(gone)}))"))
    expressions = [{"id": key, "key": key, "value": value} for key, value in lines]
    graph = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "b", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    cities = [
        {
            called[fact]: [place for place in range(rules.sizes[fact]) if values[row] >> place & 1]
            for fact, values in given.items()
        }
        for row in range(count)
    ]
    taken, results = spent(lambda: [decision.evaluate(each)["result"] for each in cities])
    return taken, {fact: [mask(map(int, each[called[fact]])) for each in results] for fact in rules.concluded}


def _read(rules: ColumnRules, called: Mapping[str, str], fact: str) -> str:
    return called[fact] if fact in rules.given else f"$.{called[fact]}"


def main() -> None:
    """Print a line for each engine, with how many times as long it takes for a city."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    base = KnowledgeBase(shipped_pack("smart-city"))
    rules, dice = ColumnRules(base), random.Random("peers")  # noqa: S311 - dice make cities, not secrets
    said = read_table(rules, drawn(base, count, dice), TODAY)
    ours, known = spent(lambda: rules.conclude(said.columns, said.cities))
    given = masks_of({fact: said.columns[fact] for fact in rules.given}, count)
    concluded = masks_of({fact: known[fact] for fact in rules.concluded}, count)
    print(f"{'columns of bits':<20} {ours / count * 1e6:10.2f} µs a city ({count:,} cities)")
    cities = [city(base.pack, by_chance(base.pack, dice)) for _ in range(ONE_BY_ONE // 10)]
    facts = [each.complete(base.pack).facts(base.pack) for each in cities]
    base.engine.infer(facts[0])
    taken, _ = spent(lambda: [base.engine.infer(each) for each in facts])
    tell("experta", taken / len(facts), ours / count, "other cities; tests hold that it says the same")
    for name, module, engine, some in (
        ("OpenFisca-Core", "openfisca_core", by_openfisca, count),
        ("zen-engine", "zen", by_zen, min(count, ONE_BY_ONE)),
    ):
        if importlib.util.find_spec(module) is None:
            print(f"{name:<20} skipped: not installed (pip install -e '.[bench]')")
            continue
        taken, found = engine(rules, {fact: values[:some] for fact, values in given.items()}, some)
        wrong = [fact for fact in rules.concluded if found[fact] != concluded[fact][:some]]
        if wrong:
            message = f"{name} concludes something else of {wrong[:5]}"
            raise RuntimeError(message)
        tell(name, taken / some, ours / count, f"the same conclusions about {some:,} cities")


def tell(name: str, each: float, ours: float, what: str) -> None:
    """Print how long an engine takes for a city, and how many times that is."""
    print(f"{name:<20} {each * 1e6:10.2f} µs a city, {each / ours:10,.1f} times the columns; {what}")


if __name__ == "__main__":
    main()
