"""Check what readers see beside each other: names that cannot be told apart, repeated texts, names that do not fit a picture."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from advisor.errors import Problem
from advisor.knowledge.fields import Says
from advisor.reports.writers.typeface import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places

_LONG = 60
"""From so many characters on, a text that stands twice was copied, and not written twice."""

_ROOM = 1.10
"""Pictures leave so much more room than a text needs, for pages that show another typeface."""

_SENTENCES = {
    "questions": ("ask", "why"),
    "approaches": ("about", "fits", "without_it", "reason"),
    "findings": ("text", "advice", "reason"),
    "steps": ("reason", "pitfall", "indicator"),
    "criteria": ("reason",),
}
"""The texts that belong to one entry alone; actions and preparations may well be the same in two steps."""

_NAMED = {"findings": "title", "steps": "title", "approaches": "name", "criteria": "title", "topics": "name"}
"""The sections whose entries readers tell apart by a name, and the key of it."""


def wording_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield names and texts that a reader would stumble over."""
    yield from _twins(pack, at)
    yield from _repeated(pack, at)
    yield from _too_long(pack, at)
    for section in ("approaches", "findings", "steps"):
        for entry in getattr(pack, section):
            place = at.of(f"{section}/{entry.id}", "says")
            if entry.says == Says() and place != at.of(f"{section}/{entry.id}"):
                what = f"'{entry.id}' says nothing of its own under 'says'."
                yield Problem(place, what, "Write how, why_not, change or firm, or remove the key.", "W804")


def _twins(pack: Pack, at: Places) -> Iterator[Problem]:
    for section, key in _NAMED.items():
        first: dict[str, Any] = {}
        for entry in getattr(pack, section):
            title = getattr(entry, key)
            twin = first.setdefault(title, entry)
            # Steps to the same target never stand beside each other in a path.
            if twin is entry or (section == "steps" and twin.target == entry.target):
                continue
            what = f"'{twin.id}' and '{entry.id}' are both called «{title}»."
            yield Problem(at.of(f"{section}/{entry.id}", key), what, "Give each a name of its own.", "W802")


def _repeated(pack: Pack, at: Places) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for section, keys in _SENTENCES.items():
        for entry, key in product(getattr(pack, section), keys):
            said = getattr(entry, key)
            texts = [said] if isinstance(said, str) else [sentence.text for sentence in said or ()]
            for text in texts:
                if len(text) < _LONG:
                    continue
                if text in first:
                    what = f"'{entry.id}' has the same text under '{key}' as {first[text]}."
                    yield Problem(at.of(f"{section}/{entry.id}", key), what, "Say here what is particular to it.", "W801")
                first.setdefault(text, f"'{entry.id}' under '{key}'")


def _too_long(pack: Pack, at: Places) -> Iterator[Problem]:
    """Find names with a word that a picture has to cut; where each stands and how large is known from the pictures."""
    down, across = [list(axis.poles) for axis in pack.axes[:2]] if len(pack.axes) > 1 else ([], [])
    named: Iterable[tuple[str, tuple[str | int, ...], str, tuple[float, float, int]]] = [
        *((f"approaches/{approach.id}", ("name",), approach.name, (224.0, 17.0, 700)) for approach in pack.approaches),
        *(
            (f"axes/{pack.axes[place].id}", ("poles", number, "name"), pole.name, (room, 14.0, 600))
            for place, (poles, room) in enumerate(((down, 112.0), (across, 252.0)))
            for number, pole in enumerate(poles)
        ),
        *((f"questions/{question.id}", ("label",), question.label, (276.0, 13.0, 400)) for question in pack.questions),
    ]
    for entry, path, name, (room, size, weight) in named:
        long = next((word for word in name.split() if len(word) > 9 and width(word, size, weight) * _ROOM > room), None)  # noqa: PLR2004
        if long is not None:
            what = f"«{long}» is too long for the pictures and would be cut."
            yield Problem(at.of(entry, *path), what, "Find a shorter word, or break it with a hyphen and a blank.", "W803")
