"""Everything that is different between two versions of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.loader import load_pack
from advisor.knowledge.model import Pack
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.difference.entries import Edit, edits
from advisor.workshop.difference.files import FileChange, file_changes
from advisor.workshop.difference.older_files import older_files
from advisor.workshop.difference.revisions import pack_at
from advisor.workshop.difference.search import Flips, flips

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Difference(msgspec.Struct, frozen=True):
    """What is concluded differently by two packs, over all cities and from some files, and what is written differently."""

    old: Pack
    new: Pack
    flips: Flips
    files: tuple[FileChange, ...]
    edits: tuple[Edit, ...]
    older_files: tuple[str, ...]
    """What becomes of answers that were given to the older one, where nothing explains it."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs, in what is written and in what is concluded."""
        return not (self.flips.found or self.flips.undecided or self.files or self.edits)


def diff(old: Path | str, new: Path | str, answers: Sequence[Path] = ()) -> Difference:
    """Return what is different between two versions of a pack, and for the cities in answers files.

    A version is a folder, or ``REVISION:FOLDER`` in the git repository that one stands in.

    Raises:
        UnusableInputError: a pack or a file cannot be read, the rules cannot be followed, or the packs are not versions of one.

    """
    with pack_at(old) as before, pack_at(new) as now:
        return _between(before, now, answers)


def _between(old: Path, new: Path, files: Sequence[Path]) -> Difference:
    loaded = [load_pack(old), load_pack(new)]
    for each in loaded:
        refuse_tangled(each)
    one, other = (each.pack for each in loaded)
    if one.info.id not in {other.info.id, *(base.id for base in other.bases)}:
        what = f"these are two packs, '{one.info.id}' and '{other.info.id}'."
        hint = "Name two versions of one pack, or a pack and one that extends it."
        raise UnusableInputError([Problem(Place(str(new)), what, hint)])
    read = tuple(file_changes(one, other, files))  # first, for a file that nobody can read is found at once
    return Difference(one, other, flips(one, other), read, tuple(edits(one, other)), tuple(older_files(one, other)))
