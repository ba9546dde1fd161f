"""The knowledge that all requests share: packs in every language, made ready to reason, and the words of pages."""

from __future__ import annotations

import atexit
import contextlib
import gc
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import paths
from advisor.desk import known_packs, languages, load, load_pack, load_words, source_words, spoken
from advisor.errors import Place, Problem, UnusableInputError
from advisor.sittings.consultation import consultation
from advisor.web.store import packs as stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.desk import Pack
    from advisor.desk.session import Words
    from advisor.sittings.consultation import Consultation
    from advisor.web.store.database import Database
    from advisor.web.store.values import KeptPack

_PAGES = "web."
_SETTLED = (1, 16, 256)
"""After how many questions what was worked out of a pack stays: it is much, and looking through it again and again for what
nobody needs any more would hold up everybody for a quarter of a second.
"""


class Known:
    """A pack that sittings are held with, in the languages in which it was asked for.

    Its engine keeps state while it runs, so whoever reasons holds the lock: :meth:`consulted`.
    """

    def __init__(self, folder: Path, kept: KeptPack) -> None:
        """Take the folder of the pack, and the same as it is kept beside sittings."""
        self.folder, self.kept = folder, kept
        self._packs: dict[str | None, Pack] = {}
        self._lock = threading.RLock()  # who reasons may ask for the turn, and so reason again
        self._consultation: Consultation | None = None
        self._asked = 0

    def pack(self, language: str | None = None) -> Pack:
        """Return the pack in a language; None, or one that it is not written in, stands for its own."""
        if language not in self._packs:
            self._packs[language] = self._loaded(language)
        return self._packs[language]

    def languages(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of some languages that the pack is written in: its own first, for nothing is lost there."""
        own = self.pack().info.language
        there = {own, *languages(self.folder)}
        return tuple(sorted((each for each in wanted if each in there), key=lambda each: each != own))

    def _loaded(self, language: str | None) -> Pack:
        if language is None:
            return load(self.folder)
        if language != self.pack().info.language:
            with contextlib.suppress(UnusableInputError):
                return load(self.folder, language)
        return self.pack()  # the same one: it is large, and what is worked out of answers is kept with it

    @contextlib.contextmanager
    def consulted(self) -> Iterator[Consultation]:
        """Give what says of any state of a sitting what it means, to one thread at a time."""
        with self._lock:
            if self._consultation is None:
                self._consultation = consultation(self.pack())
            yield self._consultation
            self._asked += 1
            if self._asked in _SETTLED:
                gc.collect()
                gc.freeze()


class Knowledge:
    """Packs by what they are kept as, and words by language; read once, and shared by all threads."""

    def __init__(self) -> None:
        """Begin with nothing; what is asked for is read."""
        self.templates = paths.shipped("templates")
        self.languages: tuple[str, ...] = tuple(spoken(self.templates))
        self._paths = [path for path in source_words(self.templates) if path.startswith(_PAGES)]
        self._words: dict[str, Words] = {}
        self._fixed: dict[str, dict[str, object]] = {}
        self._current: dict[str, Known] = {}
        self._by_hash: dict[str, Known] = {}
        self._old: Path | None = None
        self._lock = threading.RLock()

    def words(self, language: str) -> Words:
        """Return the words of a language."""
        if language not in self._words:
            self._words[language] = load_words(self.templates, language)
        return self._words[language]

    def fixed(self, language: str) -> dict[str, object]:
        """Return the words of pages that nothing is filled into, as nested mappings without the first part of their paths."""
        if language not in self._fixed:
            words, found = self.words(language), dict[str, object]()
            for path in self._paths:
                with contextlib.suppress(KeyError):
                    _put(found, path.split(".")[1:], words(path))
            self._fixed[language] = found
        return self._fixed[language]

    def choices(self, language: str) -> list[Pack]:
        """Return the packs that a new sitting can be about, in a language where they are written in it."""
        found = []
        for name in known_packs():
            with contextlib.suppress(UnusableInputError):
                found.append(self.current(name).pack(language))
        return found

    def current(self, name: str) -> Known:
        """Return the pack of an id as it is installed today.

        Raises:
            UnusableInputError: there is none.

        """
        with self._lock:
            if name not in self._current:
                folder = known_packs().get(name)
                if folder is None:
                    raise UnusableInputError([Problem(Place("pack"), f"there is no pack '{name}'.", "Choose one of the list.")])
                known = Known(folder, stored.kept(load_pack(folder)))
                self._current[name] = known
                self._by_hash[known.kept.hash] = known
            return self._current[name]

    def of(self, db: Database, kept: str) -> Known:
        """Return the pack that a sitting began with, as it was then.

        Raises:
            UnusableInputError: it is kept no more.

        """
        with self._lock:
            if kept not in self._by_hash:
                for name in known_packs():
                    with contextlib.suppress(UnusableInputError):
                        self.current(name)
            if kept not in self._by_hash:
                self._by_hash[kept] = self._unpacked(db, kept)
            return self._by_hash[kept]

    def _unpacked(self, db: Database, digest: str) -> Known:
        kept = stored.pack(db, digest)
        if kept is None:
            what = "the pack that this sitting began with is not kept any more."
            raise UnusableInputError([Problem(Place("pack"), what, "Download the answers, and begin a new sitting with them.")])
        if self._old is None:
            self._old = Path(tempfile.mkdtemp(prefix="advisor-packs-"))
            atexit.register(shutil.rmtree, self._old, ignore_errors=True)
        into = self._old / digest
        into.mkdir(exist_ok=True)
        return Known(stored.unpacked(kept, into), kept)


def _put(found: dict[str, object], parts: list[str], text: str) -> None:
    for part in parts[:-1]:
        inner = found.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        found = inner
    found[parts[-1]] = text
