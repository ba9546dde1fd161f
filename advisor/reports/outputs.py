"""Decide whether a file that somebody named may be written: never over what the command reads, and not over other things.

The one place that decides this. :func:`refuse_place` looks at where a file would lie, before any work is done;
:func:`refuse_content` looks at what stands there, and compares it with what is to be written.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.read import STDIN, is_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

_STREAMS = r"/dev/fd|/proc/[^/]+(/task/[^/]+)?/fd"
_READ = frozenset({".yaml", ".yml", ".po", ".j2", ".typ"})
"""The files of a folder that is read, by their suffixes."""


class Output(msgspec.Struct, frozen=True):
    """A file to be written, the files and folders that the command reads, and whether other things may go for it."""

    file: Path
    inputs: tuple[Path, ...] = ()
    force: bool = False


def refuse_place(output: Output) -> None:
    """Refuse a file that cannot be written where it was named, that is read, or that lies in a pack.

    Raises:
        UnusableInputError: it is one of these; nothing helps against the second, ``--force`` against the third.

    """
    file = output.file
    refuse_input(output)
    if _flows(file):
        return
    if file.is_dir():
        _refuse(file, "this is a folder.", "Name a file.")
    home = Path(os.path.realpath(file)).parent
    if not home.is_dir():
        _refuse(file, "the report cannot be written: there is no such folder.", "Make it first, or name another file with -o.")
    refuse_pack(output)
    if not output.force and (held := _held(file)):
        _refuse(
            file,
            f"there is a file of this name already, and it holds {held}.",
            "Name another file, or add --force to write over it.",
        )


def refuse_pack(output: Output) -> None:
    """Refuse what would lie inside a pack, unless it is wanted.

    Raises:
        UnusableInputError: it does.

    """
    pack = _pack_around(Path(os.path.realpath(output.file)))
    if pack is not None and not output.force:
        _refuse(output.file, f"this lies inside the pack '{pack.name}'.", "Name a place outside it, or add --force.")


def refuse_input(output: Output) -> None:
    """Refuse a file that the command reads, by whatever name.

    Raises:
        UnusableInputError: it is read.

    """
    there = _state(output.file)
    if there is not None and any(os.path.samestat(there, each) for each in _read_by(output, there)):
        _refuse(output.file, "there is a file of this name already, and this command reads it.", "Name another file to write to.")


def refuse_stdout(inputs: tuple[Path, ...]) -> None:
    """Refuse to print into a file that the command reads.

    Raises:
        UnusableInputError: standard output is such a file.

    """
    here = _standard(sys.__stdout__)
    if here is not None and any(os.path.samestat(here, each) for each in map(_state, inputs) if each is not None):
        _refuse(Path("<stdout>"), "this command reads the file that it would print into.", "Print into another file.")


def refuse_content(output: Output, content: bytes) -> None:
    """Refuse to write over something else than an earlier document of the same kind.

    Raises:
        UnusableInputError: that is what stands there, and ``--force`` was not given.

    """
    refuse_input(output)
    if output.force or _flows(output.file):
        return
    try:
        there = output.file.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        _refuse(output.file, f"it cannot be seen what stands there: {error.strerror}.", "Name another file, or add --force.")
    from advisor.reports.kinds import same_kind  # noqa: PLC0415 - few outputs go over something

    if there and there != content and not same_kind(there, content):
        hint = "Name another file, or add --force to write over it."
        _refuse(
            output.file, "there is a file of this name already, and it holds something else than what would be written.", hint
        )


def _refuse(file: Path, what: str, hint: str) -> NoReturn:
    raise UnusableInputError([Problem(Place(str(file)), what, hint)])


def _state(file: Path) -> os.stat_result | None:
    """Return what tells one file from another, whatever it is called; None where there is none, or one that takes everything."""
    if file == STDIN:
        return _standard(sys.__stdin__)
    try:
        state = file.stat()
    except OSError:
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def _standard(stream: object) -> os.stat_result | None:
    """Return the file behind a standard stream; None where there is no file."""
    try:
        state = os.fstat(stream.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def _flows(file: Path) -> bool:
    """Tell whether what is written goes on to somebody else, and stands nowhere."""
    return is_stream(file) or re.fullmatch(_STREAMS, os.path.realpath(file.parent)) is not None


def _read_by(output: Output, there: os.stat_result) -> Iterator[os.stat_result]:
    """Yield what a command reads: what was named, the templates, and where the file is part of a pack, all that may be meant."""
    for each in (*output.inputs, paths.shipped("templates")):
        yield from _states(each)
    if there.st_nlink > 1 or _pack_around(Path(os.path.realpath(output.file))) is not None:
        for folder in _packs(output.inputs):
            yield from _states(folder)


def _states(each: Path) -> Iterator[os.stat_result]:
    files = (file for file in each.rglob("*") if file.suffix in _READ) if each.is_dir() else (each,)
    for file in files:
        if (state := _state(file)) is not None:
            yield state


def _packs(inputs: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the folders of every pack that is known, and of those that a pack among the inputs extends."""
    from advisor.knowledge.installed import installed_packs  # noqa: PLC0415 - nobody writes there but by a slip
    from advisor.knowledge.loader import load_pack  # noqa: PLC0415

    yield from (*paths.shipped_packs(), *(each.folder for each in installed_packs()))
    for folder in inputs:
        if (folder / "pack.yaml").is_file():
            try:
                below = load_pack(folder).base
            except UnusableInputError:
                continue
            while below is not None:
                yield below.folder
                below = below.base


def _pack_around(file: Path) -> Path | None:
    return next((each for each in file.parents if os.path.isfile(each / "pack.yaml")), None)  # noqa: PTH113 - never raises


def _held(file: Path) -> str | None:
    """Return what a file of knowledge about cities holds; None for all others."""
    if not file.is_file():
        return None
    from advisor.yaml_source.read import read_source  # noqa: PLC0415 - few outputs go over something

    data = read_source(file, str(file))[0].data
    if not isinstance(data, dict):
        return None
    if "cases" in data:
        return "cases"
    return "the answers of a city" if "answers" in data or ({"pack", "city"} <= data.keys() and "product" not in data) else None
