"""How the files and folders of a portfolio are called, and its cities: by a key.

The key of a city is its official number where it has one, else its name in plain letters.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS, CITIES, KEPT, REPORTS = "portfolio.yaml", "cities", "kept", "reports"
ENDING = ".answers.yaml"
_DIGITS = re.compile(r"[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Visit(msgspec.Struct, frozen=True):
    """One answers file of a city, named by its key and day."""

    key: str
    day: str
    file: str


def key_of(number: str | None, name: str) -> str:
    """Return the key of a city: its official number in four digits so that keys stand in order, else its name.

    >>> key_of("00371", "Biel"), key_of("371", "Biel"), key_of(None, "Biel/Bienne")
    ('0371', '0371', 'biel-bienne')
    """
    if number:
        return number.lstrip("0").zfill(4)
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())  # some systems write an ü as u and dots
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "city"


def name_of(key: str, day: datetime.date) -> str:
    """Return the name of an answers file inside the folder of cities."""
    return f"{key}/{day.isoformat()}{ENDING}"


def as_key(written: str) -> str:
    """Return the key of a city by its number or name, however somebody writes it."""
    return key_of(written if _DIGITS.fullmatch(written) else None, written)


def visit_in(file: Path) -> Visit | None:
    """Return the visit that a file of a city holds, by its name; None for whatever else somebody put there."""
    city, day = unicodedata.normalize("NFC", file.parent.name), file.name.removesuffix(ENDING)
    named = _is_day(day) and file.name.endswith(ENDING) and _is_text(city) and not city.startswith(".")
    return Visit(city, day, str(file)) if named and _is_file(file) else None


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _is_day(name: str) -> bool:
    try:
        return bool(_DATE.fullmatch(name)) and bool(datetime.date.fromisoformat(name))
    except ValueError:
        return False


def _is_text(name: str) -> bool:
    """Tell whether a name can be told: names of files are bytes, and some of them are no text."""
    return all(not "\ud800" <= sign <= "\udfff" for sign in name)
