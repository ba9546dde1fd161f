"""Hold a report against the one that its answers lead to, down to the first sentence that differs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import UnusableInputError, printable
from advisor.reports.compose import compose
from advisor.reports.document import LAYOUT, PRODUCT, TYPST, WITH_PROTOCOL, Document, hashed
from advisor.reports.formats import write_report
from advisor.reports.options import Attachment, Wish
from advisor.reports.tree import Node, elements, text_of
from advisor.reports.writers.colours import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.reports.document import Imprint
    from advisor.verification.model import Found, Said


_SHOWN = 200

_HEAD = 60
"""How many characters of a long title the head of a page shows at least."""

_SET = re.compile(r"[\s\u00ad\u200b\u2010-]")
"""What typesetting adds or takes away where a line breaks."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s|\n")


_SHORT = 12

_TOLD = 20

_PAGED = re.compile(r"\d+ (?:pages|pictures)")

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")

_MOST_COLOURS = 8

_MEDIA = {"outcome.json": ("application/json", "outcome"), "answers.yaml": ("application/yaml", "answers")}


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
    """Return the text of a report without what hangs on its pages.

    That is what stands at the head and foot of each, or again above the rest of a table, and the numbers in the list of chapters.
    """
    if found.form != "pdf":
        return "\n".join(found.parts)
    words = document.words
    head = rf"(?:{_loose(document.title)}|{_loose(document.title[:_HEAD])}\S*)[\s]*{_loose(words.date(document.date))}"
    feet = [_loose(words("document.page", number=number + 1, count=len(found.parts))) for number in range(len(found.parts))]
    pages = [re.sub(rf"{foot}\s*\Z", "", page) for foot, page in zip(feet, found.parts, strict=True)]
    text = "\n".join([*pages[:1], *(re.sub(rf"\A\s*{head}", "", page) for page in pages[1:])])
    for headings in dict.fromkeys(_headings(document.tree)):
        text = _once(_loose(headings), text)
    for chapter in (text_of(node) for node in elements(document.tree) if node.tag == "h2"):
        text = re.sub(rf"({_loose(chapter)})(?:\s*\.)+\s*\d+", r"\1", text, count=1)
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


class Templates(msgspec.Struct, frozen=True):
    """Where the templates are: those of the product, and those of a city."""

    shipped: Path
    own: Path | None = None


class Verdict(msgspec.Struct, frozen=True):
    """What was found about a report, in one word and in detail."""

    word: str
    lines: tuple[str, ...] = ()
    differs: bool = False

    def __str__(self) -> str:
        """Write the word, then a line for each detail."""
        return "\n".join([self.word, *(f"  {printable(line)}" for line in self.lines)])


def language_and_audience(imprint: Imprint) -> tuple[str, str]:
    """Return what a report says about its language and its audience."""
    language, audience, *_ = imprint.edition.split(" ")
    return language, audience


def has_protocol(imprint: Imprint) -> bool:
    """Tell whether a report says that the protocol of the sittings is part of it."""
    return imprint.edition.endswith(f" {WITH_PROTOCOL}")


def described(found: Found, pack: Pack) -> Verdict:
    """Say what a report was made from by its own account, and whether that pack is here."""
    other = tuple(_other_pack(found.imprint, pack))
    lines = [f"{name}: {value}" for name, value in found.imprint.entries().items()]
    hint = "Only the imprint was read. Name the answers file to compare the report itself."
    return Verdict("not compared", (*lines, *(other or ("The pack is the one that is here.",)), hint), differs=bool(other))


def other_origin(imprint: Imprint, pack: Pack, answers: Answers, outcome: Outcome) -> tuple[str, ...]:
    """Return what of pack, answers and program a report was not made from."""
    return (*_other_pack(imprint, pack), *_other_answers(imprint, answers), *_other_program(imprint, outcome))


class Rebuilt(msgspec.Struct, frozen=True):
    """A report that was written again."""

    document: Document
    wish: Wish
    content: bytes


def rebuild(
    said: Said, pack: Pack, answers: Answers, outcome: Outcome, templates: Templates, protocol: tuple[Node, ...] = ()
) -> Rebuilt:
    """Write a report again; with its protocol, if it has one.

    Raises:
        FormatError: its format cannot be written here.

    """
    _, audience = language_and_audience(said.imprint)
    document = compose(templates.shipped, audience, pack, answers, outcome, templates.own, protocol=protocol)
    wish = Wish(form=said.form, templates=templates.shipped, audience=audience, attachments=_attachments(said))
    return Rebuilt(document, wish, write_report(document, wish).content)


