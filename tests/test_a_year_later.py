"""A step that establishes an approach says how one sees a year later that it lasts, where, and what to compare it with."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from tests.support.shipped import shipped_pack
from tests.support.small_pack import load_small, small_pack

EXAMPLES = Path(__file__).parent.parent / "examples"
PACK = shipped_pack("smart-city")
LATER = {"de": "Ein Jahr danach", "fr": "Un an après", "it": "Un anno dopo", "en": "A year later"}


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase(PACK)


def test_every_approach_says_what_is_seen_a_year_later() -> None:
    assert [each.id for each in PACK.approaches if each.a_year_later is None] == []


@pytest.mark.parametrize("example", ["seed-start", "nothing-but-champions", "nothing-but-a-decision"])
def test_only_a_step_that_establishes_says_it_and_notes_what_to_compare_with(example: str, knowledge: KnowledgeBase) -> None:
    outcome = assess(knowledge, read_answers(EXAMPLES / f"{example}.answers.yaml", PACK))
    steps = [item for item in outcome.path if item.kind == "step"]
    assert steps
    for item in steps:
        assert len(item.a_year_later) == (0 if item.opens else 3)
        assert set(item.a_year_later) & set(item.in_90_days) == set(item.a_year_later[2:])
    assert all(not item.a_year_later for item in outcome.path if item.kind != "step")


@pytest.mark.parametrize("language", LATER)
def test_a_report_says_it_in_the_language_of_the_reader(language: str) -> None:
    file = str(EXAMPLES / "seed-start.answers.yaml")
    done = CliRunner().invoke(main, ["advise", file, "--lang", language, "--format", "md"])
    assert done.exit_code == 0, done.output
    assert LATER[language] in done.stdout


def test_a_pack_that_says_nothing_of_it_is_as_it_was(tmp_path: Path) -> None:
    pack = load_small(tmp_path / "small", small_pack()).pack
    assert all(each.a_year_later is None for each in pack.approaches)
