"""Compare the text of two reports in one format, and find the first sentence that differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.reports.tree import Node, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reports.document import Document
    from advisor.reports.reader.found import Found

_SHOWN = 200

_HEAD = 60
"""How many characters of a long title the head of a page shows at least."""

_SET = re.compile(r"[\s\u00ad\u200b\u2010-]")
"""What typesetting adds or takes away where a line breaks."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s|\n")


def changed(found: Found, rebuilt: Found, document: Document) -> tuple[str, str] | None:
    """Return the first sentence that differs, as found and as rebuilt; None where the text is the same.

    Layout and release of the typesetter are looks: the words that name them may differ.
    """
    there, here = _text(found, document), _text(rebuilt, document)
    bare, words = _SET if found.form == "pdf" else re.compile(r"\s"), document.words
    named, now = (
        _bared(words("document.imprint.layout_value", layout=each.layout, typst=each.typst), bare)[0]
        for each in (found.imprint, rebuilt.imprint)
    )
    (left, places), (right, others) = _bared(there, bare), _bared(here, bare)
    if left == right or left.replace(named, now) == right:
        return None
    apart = _apart(left, right)
    return _sentence(there, places, apart), _sentence(here, others, apart)


def _text(found: Found, document: Document) -> str:
    """Return the text of a report without what stands at the head and foot of each page, or again above the rest of a table."""
    if found.form != "pdf":
        return "\n".join(found.parts)
    words = document.words
    head = rf"(?:{_loose(document.title)}|{_loose(document.title[:_HEAD])}\S*)[\s]*{_loose(words.date(document.date))}"
    feet = [_loose(words("document.page", number=number + 1, count=len(found.parts))) for number in range(len(found.parts))]
    pages = [re.sub(rf"{foot}\s*\Z", "", page) for foot, page in zip(feet, found.parts, strict=True)]
    text = "\n".join([*pages[:1], *(re.sub(rf"\A\s*{head}", "", page) for page in pages[1:])])
    for headings in dict.fromkeys(_headings(document.tree)):
        text = _once(_loose(headings), text)
    return text


def _headings(tree: Node) -> Iterator[str]:
    """Yield the text of the first row of each table: it stands again where a table goes on, and that depends on the looks."""
    for node in elements(tree):
        if node.tag == "table":
            yield text_of(next(row for row in node.children if isinstance(row, Node)))


def _once(pattern: str, text: str) -> str:
    """Return a text in which only the first place is left where a pattern fits."""
    first = re.search(pattern, text)
    return text if first is None else text[: first.end()] + re.sub(pattern, "", text[first.end() :])


def _loose(text: str) -> str:
    """Return a pattern for a text that may be broken anywhere."""
    return r"[\s\u00ad\u200b-]*".join(re.escape(sign) for sign in _SET.sub("", text))


def _bared(text: str, bare: re.Pattern[str]) -> tuple[str, list[int]]:
    """Return a text without the signs that do not matter, and where each sign of it stood."""
    places = [place for place, sign in enumerate(text) if not bare.match(sign)]
    return "".join(text[place] for place in places), places


def _apart(left: str, right: str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(left), len(right)))


def _sentence(text: str, places: list[int], apart: int) -> str:
    """Return the sentence around a place."""
    if apart >= len(places):
        return "(the end of the report)"
    place = places[apart]
    begins = max((each.end() for each in _SENTENCE.finditer(text, 0, place)), default=0)
    ends = next((each.start() for each in _SENTENCE.finditer(text, place)), len(text))
    begins, ends = max(begins, place - _SHOWN), min(ends, place + _SHOWN)
    return " ".join(text[begins:ends].split())
