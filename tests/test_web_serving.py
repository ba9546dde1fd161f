"""How the server is reached: by this machine alone unless somebody says otherwise, and never by accident in the clear."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from starlette.exceptions import HTTPException

from advisor.cli import main
from advisor.errors import UnusableInputError
from advisor.web import security
from advisor.web.security import Address, Rate
from advisor.web.serving import Wanted, place
from tests.support.web import served

if TYPE_CHECKING:
    from starlette.types import Message

QUOTED = "Geheimwort"


@pytest.mark.parametrize(
    ("wanted", "host", "origins"),
    [
        (Wanted(), "127.0.0.1", ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000")),
        (Wanted(port=80), "127.0.0.1", ("http://127.0.0.1", "http://localhost", "http://[::1]")),
        (Wanted(host="192.0.2.9", lan=True, port=9000), "192.0.2.9", ("http://192.0.2.9:9000",)),
        (Wanted(public="https://Beratung.example/"), "127.0.0.1", ("https://beratung.example",)),
        (Wanted(host="192.0.2.9", certificate=Path("c"), key=Path("k"), port=443), "192.0.2.9", ("https://192.0.2.9",)),
    ],
)
def test_a_server_is_reached_as_it_was_asked_for(wanted: Wanted, host: str, origins: tuple[str, ...]) -> None:
    assert place(wanted) == (host, Address(origins=origins))


@pytest.mark.parametrize(
    ("wanted", "option"),
    [
        (Wanted(host="192.0.2.9"), "--host"),
        (Wanted(host="0.0.0.0"), "--host"),  # noqa: S104 - that is what is refused
        (Wanted(certificate=Path("c")), "--certificate"),
        (Wanted(key=Path("k")), "--certificate"),
        (Wanted(public="http://beratung.example"), "--address"),
        (Wanted(public="https://beratung.example/pfad"), "--address"),
        (Wanted(public="https://"), "--address"),
    ],
)
def test_what_would_be_read_along_or_leads_nowhere_is_refused(wanted: Wanted, option: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        place(wanted)
    assert str(refused.value).startswith(option)


def test_without_what_it_needs_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith(("advisor.web", "starlette"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    import advisor  # noqa: PLC0415 - the package forgets its part for a moment

    monkeypatch.delattr(advisor, "web", raising=False)
    done = CliRunner().invoke(main, ["serve"])
    assert done.exit_code == 2
    assert "pip install 'smart-city-advisor[web]'" in done.stderr


def test_a_link_for_a_consultant_is_made_without_a_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'web.db'}"
    done = CliRunner().invoke(main, ["serve", "--db", url, "--new-link", "--address", "https://beratung.example"])
    assert done.exit_code == 0
    assert done.stdout.startswith("https://beratung.example/j/")
    assert len(done.stdout.strip().splitlines()) == 1


def test_nothing_of_it_is_loaded_by_what_does_not_serve() -> None:
    code = (
        "import sys, advisor.cli.ask, advisor.cli.serve; print(sorted({'starlette', 'sqlalchemy', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_sign_of_life_is_given_under_any_name(tmp_path: Path) -> None:
    server = served(tmp_path)
    person = server.person()
    answer = person.client.get("/healthz", headers={"host": "10.0.0.7:1"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    server.db.close()


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "_PATIENCE", 0.0)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(HTTPException) as refused:
        asyncio.run(security._Incoming(never, 100)())  # noqa: SLF001 - a clock is not waited for
    assert refused.value.status_code == 408


def test_a_minute_is_forgotten_after_a_minute() -> None:
    now = [0.0]
    rate = Rate(2, lambda: now[0])
    for _ in range(2):
        assert not rate.is_spent("a")
        rate.count("a")
    assert rate.is_spent("a")
    assert not rate.is_spent("b")
    now[0] = 61.0
    assert not rate.is_spent("a")


def test_a_fault_of_ours_is_said_in_words_and_logged_without_what_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = served(tmp_path)
    anna = server.consultant().begin("Musterwil")

    def broken(*_: Any) -> None:  # noqa: ANN401 - whatever it is given
        raise ValueError(QUOTED)

    monkeypatch.setattr(server.site.sittings, "turn", broken)
    assert "ein Fehler unterlaufen" in anna.get("next", 500)
    assert QUOTED not in anna.text
    assert QUOTED not in caplog.text
    assert "ValueError" in caplog.text
    assert "/j/" not in caplog.text
    server.db.close()
