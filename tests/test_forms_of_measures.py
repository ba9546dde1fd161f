"""A step words a measure for its own case, and a measure has forms for some cities: what stands in one paper belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.knowledge.sentences import may_be_said
from advisor.logic.condition import opposite
from advisor.logic.notation import written
from advisor.logic.satisfy import Unsolved, solve
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.measures import Instead, Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.logic.condition import Condition

READ_TOGETHER = {
    ("sektoralbereich_from_querschnittszentrum", "topic_owner_budget", "budget_state is savings"),
    ("sektoralbereich_from_moeglichkeitsraum", "topic_owner_budget", "budget_state is savings"),
    ("sektoralbereich_from_moeglichkeitsraum", "pilot_experience", "budget_state is rejected"),
    ("moeglichkeitsraum_from_querschnittszentrum", "cross_office_working_group", "small_town is yes"),
    ("moeglichkeitsraum_from_sektoralbereich", "cross_office_working_group", "small_town is yes"),
    ("moeglichkeitsraum_begun", "cross_office_working_group", "small_town is yes"),
    ("querschnittszentrum_from_moeglichkeitsraum", "executive_decision", "small_town is yes"),
    ("querschnittszentrum_from_sektoralbereich", "executive_decision", "small_town is yes"),
    ("querschnittszentrum_from_themenlab", "executive_decision", "small_town is yes"),
    ("querschnittszentrum_from_nothing", "strategy_status", "small_town is yes"),
}
"""Steps whose text stands in a form of their measure beside its days and its end: somebody read these together."""


def forms_of_measures(pack: Pack) -> Iterator[tuple[Step, Work, Instead, list[Condition]]]:
    """Yield what a step does with each form of its measure, and where that form counts: it is certain, and none before it is."""
    for step, work in ((each, work) for each in pack.steps for work in each.works):
        forms = pack.in_full(work).instead
        for number, form in enumerate(forms[len(work.instead) :], start=len(work.instead)):
            yield step, work, form, [form.when, *(opposite(before.when) for before in forms[:number])]


@pytest.mark.parametrize("name", ["smart-city", "unit-leadership"])
def test_a_text_of_a_step_stands_beside_days_of_its_measure_only_where_both_were_read_together(name: str) -> None:
    mixed = {
        (step.id, next(iter(work.raises)), written(form.when))
        for step, work, form, there in forms_of_measures(shipped_pack(name))
        for said in work.text
        if said.bound and form.text and (form.in_90_days or form.done)
        if solve([*there, may_be_said(said)]) is not Unsolved.IMPOSSIBLE
    }
    assert mixed == (READ_TOGETHER if name == "smart-city" else set())


@pytest.mark.parametrize("name", ["smart-city", "unit-leadership"])
def test_no_step_says_for_a_day_what_its_measure_says_for_that_day_too(name: str) -> None:
    for step, _, form, _ in forms_of_measures(shipped_pack(name)):
        lines = [(line.day, line.text) for line in form.in_90_days]
        assert len(lines) == len({*lines}), (step.id, lines)
