"""Read what templates write as any reader of HTML does: where somebody wrote it in another way, or something is wrong with it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

from advisor.errors import UNSEEN
from advisor.reports.tree import ATTRIBUTES, DEEPEST, DOCUMENT, INSIDE, TARGETS, Node, TemplateError, shown, trimmed


def read(html: str, name: str) -> Node:
    """Return the tree of one document; ``name`` is how errors call the template.

    Raises:
        TemplateError: with the line, where the text is not made of the allowed elements.

    """
    reader = _Reader(name)
    reader.feed(html)
    reader.close()
    return reader.builder.document()


class _TreeBuilder:
    """Builds nodes from the inside out, from what a reader of HTML meets."""

    def __init__(self, name: str) -> None:
        """Take the name of the template."""
        self._name = name
        self._open: list[tuple[str, str | None, list[Node | str]]] = [(DOCUMENT, None, [])]

    def document(self) -> Node:
        """Return the document, which is whole now."""
        if len(self._open) > 1:
            self.refuse(f"<{self._open[-1][0]}> is not closed")
        found = [node for node in self._open[0][2] if isinstance(node, Node)]
        if [node.tag for node in found] != ["article"]:
            self.refuse("a document is one <article>")
        return found[0]

    def start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        parent = self._open[-1][0]
        if tag not in INSIDE.get(parent, frozenset()):
            self.refuse(f"<{tag}> is not allowed in <{parent}>")
        if len(self._open) > DEEPEST:
            self.refuse(f"more than {DEEPEST} elements stand within each other")
        wanted = ATTRIBUTES.get(tag)
        if [name for name, _ in attrs] != ([wanted] if wanted else []):
            self.refuse(f"<{tag}> has attributes it must not have, or lacks one")
        target = attrs[0][1] if attrs else None
        if wanted and not TARGETS[tag][0].match(target or ""):
            self.refuse(TARGETS[tag][1])
        self._open.append((tag, target and UNSEEN.sub(lambda sign: quote(sign[0], errors="replace"), target), []))
        if tag == "br":
            self.end("br")

    def end(self, tag: str) -> None:
        """Close an element."""
        name, target, children = self._open[-1]
        if tag != name:
            self.refuse(f"</{tag}> closes <{name}>")
        self._open.pop()
        self._open[-1][2].append(Node(tag, trimmed(children), target))

    def text(self, data: str) -> None:
        """Take the text between two tags."""
        parent, _, children = self._open[-1]
        text = shown(data)
        if "#text" in INSIDE.get(parent, frozenset()):
            children.append(text)
        elif text.strip():
            self.refuse(f"text stands directly in <{parent}>")

    def line(self) -> int:
        """Return the line that is being read."""
        return 0

    def refuse(self, what: str) -> None:
        """Refuse what is no part of a document.

        Raises:
            TemplateError: always.

        """
        message = f"{self._name}, line {self.line()} of its output: {what}."
        raise TemplateError(message)


class _Builder(_TreeBuilder):
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
