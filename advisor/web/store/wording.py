"""Say in words what a database answered, by the codes that SQLite and PostgreSQL give to what went wrong."""

from __future__ import annotations

from advisor.web.store.trouble import StoreError

_AGAIN = "Wait a moment and try again; nothing is lost."
_SPACE = "Free some space on the disk of the database and try again; what was confirmed is kept."
_RIGHTS = "Let the account that runs the server write the file, its folder, or these tables."
_RESTORE = "Put the file away and restore the last backup."
_REACH = "See that the database runs and can be reached; the server goes on as soon as it answers."

_SQLITE: dict[str, tuple[str, str, str]] = {
    "SQLITE_BUSY": ("busy", "others are writing and do not come to an end.", _AGAIN),
    "SQLITE_LOCKED": ("busy", "others are writing and do not come to an end.", _AGAIN),
    "SQLITE_FULL": ("full", "the disk of the database is full.", _SPACE),
    "SQLITE_IOERR_WRITE": ("full", "the disk takes no more.", _SPACE),
    "SQLITE_IOERR_FSYNC": ("full", "the disk takes no more.", _SPACE),
    "SQLITE_IOERR_TRUNCATE": ("full", "the disk takes no more.", _SPACE),
    "SQLITE_IOERR_SHMSIZE": ("full", "the disk takes no more.", _SPACE),
    "SQLITE_IOERR": ("unreachable", "the disk of the database does not answer.", _REACH),
    "SQLITE_CANTOPEN": ("unreachable", "the file of the database cannot be opened.", _REACH),
    "SQLITE_READONLY": ("read only", "the database may not be written.", _RIGHTS),
    "SQLITE_PERM": ("read only", "the database may not be written.", _RIGHTS),
    "SQLITE_AUTH": ("read only", "the database may not be written.", _RIGHTS),
    "SQLITE_NOTADB": ("damaged", "this file is no database.", _RESTORE),
    "SQLITE_CORRUPT": ("damaged", "the database is damaged.", _RESTORE),
}
"""By the name of a code, or its beginning: ``SQLITE_BUSY_SNAPSHOT`` is ``SQLITE_BUSY``."""

_POSTGRES: dict[str, tuple[str, str, str]] = {
    "53100": ("full", "the disk of the database is full.", _SPACE),
    "53": ("busy", "the database has no room for one more.", _AGAIN),
    "40": ("busy", "others were faster at this moment.", _AGAIN),
    "55P03": ("busy", "others are writing and do not come to an end.", _AGAIN),
    "57014": ("busy", "the database took too long.", _AGAIN),
    "57": ("unreachable", "the database is being stopped.", _REACH),
    "58": ("unreachable", "the database cannot use its disk.", _REACH),
    "08": ("unreachable", "the connection to the database broke.", _REACH),
    "25006": ("read only", "the database may not be written.", _RIGHTS),
    "42501": ("read only", "this account may not do that in the database.", _RIGHTS),
    "42P07": ("unusable", "there are other tables of the same names.", "Give the product a database of its own."),
    "28": ("unusable", "the database refuses this account.", "Check the account and the password in the address."),
    "3D": ("unusable", "there is no such database.", "Make it with 'createdb', or correct the address."),
    "XX": ("damaged", "the database is damaged.", "Restore the last backup."),
}
"""By a code, or the class that it begins with."""


_REFUSED = {"does not exist": "3D", "authentication failed": "28", "no pg_hba.conf entry": "28", "too many clients": "53"}
"""What PostgreSQL says instead of a code to whom it does not let in; in another language it counts as unreachable."""


def of(error: BaseException | None, where: str) -> StoreError | None:
    """Return an error of a driver in words; None for what only a fault of the program can cause."""
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return _found(_SQLITE, name, where)
    code = getattr(error, "sqlstate", None)
    if code is not None:
        return _found(_POSTGRES, code, where)
    if not _broken(error):
        return None
    for said, refused in _REFUSED.items():
        if said in str(error):
            return _found(_POSTGRES, refused, where)
    return StoreError("unreachable", where, "the database does not answer.", _REACH)


def _found(known: dict[str, tuple[str, str, str]], code: str, where: str) -> StoreError | None:
    fits = [each for each in known if code.startswith(each)]
    if not fits:
        return None
    trouble, what, hint = known[max(fits, key=len)]
    return StoreError(trouble, where, what, hint)  # type: ignore[arg-type]


def _broken(error: BaseException | None) -> bool:
    """Tell whether this comes from a connection: drivers know no code where nobody answered."""
    return type(error).__name__ in {"OperationalError", "InterfaceError", "ConnectionTimeout"}


def busy(where: str) -> StoreError:
    """Return that nobody got their turn."""
    return StoreError("busy", where, "others are writing and do not come to an end.", _AGAIN)


def newer(where: str, there: int, known: int) -> StoreError:
    """Return that the tables come from a version that is not known yet."""
    what = f"a newer version of the product wrote it: its tables have the number {there}, and {known} is known here."
    return StoreError("newer", where, what, "Install that version again, or name another database with --db.")


def no_driver(where: str) -> StoreError:
    """Return that what speaks to PostgreSQL is not installed."""
    what = "PostgreSQL needs a library that is not installed."
    return StoreError("unusable", where, what, "Run: pip install 'smart-city-advisor[postgres]'")


def no_address(where: str) -> StoreError:
    """Return that an address leads to nothing that is known."""
    hint = "Write sqlite:///FILE or postgresql://ACCOUNT:PASSWORD@HOST/NAME."
    return StoreError("unusable", where, "this is no address of a database.", hint)


def no_file(where: str, error: OSError) -> StoreError:
    """Return that the file of a database cannot be made."""
    hint = "Name a file that the account of the server may write, with --db."
    return StoreError("unusable", where, f"the file of the database cannot be made: {error.strerror}.", hint)
