"""Tell what is wrong from what only follows from it: names that are unknown because the file that defines them cannot be read.

What follows is counted at its cause and left out: whoever mends the cause is rid of it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Problem

_OF_LOST_FILES = {"F209", "F212", "F213", "F215", "C305", "R110", "R115"}
"""What is said about names that nothing defines, or sections that are nowhere: they may stand in what cannot be read."""

_OF_NAMES = {"F209", "C305", "C306", "C307", "C308", "C309", "R110"}
"""What is said about the use of a name; where the entry of that name is wrong, it may be right."""


def without_following(problems: Iterable[Problem], lost: Problem | None, faulty: Mapping[str, Problem]) -> list[Problem]:
    """Return problems without those that may follow from others, which say how many these are.

    Args:
        problems: everything that was found.
        lost: that a file cannot be read at all, if there is one.
        faulty: by name, what is wrong with its entry.

    """
    kept: list[Problem] = []
    following: Counter[Problem] = Counter()
    for each in dict.fromkeys(problems):
        cause = lost if lost is not None and each.code in _OF_LOST_FILES else None
        if cause is None and each.code in _OF_NAMES:
            cause = faulty.get(each.about)
        if cause is None or cause == each:
            kept.append(each)
        else:
            following[cause] += 1
    return [_counted(each, following[each]) for each in kept]


def _counted(problem: Problem, following: int) -> Problem:
    if not following:
        return problem
    more = "1 problem that may follow from it is" if following == 1 else f"{following} problems that may follow from it are"
    return msgspec.structs.replace(problem, what=f"{problem.what} {more} not shown.")
