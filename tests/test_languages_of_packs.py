"""A pack is begun, checked and advised from in each language that reports have, and in no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.i18n.extract import pack_messages
from advisor.knowledge.loader import load_pack
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("de", "fr", "it", "en")
GERMAN = re.compile(r"\b(der|die|das|und|nicht|ist|wird|für|von|Warum|Leitung|Stück|üblich|vorhanden|Was)\b")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def begun(parent: Path, language: str) -> Path:
    done("new", "pack", "tea", "--in", parent, "--lang", language)
    return parent / "tea"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_pack_speaks_its_language_and_advises_in_it(language: str, tmp_path: Path) -> None:
    folder = begun(tmp_path, language)
    assert load_pack(folder).pack.info.language == language
    assert done("check", folder) == "tea: no problems.\n"
    assert "none fails" in done("test", folder)
    for form in ("md", "html", "json"):
        report = done("advise", tmp_path / "tea.answers.yaml", "--pack", folder, "--format", form)
        text = re.sub(r"<style>.*?</style>", "", report, flags=re.DOTALL)
        assert language == "de" or not GERMAN.search(text), GERMAN.search(text)


@pytest.mark.long
@pytest.mark.parametrize("language", sampled(2, LANGUAGES))
def test_what_is_added_to_a_pack_is_in_its_language(language: str, tmp_path: Path) -> None:
    folder = begun(tmp_path, language)
    for kind in ("ordinal", "choice", "number"):
        done("new", "question", f"new_{kind}", "--type", kind, "--pack", folder)
    done("new", "rule", "new_rule", "--when", "new_ordinal is usual", "--pack", folder)
    steps = (folder / "steps.yaml").read_text(encoding="utf-8")
    kept = [each for each in re.split(r"(?=^  - id: )", steps, flags=re.MULTILINE) if "mandate_begun" not in each]
    (folder / "steps.yaml").write_text("".join(kept), encoding="utf-8")
    done("new", "step", "new_step", "--target", "mandate", "--from", "begun", "--pack", folder)
    assert done("check", folder) == "tea: no problems.\n"
    texts = " ".join(message.text for message in pack_messages(load_pack(folder).pack))
    assert bool(GERMAN.search(texts)) == (language == "de"), GERMAN.search(texts)


@pytest.mark.parametrize("language", ["es", "rm", "../fr"])
def test_no_pack_is_begun_in_a_language_that_reports_do_not_have(language: str, tmp_path: Path) -> None:
    refused = run("new", "pack", "tea", "--in", tmp_path, "--lang", language)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"--lang: reports cannot be written in the language '{language}'. There are: de, en, fr, it.\n"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_added_to_a_pack_that_no_report_can_speak(tmp_path: Path) -> None:
    folder = begun(tmp_path, "de")
    text = (folder / "pack.yaml").read_text(encoding="utf-8").replace("language: de", "language: es")
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    refused = run("new", "question", "new_one", "--pack", folder)
    assert refused.exit_code == 2
    assert refused.stderr in run("check", folder).stderr
    assert not (folder / "questions").exists()


def test_a_language_that_a_pack_does_not_have_is_refused_by_the_name_of_the_pack(tmp_path: Path) -> None:
    folder = begun(tmp_path, "fr")
    refused = run("advise", tmp_path / "tea.answers.yaml", "--pack", folder, "--lang", "es")
    assert refused.exit_code == 2
    assert refused.stderr == "tea: there are no texts in the language 'es'. There are: fr. [A109]\n"


def test_role_names_of_a_language_are_a_list(tmp_path: Path) -> None:
    folder = begun(tmp_path, "de")
    done("translate", folder, "fr")
    file = folder / "translations" / "fr.roles.yaml"
    file.write_text("articles:\n  le: {le: le, du: du, au: au}\nroles:\n  lead: {article: le, name: chef}\n", encoding="utf-8")
    told = run("check", folder, "--lang", "fr").stderr
    assert f"{file}:3: a list is needed under 'roles'. Start each entry with a dash. [F202]" in told
    assert "is not known here" not in told
