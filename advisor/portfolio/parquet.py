"""Read and write Parquet. The only module that knows polars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError, Place, UnusableInputError, coded

try:
    import polars
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    polars = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Sequence


class MissingLibraryError(AdvisorError):
    """What Parquet needs is not installed."""


def read_parquet(content: bytes, name: str) -> tuple[list[str], list[Sequence[object]]]:
    """Return the names of the columns, and the rows.

    Raises:
        UnusableInputError: it is no Parquet.
        MissingLibraryError: polars is not installed.

    """
    _refuse_missing()
    try:
        frame = polars.read_parquet(io.BytesIO(content))
        return frame.columns, list(frame.rows())
    except Exception as error:  # whatever damaged Parquet makes polars raise
        raise UnusableInputError([coded(Place(name), "A926")]) from error


def write_parquet(columns: dict[str, list[object]]) -> bytes:
    """Return the table as Parquet.

    Raises:
        MissingLibraryError: polars is not installed.

    """
    _refuse_missing()
    written = io.BytesIO()
    polars.DataFrame(columns, strict=False, infer_schema_length=None).write_parquet(written)
    return written.getvalue()


def _refuse_missing() -> None:
    if polars is None:
        raise MissingLibraryError("Parquet needs polars. Install it with: pip install 'smart-city-advisor[portfolio]'")
