"""What is checked of the pages for everybody's use, gathered while it is checked and held against what the product says."""

from __future__ import annotations

import datetime
import os
import re
from typing import TYPE_CHECKING

import msgspec

import advisor
from advisor import paths
from advisor.web import routes
from advisor.web.statement import FILE, Checked, Looked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

WRITE = "ADVISOR_STATEMENT"
"""The environment variable by which what was checked is written, and not only held against what stands there."""

NO_PAGES = {
    *("/healthz", "/static/{name}", "/r/{room}", "/r/{room}/next"),
    *("/r/{room}/papers/{name}", "/r/{room}/mine/words.json"),
}
"""What is opened and shows no page of its own: files, and what leads on."""


def pages() -> Iterator[str]:
    """Yield the addresses of all kinds of pages."""
    there = [*((path, method) for path, method, _ in (*routes.OPEN, *routes.HOUSE))]
    there += [(f"/r/{{room}}{path}", method) for path, method, *_ in routes.ROOM]
    for path, method in there:
        if method == "GET" and path not in NO_PAGES:
            yield path


def kind_of(url: str) -> str | None:
    """Return which kind of page an address shows; None where it shows that there is none."""
    path = re.sub(r"^https?://[^/]+|[?#].*$", "", url)
    ways = sorted(pages(), key=lambda each: each.count("{"))  # a fixed part of an address goes before what stands for any
    return next((each for each in ways if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), path)), None)


class Looks:
    """What a checker of rules looked at."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._views = 0
        self._languages: set[str] = set()
        self._schemes: set[str] = set()
        self._widths: set[int] = set()

    def note(self, page: Any) -> None:  # noqa: ANN401 - Playwright's
        """Take one page as it stands."""
        self._views += 1
        found = kind_of(page.url)
        self._seen |= {found} if found else set()
        self._languages.add(page.evaluate("() => document.documentElement.lang"))
        self._schemes.add(page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'"))
        self._widths.add(page.viewport_size["width"])

    def looked(self) -> Looked:
        """Return what was looked at, in one order whenever it was."""
        known = ("de", "fr", "it", "en")
        return Looked(
            pages=tuple(sorted(self._seen)),
            views=self._views,
            languages=tuple(sorted(self._languages, key=known.index)),
            schemes=tuple(sorted(self._schemes)),
            widths=tuple(sorted(self._widths)),
        )


def agrees(**found: object) -> None:
    """See that the product says of what was checked just that; or write it, where this is asked for."""
    file = paths.shipped("templates") / FILE
    there = msgspec.json.decode(file.read_bytes(), type=Checked)
    now = msgspec.structs.replace(there, version=advisor.__version__, **found)
    if not os.environ.get(WRITE):  # a newer checker that finds as little says the same
        now = msgspec.structs.replace(now, checker=there.checker)
    if os.environ.get(WRITE) and now != there:
        now = msgspec.structs.replace(now, date=datetime.datetime.now(tz=datetime.UTC).date())
        file.write_bytes(msgspec.json.format(msgspec.json.encode(now), indent=2) + b"\n")
        return
    assert now == there, f"write what is said of it anew: {WRITE}=yes pytest -m long tests/test_web_browser_everybody.py"
