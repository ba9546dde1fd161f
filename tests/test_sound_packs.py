"""If the check finds nothing, every command and every format works; if a command refuses, the check had found it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from advisor.workshop.scaffolds.pack import new_pack
from tests.support.cities import TODAY
from tests.support.damage import damaged, read_data
from tests.support.everything import failures
from tests.support.sampling import in_full, sampled
from tests.support.small_pack import Data, reduced_pack, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

QUICK = 6
MANY = in_full(300, beside_a_change=150)
SHARE = {"quick": 0.06, "sound": 0.3, "many": 0.15}
"""How many of all commands are tried on each pack, chosen by chance."""

LANGUAGES = ("de", "fr", "it", "en")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Data, ...]:
    parent = tmp_path_factory.mktemp("packs")
    begun = [new_pack(f"tea-{language}", parent, None, language, TODAY)[0] for language in LANGUAGES]
    return small_pack(), reduced_pack(), *map(read_data, begun)


@pytest.mark.parametrize("place", sampled(9, range(2 + len(LANGUAGES))))
def test_a_sound_pack_works(place: int, packs: tuple[Data, ...], tmp_path: Path) -> None:
    assert list(failures(write_pack(tmp_path / "pack", packs[place]), place, SHARE["sound"])) == []


@pytest.mark.long
@pytest.mark.parametrize("place", range(2 + len(LANGUAGES)))
def test_everything_works_on_a_sound_pack(place: int, packs: tuple[Data, ...], tmp_path: Path) -> None:
    assert list(failures(write_pack(tmp_path / "pack", packs[place]), place)) == []


@pytest.mark.parametrize("seed", range(QUICK))
def test_what_the_check_calls_sound_works_and_what_is_refused_was_found(
    seed: int, packs: tuple[Data, ...], tmp_path: Path
) -> None:
    assert broken(seed, packs, tmp_path, SHARE["quick"]) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(QUICK, QUICK + MANY))
def test_what_the_check_calls_sound_works_for_many_packs(seed: int, packs: tuple[Data, ...], tmp_path: Path) -> None:
    assert broken(seed, packs, tmp_path, SHARE["many"]) == []


def broken(seed: int, packs: tuple[Data, ...], folder: Path, share: float) -> list[str]:
    data, how = damaged(random.Random(seed), packs)
    return [f"seed {seed}, {how}: {each}" for each in failures(write_pack(folder / "pack", data), seed, share)]
