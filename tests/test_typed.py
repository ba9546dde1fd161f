"""What people type is read as they write it; what could mean something else is refused and never guessed."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor import paths
from advisor.answers import packs
from advisor.answers.value import ValueReader
from advisor.interview.typed import Tongue, fitting, plain_answer, typed_day
from advisor.reports.language import load_words
from advisor.terminal.telling import tongue

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack

LANGUAGES = ("de", "fr", "it", "en")
CANTONS = (("zh", "Zürich"), ("ai", "Appenzell Innerrhoden"), ("ar", "Appenzell Ausserrhoden"), ("ge", "Genf"))


@cache
def tongue_of(language: str) -> Tongue:
    return tongue(load_words(paths.shipped("templates"), language))


@pytest.mark.parametrize(
    ("typed", "language", "date", "exact"),
    [
        ("2028-06-30", "de", "2028-06-30", True),
        ("30.6.2028", "de", "2028-06-30", True),
        (" 30. 06. 2028 ", "de", "2028-06-30", True),
        ("30/06/2028", "fr", "2028-06-30", True),
        ("30. Juni 2028", "de", "2028-06-30", True),
        ("1er juin 2028", "fr", "2028-06-01", True),
        ("30 giugno 2028", "it", "2028-06-30", True),
        ("June 30, 2028", "en", "2028-06-30", True),
        ("30 june 2028", "en", "2028-06-30", True),
        ("Juni 2028", "de", "2028-06-01", False),
        ("MAERZ 2028", "de", None, False),
        ("märz 2028", "de", "2028-03-01", False),
        ("marz 2028", "de", "2028-03-01", False),
        ("août 2028", "fr", "2028-08-01", False),
        ("aout 2028", "fr", "2028-08-01", False),
        ("Sept. 2028", "de", "2028-09-01", False),
        ("2028-06", "de", "2028-06-01", False),
        ("6.2028", "de", "2028-06-01", False),
        ("jui 2028", "fr", None, False),
        ("30.2.2028", "de", None, False),
        ("30.13.2028", "de", None, False),
        ("2028", "de", None, False),
        ("Ende 2028", "de", None, False),
        ("20280630", "de", None, False),
        ("2028-W26-5", "de", None, False),
        ("0.6.2028", "de", None, False),
        ("", "de", None, False),
    ],
)
def test_dates_are_read_as_they_are_written_by_hand(typed: str, language: str, date: str | None, exact: bool) -> None:  # noqa: FBT001
    found = typed_day(typed, tongue_of(language))
    assert (found and found.date) == (date and datetime.date.fromisoformat(date))
    assert found is None or found.exact == exact


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["de", "fr", "it", "en"]))
def test_every_date_is_read_back_from_each_way_to_write_it(date: datetime.date, language: str) -> None:
    month = tongue_of(language).months[date.month - 1]
    for written in (
        f"{date.day}.{date.month}.{date.year}",
        f"{date:%d.%m.%Y}",
        f"{date.day} {month} {date.year}",
        f"{date:%Y-%m-%d}",
    ):
        found = typed_day(written, tongue_of(language))
        assert found is not None
        assert (found.date, found.exact) == (date, True)


@given(st.text(max_size=30))
@example("0\x1f")
@example("1\x1c")
def test_whatever_is_typed_for_a_date_or_an_option_is_read_or_refused(typed: str) -> None:
    typed_day(typed, tongue_of("de"))
    assert set(fitting(CANTONS, typed)) <= {key for key, _ in CANTONS}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("80", 80),
        ("80%", 80),
        ("80 %", 80),
        ("80 Prozent", 80),
        ("1'200", 1200),
        ("1’200", 1200),
        ("1 200", 1200),
        ("1\u202f200 %", 1200),
        ("ca 80", None),
        ("80-100", None),
        ("80.5", None),
        ("1.200", None),
        ("1,200", None),
        ("1'20", None),
        ("80 Monate", None),
        ("²", None),
        ("٣", None),
        ("9" * 5000, None),
        ("", None),
    ],
)
def test_numbers_are_read_as_they_are_written_by_hand(typed: str, number: int | None, pack: Pack) -> None:
    problems: list[str] = []
    question = pack.question("staff_unit_fte")
    plain = plain_answer(question, typed, tongue_of("de"))
    value = ValueReader(lambda _, code, *__, **___: problems.append(code)).read(question, plain or None, ())
    assert value == number
    assert bool(problems) == (number is None)


@pytest.mark.parametrize("typed", ["5'000.–", "5000.-", "Fr. 5000", "5000 Fr.", "Fr. 5'000.--"])
def test_amounts_are_read_as_they_stand_on_bills(typed: str, pack: Pack) -> None:
    assert plain_answer(pack.question("office_head_spending_limit"), typed, tongue_of("de")) == "5000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_of_percent_stands_for_the_unit_in_every_language(language: str) -> None:
    question = packs.load(paths.shipped("rules") / "smart-city", language).question("staff_unit_fte")
    assert plain_answer(question, "80 %", tongue_of(language)) == "80"
    assert plain_answer(question, f"80 {question.unit}", tongue_of(language)) == "80"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Zürich", ["zh"]),
        ("zurich", ["zh"]),
        ("ZH", ["zh"]),
        ("1", ["zh"]),
        ("04", ["ge"]),
        ("gen", ["ge"]),
        ("Appenzell", ["ai", "ar"]),
        ("appenzell i", ["ai"]),
        ("5", []),
        ("0", []),
        ("Paris", []),
        ("", []),
        ("²", []),
    ],
)
def test_an_option_is_meant_by_its_number_its_id_its_name_or_the_beginning_of_it(typed: str, meant: list[str]) -> None:
    assert fitting(CANTONS, typed) == meant


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("2,3", ("legislature_goal", "motion")),
        ("2 3", ("legislature_goal", "motion")),
        ("Vorstoss, Legislaturziel", ("legislature_goal", "motion")),
        ("1", ("none",)),
        ("kein Anlass", ("none",)),
        ("1,2", None),
        ("none, motion", None),
        ("2,99", None),
        ("²", None),
    ],
)
def test_several_options_are_read_and_one_that_excludes_the_others_stands_alone(
    typed: str, chosen: tuple[str, ...] | None, pack: Pack
) -> None:
    problems: list[str] = []
    question = pack.question("political_occasion")
    plain = plain_answer(question, typed, tongue_of("de"))
    assert ValueReader(lambda _, code, *__, **___: problems.append(code)).read(question, plain, ()) == chosen
    assert bool(problems) == (chosen is None)
