"""What an office sees drawn is what is counted, and whoever cannot see it is told the same."""

from __future__ import annotations

import datetime
import random
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from advisor import paths
from advisor.answers.roles import labels
from advisor.knowledge.placeholders import fill
from advisor.portfolio import views
from advisor.portfolio.charts import flows_chart, statuses_chart
from advisor.portfolio.comparing import comparison, pairs
from advisor.portfolio.folder import Seen
from advisor.portfolio.levers import levers
from advisor.portfolio.paper import write_paper
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.telling import Teller
from advisor.reasoning.answers import Answer
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.language import load_words
from advisor.reports.options import Wish
from advisor.reports.tree import Node, text_of
from tests.support.cities import by_chance, city
from tests.support.reports import failures
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.portfolio.paper import Paper
    from advisor.reports.pictures.drawing import Figure

BASE = KnowledgeBase(shipped_pack())
RULES = ColumnRules(BASE)
WORDS = load_words(paths.shipped("templates"), "de")
LABELS = labels(BASE.pack, "", None, {})
TODAY = datetime.date(2026, 11, 29)


def some(count: int, seed: str) -> list[Seen]:
    """Return cities by chance, of which not everything is known."""
    found = []
    for number in range(count):
        dice = random.Random(f"{seed} {number}")
        known = {name: value for name, value in by_chance(BASE.pack, dice).items() if dice.random() < 0.8}
        found.append(Seen(f"{number:04}", city(BASE.pack, known)))
    return found


SEEN = some(24, "charts")
NAMES = {each.id: each.name for each in BASE.pack.approaches}
HILLS = {"hills": [each.key for each in SEEN[:18]]}
TELLER = Teller(BASE.pack, WORDS, {each.key: each.answers.city.name for each in SEEN}, HILLS)


def of(figure: Figure, shape: str) -> Any:  # noqa: ANN401 - shapes are data for templates
    return figure.shapes[shape]


def test_a_bar_is_parted_as_its_cities_are_and_its_text_says_every_number() -> None:
    found = views.overview(RULES, SEEN, {}).statuses
    figure = statuses_chart(WORDS, NAMES, found)
    bars = of(figure, "bars")
    rows = sorted({bar["y"] for drawn in bars.values() for bar in drawn})
    for (approach, counts), row in zip(found.items(), rows[:-1], strict=True):  # in the last row stands what they mean
        for status, count in counts.items():
            drawn = [bar["width"] for bar in bars[status] if bar["y"] == row]
            assert sum(drawn) == pytest.approx(510 * count / len(SEEN)), (approach, status)
            assert f"{WORDS(f'status.{status}')} {count}" in figure.alt.partition(NAMES[approach])[2]


def test_bands_are_as_broad_as_cities_are_many_and_their_text_says_every_number() -> None:
    later = [Seen(one.key, two.answers) for one, two in zip(SEEN, some(24, "later"), strict=True)]
    for number, (approach, moves) in enumerate(comparison(RULES, SEEN, later, {}).flows.items()):
        figure = flows_chart(WORDS, number, NAMES[approach], moves, (2025, 2026))
        bands = [band["points"] for kind in of(figure, "bands").values() for band in kind]
        heights = [float(ends[7]) - float(ends[1]) for ends in (re.split(r"[ ,]+", band) for band in bands)]
        counts = [count for targets in moves.values() for count in targets.values()]
        assert sum(counts) == len(SEEN)
        each = sum(heights) / len(SEEN)
        assert sorted(heights) == pytest.approx([count * each for count in sorted(counts)], abs=0.2)
        for was, targets in moves.items():
            for will, count in targets.items():
                told = WORDS("portfolio.chart.move", was=WORDS(f"status.{was}"), will=WORDS(f"status.{will}"), count=count)
                assert told in figure.alt


def test_who_stands_weaker_than_before_is_named_and_who_is_open_now_is_not() -> None:
    ordinal = [each for each in BASE.pack.questions if each.type == "ordinal"]
    nothing, low, high = (
        city(BASE.pack, {}),
        *(city(BASE.pack, {each.id: each.levels[at].name for each in ordinal}) for at in (0, -1)),
    )
    years = [high, high, low], [low, nothing, high]
    then, now = ([Seen(key, said) for key, said in zip("123", year, strict=True)] for year in years)
    found = comparison(RULES, then, now, {})
    weaker = [keys for moves in found.weaker.values() for targets in moves.values() for keys in targets.values()]
    assert weaker
    assert set(weaker) == {("1",)}
    teller = Teller(BASE.pack, WORDS, {"1": "Aa", "2": "Bb", "3": "Cc"})
    paper = teller.flows(found, pairs(then, now, {}), 2024, 2025)
    named = [text_of(each) for each in paper.tree.children if isinstance(each, Node) and each.tag == "ul"]
    assert all(each.startswith("von «") and each.endswith(": Aa") for each in named)
    assert len(named) == len(weaker)


