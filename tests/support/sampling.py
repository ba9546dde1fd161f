"""A quick sample beside every long set: the same test, of a few and of many."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _pytest.mark import ParameterSet
    from pytest import MarkDecorator  # noqa: PT013 - the type of the mark alone


def sample_and_all(name: str, sample: object, everything: object) -> MarkDecorator:
    """Run a test with the first value among the quick tests, and with the other among the long ones (``-m long``)."""
    values = [pytest.param(sample, id="sample"), pytest.param(everything, id="all", marks=pytest.mark.long)]
    return pytest.mark.parametrize(name, values)


def sampled(step: int, values: Iterable[object]) -> list[ParameterSet]:
    """Return parameters of which one in so many is quick, and the others are long; a tuple is several parameters."""
    each_one = (each if isinstance(each, tuple) else (each,) for each in values)
    return [pytest.param(*each, marks=() if at % step == 0 else pytest.mark.long) for at, each in enumerate(each_one)]


_HOW_MANY = os.environ.get("ADVISOR_EXAMPLES", "a fifth")
_Test = TypeVar("_Test", bound="Callable[..., None]")


def in_full(count: int, *, beside_a_change: int) -> int:
    """Return how many a long set takes: all where ``ADVISOR_EXAMPLES=full`` asks for it, as before a release."""
    return count if _HOW_MANY == "full" else beside_a_change


def examples(count: int) -> Callable[[_Test], _Test]:
    """Try a fifth of so many random examples among the quick tests, and all of them beside the long ones.

    The long run takes them with ``-m "long or thorough"`` and ``ADVISOR_EXAMPLES=all`` (or ``full``).
    """

    def with_examples(test: _Test) -> _Test:
        marked: _Test = pytest.mark.thorough(settings(max_examples=count // 5 if _HOW_MANY == "a fifth" else count)(test))
        return marked

    return with_examples
