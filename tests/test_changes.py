"""What a pack says about its earlier versions can be read, leads to names of today, and leaves no doubt which is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from tests.support.small_pack import CHANGES, Data, grown_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def check(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check", str(folder)])


UNSOUND: dict[str, tuple[list[Data], str]] = {
    # what is wrong: the changes, what the message says
    "not ascending": ([{"version": "1.2.0"}, {"version": "1.1.0"}], "version 1.1.0 stands after 1.2.0."),
    "twice": ([{"version": "1.2.0"}, {"version": "1.2"}], "version 1.2 stands after 1.2.0."),
    "in the future": ([{"version": "1.3.0"}], "version 1.3.0 is later than the pack, which is 1.2.0."),
    "renamed to nothing": (
        [{"version": "1.1.0", "renamed": {"till": "counter_mony"}}],
        "'till' was renamed to 'counter_mony', and today there is no question 'counter_mony'. Did you mean 'counter_money'?",
    ),
    "chain to nothing": (
        [{"version": "1.1.0", "renamed": {"till": "box"}}, {"version": "1.2.0", "renamed": {"box": "chest"}}],
        "'till' was renamed to 'box', and today there is no question 'chest'.",
    ),
    "renamed and asked": (
        [{"version": "1.1.0", "renamed": {"visitors": "place"}}],
        "'visitors' was given up in version 1.1.0 and is a question of today.",
    ),
    "removed and asked": ([{"version": "1.1.0", "removed": {"visitors": "x"}}], "'visitors' was given up in version 1.1.0"),
    "renamed and removed": (
        [{"version": "1.1.0", "renamed": {"till": "place"}, "removed": {"till": "x"}}],
        "'till' is both renamed and removed",
    ),
    "level to nothing": (
        [{"version": "1.1.0", "levels": {"place": {"here": "soem"}}}],
        "the level 'here' of 'place' was renamed to 'soem', and today 'place' has no level 'soem'. Did you mean 'some'?",
    ),
    "level of today": (
        [{"version": "1.1.0", "levels": {"place": {"most": "some"}}}],
        "the level 'most' of 'place' was renamed in version 1.1.0 and is a level of today.",
    ),
    "level of no question": (
        [{"version": "1.1.0", "levels": {"places": {"here": "some"}}}],
        "levels of 'places' were renamed, and today there is no question 'places'. Did you mean 'place'?",
    ),
    "level of a number": (
        [{"version": "1.1.0", "levels": {"visitors": {"few": "none"}}}],
        "today 'visitors' has no level 'none'.",
    ),
}


@pytest.mark.parametrize("kind", UNSOUND)
def test_changes_that_lead_nowhere_or_leave_doubt_are_reported_with_their_line(kind: str, tmp_path: Path) -> None:
    changes, said = UNSOUND[kind]
    folder = write_pack(tmp_path / "small", grown_pack(changes=changes))
    done = check(folder)
    assert done.exit_code == 1
    problem = next(line for line in done.stderr.splitlines() if said in line)
    first = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines().index(' "changes": [') + 2
    assert int(problem.removeprefix(f"{folder / 'pack.yaml'}:").partition(":")[0]) >= first


def test_sound_changes_are_accepted_whatever_was_given_up_later(tmp_path: Path) -> None:
    later: list[Data] = [
        {"version": "1.0.5", "renamed": {"temper": "mood"}, "levels": {"mood": {"fine": "good"}, "open_now": {"never": "no"}}},
        *CHANGES,
    ]
    for place, changes in enumerate((CHANGES, later, [])):
        done = check(write_pack(tmp_path / f"small{place}", grown_pack(changes=changes)))
        assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "soon"}, "'soon' does not fit here. Needed is a text: Numbers with dots between them, such as 1.2.0."),
        ({"renamed": {"a": "b"}}, "'version' is missing"),
        ({"version": "1.1.0", "rename": {}}, "'rename' is not known here. Did you mean 'renamed'?"),
        ({"version": "1.1.0", "renamed": {"a": "B"}}, "lower_case_with_underscores"),
        ({"version": "1.1.0", "removed": {"a": ""}}, "does not fit here"),
        ({"version": "1.1.0", "levels": {"place": "some"}}, "keys and values are needed here"),
    ],
)
def test_a_change_that_cannot_be_read_is_reported(change: Data, said: str, tmp_path: Path) -> None:
    done = check(write_pack(tmp_path / "small", grown_pack(changes=[change])))
    assert done.exit_code == 2
    assert said in done.stderr
