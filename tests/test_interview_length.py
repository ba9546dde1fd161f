"""An interview asks what can still change a verdict or the way, stops where only what nobody knows is left, and stays short."""

from __future__ import annotations

import random
import statistics
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from advisor.interview.interview import Interview, Interviewer, Turn
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, AnswerValue
from advisor.reasoning.conclusions import SEVERAL_OPEN, possible_values
from advisor.reasoning.propagation import ReadingEngine
from advisor.sittings.glance import SECONDS, opening
from tests.support.cities import city, course, examples, like_the_examples, partly_known, planned, values_of
from tests.support.sampling import in_full, sample_and_all
from tests.support.shipped import shipped_pack
from tests.support.small_pack import load_small, reduced_pack
from tests.support.terminals import piped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from advisor.knowledge.model import Pack

PACK = shipped_pack()
INTERVIEWER = Interviewer(PACK)
KNOWN = examples(PACK)

Room = dict[str, "AnswerValue | None"]
"""What a room knows; None is what nobody knows."""


def rooms(count: int, unknown: float) -> Iterator[Room]:
    """Yield rooms in cities drawn like the examples, which do not know some share of the answers."""
    dice = random.Random(15)
    for _ in range(count):
        yield partly_known(like_the_examples(PACK, KNOWN, dice), unknown, dice)


def led(interviewer: Interviewer, room: Mapping[str, AnswerValue | None]) -> tuple[Interview, Turn]:
    """Lead an interview to the first goal, and return it with the turn at which no question comes any more."""
    interview = Interview(answers=city(interviewer.pack, {}))
    while (turn := interviewer.turn(interview)).question is not None:
        interview = interview.answer(turn.question.id, Answer(value=room.get(turn.question.id)), turn)
    return interview, turn


def aimed_at(pack: Pack, engine: ReadingEngine, room: Mapping[str, AnswerValue | None]) -> object:
    """Return what the first goal is about: the course, of which only the begin where two statuses stay open."""
    found = planned(pack, engine, city(pack, room))
    statuses, steps = course(pack, found)
    open_ones = [each.id for each in pack.approaches if len(possible_values(each.id, STATUS, found.start.known)) > 1]
    return statuses, steps[:1] if len(open_ones) >= SEVERAL_OPEN else steps  # type: ignore[index] # the steps in their order


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Interviewer, Callable[[tuple[AnswerValue | None, ...]], str]]:
    """Return an interviewer about a pack of seven questions, and what its first goal is for answers in their order."""
    pack = load_small(tmp_path_factory.mktemp("reduced"), reduced_pack()).pack
    interviewer = Interviewer(pack)
    engine, names = ReadingEngine(pack, interviewer.reading), [each.id for each in pack.questions if values_of(each)]

    @cache
    def goal(values: tuple[AnswerValue | None, ...]) -> str:
        return repr(aimed_at(pack, engine, dict(zip(names, values, strict=True))))

    return interviewer, goal


@sample_and_all("every", 151, 7)
def test_each_question_can_change_the_goal_and_none_that_is_left_can(
    every: int, small: tuple[Interviewer, Callable[[tuple[AnswerValue | None, ...]], str]]
) -> None:
    """In rooms of all kinds: every answer of every question can be known, or be what nobody knows."""
    interviewer, goal = small
    asked = [each for each in interviewer.pack.questions if values_of(each)]
    answers = {each.id: [*values_of(each), None] for each in asked}
    for values in list(product(*answers.values()))[::every]:
        room, known = dict(zip(answers, values, strict=True)), dict[str, "AnswerValue | None"]()
        interview = Interview(answers=city(interviewer.pack, {}))
        while (turn := interviewer.turn(interview)).question is not None:
            name = turn.question.id
            others = {each: [known[each]] if each in known else found for each, found in answers.items() if each != name}
            rests = (dict(zip(others, rest, strict=True)) for rest in product(*others.values()))
            told = (
                {goal(tuple(value if each == name else rest[each] for each in answers)) for value in answers[name]}
                for rest in rests
            )
            assert any(len(different) > 1 for different in told), (name, known)
            known[name] = room[name]
            interview = interview.answer(name, Answer(value=room[name]), turn)
        left = product(*([known[each]] if each in known else found for each, found in answers.items()))
        assert len({goal(values) for values in left}) == 1, known


@pytest.mark.parametrize(("count", "unknown"), [(10, 0.2), (2, 0.5)])
def test_an_interview_stays_short_and_tells_what_keeps_the_goal_open_exactly_where_something_does(
    count: int, unknown: float
) -> None:
    for room in rooms(count, unknown):
        interview, turn = led(INTERVIEWER, room)
        settled = not turn.outlook.statuses and turn.outlook.path_settled
        assert len(interview.asked) <= 24
        assert bool(turn.unknown) is not settled
        assert all(name in interview.asked and room[name] is None for name in turn.unknown)


