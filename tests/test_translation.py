"""Another language is other files: nothing of the source shines through, and nothing unfinished is ever shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.knowledge.catalogue import read_catalogue
from advisor.knowledge.languages import pack_in
from advisor.knowledge.loader import load_pack
from advisor.knowledge.messages import pack_messages
from advisor.sessions.answers_file import read_answers
from tests.languages import CODE, FORM, change, disguised, translate, write_grammar
from tests.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.answers.yaml"))
LATIN = re.compile(r"[A-Za-zÄÖÜäöüßéàèç]{2,}")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped rules and templates, and both of them in the language that nobody speaks."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    rules = folder / "rules" / "smart-city"
    translate(rules)
    translate(folder / "templates")
    write_grammar(rules, load_pack(rules).pack)
    return folder


@pytest.fixture
def speaking(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the product find its rules and templates there."""
    monkeypatch.setattr(paths, "shipped", lambda name: shipped / name)
    return shipped


def run(*command: str, typed: str = "") -> str:
    done = CliRunner().invoke(main, command, input=typed)
    assert done.exit_code == 0, (done.stderr, done.exception)
    return done.stdout


def refused(*command: str) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exit_code in {1, 2}, done.exception
    return done.stderr


def left_over(text: str, pack: Pack, file: Path | None = None) -> list[str]:
    """Return what is written in Latin letters and is neither a name, nor an id, nor the words of the city itself."""
    answers = read_answers(file, pack) if file else None
    own = [answers.city.name, answers.note or "", *(each.note or "" for each in answers.answers.values())] if answers else []
    fixed = [part for source in pack.sources for part in (source.title, *source.urls)]
    names = [*(approach.name for approach in pack.approaches), *(step.example.city for step in pack.steps if step.example)]
    text = text.replace("\\", "")
    for known in sorted([*own, *fixed, *names, "smart-city-advisor", pack.info.id], key=len, reverse=True):
        text = text.replace(known, "") if known else text
    text = re.sub(r"`[^`]*`|\[\d+[mKhl?;]*|https?://\S+", "", text)
    cited = "|".join(source.id for source in pack.sources)
    return LATIN.findall(re.sub(rf"\b({cited})\b|\([0-9a-f]{{12}}\)", "", text))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_no_sentence_of_a_report_is_left_in_the_language_of_the_source(example: Path, speaking: Path, pack: Pack) -> None:
    assert speaking
    report = run("advise", str(example), "--lang", CODE)
    assert FORM in report
    assert left_over(report, pack, example) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_no_sentence_of_an_explanation_is_left_in_the_language_of_the_source(example: Path, speaking: Path, pack: Pack) -> None:
    assert speaking
    explained = run("explain", str(example), "--lang", CODE)
    assert FORM in explained
    assert left_over(explained, pack, example) == []
