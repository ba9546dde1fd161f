"""Find the pack that answers are for, in the language of whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.known import known_pack

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
