"""A brief tells a council what to decide, when, and nothing that the schedule or the city itself contradicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor import paths
from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters.decisions import decisions
from advisor.reports.chapters.evidence import sources
from advisor.reports.chapters.summary import summary
from advisor.reports.writers.markdown import to_markdown
from tests.support.reports import EXAMPLES, context, document, engine_of, imagined, name_of, pack_of
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.context import Context

CITIES = 25
SCHAFFHAUSEN = paths.shipped("examples") / "schaffhausen-2021.answers.yaml"


def shown(file: Path) -> Context:
    pack, engine = pack_of(file), engine_of(file)
    asked = read_answers(file, pack)
    return context(pack, asked, assess(KnowledgeBase(pack, engine), asked))


def texts(found: Context) -> list[str]:
    return [text for group in decisions(found) for text in group["texts"]]


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_every_step_and_preparation_is_decided_once_and_what_begins_within_three_months_now(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    groups = {group["label"]: group["texts"] for group in decisions(found)}
    soon = {"Jetzt zu entscheiden": True, "Später zu entscheiden": False}
    steps = [item for item in found.outcome.path if item.kind == "step"]
    for place, item in enumerate(steps, start=1):
        for label, now in soon.items():
            begun = [text for text in groups.get(label, []) if text.startswith(f"Schritt {place} auslösen")]
            assert len(begun) == (now == (item.timeframe.begins[0] < 3))
    prepared = [text for text in texts(found) if "die Voraussetzungen schaffen lassen" in text]
    assert len(prepared) == sum(item.kind == "preparation" for item in found.outcome.path)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_money_is_asked_for_before_the_step_that_needs_it(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    told_texts = texts(found)
    steps = [item for item in found.outcome.path if item.kind == "step"]
    for place, item in enumerate(steps, start=1):
        asked = [text for text in told_texts if text.startswith(f"Das Geld für Schritt {place} ")]
        assert len(asked) == (item.timeframe.lead_time is not None)
        for text in asked:
            begun = next(each for each in told_texts if each.startswith(f"Schritt {place} auslösen"))
            assert told_texts.index(text) < told_texts.index(begun)
            assert ("in dessen ersten 90 Tagen" in text) == (place == 1 and item.timeframe.round is None)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_the_first_90_days_hold_nothing_that_waits_for_a_preparation(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    first = next((item for item in found.outcome.path if item.kind == "step"), None)
    page = summary(found)
    own = first.in_90_days[:5] if first else []
    kinds = [item.kind for item in found.outcome.path if item.kind != "clarify"]
    prepared = kinds[:1] == ["preparation"]
    begun_at_once = [text for text in own if text in page["first_90_days"]]
    assert begun_at_once == ([] if prepared else own)
    later = page["from_first_step"]
    assert (later["texts"] if later else None) == (own if prepared else None)


@pytest.mark.parametrize("file", sampled(4, EXAMPLES), ids=name_of)
def test_every_source_that_a_report_names_is_listed(file: Path) -> None:
    found = shown(file)
    report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
    known = {source.id for source in found.pack.sources}
    named = set(re.findall(r"\b[A-Z][A-Za-z]*[0-9]+\b", report)) & known
    assert named == {source["id"] for source in sources(found)}


def test_a_city_is_not_shown_as_an_example_to_itself() -> None:
    found = shown(SCHAFFHAUSEN)
    step = found.step(next(item.step for item in found.outcome.path if item.kind == "step"))
    assert step.example is not None
    assert step.example.city == found.outcome.city.name
    report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
    assert found.text(step.example.text) not in report


def test_what_threatens_a_pole_has_a_column_only_where_one_stands_alone() -> None:
    heads = {}
    for file in EXAMPLES:
        found = shown(file)
        if found.pack.info.id != "smart-city":
            continue
        covered = found.outcome.poles
        alone = any(
            {covered[one.id], covered[other.id]} == {True, False} for one, other in (axis.poles for axis in found.pack.axes)
        )
        report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
        assert ("Was ohne Gegenpol droht" in report) == alone
        heads[alone] = file
    assert len(heads) == 2
