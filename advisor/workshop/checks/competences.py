"""Check who may grant money: each role once, with a limit that is an amount, and somebody at the end who may grant any."""

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