def compared(found: Found, again: Rebuilt) -> Verdict:
    """Compare two reports whose bytes differ.

    Raises:
        FormatError: its format cannot be written here in another colour.

    """
    from advisor.verification.read import read  # noqa: PLC0415 - most reports are identical, and need not be read

    rebuilt, document = read(again.content), again.document
    lines = []
    if not _agree(found.imprint.tree_hash, document.imprint.tree_hash):
        changed_since = "history, templates or translations" if has_protocol(found.imprint) else "templates or translations"
        lines.append(f"other content: pack, answers and program are the same, so {changed_since} must have changed.")
    differing = changed(found, rebuilt, document)
    if differing is not None:
        lines += ["the text is another one; the first sentence that differs:", *_both(differing)]
    same_layout = (found.imprint.layout, found.imprint.typst) == (LAYOUT, TYPST)
    if differing is None and same_layout and not _same_marks(found, rebuilt, document, again.wish):
        lines.append("the text is the same, but the page was changed around it: elements, styles or pictures.")
    lines += _unaccounted(found, rebuilt, same_layout=same_layout)
    if lines:
        return Verdict("differs", tuple(lines), differs=True)
    if same_layout:
        pictures = "" if found.marks else " Text, links, files and pages were compared; looks and pictures were not."
        return Verdict("same content", (f"The text is the same; the file differs in its looks, or was saved again.{pictures}",))
    return Verdict("same content", (f"The layout is another one: {found.imprint.layout}, Typst {found.imprint.typst}.",))


def _unaccounted(found: Found, rebuilt: Found, *, same_layout: bool) -> list[str]:
    """Return what the file holds beside the text and the report does not, or the other way round; pages depend on the layout."""
    there, here = (
        Counter(each for each in held if same_layout or not _PAGED.match(each)) for held in (found.holds, rebuilt.holds)
    )
    lines = [f"the file also holds {each}." for each in (there - here)]
    lines += [f"the file does not hold {each}." for each in (here - there)]
    more = [f"and {len(lines) - _TOLD} more of the kind."] if len(lines) > _TOLD else []
    return [*lines[:_TOLD], *more]


def _same_marks(found: Found, rebuilt: Found, document: Document, wish: Wish) -> bool:
    """Tell whether nothing around the text differs but the colour of the city, which is found in the page itself."""
    from advisor.verification.read import read  # noqa: PLC0415 - as above

    if found.marks == rebuilt.marks:
        return True
    other = set(_COLOUR.findall(found.marks)) - set(_COLOUR.findall(rebuilt.marks))
    for colour in sorted(other)[:_MOST_COLOURS]:
        try:
            coloured = msgspec.structs.replace(wish, colours=chosen(colour))
        except UnusableInputError:
            continue
        if read(write_report(document, coloured).content).marks == found.marks:
            return True
    return False


def _both(differing: tuple[str, str]) -> list[str]:
    there, here = differing
    return [f"report:  {there}", f"rebuilt: {here}"]


def _other_pack(imprint: Imprint, pack: Pack) -> Iterator[str]:
    here = f"{pack.info.id} {pack.info.version}"
    if imprint.pack != here or not _agree(imprint.pack_hash, pack.hash):
        yield f"other pack: made with {_named(imprint.pack, imprint.pack_hash)}, here is {_named(here, pack.hash)}."


def _other_answers(imprint: Imprint, answers: Answers) -> Iterator[str]:
    here = hashed(answers)
    if not _agree(imprint.answers_hash, here):
        yield f"other answers: made from {imprint.answers_hash[:_SHORT]}, these are {here[:_SHORT]}."


def _other_program(imprint: Imprint, outcome: Outcome) -> Iterator[str]:
    here = f"{PRODUCT} {outcome.product}"
    if imprint.product != here:
        yield f"other program: made with {imprint.product}, this is {here}."


def _attachments(said: Said) -> tuple[Attachment, ...]:
    """Return what the report carries as it carries it, in the order in which it was put there."""
    return tuple(
        Attachment(name, media, word, said.attachments[name])
        for name, (media, word) in _MEDIA.items()
        if name in said.attachments
    )


def _agree(one: str, other: str) -> bool:
    """Tell whether two hashes are the same, or one is the beginning of the other."""
    return one.startswith(other) or other.startswith(one)


def _named(pack: str, digest: str) -> str:
    return f"{pack} ({digest[:_SHORT]})"
