"""Keep the layout of a file that is edited: only lines whose meaning changed are written anew.

What edits YAML writes a whole file, and lays lines out in its own way. So the file is written twice, as it is and as it shall be;
where both are the same, the lines stay as a person wrote them.
"""

from __future__ import annotations

import difflib


def keep_layout(text: str, unedited: str, edited: str) -> str:
    """Return an edited text in the layout of the original.

    Args:
        text: the original, as a person laid it out.
        unedited: the same, in the layout of the tool.
        edited: what it shall say, in the layout of the tool.

    """
    own, before, after = (each.splitlines(keepends=True) for each in (text, unedited, edited))
    laid_out = _blocks(before, own)
    found: list[str] = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _own_lines(laid_out, own, before, start, end)
        else:
            found += after[new_start:new_end]
    return "".join(found)


_Block = tuple[int, int, int, int]
"""Lines of the tool from and to, and the lines from and to in which a person wrote the same."""


def _blocks(before: list[str], own: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    for tag, start, end, own_start, own_end in difflib.SequenceMatcher(None, before, own, autojunk=False).get_opcodes():
        if tag == "equal":
            blocks += [(start + by, start + by + 1, own_start + by, own_start + by + 1) for by in range(end - start)]
        else:
            blocks.append((start, end, own_start, own_end))
    return blocks


def _own_lines(blocks: list[_Block], own: list[str], before: list[str], start: int, end: int) -> list[str]:
    """Return lines of the tool as a person wrote them, if all lines that were laid out together are among them."""
    found: list[str] = []
    for first, last, own_first, own_last in blocks:
        added = first == last and (start < first <= end or first == start == 0)
        within = first < last and start <= first and last <= end
        if added or within:
            found += own[own_first:own_last]
        elif first < end and last > start:
            found += before[max(first, start) : min(last, end)]
    return found
