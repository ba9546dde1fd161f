"""The shipped pack and its engine, loaded once for all tests; how hypothesis runs."""

from __future__ import annotations

import datetime
import gc
import os
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from advisor.answers.roles import labels
from advisor.files import cache
from advisor.reasoning.answers import Answers, City
from advisor.reasoning.pack_engine import build_engine
from tests.support import postgres, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine
    from tests.support.web import Served

# A busy machine is slow, not wrong: no example has a deadline, and making examples may take its time.
settings.register_profile("any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Tests start many processes; none of them shall compile the product anew because a shell is set up so.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Of jsonschema, tests want no formats of addresses; for those it would build 38 grammars as it is imported, which takes seconds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # stands for what cannot be imported

# What tests keep is kept for this run alone, by all its processes.
if cache.VARIABLE not in os.environ:
    _CACHE = tempfile.TemporaryDirectory(prefix="advisor-cache-")
    os.environ[cache.VARIABLE] = _CACHE.name

TODAY = datetime.date(2026, 11, 22)


def pytest_collection_finish() -> None:
    """Leave what collecting made out of every later search for garbage: it stays to the end, and there is much of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", name="postgres")
def a_postgres() -> Iterator[postgres.Server]:
    """Start a PostgreSQL of the tests' own; what needs it is skipped where none is installed."""
    yield from postgres.server()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a store can be opened, on each database that it knows."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/advisor.db"
    address: str = request.getfixturevalue("postgres").url()
    return address


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve sittings without a network, for all tests of a module."""
    from tests.support.web import served  # noqa: PLC0415 - needs the extra 'web'

    found = served(tmp_path_factory.mktemp("web"))
    yield found
    found.db.close()


@pytest.fixture(scope="session")
def loaded() -> LoadedPack:
    return shipped.loaded("smart-city")


@pytest.fixture(scope="session")
def pack(loaded: LoadedPack) -> Pack:
    return loaded.pack


@pytest.fixture(scope="session")
def engine(pack: Pack) -> PackEngine:
    return build_engine(pack)


@pytest.fixture(scope="session")
def nobody(pack: Pack) -> Callable[..., Answers]:
    """Return a city that has answered nothing; what it aims at may be given."""

    def make(*aim: str) -> Answers:
        return Answers(
            pack=pack.info.id,
            city=City(name="Musterstadt", labels=labels(pack, "Musterstadt", None, {})),
            date=TODAY,
            start=TODAY,
            aim=aim or tuple(approach.id for approach in pack.approaches),
            answers={},
        )

    return make
