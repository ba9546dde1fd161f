"""People who sit in a sitting that is served: what they see, read from the pages, and what they send, as browsers send it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette", reason="needs the extra 'web'")
pytest.importorskip("sqlalchemy", reason="needs the extra 'web'")

from starlette.testclient import TestClient

from advisor.web.app import application
from advisor.web.security import Address
from advisor.web.serving import new_link
from advisor.web.site import Site
from advisor.web.store import database

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2 as httpx
    from starlette.types import ASGIApp

    from advisor.web.cities import Cities
    from advisor.web.knowledge import Knowledge
    from advisor.web.store.database import Database

ORIGIN = "http://127.0.0.1:8000"
_INPUT = re.compile(r"<(?:input|button)\b[^>]*>")
_KNOWLEDGE: list[Knowledge] = []
"""Packs are read once for all tests."""


class Served:
    """A server of sittings without a network, and those who come to it."""

    def __init__(self, db: Database, address: Address | None = None, cities: Cities | None = None) -> None:
        self.db = db
        self.address = address or Address(origins=(ORIGIN,))
        self.site = Site(db, self.address, knowledge=next(iter(_KNOWLEDGE), None), cities=cities)
        _KNOWLEDGE[:] = [self.site.knowledge]
        self.app: ASGIApp = application(self.site)[0]

    def consultant(self, language: str = "de") -> Person:
        """Somebody who leads, and has taken the link that the server printed."""
        return self.person(language).join(new_link(self.db, self.address))

    def person(self, language: str = "de") -> Person:
        """Somebody with a browser of their own, who was not here before."""
        return Person(self, language)


def served(folder: Path, cities: Cities | None = None) -> Served:
    """Return a server whose sittings are kept in a folder; it may show the cities of an office."""
    return Served(database.opened(f"sqlite:///{folder / 'web.db'}"), cities=cities)


class Person:
    """Somebody with a browser: the page they look at, and the room they are in."""

    def __init__(self, server: Served, language: str) -> None:
        self.server = server
        self.origin = server.address.origins[0]
        self.client = TestClient(
            server.app, base_url=self.origin, headers={"accept-language": language}, raise_server_exceptions=True
        )
        self.room = ""
        self.page: httpx.Response

    def get(self, path: str, status: int = 200) -> str:
        """Open an address and return the page."""
        self.page = self.client.get(path if path.startswith("/") else f"{self.room}/{path}")
        assert self.page.status_code == status, (path, self.page.status_code, self.text[-1500:])
        return self.text

    @property
    def text(self) -> str:
        """What the page says, with entities as signs."""
        return html.unescape(self.page.text)

    @property
    def path(self) -> str:
        """Where they are."""
        return self.page.url.path

    def send(self, path: str, status: int = 200, /, **fields: str | list[str]) -> str:
        """Send a form of the page that was opened last, with these fields besides its hidden ones."""
        target = path if path.startswith("/") else f"{self.room}/{path}"
        self.page = self.client.post(target, data={**self.hidden(), **fields}, headers={"origin": self.origin})
        assert self.page.status_code == status, (path, self.page.status_code, self.text[-1500:])
        return self.text

    def hidden(self) -> dict[str, str]:
        """What the first form of the page carries unseen."""
        form = self.page.text.partition("<form")[2].partition("</form>")[0]
        found = [each[0] for each in _INPUT.finditer(form) if 'type="hidden"' in each[0]]
        return {_attribute(each, "name"): _attribute(each, "value") for each in found}

    def join(self, link: str) -> Person:
        """Take the seat of a link."""
        path = link.removeprefix(self.origin)
        self.get(path)
        self.send(path)
        self.room = re.match(r"(/r/[^/]+)?", self.path)[0] or ""  # type: ignore[index] # it fits anything
        return self

    def begin(self, city: str = "Musterwil", **more: str) -> Person:
        """Begin a sitting."""
        self.get("/new")
        fields: dict[str, str] = {
            "city": city,
            "canton": "",
            "pack": "smart-city",
            "language": "de",
            "mode": "each",
            "days": "30",
            "use": "take",
        }
        self.send("/new", 200, **{**fields, **more})
        self.room = "/".join(self.path.split("/")[:3])
        return self

    def invite(self, role: str = "office_head", **more: str) -> str:
        """Invite somebody, and return their link."""
        self.get("invite")
        fields = {"kind": "respondent", "role": role, "name": "", "language": "de", "days": "10"}
        self.send("invite", 200, **{**fields, **more})
        found = re.search(r'id="link" readonly value="([^"]+)"', self.page.text)
        assert found, self.text
        return found[1]

    def answer(self, question: str, *values: str, status: int = 200, **more: str) -> str:
        """Open a question and answer it."""
        self.get(f"q/{question}")
        fields: dict[str, str | list[str]] = {"value": list(values), "act": "answer", "note": self.note(), **more}
        return self.send(f"q/{question}", status, **fields)

    def note(self) -> str:
        """What stands in the field for the note."""
        found = re.search(r"<textarea[^>]*>(.*?)</textarea>", self.page.text, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    def answers(self) -> str:
        """The answers file of the sitting."""
        return self.get("papers/answers.yaml")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
