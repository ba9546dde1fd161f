"""Keep the ends of lines as a file has them: those of Windows, those of all others, or both."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def raw_text(file: Path) -> str:
    """Return the text of a file with its ends of lines, and its byte order mark if it has one."""
    return file.read_bytes().decode("utf-8")


def with_line_ends(text: str, like: str) -> str:
    """Return a text with the ends of lines of another: each line that is in both keeps its own, new ones get the usual."""
    old, new = like.splitlines(keepends=True), text.splitlines(keepends=True)
    usual = "\r\n" if 2 * like.count("\r\n") > like.count("\n") else "\n"
    written = [_bare(line) + usual if _bare(line) != line else line for line in new]
    if usual == "\n" and "\r\n" not in like:
        return "".join(written)
    matcher = SequenceMatcher(None, [_bare(line) for line in old], [_bare(line) for line in new], autojunk=False)
    for there, here, length in matcher.get_matching_blocks():
        written[here : here + length] = old[there : there + length]
    return "".join(written)


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")
