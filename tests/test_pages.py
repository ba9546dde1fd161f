"""The pages of a pack: everything has one, every link leads somewhere, and what is said can be followed both ways."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.i18n.extract import pack_messages
from advisor.reports.tree import Node, elements, text_of
from advisor.workshop.pages.book import Book, Page
from advisor.workshop.pages.opening import open_book
from advisor.workshop.pages.overview import sentences
from advisor.workshop.pages.site import BrokenLinkError, pages, refuse_broken
from tests.support.browser import violations
from tests.support.sampling import sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATES = paths.shipped("templates")
HREF = re.compile(r'(?:href|src)="([^"]*)"')
HEADING = re.compile(r"<h([1-6])")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages of all shipped packs."""
    folder = tmp_path_factory.mktemp("site")
    assert run("docs", "-o", folder)[0] == 0
    return folder


@pytest.fixture(scope="module", params=paths.shipped_packs(), ids=lambda folder: folder.name)
def book(request: pytest.FixtureRequest) -> Book:
    return open_book(request.param)


def broken(folder: Path) -> Iterator[str]:
    """Yield each link that leads to no file or no place in it."""
    texts = {file.resolve(): file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}
    for file, text in texts.items():
        for address in HREF.findall(text):
            path, _, place = html.unescape(address).partition("#")
            if path.startswith(("http://", "https://")):
                continue
            target = (file.parent / path).resolve() if path else file
            if not target.is_file() or (place and f'id="{place}"' not in texts[target]):
                yield f"{file.name}: {address}"


@pytest.mark.long
def test_every_link_leads_somewhere(site: Path) -> None:
    assert list(broken(site)) == []


@pytest.mark.long
def test_a_broken_link_is_noticed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((site / "smart-city" / "index.html").read_bytes())
    assert "index.html: findings/paper_strategy.html" in set(broken(tmp_path))
    page = Page("findings/one", "One", Node("article", (Node("p", (Node("a", ("Two",), "#findings/two"),)),)))
    with pytest.raises(BrokenLinkError, match="findings/one: there is no page 'findings/two'"):
        refuse_broken([page])


@pytest.mark.long
def test_every_entry_has_its_page(book: Book, site: Path) -> None:
    pack = book.pack
    names = {
        *(f"questions/{each.id}" for each in pack.questions),
        *(f"approaches/{each.id}" for each in pack.approaches),
        *(f"findings/{each.id}" for each in pack.findings),
        *(f"criteria/{each.id}" for each in pack.criteria),
        *(f"steps/{each.id}" for each in pack.steps),
        *(f"sources/{each.id}" for each in pack.sources),
    }
    assert [name for name in sorted(names) if not (site / pack.info.id / f"{name}.html").is_file()] == []


@pytest.mark.long
def test_a_page_can_be_read_by_everybody_and_needs_nothing_else(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        levels = [int(each) for each in HEADING.findall(text)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), file
        assert '<html lang="de">' in text
        assert all(text.count(f"<{each}") == 1 for each in ("main", "nav", "footer"))
        assert "<script" not in text
        assert "@import" not in text
        assert text.count("<svg") == text.count("<desc")


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["index", "graph", "about", "questions/staff_unit", "findings/paper_strategy", "approaches/themenlab"]
)
def test_axe_finds_no_violation_in_a_browser(site: Path, name: str) -> None:
    assert violations(site / "smart-city" / f"{name}.html") == []


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(2, ["unit-leadership", "smart-city"]))
def test_the_same_pack_makes_the_same_bytes(name: str, site: Path, tmp_path: Path) -> None:
    assert run("docs", "-o", tmp_path / "again", name)[0] == 0
    for file in sorted((tmp_path / "again").rglob("*.*")):
        assert file.read_bytes() == (site / name / file.relative_to(tmp_path / "again")).read_bytes()


