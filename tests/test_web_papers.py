"""What a sitting is taken home as: byte for byte what the command line makes of its answers file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.sampling import in_full
from tests.support.web import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.web import Person

QUESTION = "office_head_commitment"


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A consultant in whose sitting two people disagreed, and something was taken back and settled."""
    server = served(tmp_path_factory.mktemp("papers"))
    anna = server.consultant().begin("Musterwil am See", canton="ZH")
    for role, value, language in (("office_head", "tolerates", "fr"), ("executive", "supports", "de")):
        person = server.person().join(anna.invite(role, language=language))
        person.answer(QUESTION, value, note="Notiz: mit «Zeichen» – & <b>")
        person.answer("executive_decision", "none" if role == "executive" else "taken")
    anna.answer(QUESTION, "supports")
    yield anna
    server.db.close()


def by_command(folder: Path, anna: Person, *command: str) -> bytes:
    """Return what a command makes of the files that were taken home."""
    (folder / "m.answers.yaml").write_bytes(anna.page.content if anna.get("papers/answers.yaml") else b"")
    anna.get("papers/history.jsonl")
    (folder / "m.answers.yaml.history.jsonl").write_bytes(anna.page.content)
    done = subprocess.run([sys.executable, "-m", "advisor", *command], cwd=folder, capture_output=True, check=True, timeout=300)
    return done.stdout


@pytest.mark.long
def test_the_answers_file_reads_and_is_written_again_with_the_same_bytes(anna: Person, tmp_path: Path) -> None:
    anna.get("papers/answers.yaml")
    content = anna.page.content
    assert 'filename="musterwil_am_see.answers.yaml"' in anna.page.headers["content-disposition"]
    by_command(tmp_path, anna, "merge", "m.answers.yaml", "-o", "again.answers.yaml")
    assert (tmp_path / "again.answers.yaml").read_bytes() == content


def test_a_paper_is_what_the_command_writes(anna: Person, tmp_path: Path) -> None:
    anna.get("papers/council.md")
    content = anna.page.content
    assert content == by_command(tmp_path, anna, "advise", "m.answers.yaml", "--audience", "council")


@pytest.mark.long
def test_a_paper_is_written_in_the_language_that_is_asked_for(anna: Person, tmp_path: Path) -> None:
    assert 'papers/report.pdf?language=de"' in anna.get("papers")
    assert 'papers/report.pdf?language=fr"' in anna.get("papers?language=fr")
    anna.get("papers/council.md?language=fr")
    content = anna.page.content
    assert "musterwil_am_see_council.fr.md" in anna.page.headers["content-disposition"]
    assert content == by_command(tmp_path, anna, "advise", "m.answers.yaml", "--audience", "council", "--lang", "fr")
    for path in ("papers?language=xx", "papers/council.md?language=xx"):
        anna.get(path, 404)


@pytest.mark.long
def test_who_looks_on_gets_papers_in_their_own_language(anna: Person) -> None:
    rita = anna.server.person().join(anna.invite(kind="reader", role="parliament", language="it"))
    assert 'papers/council.md?language=it"' in rita.get("papers")
    rita.get("papers/council.md")
    content = rita.page.content
    anna.get("papers/council.md?language=it")
    assert content == anna.page.content


ADVISE = ("advise", "m.answers.yaml")
PAPERS = (
    ("council.pdf", (*ADVISE, "--audience", "council", "--format", "pdf", "-o", "paper")),
    ("report.docx", (*ADVISE, "--format", "docx", "-o", "paper")),
    ("worklist.xlsx", ("worklist", "m.answers.yaml", "-o", "paper")),
    ("protocol.md", ("protocol", "m.answers.yaml")),
    ("questionnaire.csv", ("questionnaire", "m.answers.yaml", "--open")),
    ("report.html", (*ADVISE, "--format", "html")),
    ("report.json", (*ADVISE, "--format", "json")),
    ("report.md", (*ADVISE, "--format", "md")),
    ("report.pdf", (*ADVISE, "--format", "pdf", "-o", "paper")),
    ("council.docx", (*ADVISE, "--audience", "council", "--format", "docx", "-o", "paper")),
    ("council.html", (*ADVISE, "--audience", "council", "--format", "html")),
    ("worklist.ics", ("worklist", "m.answers.yaml", "--format", "ics")),
    ("protocol.pdf", ("protocol", "m.answers.yaml", "--format", "pdf", "-o", "paper")),
    ("protocol.html", ("protocol", "m.answers.yaml", "--format", "html")),
    ("questionnaire.xlsx", ("questionnaire", "m.answers.yaml", "--open", "--format", "xlsx", "-o", "paper")),
    ("questionnaire.pdf", ("questionnaire", "m.answers.yaml", "--open", "--format", "pdf", "-o", "paper")),
)


@pytest.mark.long
@pytest.mark.parametrize(("paper", "command"), PAPERS[: in_full(len(PAPERS), beside_a_change=5)])
def test_every_paper_is_what_the_command_writes(anna: Person, tmp_path: Path, paper: str, command: tuple[str, ...]) -> None:
    anna.get(f"papers/{paper}")
    content = anna.page.content
    printed = by_command(tmp_path, anna, *command)
    assert content == (printed or (tmp_path / "paper").read_bytes())


@pytest.mark.long
def test_a_paper_that_was_made_is_given_again_and_made_anew_after_an_answer(anna: Person) -> None:
    first = (anna.get("papers/report.json"), anna.page.content)[1]
    assert (anna.get("papers/report.json"), anna.page.content)[1] == first
    anna.answer("staff_unit", "none")
    assert (anna.get("papers/report.json"), anna.page.content)[1] != first


@pytest.mark.long
def test_a_report_as_a_page_brings_its_own_policy(anna: Person) -> None:
    anna.get("papers/report.html")
    policy = anna.page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.long
def test_a_report_is_held_against_its_answers(anna: Person) -> None:
    anna.get("papers/answers.yaml")
    answers = anna.page.content
    anna.get("papers/council.md")
    report = anna.page.content
    for content, said in ((report, "bis aufs Byte"), (report.replace(b"Musterwil", b"Mustervil", 1), "weicht ab")):
        anna.get("/verify")
        files = {"file": ("council.md", content), "answers": ("a.yaml", answers)}
        anna.page = anna.client.post("/verify", data=anna.hidden(), files=files, headers={"origin": anna.origin})
        assert said in anna.text
