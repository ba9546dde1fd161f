"""Every shipped pack keeps the promises that no single field is needed for."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, combinations, cycle, islice, product
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.logic.condition import leaves
from advisor.logic.values import Levels
from advisor.reasoning.deductions import aim_fact, deductions
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.planner import Plan, plan
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.reports.language import load_words
from advisor.workshop.cases.examples import example_facts, status_witness
from tests.support.reports import EXAMPLES, TEMPLATES, name_of, pack_of
from tests.support.sampling import sampled
from tests.support.shipped import shipped_packs

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.conclusions import Infers

PACKS = shipped_packs()
TEXTS = [file for folder in paths.shipped_packs() for file in sorted(folder.rglob("*.yaml"))]
FINDINGS = [(name, finding.id) for name, pack in PACKS.items() for finding in pack.findings]
every_pack = pytest.mark.parametrize("name", PACKS)


@cache
def engine_for(name: str, by: str = "experta") -> Infers:
    pack = PACKS[name]
    return build_engine(pack) if by == "experta" else ReadingEngine(pack, Reading(deductions(pack)))


each_way = pytest.mark.parametrize("by", ["reading", pytest.param("experta", marks=pytest.mark.long)])
"""The rules are read in the quick set and fired by experta in the long one; tests/test_course.py holds both together."""


def sets(pack: Pack) -> list[tuple[str, ...]]:
    """Return every set of approaches, the empty one first."""
    names = [approach.id for approach in pack.approaches]
    return list(chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))


def standing(pack: Pack, there: Collection[str]) -> dict[str, Value]:
    """Return answers that give exactly these approaches, and the lowest level of what constitutes the others."""
    facts: dict[str, Value] = {}
    for approach in pack.approaches:
        tests = (*leaves(approach.established_when), *leaves(approach.emerging_when))
        facts |= {test.fact: test.domain.names[0] for test in tests if isinstance(test.domain, Levels)}
        if approach.id in there:
            facts |= status_witness(approach, "established") or {}
    return facts


def planned(name: str, facts: dict[str, Value], aim: Collection[str], by: str) -> Plan:
    pack = PACKS[name]
    aims: dict[str, Value] = {aim_fact(each.id): "yes" if each.id in aim else "no" for each in pack.approaches}
    return plan(pack, engine_for(name, by), facts | aims, tuple(each.id for each in pack.approaches if each.id in aim))


@cache
def all_plans(name: str, by: str) -> list[tuple[tuple[str, ...], tuple[str, ...], Plan]]:
    """Return the path from every set of approaches to every other aim: where it starts, where it should end, and itself."""
    pack = PACKS[name]
    return [(there, aim, planned(name, standing(pack, there), aim, by)) for there in sets(pack) for aim in sets(pack)[1:]]


@every_pack
def test_a_shipped_pack_has_no_problems(name: str) -> None:
    done = CliRunner().invoke(main, ["check", str(paths.shipped("rules") / name)])
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"{name}: no problems" in done.stdout


@every_pack
def test_every_level_is_described_by_behaviour(name: str) -> None:
    for question in PACKS[name].questions:
        if question.type == "ordinal":
            assert all(level.behaviour and len(level.behaviour) > 20 for level in question.levels), question.id


@pytest.mark.parametrize(("name", "rule"), FINDINGS)
def test_a_rule_fires_on_the_one_example_and_is_silent_on_the_other(name: str, rule: str) -> None:
    pack, engine = PACKS[name], engine_for(name)
    finding = next(each for each in pack.findings if each.id == rule)
    assert engine.infer(example_facts(pack, finding.examples.fires)).concluded(rule, "present")
    assert not engine.infer(example_facts(pack, finding.examples.silent)).concluded(rule, "present")


@every_pack
def test_every_target_has_a_step_from_every_springboard(name: str) -> None:
    pack = PACKS[name]
    approaches = [approach.id for approach in pack.approaches]
    variants = {(step.target, step.springboard) for step in pack.steps if step.springboard != "begun"}
    assert variants == {(target, start) for target in approaches for start in (*approaches, "nothing") if start != target}


@each_way
@every_pack
def test_from_everywhere_to_every_aim_the_path_arrives_and_goes_no_further(name: str, by: str) -> None:
    for there, aim, found in all_plans(name, by):
        assert found.arrives, (there, aim, found.blocked_by)
        assert {each.step.target for each in found.steps} == set(aim) - set(there), (there, aim)


@each_way
@every_pack
def test_every_step_is_on_some_path(name: str, by: str) -> None:
    taken = {each.step.id for _, _, found in all_plans(name, by) for each in found.steps}
    assert {step.id for step in PACKS[name].steps} - taken == set()


@every_pack
def test_every_source_is_cited_and_every_text_is_somebodys(name: str) -> None:
    pack = PACKS[name]
    entries = (
        *pack.questions,
        *pack.approaches,
        *pack.poles(),
        *pack.findings,
        *pack.steps,
        *pack.criteria,
        pack.balance,
        pack.tie,
    )
    cited = {source for entry in entries for source in entry.sources}
    assert cited <= {source.id for source in pack.sources}
    assert all(entry.sources for entry in entries if entry.provenance != "proposal")


@pytest.mark.parametrize("file", TEXTS, ids=lambda path: path.stem)
def test_texts_are_swiss_and_name_roles_not_titles(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "ß" not in text
    for word in ("Stakeholder", "Roadmap", "Quick Win", "Mindset", "Ökosystem", "ganzheitlich", "Commitment", "Synergien heben"):
        assert word not in text, word


@pytest.mark.parametrize("file", EXAMPLES, ids=name_of)
def test_every_example_says_whose_reading_it_is(file: Path) -> None:
    assert len(read_answers(file, pack_of(file)).note or "") > 40


def test_fixed_words_name_no_field() -> None:
    words = load_words(TEMPLATES, "de")._entries  # noqa: SLF001 - there is no other way to all words
    templates = {file.name: file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.j2")}
    field = re.compile(r"\b(die|der|eine|einer|Ihrer?) Stadt\b|Smart City|Stadtrat|\bAmts?\b|\bÄmter|Leitfaden")
    found = {key for key, text in {**words, **templates}.items() if field.search(text)}
    assert found <= {"ask.name", "web.new.city.label"}


@pytest.mark.parametrize("file", sampled(5, EXAMPLES), ids=name_of)
def test_the_appendix_says_what_of_an_approach_is_ours(file: Path) -> None:
    report = CliRunner().invoke(main, ["advise", str(file)]).stdout
    notes = {each.id: each.origin_note for each in pack_of(file).approaches if each.origin_note}
    shown = [line for line in report.partition("## Anhang")[2].splitlines() if line.startswith("| ")]
    for approach, note in notes.items():
        assert all(note in line for line in shown if f"| `{approach}` |" in line)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "typed"), sampled(len(PACKS) * 3, product(reversed(PACKS), (["1", "w"], ["2", "w"], ["w"]))), ids=str
)
def test_a_session_on_every_pack_runs_to_its_end(name: str, typed: list[str], tmp_path: Path) -> None:
    words = load_words(TEMPLATES, "de")
    lines = ["Musterstadt", *(["ZH"] if PACKS[name].presets else []), *islice(cycle(typed), 2 * len(PACKS[name].questions))]
    command = ["ask", str(tmp_path / "x.answers.yaml"), "--pack", name, "--plain"]
    done = CliRunner().invoke(main, command, input="\n".join(lines))
    assert done.exit_code == 0, done.output
    assert ("Kanton" in done.stdout.partition("Frage 1")[0]) == bool(PACKS[name].presets)
    ends = [" ".join(words(f"ask.goal.{each}").split()) for each in ("findings", "stuck", "blocked")]
    assert any(each in " ".join(done.stdout.split()) for each in ends)
