"""The pictures can be read: nothing overlaps, nothing is cut off, nothing depends on colour, and longer words fit as well."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from advisor.answers.read import read_answers
from advisor.errors import UnusableInputError
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.pictures.drawing import WIDTH, Figure, draw
from advisor.reports.pictures.gallery import figures
from advisor.reports.words import Words
from advisor.reports.writers.colours import MINIMUM, Colours, chosen, contrast
from advisor.reports.writers.text import WIDTH as COLUMNS
from tests.support.cities import city
from tests.support.reports import EXAMPLES, TEMPLATES, context, engine_of, name_of, pack_of
from tests.support.sampling import sampled
from tests.test_path import COMBINATIONS
from tests.test_path import city as facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.context import Context
    from advisor.reports.pictures.drawing import Box

SVG = "{http://www.w3.org/2000/svg}"
MARGIN = 2.0


def longer(text: str) -> str:
    """Return a text whose words are 40 % longer; what is filled in later stays."""
    return re.sub(r"(?<![{\w])[^\W\d]{3,}(?![}\w])", lambda word: word[0] + word[0][: round(len(word[0]) * 0.4)], text)


def longer_words(words: Words) -> Words:
    entries = words._entries  # noqa: SLF001 - there is no other way to all words
    kept = ("month_names", "picture.reasons.heads")
    return Words({path: text if path in kept else longer(text) for path, text in entries.items()})


def with_longer_names(pack: Pack) -> Pack:
    replace = msgspec.structs.replace
    axes = [replace(axis, poles=tuple(replace(pole, name=longer(pole.name)) for pole in axis.poles)) for axis in pack.axes]
    approaches = tuple(replace(each, name=longer(each.name)) for each in pack.approaches)
    questions = tuple(replace(each, label=longer(each.label)) for each in pack.questions)
    return replace(pack, axes=tuple(axes), approaches=approaches, questions=questions)


def case(pack: Pack, engine: PackEngine, answers: Answers, *, stretched: bool) -> Context:
    found = context(pack, answers, assess(KnowledgeBase(pack, engine), answers))
    if not stretched:
        return found
    return msgspec.structs.replace(found, pack=with_longer_names(pack), words=longer_words(found.words))


def combination(pack: Pack, there: tuple[str, ...]) -> Answers:
    return city(
        pack, {fact: value for fact, value in facts_of(pack, there).items() if fact in {each.id for each in pack.questions}}
    )


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def crosses(line: tuple[float, float, float, float], box: Box) -> bool:
    """Tell whether a straight line runs through a box."""
    x1, y1, x2, y2 = line
    low, high = 0.0, 1.0
    for start, way, near, far in ((x1, x2 - x1, box[0], box[2]), (y1, y2 - y1, box[1], box[3])):
        if way == 0:
            if not near < start < far:
                return False
            continue
        ends = sorted(((near - start) / way, (far - start) / way))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low < high


def box_of(shape: dict[str, Any]) -> Box:
    return shape["x"], shape["y"], shape["x"] + shape["width"], shape["y"] + shape["height"]


def check_labels(figure: Figure) -> None:
    """Hold that texts are inside the picture and none lies on another."""
    sheet = (-MARGIN, -MARGIN, WIDTH + MARGIN, figure.height + MARGIN)
    boxes = [(label.text, label.box()) for label in figure.labels]
    assert [text for text, box in boxes if not within(box, sheet)] == []
    overlapping = [(one[0], other[0]) for one, other in itertools.combinations(boxes, 2) if not apart(one[1], other[1])]
    assert overlapping == []


def arrow_lines(arrow: dict[str, Any]) -> Iterator[tuple[float, float, float, float]]:
    points = [tuple(map(float, each.split(","))) for each in arrow["points"].split()]
    tip = tuple(map(float, arrow["head"].split()[0].split(",")))
    yield points[0][0], points[0][1], tip[0], tip[1]


def check_map(figure: Figure) -> None:
    """Hold that arrows lead from card to card without touching cards, texts or each other's numbers."""
    shapes: Any = figure.shapes
    cards = [box_of(each) for group in shapes["cards"].values() for each in group]
    arrows = shapes["arrows"]
    pills = [box_of(each["pill"]) for each in arrows]
    assert len(cards) == 4
    assert all(apart(*pair) for pair in itertools.combinations([*cards, *pills], 2))
    for arrow in arrows:
        own = box_of(arrow["pill"])
        for line in arrow_lines(arrow):
            assert not any(crosses(line, card) for card in cards)
            assert not any(crosses(line, pill) for pill in pills if pill != own)
            assert not any(crosses(line, label.box()) for label in figure.labels if not within(label.box(), own))
    for label in figure.labels:
        inside = [box for box in (*cards, *pills) if within(label.box(), box)]
        assert inside or all(apart(label.box(), box) for box in (*cards, *pills)), label


@pytest.mark.parametrize("stretched", [False, True], ids=["german", "longer"])
@pytest.mark.parametrize("there", COMBINATIONS, ids="+".join)
def test_the_map_of_each_combination_is_clear(pack: Pack, engine: PackEngine, there: tuple[str, ...], *, stretched: bool) -> None:
    found = case(pack, engine, combination(pack, there), stretched=stretched)
    drawn = figures(found)["map"]
    shapes: Any = drawn.shapes
    assert len(shapes["cards"]["established"]) == len(there)
    check_labels(drawn)
    check_map(drawn)


