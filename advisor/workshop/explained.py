"""Find the page that explains a kind of problem, or the list of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.codes import CODES
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path

ALL = "all"
"""What is asked for instead of a code to see the list of them."""

INDEX = "README.md"


def pages() -> Path:
    """Return the folder of the pages."""
    return paths.shipped("docs/problems")


def explained(code: str) -> str:
    """Return the page of a code, or the index for ``all``.

    Raises:
        UnusableInputError: there is no such code.

    """
    name = INDEX if code.lower() == ALL else f"{code.upper()}.md"
    if code.lower() != ALL and code.upper() not in CODES:
        hint = f"'advisor check --explain {ALL}' lists the codes."
        raise UnusableInputError([Problem(Place("--explain"), f"there is no problem '{code}'.", hint)])
    return (pages() / name).read_text(encoding="utf-8")
