"""Read a report that is an HTML page: metadata, text, and the marks around it without the logo."""

from __future__ import annotations

from html.parser import HTMLParser

from advisor.report.reader.found import Found, UnreadableError, to_imprint

_PREFIX = "advisor:"
_INLINE = frozenset({"strong", "em", "code", "a", "wbr", "tspan"})


def read_page(content: bytes) -> Found:
    """Return what a page holds.

    Raises:
        UnreadableError: it is not text, or has no imprint.

    """
    reader = _Reader()
    try:
        reader.feed(content.decode())
        reader.close()
    except (UnicodeDecodeError, AssertionError) as error:
        raise UnreadableError(str(error)) from error
    made = to_imprint(reader.entries)
    if made is None:
        raise UnreadableError("no imprint")
    return Found(form="html", imprint=made, parts=("".join(reader.text),), marks=" ".join(" ".join(reader.marks).split()))


class _Reader(HTMLParser):
    """Sorts a page into entries, text and marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: dict[str, str] = {}
        self.text: list[str] = []
        self.marks: list[str] = []
        self._logo = self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and values.get("name", "").startswith(_PREFIX):
            self.entries[values["name"].removeprefix(_PREFIX)] = values.get("content", "")
        self._logo = (tag == "header" and not attrs) or (self._logo and _is_logo(tag, attrs))
        self._style = tag == "style"
        if self._logo:
            return
        if tag not in _INLINE:
            self.text.append("\n")
        said = [values[name] for name in ("aria-label", "alt") if name in values]
        self.text += [f"{each}\n" for each in said]
        # a link is read with its address, so that a link that leads elsewhere is another text
        self.text += [f"<{values['href']}> "] if "href" in values else []
        self.marks.append(f"<{tag} {attrs}>")

    def handle_endtag(self, tag: str) -> None:
        if not self._logo:
            self.marks.append(f"</{tag}>")
        self._logo = self._logo and tag != "header"
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.marks.append(data)
        elif not self._logo or data.strip():
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.marks.append(data)


def _is_logo(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Tell whether this is all that may stand in the place of the logo: anything else there counts as content."""
    return tag == "img" and [name for name, _ in attrs] == ["class", "src", "alt"] and attrs[0][1] == "logo"