@pytest.mark.long
def test_every_sentence_stands_on_the_page_that_it_is_said_to_come_from(book: Book) -> None:
    said = {page.name: " ".join(text_of(node) for node in elements(page.tree)) for page in pages(book)}
    told = sentences(book).tree.children[-1]
    assert isinstance(told, Node)
    rows = [row.children for row in told.children[1:] if isinstance(row, Node)]
    missing = []
    for sentence, origin in rows:
        assert isinstance(sentence, Node)
        assert isinstance(origin, Node)
        link = origin.children[0]
        assert isinstance(link, Node)
        if text_of(sentence) not in said[str(link.target).removeprefix("#")]:
            missing.append((link.target, text_of(sentence)))
    assert missing == []
    assert len(rows) > len(pack_messages(book.pack)) * 0.8


@pytest.mark.long
def test_what_an_entry_rests_on_says_where_it_counts(book: Book) -> None:
    links = {
        page.name: {str(node.target).removeprefix("#") for node in elements(page.tree) if node.tag == "a"} for page in pages(book)
    }
    for finding in book.pack.findings:
        name = f"findings/{finding.id}"
        beside = {*book.uses.rests_on.get(name, ()), *(f"sources/{each}" for each in finding.sources)}
        assert beside <= links[name]
        assert [each for each in sorted(beside) if name not in links[each]] == []


