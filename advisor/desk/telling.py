"""Tell what is wrong with answers, and what was noticed about them, in the language of whoever reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import errors
from advisor.answers.migration import Notice
from advisor.errors import ENGLISH, Problem, UnusableInputError
from advisor.files.read import LARGEST, STDIN, TooLargeError, content_of
from advisor.knowledge.installed import known_packs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.errors import AdvisorError

_PACK = re.compile(r"^[\"']?pack[\"']?:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_LANGUAGE = re.compile(r"\blanguage[\"']?:\s*[\"']?([A-Za-z_]+)")
_CITY = re.compile(r"^[\"']?city[\"']?:", re.MULTILINE)


def told(error: AdvisorError, language: str | None = None, pack: Path | None = None) -> str:
    """Return why something was refused, a line for each problem.

    The language is the one asked for; else that of whoever the problem was found for, of the answers file it is about, or of the
    ``pack`` in a folder.
    """
    if not isinstance(error, UnusableInputError):
        return str(error)
    return "\n".join(told_lines(error.problems, language, pack))


def told_lines(problems: Iterable[Problem], language: str | None = None, pack: Path | None = None) -> list[str]:
    """Return a line for each problem, as :func:`told` does; of those that nobody is shown, the last one says the language."""
    found = list(problems)
    shown = {*range(errors.SHOWN), len(found) - 1}
    return errors.told([_in_language(each, language, pack) if at in shown else each for at, each in enumerate(found)])


def remark_in(language: str | None, remark: object) -> str:
    """Return a line about what was noticed."""
    if isinstance(remark, Notice):
        return remark.told(language or ENGLISH)
    return str(_in_language(remark, language, None)) if isinstance(remark, Problem) else str(remark)


def _in_language(problem: Problem, language: str | None, pack: Path | None) -> Problem:
    if not problem.said:
        return problem
    return problem.told(language or problem.language or _asked_in(problem.place.file, pack))


def _asked_in(file: str, pack: Path | None) -> str:
    """Return the language that an answers file asks for, or that of its pack; the file may be too damaged to be read."""
    text = _text(Path(file))
    city = _CITY.search(text)
    if city is not None and (named := _LANGUAGE.search(text, city.end())):
        return named[1]
    asked = _PACK.search(text)
    home = pack or (known_packs().get(asked[1]) if asked else None)
    own = _LANGUAGE.search(_text(home / "pack.yaml")) if home else None
    return own[1] if own else ENGLISH


def _text(file: Path) -> str:
    """Return the text of a file as far as there is one; where it may not even be looked for, there is none."""
    try:
        if file != STDIN and not file.is_file():
            return ""
        return content_of(file, LARGEST).decode("utf-8", errors="replace")
    except (OSError, TooLargeError):
        return ""
