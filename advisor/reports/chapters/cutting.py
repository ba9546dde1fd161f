"""Cut a paper of two pages by rank: what stands further down goes first, and is counted instead of printed.

It is decided by the length of sentences and never by a layout, so that every format says the same. Lines are counted as they
fall in the larger of the sizes that a layout may use; the smaller ones leave room for words that fall badly.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.reports.words import Words

_END = re.compile(r"(?<!\d)(?<!\b\w)[.!?](?= )")

LINE = 100
"""How many characters stand in a line of text across the page."""

BETWEEN = 0.05
"""How much of a line is between two texts of a list."""


def lines(text: str, width: int = LINE) -> int:
    """Return how many lines a text takes, one of no letters none."""
    return -(-len(text) // width)


def height(texts: Iterable[str]) -> float:
    """Return how many lines a list of texts takes."""
    return sum(lines(text) + BETWEEN for text in texts)


def how_many_fit(heights: Iterable[float], room: float) -> int:
    """Return how many of the first texts fit into so many lines, by the lines of each and a little space around it."""
    count = 0
    for each in heights:
        room -= each + BETWEEN
        if room < 0:
            break
        count += 1
    return count


def how_many_letters(texts: Iterable[str], most: int) -> int:
    """Return how many of the first texts have so many characters together, with a blank between them."""
    return sum(end <= most + 1 for end in accumulate(len(text) + 1 for text in texts))


def shortened(text: str, most: int) -> str:
    """Return a text of so many characters at most: what is too long ends after a whole word, with a sign that more was said."""
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"


def in_whole(text: str, most: int) -> str:
    """Return the first whole sentences that have so many characters together; of a first one that is longer its beginning.

    >>> in_whole("Heute nicht. Morgen vielleicht. Später schon.", 32)
    'Heute nicht. Morgen vielleicht.'
    """
    return sentences(text, most) or shortened(text, most)


def sentences(text: str, most: int) -> str:
    """Return the first whole sentences that have so many characters together; nothing where the first one has more.

    >>> sentences("Heute nicht. Morgen vielleicht.", 12)
    'Heute nicht.'
    >>> sentences("Heute nicht.", 5)
    ''
    """
    if len(text) <= most:
        return text
    ends = [found.end() for found in _END.finditer(text) if found.end() <= most]
    return text[: ends[-1]] if ends else ""


def opening(text: str, most: int) -> str:
    """Return the first whole sentences that have so many characters; of a longer one its beginning."""
    if len(text) <= most:
        return text
    head, dot, _ = text[:most].rpartition(". ")
    return f"{head}. …" if dot else shortened(text, most)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text; a day of a month and a letter that stands for a word end none.

    >>> first_sentence("Am 23. Februar z. B. tagt der Rat. Danach nichts.")
    'Am 23. Februar z. B. tagt der Rat.'
    """
    found = _END.search(text)
    return text[: found.end()] if found else text


def counted(words: Words, what: str, count: int) -> list[str]:
    """Return the sentence that says how many more there are in the whole report; none where there are no more."""
    return [words.counted(f"council.cut.{what}", count)] if count > 0 else []


def listed(words: Words, labels: Sequence[str], most: int) -> str:
    """Return the first labels, and how many more there are: two at least, of which none is named."""
    if len(labels) <= most:
        return words.join(labels)
    most = min(most, len(labels) - 2)
    return words("summary.clarify_more", questions=", ".join(labels[:most]), count=len(labels) - most)
