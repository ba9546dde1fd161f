"""Papers to copy are written where the next step of a city asks for them, and say nothing that its answers deny."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.advising import load_pack, read_answers
from advisor.cli import main
from advisor.reasoning.drafting import papers
from advisor.reasoning.planner import plan
from advisor.workshop.checks.check import check_pack
from tests.support.reports import ROOT
from tests.support.small_pack import load_small, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from advisor.reasoning.drafting import Paper
    from tests.support.small_pack import Data

AT_THE_COUNTER = {"counter_people": "most", "counter_money": "most", "shelf_people": "some", "shelf_money": "none"}
"""The small pack reaches the shelf next, by more people and some money."""


def with_draft(**fields: object) -> Data:
    """Return the small pack with one paper that each next step asks for, and somebody who leads nothing."""
    draft = {
        "id": "mandate_of_shelf",
        "title": "Mandate for {der librarian} of {city}",
        "about": "For whoever sets up the shelf.",
        "sections": [{"heading": "Why", "text": "The shelf needs it."}],
        "provenance": "proposal",
    }
    data = small_pack() | {"drafts": [draft | fields]}
    data["roles"].append({"id": "treasurer", "article": "die", "name": "Kasse", "about": "Who pays: {treasurer}."})
    return data


def answers_of(**given: str) -> Data:
    unknown = {"circle_people", "circle_money", "network_people", "network_money"}
    answers = dict.fromkeys(unknown, "none") | AT_THE_COUNTER | given
    return {"pack": "small", "city": {"name": "Seldwyla", "aim": ["shelf", "counter"]}, "date": "2026-11-29", "answers": answers}


def asked_for(tmp_path: Path, data: Data, **given: str) -> list[Paper]:
    """Return the papers that a city at the counter is given."""
    base = load_pack(write_pack(tmp_path / "pack", data))
    answers = read_answers(answers_of(**given), base).complete(base.pack)
    return papers(base.repertoire, answers, plan(base.pack, base.engine, answers.facts(base.pack), answers.aim))


def texts_of(found: list[Paper]) -> list[str]:
    return [said.text for paper in found for passage in paper.passages for said in (*passage.text, *passage.points)]


@pytest.mark.parametrize(
    ("asking", "is_written"),
    [
        ({}, True),
        ({"raises": {"shelf_people": "some"}}, True),
        ({"raises": {"shelf_people": "most"}}, True),
        ({"raises": {"shelf_money": "most"}}, False),
        ({"raises": {"circle_people": "some"}}, False),
        ({"joined_by": ["librarian"]}, True),
        ({"joined_by": ["treasurer"]}, False),
        ({"raises": {"circle_people": "some"}, "joined_by": ["librarian"]}, True),
    ],
)
def test_a_paper_is_written_where_what_is_done_next_asks_for_it(tmp_path: Path, asking: Data, *, is_written: bool) -> None:
    assert bool(asked_for(tmp_path, with_draft(**asking))) == is_written


def test_a_role_that_takes_part_is_told_of_what_nobody_does_alone(tmp_path: Path) -> None:
    data = with_draft(joined_by=["treasurer"], sections=[{"heading": "What", "shows": ["text"]}])
    for step in data["steps"]:
        step["with"] = ["treasurer"]
        step["actions"][0]["actor"] = "librarian"
    assert texts_of(asked_for(tmp_path, data)) == ["Find money."]


def test_what_is_there_already_asks_for_no_paper(tmp_path: Path) -> None:
    data = with_draft(raises={"shelf_people": "most"})
    assert asked_for(tmp_path, data)
    assert not asked_for(tmp_path, data, shelf_people="most")


def test_a_city_that_has_arrived_needs_no_paper(tmp_path: Path) -> None:
    assert not asked_for(tmp_path, with_draft(), shelf_people="most", shelf_money="most")


def test_a_sentence_of_a_paper_is_said_only_where_answers_make_it_certain(tmp_path: Path) -> None:
    text = [
        {"when": "shelf_people is some", "text": "People are there."},
        {"when": "shelf_people is none", "text": "Nobody is there."},
        {"when": "visitors > 10", "text": "Many come."},
        {"unless": "shelf_money is none", "text": "There is money."},
        {"unless": "visitors > 10", "text": "Few may come."},
    ]
    found = asked_for(tmp_path, with_draft(sections=[{"heading": "Why", "text": text}]))
    assert texts_of(found) == ["People are there.", "Few may come."]


def test_a_section_of_which_nothing_may_be_said_is_left_out(tmp_path: Path) -> None:
    silent = {"heading": "Silent", "text": {"when": "visitors > 10", "text": "Many come."}, "note": "Look it up."}
    found = asked_for(
        tmp_path, with_draft(sections=[silent, {"heading": "Why", "text": "It is needed.", "note": "Ask {der librarian}."}])
    )
    assert [(passage.heading, passage.note) for passage in found[0].passages] == [("Why", "Ask die Leitung.")]


def test_a_title_is_the_first_that_may_be_said(tmp_path: Path) -> None:
    title = [{"when": "visitors > 10", "text": "Large"}, {"when": "shelf_people is some", "text": "Small"}, "Any"]
    assert asked_for(tmp_path, with_draft(title=title))[0].title == "Small"
    assert asked_for(tmp_path, with_draft(title=title), shelf_people="none")[0].title == "Any"


def test_a_paper_shows_of_the_path_only_what_asked_for_it(tmp_path: Path) -> None:
    sections = [{"heading": "What", "shows": ["step", "text"]}]
    found = asked_for(tmp_path, with_draft(raises={"shelf_money": "some"}, sections=sections))
    assert texts_of(found) == ["Find money."]
    assert found[0].passages[0].step == "Reach shelf"
    assert texts_of(asked_for(tmp_path, with_draft(sections=sections))) == ["Find people.", "Find money."]


def test_what_cannot_wait_asks_for_papers_and_stands_in_them(tmp_path: Path) -> None:
    data = with_draft(raises={"circle_people": "some"}, sections=[{"heading": "At once", "shows": ["urgent", "effort", "cost"]}])
    data["pack"]["currency"] = "CHF"
    data["findings"][0] |= {
        "when": "circle_people is none",
        "remedy": {"circle_people": "some"},
        "examples": {"fires": {}, "silent": {}},
    }
    data["measures"] = [
        {
            "raises": {"circle_people": "some"},
            "text": "Ask two people.",
            "actor": "treasurer",
            "months": [1, 2],
            "effort": {"treasurer": 3},
            "cost": {"once": [0, 100]},
            "provenance": "proposal",
        }
    ]
    [paper] = asked_for(tmp_path, data)
    [passage] = paper.passages
    assert [said.text for said in passage.points] == ["Buy books."]
    assert passage.effort == {"treasurer": 3}
    assert passage.cost is not None
    assert passage.cost.once == (0, 100)


def test_what_the_next_step_does_anyway_is_not_told_again_as_a_remedy(tmp_path: Path) -> None:
    data = with_draft(sections=[{"heading": "What", "shows": ["text"]}])
    remedied = {"when": "shelf_people is some", "remedy": {"shelf_people": "most"}, "examples": {"fires": {}, "silent": {}}}
    data["findings"][0] |= remedied
    measure = {"raises": {"shelf_people": "most"}, "text": "Ask two people.", "actor": "treasurer", "months": [1, 2]}
    data["measures"] = [measure | {"provenance": "proposal"}]
    assert texts_of(asked_for(tmp_path, data)) == ["Find people.", "Find money."]


def test_a_paper_without_a_title_or_with_an_empty_section_is_a_problem(tmp_path: Path) -> None:
    data = with_draft(title=[{"when": "shelf_people is some", "text": "Small"}], sections=[{"heading": "Why"}])
    found = [each.what for each in check_pack(load_small(tmp_path / "pack", data)) if each.code == "K519"]
    assert found == [
        "where 'mandate_of_shelf' is asked for it may be that it has no title.",
        "nothing stands in section 1 of 'mandate_of_shelf'.",
    ]


def run(tmp_path: Path, *more: str, data: Data | None = None, **given: str) -> Result:
    pack, file = write_pack(tmp_path / "pack", data or with_draft()), tmp_path / "city.answers.yaml"
    file.write_text(json.dumps(answers_of(**given)), encoding="utf-8")
    command = ["drafts", str(file), "--pack", str(pack), "-o", str(tmp_path / "papers"), *more]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def test_the_command_writes_each_paper_marked_as_a_draft_with_the_names_of_the_city(tmp_path: Path) -> None:
    done = run(tmp_path)
    file = tmp_path / "papers/mandate-of-shelf.md"
    assert done.output == f"{file}\n"
    told = file.read_text(encoding="utf-8")
    assert told.startswith("# Mandate for die Leitung of Seldwyla\n\n> Entwurf vom 29. November 2026\n")
    assert "Nichts davon ist beschlossen." in told


def test_papers_are_written_in_several_formats_at_once_and_written_again(tmp_path: Path) -> None:
    for _ in range(2):
        assert run(tmp_path, "--format", "docx", "--format", "text").exit_code == 0
    assert (tmp_path / "papers/mandate-of-shelf.docx").read_bytes().startswith(b"PK")
    assert "Entwurf vom 29. November 2026" in (tmp_path / "papers/mandate-of-shelf.txt").read_text(encoding="utf-8")


def test_a_paper_that_somebody_worked_on_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "papers/mandate-of-shelf.md"
    file.parent.mkdir()
    file.write_text("# Our own paper\n", encoding="utf-8")
    assert run(tmp_path).exit_code != 0
    assert file.read_text(encoding="utf-8") == "# Our own paper\n"


def test_where_no_paper_is_asked_for_the_command_says_so_and_writes_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, data=small_pack())
    assert "asks for no paper" in done.stderr
    assert not (tmp_path / "papers").exists()


SEED = ROOT / "examples/seed-after-step-2.answers.yaml"


@pytest.mark.parametrize(
    ("language", "title", "mark"),
    [
        ("de", "Antrag und Beschluss der Exekutive", "Nichts davon ist beschlossen."),
        ("fr", "Proposition et décision de l’exécutif", "Rien n’est décidé."),
        ("it", "Proposta e decisione dell’esecutivo", "Nulla è deciso."),
        ("en", "Proposal and decision of the executive", "Nothing in it has been decided."),
    ],
)
def test_a_city_that_equips_its_coordination_gets_four_papers_in_its_language(
    tmp_path: Path, language: str, title: str, mark: str
) -> None:
    written = CliRunner().invoke(
        main, ["drafts", str(SEED), "--lang", language, "-o", str(tmp_path / "p")], catch_exceptions=False
    )
    assert written.exit_code == 0
    found = {each.stem: each.read_text(encoding="utf-8") for each in (tmp_path / "p").iterdir()}
    assert set(found) == {"executive-decision", "job-description", "small-credit-rules", "page-for-office-head"}
    assert found["executive-decision"].startswith(f"# {title}\n")
    assert all(mark in paper for paper in found.values())


def test_rules_of_a_city_are_asked_about_in_its_papers_and_never_told() -> None:
    pack = load_pack("smart-city").pack
    looked_up = [
        point.text for draft in pack.drafts for part in draft.sections for point in part.points if "eigenen Regeln" in point.text
    ]
    assert len(looked_up) == len(pack.drafts) - 1, "the page for an office head is no act"
    assert all(text.endswith("?") for text in looked_up)