@pytest.mark.parametrize("stretched", [False, True], ids=["german", "longer"])
@pytest.mark.parametrize("example", sampled(3, EXAMPLES), ids=name_of)
def test_every_picture_of_every_example_is_clear(example: Path, *, stretched: bool) -> None:
    pack = pack_of(example)
    found = figures(case(pack, engine_of(example), read_answers(example, pack), stretched=stretched))
    for figure in found.values():
        check_labels(figure)
    check_map(found["map"])


@pytest.mark.parametrize("example", sampled(3, EXAMPLES), ids=name_of)
def test_a_drawing_is_sound_and_names_itself(example: Path) -> None:
    pack = pack_of(example)
    for figure in figures(case(pack, engine_of(example), read_answers(example, pack), stretched=False)).values():
        drawn = ET.fromstring(draw(TEMPLATES, figure, Colours()))  # noqa: S314 - our own
        ids = [each.get("id") for each in drawn.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        assert drawn.get("role") == "img"
        assert (drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")) == (figure.title, figure.alt)
        assert "'Source Sans Pro'" in str(drawn.get("font-family"))
        assert not list(drawn.iter(f"{SVG}marker"))


def test_a_text_is_set_in_its_room_in_any_typeface_and_untouched_in_the_own_one(pack: Pack, engine: PackEngine) -> None:
    figure = figures(case(pack, engine, combination(pack, ()), stretched=False))["map"]
    texts = list(ET.fromstring(draw(TEMPLATES, figure, Colours())).iter(f"{SVG}text"))  # noqa: S314 - our own
    labels = [label for label in figure.labels if len(label.text) > 3]
    set_as = {str(each.text): float(str(each.get("textLength"))) for each in texts if each.get("textLength")}
    assert {label.text for label in labels} == {*set_as}
    assert all(set_as[label.text] <= label.box()[2] - label.box()[0] for label in labels)
    assert "textLength" not in draw(TEMPLATES, figure, Colours(), embedded=True)


def test_a_roadmap_names_no_month_that_nobody_knows(pack: Pack, engine: PackEngine) -> None:
    example = next(each for each in EXAMPLES if each.name.startswith("seed-start"))
    shown = figures(case(pack, engine, read_answers(example, pack), stretched=False))["timeline"]
    shapes: Any = shown.shapes
    texts = [label.text for label in shown.labels]
    assert texts.count("Beginn nicht bekannt") == sum(text.startswith(("2.", "3.")) for text in texts) == 2
    assert len(shapes["open"]) == texts.count("Ende nicht bekannt") + 1 == 2
    assert len(shapes["early"]) == 1, "only the bar of the legend"
    assert all(
        any(within(label.box(), box_of(each)) for each in shapes["grounds"]) for label in shown.labels if "Beginn" in label.text
    )


def test_statuses_differ_without_their_colours(pack: Pack, engine: PackEngine) -> None:
    black = Colours(**dict.fromkeys(Colours.__struct_fields__, "#000000"))
    drawn = figures(case(pack, engine, combination(pack, ()), stretched=False))["map"]
    svg = ET.fromstring(draw(TEMPLATES, drawn, black))  # noqa: S314 - our own
    signs: dict[str, list[str]] = {}
    for each in svg:
        if each.get("cx") and float(str(each.get("cy"))) > drawn.height - 30:
            signs.setdefault(str(each.get("cx")), []).append(str(sorted(set(each.keys()))) + str(each.get("stroke-dasharray")))
    assert len(signs) == 4
    legend = [label.text for label in drawn.labels][-6:]
    assert legend[:4] == ["etabliert", "im Aufbau", "nicht vorhanden", "noch offen"]


@pytest.mark.parametrize("there", COMBINATIONS, ids="+".join)
def test_the_map_of_a_terminal_fits_and_shows_each_step(pack: Pack, engine: PackEngine, there: tuple[str, ...]) -> None:
    found = case(pack, engine, combination(pack, there), stretched=False)
    lines = figures(found)["map"].lines
    assert max(map(len, lines)) <= COLUMNS
    steps = sum(item.kind == "step" for item in found.outcome.path)
    shown = "\n".join(lines)
    assert all(re.search(rf"{number}[·→←↑↓↗↘↙↖]|Schritt [·\d]*{number}", shown) for number in range(1, steps + 1))
    assert {"┌", "└"} <= set(shown)


def test_the_colours_of_the_product_can_be_read() -> None:
    own = Colours()
    for text in (own.ink, own.quiet, own.accent):
        assert contrast(text, own.paper) >= MINIMUM
    for text in (own.ink, own.quiet, own.accent):
        assert contrast(text, own.tint) >= MINIMUM


@pytest.mark.parametrize("colour", ["#1d5670", "#7a1f2b", "#2f6b2f", "#000000"])
def test_a_colour_of_a_city_brings_tones_on_which_text_can_be_read(colour: str) -> None:
    found = chosen(colour)
    assert found.accent == colour
    assert contrast(found.ink, found.tint) >= MINIMUM


@pytest.mark.parametrize("colour", ["red", "#12345", "#ffcc00", "#8899aa", "1d5670", "#1d5670;x"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(colour: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        chosen(colour)
    for offered in re.findall(r"example (#[0-9a-f]{6})", str(refused.value)):
        assert contrast(offered, "#ffffff") >= MINIMUM
