"""Which sitting belongs to which city of a folder: its id follows from both, so that nothing has to be noted anywhere."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.portfolio.folder import Portfolio


def room_of(portfolio: Portfolio, key: str) -> str:
    """Return the id of the room of a city. It opens nothing: whoever asks for a room needs a seat in it."""
    about = (portfolio.settings.pack, portfolio.settings.canton or "", Path(portfolio.folder).resolve().name, key)
    digest = hashlib.sha256("\0".join(("portfolio", *about)).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()
