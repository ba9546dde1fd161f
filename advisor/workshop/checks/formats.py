"""Write problems for those who read them: lines for people, JSON for scripts, SARIF for code scanning, annotations for GitHub."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from advisor import __version__, paths
from advisor.codes import CODES, SEVERITIES, severity
from advisor.errors import SHOWN, Place, Problem, UnusableInputError, escaped_data, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


_LACKING, _ALIKE = "T902", 3
"""The code of a text that a catalogue lacks, and how many of these are told one by one."""

ALL = "all"
"""What is asked for instead of a code to see the list of them."""

INDEX = "README.md"


def as_text(problems: Sequence[Problem]) -> str:
    """Return a line for each problem, as editors and terminals expect it."""
    return "".join(f"{line}\n" for line in told(_in_short(problems)))


def _in_short(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems; of texts that a catalogue lacks, which one command adds, the first stands for all."""
    lacking = Counter(problem.place for problem in problems if problem.code == _LACKING)
    shown: dict[Place | int, Problem] = {}
    for number, problem in enumerate(problems):
        if problem.code != _LACKING or lacking[problem.place] <= _ALIKE:
            shown[number] = problem
        elif problem.place not in shown:
            more = f"{problem.what} Nor are {lacking[problem.place] - 1} others."
            shown[problem.place] = msgspec.structs.replace(problem, what=more)
    return list(shown.values())


def as_json(problems: Sequence[Problem]) -> str:
    """Return the problems with everything known about them, and how many there are of each severity."""
    counted = Counter(severity(problem.code) for problem in problems)
    listed = [
        {
            "code": problem.code,
            "severity": severity(problem.code),
            "name": CODES[problem.code].name if problem.code in CODES else "",
            "file": problem.place.file,
            "line": problem.place.line,
            "what": problem.what,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return _dumped({"problems": listed, "counts": {each: counted[each] for each in SEVERITIES}})


def as_sarif(problems: Sequence[Problem]) -> str:
    """Return the problems in SARIF 2.1.0; files are named relative to the working folder where they are inside it."""
    codes = sorted({problem.code for problem in problems} & CODES.keys())
    rules = [
        {
            "id": code,
            "name": _in_capitals(CODES[code].name),
            "shortDescription": {"text": f"{CODES[code].name}."},
            "fullDescription": {"text": _said_first(page)},
            "help": {"text": page, "markdown": page},
            "defaultConfiguration": {"level": CODES[code].severity},
        }
        for code in codes
        for page in [problem_page(code)]
    ]
    driver = {"name": "advisor-check", "semanticVersion": __version__, "rules": rules}
    results = [
        {
            "level": severity(problem.code),
            "message": {"text": f"{problem.what} {problem.hint}"},
            "locations": [{"physicalLocation": _location(problem)}],
            **({"ruleId": problem.code, "ruleIndex": codes.index(problem.code)} if problem.code in CODES else {}),
        }
        for problem in problems
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def as_github(problems: Sequence[Problem]) -> str:
    """Return the workflow commands that make GitHub show each problem beside its line."""
    more = [f"::notice::{line}" for line in told(problems)[SHOWN:]]
    return "".join(f"{line}\n" for line in (*map(_command, problems[:SHOWN]), *more))


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def problems_as(form: str, problems: Sequence[Problem]) -> str:
    """Return problems as ``text`` for people, ``json`` for scripts, ``sarif`` for code scanning, or ``github`` annotations."""
    return FORMATS[form](problems)


def _location(problem: Problem) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(problem.place.file)}}
    if problem.place.line:
        location["region"] = {"startLine": problem.place.line}
    return location


def _uri(file: str) -> str:
    """Return a file as a reference that is valid: letters beyond ASCII are escaped, and a colon begins no scheme."""
    path, here = Path(file).absolute(), Path.cwd()
    if not path.is_relative_to(here):
        return path.as_uri()
    inside = quote(os.fsencode(path.relative_to(here).as_posix()), safe="/:@!$&'()*+,;=~")
    return f"./{inside}" if ":" in inside.partition("/")[0] else inside


def _said_first(page: str) -> str:
    """Return the first paragraph of a page about a kind of problem that is a sentence."""
    return " ".join(page.split("\n\n")[2].split())


def _in_capitals(name: str) -> str:
    """Return the name of a rule as code scanning wants names: one word."""
    return "".join(word.capitalize() for word in re.findall(r"\w+", name))


def _command(problem: Problem) -> str:
    title = f"{problem.code}: {CODES[problem.code].name}" if problem.code in CODES else ""
    given = {"file": problem.place.file, "line": str(problem.place.line or ""), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items() if value)
    return f"::{_COMMANDS[severity(problem.code)]} {properties}::{_data(f'{problem.what} {problem.hint}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _dumped(value: object) -> str:
    return escaped_data(json.dumps(value, indent=2, ensure_ascii=False)) + "\n"


def pages() -> Path:
    """Return the folder of the pages."""
    return paths.shipped("docs/problems")


def problem_page(code: str) -> str:
    """Return the page about a kind of problem by its code, as Markdown; the index of all for ``all``.

    Raises:
        UnusableInputError: there is no such code.

    """
    name = INDEX if code.lower() == ALL else f"{code.upper()}.md"
    if code.lower() != ALL and code.upper() not in CODES:
        hint = f"'advisor check --explain {ALL}' lists the codes."
        raise UnusableInputError([Problem(Place("--explain"), f"there is no problem '{code}'.", hint)])
    return (pages() / name).read_text(encoding="utf-8")
