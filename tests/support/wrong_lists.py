"""Make something wrong with lists of those whom an office invites: by real files, a row for each kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from advisor.portfolio.invitations import Guest, Known, read_list
from advisor.portfolio.names import key_of
from advisor.portfolio.tables import read_sheet
from advisor.reports.language import load_words
from tests.support import wrong_answers as make
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from advisor.errors import Problem

CITIES = {key_of(number, ""): name for number, name in (("1", "Aa"), ("2", "Bb"), ("3", "Bb"))}
HEAD = "number,city,role,person,language,mail\n"


def of_list(text: str, folder: Path) -> Sequence[Problem]:
    """Return what is wrong with a list."""
    known = Known(CITIES, {"de": shipped_pack()}, {"de": load_words(make.ROOT / "templates", "de")})
    return make.problems(lambda: read_list(read_sheet(make.written(folder, text, "list.csv")), known))


FILES: dict[str, tuple[str, str]] = {
    # code: what the list holds, and in which cell that is told
    "A934": (HEAD, ""),
    "A935": (HEAD + ",,,,,\n" * 20_000 + "1,,executive,,,\n", ""),
    "A936": ("number,role,colour\n1,executive,red\n", "!C1"),
    "A937": ("number,Nummer,role\n1,1,executive\n", "!B1"),
    "A938": ("role\nexecutive\n", "!A1"),
    "A939": ("number,language\n1,de\n", "!A1"),
    "A940": (f"{HEAD}1,,executive,{'x' * 201},,\n", "!D2"),
    "A941": (f"{HEAD}1,,,,,\n", "!C2"),
    "A942": (f"{HEAD}1,,executive,,,nobody\n", "!F2"),
    "A943": (f"{HEAD}1,,executive,Eva,,\n1,,executive,eva,,\n", "!D3"),
    "A944": (f"{HEAD},,executive,,,\n", "!A2"),
    "A945": (f"{HEAD}9,,executive,,,\n", "!A2"),
    "A946": (f"{HEAD}1,Bb,executive,,,\n", "!B2"),
    "A947": (f"{HEAD},Cc,executive,,,\n", "!B2"),
    "A948": (f"{HEAD},Bb,executive,,,\n", "!B2"),
    "A949": (f"{HEAD}1,,kaiser,,,\n", "!C2"),
}

LISTED: dict[str, tuple[str, Callable[[Path], Sequence[Problem]]]] = {
    **{code: (f"list.csv{cell}", partial(of_list, text)) for code, (text, cell) in FILES.items()},
    "A950": ("!A202", lambda _: _crowded()),
}


def _crowded() -> Sequence[Problem]:
    pytest.importorskip("starlette", reason="needs the extra 'web'")
    from advisor.web.inviting_many import crowded  # noqa: PLC0415 # the extra is looked for above

    return crowded({"1": [_guest(row) for row in range(201)]})


def _guest(row: int) -> Guest:
    return Guest(row=row, key="1", role="executive", person=None, language=None, mail=f"{row}@b.ch")
