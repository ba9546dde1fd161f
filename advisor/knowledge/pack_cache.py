"""Keep packs that were read, checked and translated as data, so that the next process need not read them again.

A pack is kept under the hash of everything it was made from: its files, its translation, the words and translations of the
templates, and this product. So a change of any of them is another name, and what is kept is never out of date.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.files import cache
from advisor.files.read import LARGEST
from advisor.knowledge.pack_files import TRANSLATIONS, pack_files

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

_MOST = 400
"""More files than that are no pack that anybody waits for."""
_ROOMS = ("yaml_source", "logic", "knowledge", "i18n")
"""What decides how files become a pack."""


def name_of(folder: Path, language: str | None, templates: Path) -> str | None:
    """Return the name under which a pack is kept in a language; None where some of its files cannot be read."""
    digest = hashlib.sha256(f"{__version__}\0{cache.state_of(_ROOMS)}\0{language or ''}\0".encode())
    found = pack_files(folder)
    if found.problems or len(found.knowledge) > _MOST:
        return None
    try:
        for root, files in ((folder, [*found.knowledge, *_translation(folder, language)]), (templates, _spoken(templates))):
            for file in files:
                if file.stat().st_size > LARGEST:
                    return None
                content = file.read_bytes()
                digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
                digest.update(content)
    except OSError:
        return None
    return f"{digest.hexdigest()}.pack"


def kept(name: str) -> Pack | None:
    """Return the pack that is kept under a name."""
    from advisor.knowledge.model import Pack  # noqa: PLC0415 - a line about a pack needs no model of it

    return cache.kept_as(name, Pack)


def keep(name: str, pack: Pack) -> None:
    """Keep a pack; not one that extends another one, whose files are not under the name."""
    if not pack.bases:
        cache.keep(name, msgspec.msgpack.encode(pack))


class Summary(msgspec.Struct, frozen=True):
    """What is told of a pack in one line."""

    id: str
    version: str
    title: str
    questions: int
    findings: int
    steps: int


def summary_of(pack: Pack) -> Summary:
    """Return what is told of a pack in one line."""
    return Summary(pack.info.id, pack.info.version, pack.info.title, len(pack.questions), len(pack.findings), len(pack.steps))


def kept_summary(name: str) -> Summary | None:
    """Return what is told of the pack that is kept under a name."""
    return cache.kept_as(_beside(name), Summary)


def keep_summary(name: str, pack: Pack) -> None:
    """Keep what is told of a pack, where the pack itself is kept."""
    if not pack.bases:
        cache.keep(_beside(name), msgspec.msgpack.encode(summary_of(pack)))


def _beside(name: str) -> str:
    return f"{name}-summary"


def _translation(folder: Path, language: str | None) -> list[Path]:
    """Return the files of a pack on which it rests in a language; what others say is of no matter then."""
    files = [folder / TRANSLATIONS / f"{language}{ending}" for ending in (".po", ".roles.yaml")] if language else []
    return [file for file in files if file.is_file()]


def _spoken(templates: Path) -> list[Path]:
    """Return the files which say in what languages there are reports, and what these ask of names."""
    inside = templates / TRANSLATIONS
    files = [templates / "words.yaml", *(inside.iterdir() if inside.is_dir() else ())]
    return [file for file in sorted(files) if file.is_file()]
