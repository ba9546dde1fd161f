"""Say what is wrong with an input, where, and what to do about it.

Problems are collected as values and raised together; only the command line prints them.
"""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


_LISTED = 20
_LONGEST = 1_000


class Place(msgspec.Struct, frozen=True, order=True):
    """A line of a file; line 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Write the place as editors and terminals expect it."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, and the hint that helps to mend it.

    Its code is one of :mod:`~advisor.codes`; what is wrong with answers and reports has none.
    """

    place: Place
    what: str
    hint: str
    code: str = ""

    def __str__(self) -> str:
        """Write the problem as one line: place, what is wrong, what to do, and the code if it has one."""
        told = f"{self.place}: {_shortened(self.what)} {_shortened(self.hint)}" + (f" [{self.code}]" if self.code else "")
        return "".join(sign if _is_harmless(sign) else f"\\u{ord(sign):04x}" for sign in told)


class AdvisorError(Exception):
    """Anything the product refuses to do, with the exit code the contract gives it."""

    exit_code = 2


class UnusableInputError(AdvisorError):
    """A pack or an answers file that cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _shortened(text: str) -> str:
    """Return a text that quotes what somebody wrote, at a length that a person reads."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"


def _is_harmless(sign: str) -> bool:
    """Tell whether a character changes nothing on a terminal but its place: no control, no turn of direction, nothing unseen."""
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def counted(name: str, count: int) -> str:
    """Say how many entries a list has.

    >>> counted("axes", 3), counted("poles", 1)
    ("'axes' has 3 entries.", "'poles' has 1 entry.")
    """
    return f"'{name}' has {count} {'entry' if count == 1 else 'entries'}."


def suggest(name: str, known: Iterable[str]) -> str:
    """Name the nearest known word, or list what there is.

    >>> suggest("topic_owner", ["topic_owners", "staff_unit"])
    "Did you mean 'topic_owners'?"
    """
    words = sorted(known)
    near = difflib.get_close_matches(name, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    if not words:
        return "Nothing of this kind is defined yet."
    if len(words) > _LISTED:
        return f"None of the {len(words)} names that could stand here is like it; 'advisor list' shows them."
    return f"Known are: {', '.join(words)}."
