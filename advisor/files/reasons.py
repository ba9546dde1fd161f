"""Say why the system refuses something, in words that can be told in any language."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from advisor.errors import phrase

if TYPE_CHECKING:
    from advisor.errors import Phrase

_KNOWN = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOENT: "none",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long",
}


def reason(error: BaseException) -> Phrase | str:
    """Return why, as a phrase, or in the words of the system where it is none of what is known."""
    if isinstance(error, TimeoutError):
        return phrase("reason.busy")
    known = _KNOWN.get(getattr(error, "errno", None) or 0)
    return phrase(f"reason.{known}") if known else str(getattr(error, "strerror", None) or error)
