"""A zip has the same bytes whenever, and on whatever system, it is written."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from advisor.reports.writers.docx_parts import steady

NAMES = st.text("aB9/-ä€", min_size=1, max_size=12).filter(lambda name: not name.startswith("/") and not name.endswith("/"))
DATES = st.tuples(st.integers(1980, 2107), st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.just(59), st.just(58))


def written(parts: dict[str, bytes], date: tuple[int, ...], system: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date)  # type: ignore[arg-type]
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, system
            file.writestr(entry, content)
    return stream.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6), DATES, DATES)
def test_a_zip_loses_its_dates_and_its_system_and_nothing_else(
    parts: dict[str, bytes], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    made = steady(written(parts, one, 3))
    assert made == steady(written(parts, other, 0))
    assert made == written(parts, (1980, 1, 1, 0, 0, 0), 0)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {name: file.read(name) for name in file.namelist()} == parts
        assert file.testzip() is None
