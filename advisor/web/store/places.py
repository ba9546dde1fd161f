"""Where a database is kept if nobody names another place."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def usual_url() -> str:
    """Return the address of the database that is used where none is named: a file in the folder where programs keep data."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library/Application Support"
    else:
        given = os.environ.get("XDG_DATA_HOME", "")
        home = Path(given) if os.path.isabs(given) else Path.home() / ".local/share"  # noqa: PTH117 - an empty path is no path
    return f"sqlite:///{home / 'smart-city-advisor' / 'advisor.db'}"
