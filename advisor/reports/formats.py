"""Write a report in one of the formats; a new format is one more entry here and its own module.

A writer is imported where its format is asked for: some need large libraries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import printable
from advisor.reports.options import Wish, Written
from advisor.reports.remembering import afresh

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.reports.document import Document
    from advisor.reports.remembering import Common, Once
    from advisor.reports.tree import Node


def _markdown(document: Document, wish: Wish) -> Written:
    del wish
    return Written(write_tree("md", document.tree, document.once).encode())


def _text(document: Document, wish: Wish) -> Written:
    from advisor.reports.writers.text import to_text  # noqa: PLC0415

    del wish
    drawn = {name: tuple(map(printable, figure.lines)) for name, figure in document.figures.items()}
    return Written(to_text(document.tree, drawn).encode())


def _html(document: Document, wish: Wish) -> Written:
    from advisor.reports.writers.html import to_html  # noqa: PLC0415

    return Written(to_html(document, wish).encode())


def _pdf(document: Document, wish: Wish) -> Written:
    from advisor.reports.writers.pdf import to_pdf  # noqa: PLC0415

    return to_pdf(document, wish)


def _docx(document: Document, wish: Wish) -> Written:
    from advisor.reports.writers.docx import to_docx  # noqa: PLC0415

    return to_docx(document, wish)


_WRITERS: dict[str, Callable[[Document, Wish], Written]] = {
    "md": _markdown,
    "text": _text,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
}
REPORTS = (*_WRITERS, "json")
"""The formats of a report, an explanation and a comparison."""

BINARY = frozenset({"pdf", "docx"})
"""The formats that no terminal can show."""


def write_tree(form: str, tree: Node, once: Once = afresh) -> str:
    """Return a document without figures as Markdown or plain text."""
    if form == "md":
        from advisor.reports.writers.markdown import to_markdown  # noqa: PLC0415

        return to_markdown(tree, once)
    from advisor.reports.writers.text import to_text  # noqa: PLC0415

    return to_text(tree)


def write_document(wish: Wish, document: Document, data: msgspec.Struct) -> Written:
    """Return a document in the format that is wished for; as JSON the data it was made from.

    Raises:
        FormatError: what the format needs is not installed, or it cannot be written.

    """
    return as_data(data) if wish.form == "json" else write_report(document, wish)


def as_data(data: msgspec.Struct) -> Written:
    """Return data as JSON, indented by two."""
    from advisor.reasoning.outcome import to_json  # noqa: PLC0415

    return Written(to_json(data))


def write(
    wish: Wish,
    pack: Pack,
    answers: Answers,
    outcome: Outcome,
    protocol: tuple[Node, ...] = (),
    common: Common | None = None,
) -> Written:
    """Return the report that is wished for, in the language of the pack; with the protocol as a chapter, if it is given.

    ``common`` is what other reports from the same pack have left, if there are any.

    Raises:
        FormatError: what the format needs is not installed, or it cannot be written.

    """
    if wish.form == "json":
        return as_data(outcome)
    from advisor.reports.compose import compose  # noqa: PLC0415

    composed = compose(wish.templates, wish.audience, pack, answers, outcome, wish.own, protocol=protocol, common=common)
    return write_report(composed, wish)


def write_report(document: Document, wish: Wish) -> Written:
    """Return a report that is laid out, in the format that is wished for.

    Raises:
        FormatError: what the format needs is not installed, or it cannot be written.

    """
    return _WRITERS[wish.form](document, wish)
