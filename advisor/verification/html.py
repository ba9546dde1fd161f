"""Read a report that is an HTML page: metadata, text, and the marks around it without the logo."""

from __future__ import annotations

from html.parser import HTMLParser

from advisor.reports.logos.read import is_logo
from advisor.verification.model import Found, UnreadableError, to_imprint

_PREFIX = "advisor:"
_DRAWING = "data:image/svg+xml;base64,"
_ACTING = frozenset(
    [
        *(
            "script",
            "iframe",
            "frame",
            "object",
            "embed",
            "applet",
            "form",
            "input",
            "button",
            "textarea",
            "select",
            "link",
            "base",
        ),
        *(
            "style",
            "audio",
            "video",
            "source",
            "canvas",
            "template",
            "portal",
            "foreignobject",
            "animate",
            "set",
            "use",
            "noscript",
        ),
    ]
)
_REFERRING = frozenset({"srcdoc", "srcset", "http-equiv", "action", "formaction", "background", "ping", "xlink:href"})
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
    marks = " ".join(" ".join(reader.marks).split())
    return Found(form="html", imprint=made, parts=("".join(reader.text),), marks=marks, holds=tuple(sorted(reader.holds)))


class _Reader(HTMLParser):
    """Sorts a page into entries, text and marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: dict[str, str] = {}
        self.text: list[str] = []
        self.marks: list[str] = []
        self.holds: list[str] = []
        self._logos = 0
        self._logo = self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._account(tag, attrs)
        if tag == "meta" and values.get("name", "").startswith(_PREFIX):
            self.entries[values["name"].removeprefix(_PREFIX)] = values.get("content", "")
        self._logo = (tag == "header" and not attrs) or (self._logo and self._logos == 0 and _is_logo(tag, attrs))
        self._logos += self._logo and tag == "img"
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
        self.holds.append(f"the comment '{data[:80]}'")

    def handle_pi(self, data: str) -> None:
        self.marks.append(data)
        self.holds.append(f"the instruction '{data[:80]}'")

    def _account(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what could act, or show something else, in whatever layout."""
        if tag in _ACTING:
            self.holds.append(f"the element <{tag}>")
        self.holds += [f"the attribute '{name}' of <{tag[:40]}>" for name, value in attrs if _acts(name, value or "")]


def _acts(name: str, value: str) -> bool:
    return name.startswith("on") or name in _REFERRING or value.lstrip().lower().startswith(("javascript:", "data:text"))


def _is_logo(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Tell whether this is all that may stand in the place of the logo: anything else there counts as content."""
    if tag != "img" or [name for name, _ in attrs] != ["class", "src", "alt"] or attrs[0][1] != "logo":
        return False
    source = attrs[1][1] or ""
    return source.startswith(_DRAWING) and is_logo(source.removeprefix(_DRAWING))
