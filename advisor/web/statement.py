"""What was checked of the pages for everybody's use: written by the tests that check it, shown on the page that says so."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING

import msgspec

from advisor import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.desk.session import Words

FILE = "web/checked.json"
"""Where tests write it, among the templates."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a checker of rules looked at and found no fault with: kinds of pages, by their addresses, and in what states."""

    pages: tuple[str, ...] = ()
    views: int = 0
    languages: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was checked of which version of the product, and when that changed last.

    On the pages under ``keyboard`` everything was reached by the keyboard; those under ``narrow`` fit on the narrowest screen.
    """

    version: str
    date: datetime.date
    checker: str
    rules: tuple[str, ...]
    looked: Looked = Looked()
    keyboard: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()


_CHECKED = msgspec.json.Decoder(Checked)  # made here, for threads must not make it


@functools.cache
def checked() -> Checked:
    """Return what was checked."""
    return _CHECKED.decode((paths.shipped("templates") / FILE).read_bytes())


def told(words: Words) -> Iterator[str]:
    """Yield it in words."""
    found, path = checked(), "web.accessibility.checked"
    looked = found.looked
    yield words(f"{path}.when", date=words.date(found.date), version=found.version)
    yield words(
        f"{path}.axe",
        axe=found.checker,
        pages=len(looked.pages),
        views=looked.views,
        languages=words.join([words(f"web.language.{each}") for each in looked.languages]),
        widths=words.join([str(each) for each in looked.widths]),
    )
    yield words(f"{path}.keyboard", count=len(found.keyboard))
    yield words(f"{path}.narrow", count=len(found.narrow))
    yield words(f"{path}.limits")
