"""Find the pack that answers are for, in the language of whoever reads."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.errors import Problem, UnusableInputError
from advisor.knowledge.installed import known_pack, known_packs

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.knowledge.pack_cache import Summary


def load(folder: Path, language: str | None = None) -> Pack:
    """Return the pack in a folder, in a language; None stands for its own.

    Raises:
        UnusableInputError: the pack cannot be read, or not in this language, or its rules cannot be run.

    """
    from advisor.knowledge import pack_cache  # noqa: PLC0415 - commands that need no pack start faster

    templates = paths.shipped("templates")
    name = pack_cache.name_of(folder, language, templates)
    pack = pack_cache.kept(name) if name else None
    if pack is None:
        pack = _read(folder, language, templates)
        if name and name == pack_cache.name_of(folder, language, templates):  # else a file was changed meanwhile
            pack_cache.keep(name, pack)
    return pack


def summary(folder: Path) -> Summary:
    """Return what is told of the pack in a folder in one line; one that was read before is not decoded for it.

    Raises:
        UnusableInputError: as for :func:`load`.

    """
    from advisor.knowledge import pack_cache  # noqa: PLC0415 - as above

    templates = paths.shipped("templates")
    name = pack_cache.name_of(folder, None, templates)
    found = pack_cache.kept_summary(name) if name else None
    if found is not None:
        return found
    pack = load(folder)
    if name and name == pack_cache.name_of(folder, None, templates):
        pack_cache.keep_summary(name, pack)
    return pack_cache.summary_of(pack)


def _read(folder: Path, language: str | None, templates: Path) -> Pack:
    """Return a pack from its files, with everything made sure of that its users take for granted."""
    from advisor.i18n.languages import refuse_unspeakable  # noqa: PLC0415
    from advisor.i18n.localise import in_language  # noqa: PLC0415 - a pack that is kept needs none of these
    from advisor.knowledge.loader import load_pack  # noqa: PLC0415
    from advisor.reasoning.runnable import refuse_tangled  # noqa: PLC0415

    loaded = load_pack(folder)
    pack = in_language(loaded, language)
    refuse_tangled(loaded)
    refuse_unspeakable(loaded, pack, templates)
    return pack


def to_choose_from(language: str | None) -> list[Pack]:
    """Return every pack that a new file can be for, in a language; None stands for the own one of each.

    A pack that cannot be read, or not in this language, is left out.

    Raises:
        UnusableInputError: there is none left; what is wrong with the first one.

    """
    found = []
    for folder in known_packs().values():
        with suppress(UnusableInputError):
            found.append(load(folder, language))
    return found or [load(next(iter(known_packs().values())), language)]


def pack_for(file: Path, folder: Path | None, language: str | None) -> Pack:
    """Return the pack that an answers file is for, in the language asked for, else in that of the file.

    Raises:
        UnusableInputError: there is no such pack, or it cannot be read.

    """
    from advisor.answers.read import read_language, read_pack_id  # noqa: PLC0415

    home = folder or known_pack(read_pack_id(file), file)
    named = None if language else read_language(file)
    try:
        return load(home, language or named)
    except UnusableInputError as error:
        from advisor.knowledge.pack_files import languages  # noqa: PLC0415 - as above

        if named is None or named in {load(home).info.language, *languages(home)}:
            raise
        raise UnusableInputError([_at_language(file, each) for each in error.problems]) from error


def _at_language(file: Path, problem: Problem) -> Problem:
    """Return what is wrong with a language, at the line of the answers file that asks for it."""
    from advisor.yaml_source.read import read_source  # noqa: PLC0415 - as above

    return msgspec.structs.replace(problem, place=read_source(file, str(file))[0].place(("city", "language")))
