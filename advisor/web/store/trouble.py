"""What keeps the store from doing what it was asked, in words and with what to do."""

from __future__ import annotations

from typing import Literal

from advisor.errors import Place, Problem, UnusableInputError

Trouble = Literal["busy", "unreachable", "full", "read only", "newer", "damaged", "unusable"]
"""``busy``: try again; ``unreachable``: the database does not answer; ``full``: no room on the disk; ``read only``: files or the
account may not be written; ``newer``: a newer version of the product wrote it; ``damaged``: what is there cannot be read;
``unusable``: the address says nothing that can be opened."""


class StoreError(UnusableInputError):
    """The store could not do it, and nothing of it was done, unless the connection broke while it was confirmed.

    The same click sent again with the same ``once`` is safe in any case. ``trouble`` is what pages choose their words by.
    """

    exit_code = 2

    def __init__(self, trouble: Trouble, where: str, what: str, hint: str) -> None:
        """Keep the kind of trouble beside the words; ``where`` is an address without secrets."""
        self.trouble = trouble
        super().__init__([Problem(Place(where), what, hint)])