def test_a_room_that_knows_nothing_is_not_asked_for_long_and_learns_what_it_would_have_to_know() -> None:
    interview, turn = led(INTERVIEWER, {})
    assert turn.outlook.statuses == tuple(each.id for each in PACK.approaches)
    assert len(interview.asked) <= sum(each.short_run is not None for each in PACK.questions)
    assert set(turn.unknown) <= set(interview.asked)


def test_finding_out_what_nobody_knew_brings_back_the_questions_that_hung_on_it() -> None:
    (full,) = rooms(1, 0)
    interview, turn = led(INTERVIEWER, {})
    for name in interview.asked:
        interview = interview.answer(name, Answer(value=full[name]), turn)
        turn = INTERVIEWER.turn(interview)
    while turn.question is not None:
        interview = interview.answer(turn.question.id, Answer(value=full[turn.question.id]), turn)
        turn = INTERVIEWER.turn(interview)
    assert turn.outlook.statuses == ()
    assert turn.outlook.path_settled
    assert turn.unknown == ()


def test_what_somebody_answered_is_never_among_what_nobody_knew() -> None:
    given: dict[str, AnswerValue | None] = {
        "budget_lead_time_months": 14,
        "months_to_next_budget": 4,
        "topic_owners": "none",
        "strategy_status": None,
    }
    stopped = Interview(answers=city(PACK, given), asked=tuple(given), goal="findings", fits=0)
    assert INTERVIEWER.turn(stopped).unknown == ("strategy_status",)


@pytest.mark.parametrize(
    ("language", "key", "stopped", "who_knows"),
    [
        (
            "de",
            "w",
            "Keine der übrigen Fragen ändert etwas an den Herangehensweisen",
            "Niemand wusste: ",
        ),
        ("fr", "j", "aucune des questions restantes ne change quoi que ce soit aux approches", "Personne ne savait: "),
        ("it", "n", "nessuna delle domande rimaste cambia qualcosa negli approcci", "Nessuno sapeva: "),
        ("en", "d", "none of the remaining questions changes anything about the approaches", "Nobody knew: "),
    ],
)
def test_a_session_that_stops_says_in_the_language_of_the_reader_what_keeps_the_path_open(
    language: str, key: str, stopped: str, who_knows: str, tmp_path: Path
) -> None:
    short_run = sum(each.short_run is not None for each in PACK.questions)
    done = piped(tmp_path / "x.answers.yaml", "X\n\n" + f"{key}\n" * short_run, "--lang", language).stdout.decode()
    shown = " ".join(done.split())
    assert shown.count(stopped) == 1
    assert shown.index(stopped) < shown.index(who_knows)


def test_after_the_path_only_what_is_left_to_the_end_is_counted(tmp_path: Path) -> None:
    asked = len(led(INTERVIEWER, {})[0].asked)
    shown = piped(tmp_path / "x.answers.yaml", "X\n\n" + "w\n" * asked + "1\ns\n\ne\n").stdout.decode()
    before, _, after = shown.partition("Wie geht es weiter?")
    assert f"Frage {asked} · " in before
    assert "bis zum Weg" in before
    assert f"Frage {asked + 1} · " in after
    assert "Fragen bis zu allen Befunden" in after
    assert "bis zum Weg" not in after


@pytest.mark.long
@pytest.mark.parametrize(("unknown", "median", "nine_of_ten"), [(0, 14, 18), (0.2, 18, 24)])
def test_the_path_is_reached_in_few_questions(unknown: float, median: int, nine_of_ten: int) -> None:
    numbers = sorted(len(led(INTERVIEWER, room)[0].asked) for room in rooms(300, unknown))
    assert statistics.median(numbers) <= median
    assert numbers[len(numbers) * 9 // 10 - 1] <= nine_of_ten


SEED = 18


@sample_and_all("count", 8, in_full(200, beside_a_change=40))
def test_the_path_stands_within_twenty_five_minutes_where_a_room_knows_four_of_five_answers(count: int) -> None:
    """The median of rooms in cities drawn like the examples, as the opening of a session promises it."""
    dice = random.Random(SEED)
    cities = (partly_known(like_the_examples(PACK, KNOWN, dice), 0.2, dice) for _ in range(count))
    minutes = sorted(len(led(INTERVIEWER, room)[0].asked) * SECONDS / 60 for room in cities)
    assert statistics.median(minutes) <= 25, f"seed {SEED}"
    least, most = opening(PACK).minutes
    assert least <= statistics.median(minutes) <= most
    assert minutes[len(minutes) * 9 // 10 - 1] <= most
