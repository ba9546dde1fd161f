"""Find the pack that answers are for, in the language of whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError, suggest

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack


def load(folder: Path, language: str | None = None) -> Pack:
    """Return the pack in a folder, in a language; None stands for its own.

    Raises:
        UnusableInputError: the pack cannot be read, or not in this language.

    """
    from advisor.knowledge.languages import pack_in  # noqa: PLC0415 - commands that need no pack start faster

    return pack_in(folder, language)


def pack_for(file: Path, folder: Path | None, language: str | None) -> Pack:
    """Return the pack that an answers file is for, in the language asked for, else in that of the file.

    Raises:
        UnusableInputError: there is no such pack, or it cannot be read.

    """
    from advisor.sessions.answers_file import read_language, read_pack_id  # noqa: PLC0415

    return load(folder or known_pack(read_pack_id(file), file), language or read_language(file))


def known_pack(pack_id: str, file: Path | None) -> Path:
    """Return the folder of a pack that is shipped, or that somebody installed; ``file`` is what asked for it.

    Raises:
        UnusableInputError: there is no such pack, or more than one.

    """
    shipped = {folder.name: folder for folder in paths.shipped_packs()}
    if pack_id in shipped:
        return shipped[pack_id]
    from advisor.sessions.installed import installed_packs  # noqa: PLC0415 - looking at every distribution takes time

    place = Place(str(file)) if file else Place("advisor")
    installed = installed_packs()
    found = [each for each in installed if each.id == pack_id]
    if len(found) > 1:
        what = f"the pack '{pack_id}' is installed more than once, by {' and by '.join(each.brought_by for each in found)}."
        raise UnusableInputError([Problem(place, what, "Uninstall one, or name a folder with --pack.")])
    if not found:
        names = {*shipped, *(each.id for each in installed)}
        raise UnusableInputError([Problem(place, f"there is no pack '{pack_id}'.", suggest(pack_id, names))])
    return found[0].folder
