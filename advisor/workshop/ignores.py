"""Leave out what an author has good reason to ignore: ``# advisor: ignore C312 because the report needs both sentences``.

The comment stands behind what it is about, or alone on a line above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.codes import CODES
from advisor.errors import Problem, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.yaml_text import Comment

_IGNORE = re.compile(r"ignore\s+(?P<codes>\w+(?:\s*,\s*\w+)*)(?P<reason>\s+because\s+\S.*)?")
_FORM = "Write '# advisor: ignore CODE because …' with a reason."


def without_ignored(problems: Iterable[Problem], comments: Iterable[Comment]) -> list[Problem]:
    """Return the problems that no comment ignores, and a problem for each comment that should not be there."""
    found = list(problems)
    wrong: list[Problem] = []
    ignored: set[tuple[str, int, str]] = set()
    there = {(each.place.file, each.place.line, each.code) for each in found}
    for comment in comments:
        match = _IGNORE.fullmatch(comment.text)
        if match is None:
            wrong.append(Problem(comment.place, f"'{comment.text}' says nothing to the check.", _FORM, "I003"))
            continue
        if match["reason"] is None:
            wrong.append(Problem(comment.place, "a problem is ignored without a reason.", _FORM, "I001"))
        named = [(comment.place.file, comment.about, code) for code in re.findall(r"\w+", match["codes"])]
        wrong += _idle(comment, named, there)
        ignored |= set(named)
    kept = [each for each in found if (each.place.file, each.place.line, each.code) not in ignored]
    return sorted([*kept, *wrong])


def _idle(comment: Comment, named: Iterable[tuple[str, int, str]], there: set[tuple[str, int, str]]) -> Iterator[Problem]:
    for file, line, code in named:
        if code not in CODES:
            yield Problem(comment.place, f"there is no problem '{code}'.", suggest(code, CODES), "I003")
        elif (file, line, code) not in there:
            what = f"{code} is ignored for line {line}, and there is no such problem."
            yield Problem(comment.place, what, "Remove the comment, or put it on the line of the problem or above it.", "I002")
