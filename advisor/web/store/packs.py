"""Packs as they were when a room began with them: the files of a pack, of those below it, and translations, in one archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from advisor.desk import TRANSLATIONS, languages, pack_files
from advisor.errors import Place, Problem, UnusableInputError
from advisor.web.store.values import KeptPack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.desk import LoadedPack
    from advisor.web.store.database import Database, Run

_ALWAYS = (1980, 1, 1, 0, 0, 0)


def kept(loaded: LoadedPack) -> KeptPack:
    """Return the files of a pack in one archive, in which the packs below it lie beside it.

    Raises:
        OSError: one of them cannot be read.

    """
    files = dict(sorted(_files(loaded)))
    info = loaded.pack.info
    return KeptPack(hash=_hash(files), id=info.id, version=info.version, content=_archived(files))


def _files(loaded: LoadedPack) -> Iterator[tuple[str, bytes]]:
    folder, home = loaded.folder, PurePosixPath(loaded.pack.info.id)
    for file in pack_files(folder).knowledge:
        yield str(home / file.relative_to(folder).as_posix()), file.read_bytes()
    for language in languages(folder):
        name = f"{TRANSLATIONS}/{language}.po"
        yield str(home / name), (folder / name).read_bytes()
    if loaded.base is not None:
        yield from _files(loaded.base)


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _archived(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(pack: KeptPack, into: Path) -> Path:
    """Write the files of a pack into an empty folder, and return the folder that ``load_pack`` reads.

    Raises:
        UnusableInputError: it is not the pack that was kept.
        OSError: the files cannot be written.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise _damaged(pack) from error
    if _hash(files) != pack.hash or any(".." in name.split("/") or name.startswith("/") for name in files):
        raise _damaged(pack)
    for name, content in files.items():
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return into / pack.id


def _damaged(pack: KeptPack) -> UnusableInputError:
    what, hint = "its files are not those that were kept.", "Restore the last backup, or carry the room to a pack that is there."
    return UnusableInputError([Problem(Place(f"pack {pack.id} {pack.version}"), what, hint)])


def keep(run: Run, pack: KeptPack) -> None:
    """Keep a pack, if it is not there already; in a transaction in which nobody deletes packs."""
    run(
        "INSERT INTO pack (hash, id, version, content) VALUES (:hash, :id, :version, :content) ON CONFLICT DO NOTHING",
        hash=pack.hash,
        id=pack.id,
        version=pack.version,
        content=pack.content,
    )


def drop_unneeded(run: Run) -> None:
    """Let go of packs that no room has any more; in a transaction in which nobody adds one."""
    run("DELETE FROM pack WHERE hash NOT IN (SELECT pack FROM room)")


def pack(database: Database, digest: str) -> KeptPack | None:
    """Return a pack by the hash that rooms name; None where no room has it.

    Raises:
        StoreError: nothing can be read.

    """
    with database.reading() as run:
        found = run("SELECT id, version, content FROM pack WHERE hash = :hash", hash=digest)
    return (
        KeptPack(hash=digest, id=found[0]["id"], version=found[0]["version"], content=bytes(found[0]["content"]))
        if found
        else None
    )
