"""Import experta on Pythons it was not written for. Every other use of experta imports it from here.

experta 1.9.4 pins frozendict 1.2, which needs ``collections.Mapping`` (gone since Python 3.10); the name is lent to that one
import. Importing experta also configures the root logger, which is undone. See ``docs/decisions/0002-experta.md``.
"""

from __future__ import annotations

import collections
import collections.abc
import importlib
import logging


def _import_frozendict() -> None:
    if hasattr(collections, "Mapping"):
        importlib.import_module("frozendict")
        return
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        importlib.import_module("frozendict")
    finally:
        del collections.Mapping  # type: ignore[attr-defined]


def _import_experta() -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    module = importlib.import_module("experta")
    for handler in list(root.handlers):
        if handler not in before:
            root.removeHandler(handler)
    if not hasattr(module, "KnowledgeEngine"):
        message = "experta is installed but cannot be used: reinstall experta==1.9.4."
        raise ImportError(message)


_import_frozendict()
_import_experta()

from experta import NOT, Fact, InitialFact, KnowledgeEngine, L, P, Rule  # noqa: E402 - experta can be imported only now
from experta.abstract import Matcher  # noqa: E402
from experta.activation import Activation  # noqa: E402
from experta.agenda import Agenda  # noqa: E402
from experta.factlist import FactList  # noqa: E402
from experta.strategies import DepthStrategy  # noqa: E402

__all__ = [
    "NOT",
    "Activation",
    "Agenda",
    "DepthStrategy",
    "Fact",
    "FactList",
    "InitialFact",
    "KnowledgeEngine",
    "L",
    "Matcher",
    "P",
    "Rule",
]
