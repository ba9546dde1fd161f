"""Say what is wrong with an input, where, and what to do about it.

Problems are collected as values and raised together; only the command line prints them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # signs that turn the direction of what follows
    "\u180e\u200b-\u200d\u2060-\u2064\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # signs that show nothing
    "\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"  # ends of lines that are none, and what is no character
)
"""What must not reach a reader as it is: it hides something, or shows it in another order than it is written."""

_LISTED = 20
_LONGEST = 1_000
_QUOTED = 120
_ENDLESS = re.compile(r"[^\s']{200,}|(?<=')[^']{200,}(?=')")
"""What a person wrote without an end: a message repeats its beginning and its last signs."""


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


def printable(text: str) -> str:
    """Return text with a replacement character in the place of each that nobody sees, or that turns others around."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped_data(text: str) -> str:
    """Return JSON with the same data, in which such characters are written as escapes."""
    return UNSEEN.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _units(found[0])), text)


def _units(sign: str) -> list[int]:
    pairs = sign.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(pairs[place : place + 2], "big") for place in range(0, len(pairs), 2)]


def _shortened(text: str) -> str:
    """Return a text that quotes what somebody wrote, at a length that a person reads."""
    text = _ENDLESS.sub(lambda found: f"{found[0][:_QUOTED]} … {found[0][-_QUOTED // 4 :]}", text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"


def _is_harmless(sign: str) -> bool:
    """Tell whether a character changes nothing on a terminal but its place: no control, no turn of direction, nothing unseen."""
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


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
