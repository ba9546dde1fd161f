"""Find the two packs to compare: folders, or folders in a revision of the repository that one stands in."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def pack_at(named: Path | str) -> Iterator[Path]:
    """Give the folder of a pack; ``REVISION:FOLDER`` is read into a folder that lasts as long as it is needed.

    Raises:
        UnusableInputError: there is no such folder, no git, or no such revision.

    """
    if isinstance(named, Path) or Path(named).is_dir():
        yield Path(named)
        return
    name = named
    if ":" not in name:
        hint = "Name the folder of a pack, or REVISION:FOLDER, such as main~1:rules/my-pack."
        raise UnusableInputError([Problem(Place(name), "there is no such folder.", hint)])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / _called(name.partition(":")[2])
        _unpack(_archive(name), folder)
        yield folder


def _called(inside: str) -> str:
    """Return the name of a folder of a repository; its root, which may lie anywhere, gets one."""
    last = PurePosixPath(inside).name
    return "pack" if last in {"", ".."} else last


def _archive(name: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        hint = "Install git, or name two folders."
        raise UnusableInputError([Problem(Place(name), "revisions are read with git, and it is not installed.", hint)])
    done = subprocess.run(  # noqa: S603 - the name stands behind the end of options
        [git, "archive", "--format=tar", "--", name], capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        hint = "Write REVISION:FOLDER, with the folder as it is called from the top of the repository."
        raise UnusableInputError([Problem(Place(name), f"git cannot read this: {said}.", hint)])
    return done.stdout


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the files of an archive; links are left out, for a pack holds only files of its own."""
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        for member in packed:
            content = packed.extractfile(member) if member.isreg() else None
            if content is not None and ".." not in PurePosixPath(member.name).parts:
                file = folder / member.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())
