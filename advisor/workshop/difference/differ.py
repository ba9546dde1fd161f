"""Everything that is different between two versions of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.loader import load_pack
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.difference.entries import Edit, edits
from advisor.workshop.difference.files import FileChange, file_changes
from advisor.workshop.difference.search import Flips, flips

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack


class Difference(msgspec.Struct, frozen=True):
    """What is concluded differently, over all cities and from some files, and what is written differently."""

    flips: Flips
    files: tuple[FileChange, ...]
    edits: tuple[Edit, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs, in what is written and in what is concluded."""
        return not (self.flips.found or self.flips.undecided or self.files or self.edits)


def difference(old: Path, new: Path, files: Sequence[Path]) -> tuple[Pack, Pack, Difference]:
    """Return the packs in two folders, and what is different between them.

    Raises:
        UnusableInputError: a pack or a file cannot be read, the rules cannot be followed, or the packs are not versions of one.

    """
    loaded = [load_pack(old), load_pack(new)]
    for each in loaded:
        refuse_tangled(each)
    one, other = (each.pack for each in loaded)
    if one.info.id not in {other.info.id, *(base.id for base in other.bases)}:
        what = f"these are two packs, '{one.info.id}' and '{other.info.id}'."
        hint = "Name two versions of one pack, or a pack and one that extends it."
        raise UnusableInputError([Problem(Place(str(new)), what, hint)])
    read = tuple(file_changes(one, other, files))  # first, for a file that nobody can read is found at once
    return one, other, Difference(flips(one, other), read, tuple(edits(one, other)))