def test_a_condition_is_told_in_words_with_what_it_is_about(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["when"] = {
        "all": [
            "shelf is not established",
            {"any": ["visitors > 10", {"at_least": 2, "of": ["open_now is yes", "media includes some", "near is covered"]}]},
        ]
    }
    code, said = run("rule", "empty_shelf", "--pack", write_pack(tmp_path / "small", data), "--format", "md")
    assert code == 0
    assert (
        "Alles davon trifft zu:\n\n"
        "- Shelf: nicht vorhanden oder im Aufbau\n"
        "- Mindestens eines davon trifft zu:\n"
        "  - Visitors: mindestens 11 people\n"
        "  - Mindestens 2 davon treffen zu:\n"
        "    - Open\\_Now: ja\n"
        "    - Media: «some», ja\n"
        "    - Near: abgedeckt\n"
    ) in said
    assert "Die Leitung has nothing to lend." in said
    assert "`pack.yaml:" in said


@pytest.mark.long
def test_an_id_is_looked_for_in_every_section_and_pack(tmp_path: Path) -> None:
    assert run("rule", "criteria/no_empty_shell")[1].startswith("Nicht zu früh\n=============\n")
    assert run("rule", "paper_strateg")[1] == "advisor: there is no entry 'paper_strateg'. Did you mean 'paper_strategy'?\n"
    code, said = run("rule", "context")
    assert code == 2
    assert "'context' is the id of several entries: topics/context of smart-city, topics/context of unit-leadership." in said
    assert run("rule", "S1", "--pack", write_pack(tmp_path / "small", small_pack()))[1].startswith("A source\n")


@pytest.mark.long
def test_pages_are_written_in_the_language_asked_for(tmp_path: Path) -> None:
    assert run("docs", "-o", tmp_path, "--lang", "fr", "smart-city")[0] == 0
    text = (tmp_path / "findings" / "paper_strategy.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert ">Quand la règle s’applique</h2>" in text


def test_a_site_takes_away_its_own_old_pages_and_nothing_else(tmp_path: Path) -> None:
    pack, folder, data = tmp_path / "small", tmp_path / "site", small_pack()
    run("docs", "-o", folder, write_pack(pack, data))
    assert (folder / "sources" / "S1.html").is_file()
    (folder / "mine.html").write_text("mine", encoding="utf-8")
    data["sources"][0]["id"] = "S2"
    assert run("docs", "-o", folder, write_pack(pack, data))[0] == 0
    assert sorted(file.name for file in (folder / "sources").iterdir()) == ["S2.html"]
    assert (folder / "mine.html").is_file()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear", encoding="utf-8")
    assert "this folder holds other things" in run("docs", "-o", tmp_path / "other", pack)[1]


def test_nothing_that_an_author_writes_becomes_structure(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["title"] = "<script>alert(1)</script> & [x](javascript:1)"
    run("docs", "-o", tmp_path / "site", write_pack(tmp_path / "small", data))
    for file in (tmp_path / "site").rglob("*.html"):
        assert "<script" not in file.read_text(encoding="utf-8")
    assert "\\<script\\>" in run("rule", "empty_shelf", "--pack", tmp_path / "small", "--format", "md")[1]


def test_an_entry_tells_all_that_its_author_wrote(tmp_path: Path) -> None:
    data = small_pack()
    data["pack"]["currency"] = "CHF"
    data["activities"] = [{"id": "buying", "label": "Buying"}, {"id": "waiting", "label": "Waiting"}]
    data["measures"] = [
        {
            "raises": {"shelf_money": "some"},
            "text": "Ask.",
            "in_90_days": {"day": 30, "text": "Asked."},
            "months": [1, 2],
            "effort": {"librarian": 3},
            "cost": {"once": [100, 2000], "yearly": [0, 0]},
            "does": ["buying"],
            "provenance": "proposal",
        }
    ]
    advice = {"text": "Buy books.", "does": ["buying"], "pauses": ["waiting"]}
    louder = {**data["findings"][0], "id": "louder", "title": "Louder", "silences": ["empty_shelf"]}
    data["findings"][0] |= {"advice": advice, "gravity": 3, "deadline": "founded"}
    data["findings"].append(louder)
    data["steps"][0]["accepts"] = [{"risk": "louder", "because": "It passes."}]
    data["roles"][0]["refuses"] = "open_now is no"
    question = next(each for each in data["questions"] if each["id"] == "circle_money")
    question["levels"][2]["presupposes"] = "shelf_money >= some"
    folder = write_pack(tmp_path / "small", data)

    def told(entry: str) -> str:
        return " ".join(CliRunner().invoke(main, ["rule", entry, "--pack", str(folder)]).stdout.split())

    for entry, words in {
        "shelf_money.some": (
            "Bis Tag 30: Asked.",
            "Arbeitszeit (Vorschlag): Leitung 3 Tage",
            "Kosten (Vorschlag): einmalig CHF 100 bis 2000",
            "Tätigkeit: Buying",
        ),
        "empty_shelf": ("Tätigkeit: Buying", "Schiebt auf: Waiting", "Schweregrad 3 von 3", "Frist: Founded"),
        "louder": ("Ersetzt im Bericht: - Empty shelf",),
        data["steps"][0]["id"]: ("Was der Schritt in Kauf nimmt", "Louder: It passes."),
        "circle_money": ("«most» setzt voraus:", "Shelf_Money: mindestens «some»"),
    }.items():
        for each in words:
            assert each in told(entry), told(entry)
    assert "Leitung lehnt ab, wo sicher gilt:" in (written_site(folder, tmp_path) / "about.html").read_text(encoding="utf-8")


def written_site(folder: Path, home: Path) -> Path:
    CliRunner().invoke(main, ["docs", str(folder), "-o", str(home / "site")])
    return home / "site"


def test_a_list_has_every_section_that_a_pack_has(tmp_path: Path) -> None:
    data = small_pack()
    data["conditions"] = [{"id": "busy", "name": "Many visitors", "when": "visitors > 50", "provenance": "proposal"}]
    data["activities"] = [{"id": "buying", "label": "Buying"}]
    data["measures"] = [{"raises": {"shelf_money": "some"}, "text": "Ask.", "months": [1, 2], "provenance": "proposal"}]
    listed = CliRunner().invoke(main, ["list", str(write_pack(tmp_path / "small", data))]).stdout
    lines = [" ".join(line.split()) for line in listed.splitlines()]
    for section, line in {
        "conditions": "busy Many visitors (visitors >= 51)",
        "activities": "buying Buying",
        "measures": "shelf_money.some Shelf_Money: some",
    }.items():
        assert lines[lines.index(section) + 1] == line
    bare = CliRunner().invoke(main, ["list", str(write_pack(tmp_path / "bare", small_pack()))]).stdout.splitlines()
    assert not {"conditions", "activities", "measures"} & {*bare}
