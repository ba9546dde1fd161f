"""Read what templates write as any reader of HTML does: where somebody wrote it in another way, or something is wrong with it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from advisor.reports.tree import TreeBuilder

if TYPE_CHECKING:
    from advisor.reports.tree import Node


def read(html: str, name: str) -> Node:
    """Return the tree of one document; ``name`` is how errors call the template.

    Raises:
        TemplateError: with the line, where the text is not made of the allowed elements.

    """
    reader = _Reader(name)
    reader.feed(html)
    reader.close()
    return reader.builder.document()


class _Builder(TreeBuilder):
    """Knows the line of the reader that it builds for."""

    def __init__(self, name: str, reader: _Reader) -> None:
        super().__init__(name)
        self._reader = reader

    def line(self) -> int:
        return self._reader.getpos()[0]


class _Reader(HTMLParser):
    """Hands what it meets to a builder, and refuses the rest."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = _Builder(name, self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.text(data)

    def handle_comment(self, data: str) -> None:
        self.builder.refuse(f"a comment is not part of a document: {data[:20]}")

    def handle_decl(self, decl: str) -> None:
        self.builder.refuse(f"a declaration is not part of a document: {decl[:20]}")

    def unknown_decl(self, data: str) -> None:
        self.builder.refuse(f"a declaration is not part of a document: {data[:20]}")

    def handle_pi(self, data: str) -> None:
        self.builder.refuse(f"an instruction is not part of a document: {data[:20]}")
