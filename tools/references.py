"""Write into the pages of reference what the product says about itself: ``python -m tools.references``.

What stands between two marks of a page is written here, everything else by hand. A test says when a page is out of date.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tools.answers_problems import answers_problems
from tools.commands import commands
from tools.pack_keys import case_keys, pack_keys

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent

PARTS: dict[str, Callable[[], str]] = {
    "answers problems": answers_problems,
    "commands": commands,
    "pack keys": pack_keys,
    "case keys": case_keys,
}
"""By the name that stands in the marks: what is written between them."""

_MARKED = re.compile(r"(<!-- begin: (?P<part>[\w ]+), by python -m tools\.references -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Return the pages that have a part to be written."""
    return [page for page in sorted((ROOT / "docs").glob("*.md")) if _MARKED.search(page.read_text(encoding="utf-8"))]


def renewed(text: str) -> str:
    """Return the text of a page with its parts written anew."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{PARTS[found['part']]()}\n{found[3]}", text)


if __name__ == "__main__":
    for page in pages():
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
