"""The codes of what can be wrong with answers, each with what is told in English; from the words of problems."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from advisor.errors import ENGLISH
from advisor.i18n.catalogue import read_catalogue
from advisor.i18n.wording import CONTEXT

ROOT = Path(__file__).parent.parent
_FITS = "The message names what fits, or what was meant."
"""Where the hint depends on what was written."""

_CODE = re.compile(r"[A-Z]\d{3}")
_GROUPS = {
    "R": "Reading a file",
    "F": "What stands where",
    "A1": "The file, its pack, its language",
    "A2": "The city",
    "A3": "Respondents",
    "A4": "Answers",
    "A5": "Several files",
    "A6": "Questionnaires that came back",
    "A7": "Saving, sessions, taking a person out",
    "A8": "Values from a program, and what is asked about answers",
    "A9": "Many cities",
}


def told() -> dict[str, tuple[list[str], list[str]]]:
    """Return for each code what is told: what is wrong, in each way it is said, and hints."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for each in read_catalogue(ROOT / "templates" / "translations" / f"{ENGLISH}.po").messages:
        path = each.context.removeprefix(CONTEXT)
        code = path.partition(".")[0]
        if each.context.startswith(CONTEXT) and _CODE.fullmatch(code):
            texts = found[code][0 if path.endswith(".what") else 1]
            texts += [each.translation] if each.translation not in texts else []
    return dict(sorted(found.items()))


def answers_problems() -> str:
    """Return a table of codes for each group."""
    codes = told()
    return "\n\n".join(_table(prefix, title, codes) for prefix, title in _GROUPS.items())


def _table(prefix: str, title: str, codes: dict[str, tuple[list[str], list[str]]]) -> str:
    rows = [
        f"| {_named(code)} | {_cell(whats)} | {_cell(hints) or _FITS} |"
        for code, (whats, hints) in codes.items()
        if code.startswith(prefix)
    ]
    return "\n".join([f"## {prefix} · {title}", "", "| code | what is wrong | what helps |", "|---|---|---|", *rows])


def _named(code: str) -> str:
    return code if code.startswith("A") else f"[{code}](problems/{code}.md)"


def _cell(texts: list[str]) -> str:
    return "<br>".join(each.replace("|", "\\|").replace("<", "&lt;") for each in texts)
