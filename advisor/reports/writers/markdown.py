"""Write a document as Markdown that reads well raw and rendered; user text can never become structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.reports.remembering import afresh, keeper
from advisor.reports.tree import Node, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.reports.remembering import Keep, Once

_ALWAYS = re.compile(r"([\\`*_\[\]<>{}~$^|])")
_SIGNS = re.compile(r"[\\`*_\[\]<>{}~$^|@&\n]")
"""One of these is in all that has to be escaped but the beginnings of addresses; most texts have none."""
_LISTS = {"ul", "ol"}
_ADDRESS = re.compile(r"://|www\.|@|&(?=#?\w+;)")
_AT_START = re.compile(r"^([^\S\n]*\d*)([#\-+=.)])", re.MULTILINE)


def to_markdown(document: Node, once: Once = afresh) -> str:
    """Return the document as CommonMark with tables; in the place of figures stand the tables beside them."""
    blocks, keep = list[str](), keeper(once)
    mark = "-"
    before = ""
    for node in without(lambda node: node.tag == "figure", document):
        mark = _other(mark) if node.tag == before == "ul" else "-"
        blocks.append(_block(node, keep, mark))
        before = node.tag
    return "\n\n".join(blocks) + "\n"


def _other(mark: str) -> str:
    """Return the other mark of list items: two lists in a row would otherwise be read as one."""
    return "*" if mark == "-" else "-"


def escape(text: str) -> str:
    """Return text that Markdown shows exactly as it is."""
    if not _SIGNS.search(text) and "://" not in text and "www." not in text:
        return text
    escaped = _ALWAYS.sub(r"\\\1", text.replace("\n", " "))
    return _ADDRESS.sub(lambda match: _broken(match[0]), escaped)


def _broken(sign: str) -> str:
    """Keep an address from becoming a link, and an entity from becoming a character."""
    return {"://": ":\\//", "www.": "www\\.", "@": "\\@", "&": "\\&"}[sign]


def _block(node: Node, keep: Keep, mark: str = "-") -> str:
    """Return a block; what is kept are its parts where it is made of many, for these stand in other reports as well."""
    match node.tag:
        case "ul" | "ol":
            return _items(node, keep, "", mark)
        case "table":
            return _table(node, keep)
        case _:
            return keep(_whole, node)


def _whole(node: Node) -> str:
    match node.tag:
        case "h1" | "h2" | "h3" | "h4":
            return f"{'#' * int(node.tag[1])} {_inline(node.children)}"
        case "aside":
            inner = "\n\n".join(_block(child, afresh) for child in node.children if isinstance(child, Node))
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        case _:
            return _paragraph(node.children)


def _paragraph(children: Sequence[Node | str]) -> str:
    """Return the lines of a paragraph; a sign that would make a line a heading or a list item is escaped."""
    text = _inline(children)
    if not children or isinstance(children[0], str):
        return _escaped_at_start(text)
    begun, end, others = text.partition("\n")
    return f"{begun}{end}{_escaped_at_start(others)}"


def _escaped_at_start(lines: str) -> str:
    is_plain = "\n" not in lines and not _AT_START.match(lines)  # most are, and to look at each sign for it takes a while
    return lines if is_plain else _AT_START.sub(r"\1\\\2", lines)


def _items(node: Node, keep: Keep, indent: str, bullet: str) -> str:
    items = (child for child in node.children if isinstance(child, Node))
    if node.tag == "ul":
        return "\n".join([_item(*keep(_item_parts, item), indent, bullet, bullet) for item in items])
    told = enumerate((keep(_item_parts, item) for item in items), start=1)
    return "\n".join([_item(text, lists, indent, f"{number}.", bullet) for number, (text, lists) in told])


def _item_parts(item: Node) -> tuple[str, list[Node]]:
    """Return the text of an item, and the lists within it."""
    lists = [child for child in item.children if isinstance(child, Node) and child.tag in _LISTS]
    return _paragraph([child for child in item.children if child not in lists] if lists else item.children), lists


def _item(text: str, lists: list[Node], indent: str, mark: str, bullet: str) -> str:
    """Return an item behind its mark; ``bullet`` is that of lists within it."""
    told = f"{indent}{mark} {text}"
    if not lists and "\n" not in text:
        return told
    inner = indent + " " * (len(mark) + 1)
    return "\n".join([told.replace("\n", f"\n{inner}"), *(_items(child, afresh, inner, bullet) for child in lists)])


def _table(node: Node, keep: Keep) -> str:
    rows = [row for row in node.children if isinstance(row, Node)]
    columns = sum(isinstance(cell, Node) for cell in rows[0].children)
    head, *body = [keep(_row, row) for row in rows]
    return "\n".join([head, f"| {' | '.join(['---'] * columns)} |", *body])


def _row(row: Node) -> str:
    cells = [_inline(cell.children).replace("\\\n", " ").replace("\n", " ") for cell in row.children if isinstance(cell, Node)]
    return f"| {' | '.join(cells)} |"


def _inline(children: Iterable[Node | str]) -> str:
    return "".join([escape(child) if isinstance(child, str) else _element(child) for child in children])


def _element(child: Node) -> str:
    match child.tag:
        case "strong":
            return f"**{_inline(child.children)}**"
        case "em":
            return f"*{_inline(child.children)}*"
        case "code":
            return _code("".join(part for part in child.children if isinstance(part, str)))
        case "a":
            return _link(child)
        case _:
            return "\\\n"


def _code(text: str) -> str:
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text.replace('|', '¦')}{pad}{ticks}"


def _link(node: Node) -> str:
    target = node.target or ""
    if node.children == (target,) and re.fullmatch(r"https?://[^\s<>\\]+", target):
        return f"<{target}>"
    return f"[{_inline(node.children)}](<{_address(target)}>)"


def _address(address: str) -> str:
    return re.sub(r"[<>\s\\]", lambda match: f"%{ord(match[0]):02X}", address)
