"""What is worked out from the annotations of the model asks of values what the annotations ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.knowledge.loader import MANY, ONE
from advisor.knowledge.shapes import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.shapes import Shape


def _shapes(kind: type[msgspec.Struct]) -> Iterator[Shape]:
    """Yield the shapes of all values that a struct can hold, and of all inside them."""
    waiting = [field.shape for field in fields_of(kind).values()]
    while waiting:
        shape = waiting.pop()
        yield shape
        waiting += [shape.part] if shape.part else []
        waiting += [field.shape for field in fields_of(shape.type).values()] if shape.form == "struct" else []


def _fits(raw: str, shape: Shape) -> bool:
    try:
        return bool(msgspec.convert(raw, shape.type) == raw)
    except msgspec.ValidationError:
        return False


@pytest.mark.parametrize("kind", [*ONE.values(), *MANY.values()])
def test_a_text_has_the_lengths_that_its_annotation_allows(kind: type[msgspec.Struct]) -> None:
    for shape in _shapes(kind):
        if shape.lengths is not None and (most := shape.lengths[1]) < 10_000:
            for length in (0, 1, most, most + 1):
                assert _fits("x" * length, shape) == (shape.lengths[0] <= length <= most)


def test_of_a_text_with_a_pattern_more_is_asked_than_a_length() -> None:
    fields = fields_of(MANY["questions"])

    assert fields["id"].shape.lengths is None
    assert fields["label"].shape.lengths == (1, 200)


def test_the_fields_of_a_type_are_worked_out_once() -> None:
    assert fields_of(MANY["questions"]) is fields_of(MANY["questions"])