def test_a_lever_moves_the_cities_that_supposing_it_moves() -> None:
    now, tried = views.stand(RULES, SEEN), 0
    for lever in levers(RULES, now)[:8]:
        fact, _, level = lever.fact.partition(" = ")
        question = next((each for each in BASE.pack.questions if each.id == fact and each.type == "ordinal"), None)
        if question is None:
            continue
        names, tried = [each.name for each in question.levels], tried + 1
        changed, missing = [], 0
        for each in SEEN:
            said = each.answers.complete(BASE.pack).answers.get(fact)
            low = said is None or names.index(str(said.value)) < names.index(level)
            missing += low
            answers = {**each.answers.answers, **({fact: Answer(value=level)} if low else {})}
            changed.append(Seen(each.key, msgspec.structs.replace(each.answers, answers=answers)))
        moved = views.moved(RULES, SEEN, changed)
        assert (lever.lacking, lever.moved) == (missing, len(moved)), lever.fact
        begun, ended = sum(each.before is None for each in moved), sum(each.then is None for each in moved)
        assert (lever.other, lever.begun, lever.ended) == (len(moved) - begun - ended, begun, ended), lever.fact
    assert tried


def written(paper: Paper, form: str) -> bytes:
    return write_paper(Wish(form=form, templates=paths.shipped("templates")), BASE.pack, WORDS, paper, SEEN).content


def report() -> Paper:
    return TELLER.report(views.overview(RULES, SEEN, HILLS), None, 0)


def flows() -> Paper:
    later = [Seen(one.key, two.answers) for one, two in zip(SEEN, some(24, "later"), strict=True)]
    return TELLER.flows(comparison(RULES, SEEN, later, {}), pairs(SEEN, later, {}), 2025, 2026)


def test_the_report_of_an_office_begins_with_what_to_begin_with() -> None:
    found = views.overview(RULES, SEEN, {})
    text = written(report(), "md").decode()
    first = text.partition("## Wo sie stehen")[0]
    asked = max(found.to_clarify.values())
    shared = found.shared[0]
    near = max(([key for key in shared.keys if key in keys] for keys in HILLS.values()), key=len)
    assert "## Womit beginnen" in first
    assert f"Er steht bei {max(found.next.values())} von 24 an" in first
    assert f"Einladen: die {len(near)} aus " in first
    assert f"Im Ganzen gilt das für {len(shared.keys)}." in first
    assert f"Bei {asked} ist das offen oder umstritten" in first
    assert f"so stünde bei {found.levers[0].other} ein anderer Schritt an" in first
    assert re.findall(r"^(\d)\. (\w+)", first, re.MULTILINE) == [
        ("1", "Vorbereiten"),
        ("2", "Einladen"),
        ("3", "Nachfragen"),
        ("4", "Prüfen"),
    ]


def test_the_most_of_all_is_said_only_of_what_nothing_else_equals() -> None:
    found = views.overview(RULES, SEEN, {})
    one, two, three = (each.id for each in BASE.pack.steps[:3])
    told = {
        "Kein anderer Schritt steht so oft an.": {one: 12, two: 11},
        f"Gleich oft steht «{TELLER.called.step(two)}» an.": {one: 12, two: 12},
        "Gleich oft stehen 2 andere Schritte an.": {one: 8, two: 8, three: 8},
        "was er verlangt, sagen ihre Berichte.\n": {one: 24},
    }
    for sentence, following in told.items():
        groups = tuple(views.Group(step, (), ("0000",)) for step in following)
        paper = TELLER.report(msgspec.structs.replace(found, next=following, groups=groups), None, 0)
        assert sentence in beginning_of(paper), sentence
    asked = next(iter(found.asked))
    keys = tuple(each.key for each in SEEN)
    for sentence, near in {"Am häufigsten hier: a (12); b (9).": (12, 21), "Davon hier: a (10); b (7).": (10, 17)}.items():
        regions = {"a": keys[: near[0]], "b": keys[near[0] : near[1]], "c": keys[near[1] :]}
        teller = Teller(BASE.pack, WORDS, dict.fromkeys(keys, "x"), regions)
        only = msgspec.structs.replace(found, to_clarify={asked: len(keys)}, asked={asked: keys})
        assert sentence in beginning_of(teller.report(only, None, 0)), sentence


