"""Check who may grant money: each role once, with a limit that is an amount, and somebody at the end who may grant any.

Whoever grants the money of a measure on their own is one of those with a limit, and it says how much that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places


def competence_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what keeps the roles that may grant money from standing one above the other."""
    key, seen = f"pack/{pack.info.id}", set[str]()
    for place, each in enumerate(pack.info.competences):
        here = at.of(key, "competences", place)
        if each.role in seen:
            yield Problem(here, f"'{each.role}' grants money twice.", "Name each role once, the least first.", "S631")
        seen.add(each.role)
        is_last = place == len(pack.info.competences) - 1
        if is_last and (each.up_to is not None or each.one_person):
            what = f"nobody may grant more than '{each.role}', who has a limit."
            yield Problem(here, what, "Name last, without 'up_to' and 'one_person', the role that may grant any amount.", "S631")
        elif not is_last and each.up_to is None:
            what = f"'{each.role}' may grant any amount, and somebody above may grant more."
            yield Problem(here, what, "Name under 'up_to' the question about its limit, or name this role last.", "S631")
        elif each.up_to is not None and pack.question(each.up_to).type != "number":
            what = f"'{each.role}' grants money up to '{each.up_to}', which is no amount."
            yield Problem(here, what, "Name a question of the type number.", "S631")
    yield from _granted(pack, at)


def _granted(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield where somebody grants money on their own who has no limit, or no amount."""
    limited = {each.role for each in pack.info.competences if each.up_to is not None}
    for measure in pack.measures:
        for keys, told in [((), measure), *((("instead", place), other) for place, other in enumerate(measure.instead))]:
            if told.granted_by is None or (told.granted_by in limited and (told.cost or measure.cost) is not None):
                continue
            what = f"'{told.granted_by}' grants money on its own, without a limit or an amount."
            hint = "Name a role with 'up_to' among the competences, and say under 'cost' how much it is."
            yield Problem(at.of(f"measures/{measure.id}", *keys, "granted_by"), what, hint, "S631")
