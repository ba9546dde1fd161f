"""Say what is wrong with an input, where, and what to do about it.

Problems are collected as values and raised together; only the command line prints them. What is wrong with answers is told in the
language of whoever reads: such a problem has a code and the values that its words are filled with, and the words stand in
``templates/problems.yaml`` and its translations. They are read once there is something to tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from advisor.codes import is_cause
from advisor.lazy import called

if TYPE_CHECKING:
    from typing import Protocol

    class Says(Protocol):
        """Says phrases in a language, or in English where nobody translated them."""

        def __call__(self, phrases: Sequence[Phrase], language: str) -> list[str]:
            """Return the words of each phrase."""


ENGLISH = "en"
"""The language of what a program reads, and of whoever named no other."""

SHOWN = 100
"""How many problems a person is shown at once; whoever mends these will see the next ones."""

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
_ENDLESS = re.compile(r"[^\s']{200,}|(?<=')[^']{200,}(?=')|(?<=[«“])[^»”]{200,}(?=[»”])")
"""What a person wrote without an end: a message repeats its beginning and its last signs."""
_LONGEST_NAME = 100
_SHORT, _LONG = 3, 8


class Place(msgspec.Struct, frozen=True, order=True):
    """A line of a file; line 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Write the place as editors and terminals expect it."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Phrase(msgspec.Struct, frozen=True, order=True):
    """Words that are still to be said in some language: where they stand, and what they are filled with."""

    key: str
    given: tuple[tuple[str, Filling], ...] = ()


Filling = str | int | Phrase


def phrase(key: str, /, **given: Filling) -> Phrase:
    """Return what is to be said with the words at a key."""
    return Phrase(key, tuple(given.items()))


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, and the hint that helps to mend it, in English.

    Its code is one of :mod:`~advisor.codes`; what is wrong with reports has none. ``about`` is the name that is used there, where
    what is wrong may lie in what that name stands for. ``said`` is the same for other languages: what is wrong, then hints.
    ``language`` is that of whoever reads, as far as it is known where the problem was found.
    """

    place: Place
    what: str
    hint: str
    code: str = ""
    about: str = ""
    said: tuple[Phrase, ...] = ()
    language: str = ""

    def __str__(self) -> str:
        """Write the problem as one line: place, what is wrong, what to do, and the code if it has one."""
        parts = (_shortened(self.what), _shortened(self.hint), f"[{self.code}]" if self.code else "")
        told = f"{self.place}: {' '.join(filter(None, parts))}"
        return "".join(sign if _is_harmless(sign) else f"\\u{ord(sign):04x}" for sign in told)

    def told(self, language: str) -> Problem:
        """Return the problem in a language; in English where it has no words in that one."""
        if language in {"", ENGLISH} or not self.said:
            return self
        what, *hints = _say(self.said, language)
        return msgspec.structs.replace(self, what=what, hint=" ".join(hints), language=language)


def coded(place: Place, code: str, /, *hints: Phrase, **given: Filling) -> Problem:
    """Return a problem whose words stand under its code, as ``what`` and ``hint``, filled with what is given.

    ``hints`` are said instead of the hint of the code; ``how`` among the rest names one of several ways to say it.
    """
    key = f"{code}.{how}" if (how := given.pop("how", None)) else code
    said = (phrase(f"{key}.what", **given), *(hints or (phrase(f"{key}.hint", **given),)))
    what, *told = _say(said, ENGLISH)
    return Problem(place, what, " ".join(told), code, said=said)


def for_reader(problems: Iterable[Problem], language: str) -> list[Problem]:
    """Return problems with the language of whoever reads, where nobody knew it yet."""
    return [each if each.language else msgspec.structs.replace(each, language=language) for each in problems]


def for_authors(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of a pack: authors are told them in English, also where what was read is read for others, too."""
    return [msgspec.structs.replace(each, said=(), language="") for each in problems]


def said_in(language: str, *phrases: Phrase) -> str:
    """Return phrases one after another, in a language."""
    return " ".join(_say(phrases, language))


_say = cast("Says", called("advisor.i18n.wording:said"))
"""Words stand in catalogues, which are read by rooms above this one; found once something is to be told."""


class AdvisorError(Exception):
    """Anything the product refuses to do, with the exit code the contract gives it."""

    exit_code = 2

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it come from another process as it is; it cannot be made anew of what it keeps."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[AdvisorError], given: tuple[Any, ...]) -> AdvisorError:
    return kind.__new__(kind, *given)