def test_of_one_city_a_report_tells_as_of_one() -> None:
    text = written(TELLER.report(views.overview(RULES, SEEN[:1], {}), None, 1), "md").decode()
    assert text.startswith("# Überblick über eine einzige Stadt oder Gemeinde\n")
    assert "Eine Datei ist nicht lesbar; sie fehlt" in text
    assert "Er steht als Nächstes an; was er verlangt, sagt der Bericht." in text


def beginning_of(paper: Paper) -> str:
    return written(paper, "md").decode().partition("## Womit beginnen")[2].partition("\n## ")[0]


def test_a_city_that_alone_lacks_something_is_told_what() -> None:
    fact = views.missing_for_next(RULES, SEEN)[SEEN[0].key][0]
    step = BASE.pack.steps[0].id
    groups = [views.Group(step, (fact,), ("0000",)), views.Group(BASE.pack.steps[1].id, (fact,), ("0001", "0002"))]
    text = written(Teller(BASE.pack, WORDS, {f"000{at}": f"town{at}" for at in range(3)}).groups(groups), "md").decode()
    lacks = f"Was dafür fehlt oder nicht bekannt ist:\n\n- {TELLER.called.fact(fact)}\n"
    assert f"\ntown0\n\n{lacks}" in text
    assert f"\n2 Städte und Gemeinden: town1, town2\n\n{lacks}" in text


def test_who_is_to_be_asked_is_named_with_the_question() -> None:
    found = views.overview(RULES, SEEN, HILLS)
    names = {each.key: f"town{each.key}" for each in SEEN}
    assert {name: len(keys) for name, keys in found.asked.items()} == found.to_clarify
    few = next(name for name, count in found.to_clarify.items() if count <= 8)
    paper = Teller(BASE.pack, WORDS, names, HILLS).report(found, None, 0)
    label = BASE.pack.question(few).label
    named = ", ".join(names[key] for key in found.asked[few])
    assert f"| {label} | {found.to_clarify[few]} | {named} |" in written(paper, "md").decode()


def test_many_cities_before_one_step_are_counted_by_region() -> None:
    many = [Seen(f"{number:04}", SEEN[0].answers) for number in range(12)]
    regions = {"hills": [each.key for each in many[:7]], "lake": [each.key for each in many[7:]], "plain": ["0999"]}
    teller = Teller(BASE.pack, WORDS, {each.key: f"town{each.key}" for each in many}, regions)
    text = written(teller.report(views.overview(RULES, many, regions), None, 0), "md").decode()
    table = text.partition("## Was als Nächstes kommt")[2].partition("\n## ")[0]
    assert "| 12 | hills (7); lake (5) |" in table
    assert "town" not in table


def test_groups_name_every_city_once_under_its_next_step() -> None:
    found = views.overview(RULES, SEEN, {}).groups
    names = {each.key: f"town{each.key}" for each in SEEN}
    text = written(Teller(BASE.pack, WORDS, names).groups(found), "md").decode()
    assert sorted(re.findall(r"town\d+", text)) == sorted(names.values())
    chapters = dict(chapter.split("\n", 1) for chapter in text.split("\n## ")[1:])
    assert len(chapters) == len({each.next for each in found})
    for each in found:
        title = fill(next(step.title for step in BASE.pack.steps if step.id == each.next), LABELS) if each.next else None
        assert title is None or all(names[key] in chapters[title] for key in each.keys)


@pytest.mark.parametrize("paper", [report, flows])
def test_the_papers_of_an_office_are_accessible(paper: Any) -> None:  # noqa: ANN401
    made = paper()
    page = written(made, "html").decode()
    assert page.count('role="img"') == len(made.figures)
    assert all(figure.alt in page.replace("&#39;", "'") for figure in made.figures.values())
    assert [failures(written(made, "pdf"), profile) for profile in ("pdfa-2a", "pdfua-1")] == [[], []]