class UnusableInputError(AdvisorError):
    """A pack or an answers file that cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places; what others may follow from comes first."""
        self.problems = tuple(causes_first(set(problems)))
        super().__init__("\n".join(told(self.problems)))


def causes_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order of their places, after those that others may follow from."""
    return sorted(problems, key=_rank)


def _rank(problem: Problem) -> tuple[bool, tuple[Any, ...], str, str, str, str]:
    """Return by what problems are put in order; lines of files and cells of tables may stand beside each other."""
    place = msgspec.structs.astuple(problem.place)
    return not is_cause(problem.code), place, problem.what, problem.hint, problem.code, problem.about


def told(problems: Sequence[Problem]) -> list[str]:
    """Return a line for each problem, for as many as a person reads, and one that says how many more there are."""
    lines = [str(problem) for problem in problems[:SHOWN]]
    more = len(problems) - SHOWN
    if more <= 0:
        return lines
    return [*lines, said_in(problems[-1].language or ENGLISH, phrase("more.one" if more == 1 else "more.many", count=more))]


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


def counted(name: str, count: int) -> str:
    """Say how many entries a list has.

    >>> counted("axes", 3), counted("poles", 1)
    ("'axes' has 3 entries.", "'poles' has 1 entry.")
    """
    return f"'{name}' has {count} {'entry' if count == 1 else 'entries'}."


def suggest(name: str, known: Iterable[str] | Callable[[], Iterable[str]]) -> str:
    """Name the known word that was meant, if one is a slip away, or list what there is: in its order, or sorted if it has none.

    A word is never taken for another one that only looks like it: what begins differently (``known``, ``none``; ``formal``,
    ``informal``) or differs in more than a slip (``at_most``, ``at_least``) mostly means something else, if not the opposite.

    >>> suggest("topic_owner", ["topic_owners", "staff_unit"])
    "Did you mean 'topic_owners'?"
    """
    listed = known() if callable(known) else known
    words = list(dict.fromkeys(listed)) if isinstance(listed, Sequence) else sorted(listed)
    meant = nearest(name, words)
    if meant is not None:
        return f"Did you mean '{meant}'?"
    if not words:
        return "Nothing of this kind is defined yet."
    if len(words) > _LISTED:
        return f"None of the {len(words)} names that could stand here is like it; 'advisor list' shows them."
    return f"Known are: {', '.join(words)}."


def suggestion(name: str, known: Iterable[str]) -> Phrase:
    """Return the same as :func:`suggest`, to be said in the language of whoever reads."""
    words = list(dict.fromkeys(known)) if isinstance(known, Sequence) else sorted(known)
    meant = nearest(name, words)
    if meant is not None:
        return phrase("suggest.meant", name=meant)
    if not words:
        return phrase("suggest.nothing")
    return phrase("suggest.many", count=len(words)) if len(words) > _LISTED else phrase("suggest.known", names=", ".join(words))


def nearest(name: str, words: Iterable[str]) -> str | None:
    """Return the word that somebody meant who wrote a name; None if none is near enough, or the name is longer than any."""
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    wanted, best = _spelt(name), None
    for word in words:
        there = _spelt(word)
        if there == wanted:
            return word
        may = _slips_of(max(len(wanted), len(there)))
        if abs(len(there) - len(wanted)) <= may and there[:1] == wanted[:1]:
            slips = _slips(wanted, there)
            if slips <= may and (best is None or slips < best[0]):
                best = (slips, word)
    return best[1] if best else None


def _spelt(name: str) -> str:
    """Return a name without what is only another way to write it: capitals, blanks and hyphens."""
    return name.casefold().replace("-", "_").replace(" ", "_")


def _slips_of(length: int) -> int:
    """Return how many slips a word of some length is still known by; short words differ in few letters and mean other things."""
    return 0 if length <= _SHORT else 1 if length < _LONG else 2


def _slips(one: str, other: str) -> int:
    """Return how many letters one has to add, drop, replace or swap with the next to get from one word to another."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one):
        before, last, row = row, before, [place + 1]
        for at, there in enumerate(other):
            steps = min(before[at + 1] + 1, row[at] + 1, before[at] + (sign != there))
            if place and at and sign == other[at - 1] and one[place - 1] == there:
                steps = min(steps, last[at - 1] + 1)
            row.append(steps)
    return row[-1]
