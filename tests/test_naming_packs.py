"""There is one way to name a pack: its folder, or the name of one that is shipped or installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor import paths
from advisor.cli import main
from advisor.knowledge.loader import load_pack
from tests.support.small_pack import CHANGES, grown_pack, small_pack, write_pack

NAME = "unit-leadership"
ANSWERS = "pack: small\ncity: {name: Seldwyla}\ndate: 2026-11-22\nanswers: {shelf_people: most, shelf_money: most}\n"
FIRST = load_pack(paths.shipped("rules") / NAME).pack.approaches[0].id
QUICK = (
    ("check", "{}"),
    ("test", "{}", "one.yaml"),
    ("list", "{}"),
    ("rule", "{entry}", "--pack", "{}"),
    ("schema", "answers", "--pack", "{}"),
    ("try", "{}", "--once"),
    ("translate", "{}"),
    ("diff", "{}", "{}"),
    ("docs", "{}", "-o", "site"),
    ("explain", "city.yaml", "--pack", "{}"),
)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(f"cases: [{{name: One, answers: {{}}, expect: {{statuses: {{{FIRST}: undetermined}}}}}}]\n")
    Path("city.yaml").write_text(f"pack: {NAME}\ncity: {{name: Seldwyla}}\ndate: 2026-11-22\nanswers: {{}}\n")


@pytest.mark.parametrize("words", [words for words in QUICK if words[0] not in {"diff", "docs"}], ids=lambda words: words[0])
def test_a_name_and_its_folder_do_the_same(words: tuple[str, ...]) -> None:
    shutil.copytree(paths.shipped("rules") / NAME, Path("elsewhere") / NAME)
    said = []
    for name in (NAME, f"elsewhere/{NAME}"):
        done = run(*(word.format(name, entry=FIRST) for word in words))
        assert "Traceback" not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        said.append((done.exit_code, done.output))
    assert said[0] == said[1]


@pytest.mark.parametrize("words", QUICK, ids=lambda words: words[0])
def test_a_name_with_a_slip_is_answered_with_the_right_one(words: tuple[str, ...]) -> None:
    for wrong in (f"{NAME}p", f"./nowhere/{NAME}"):
        done = run(*(word.format(wrong, entry="x") for word in words))
        assert done.exit_code == 2
        assert f"Did you mean '{NAME}'?" in done.output


def test_versions_to_compare_may_be_named() -> None:
    write_pack(Path("small"), small_pack())
    assert f"these are two packs, '{NAME}' and 'small'" in run("diff", NAME, "small").output
    assert f"these are two packs, 'small' and '{NAME}'" in run("diff", "small", NAME).output


def test_a_folder_comes_before_a_shipped_pack_of_its_name() -> None:
    write_pack(Path(NAME), small_pack())
    assert run("list", NAME).stdout.startswith("small 1.0.0")


def test_a_folder_that_is_no_pack_does_not_pass_for_one() -> None:
    Path(NAME).mkdir()
    done = run("check", NAME)
    assert done.exit_code == 2
    assert "hides the pack of this name" in done.output


def test_list_takes_a_folder() -> None:
    write_pack(Path("small"), small_pack())
    assert run("list", "small").stdout == run("list", "./small").stdout != ""


def test_test_takes_a_name_beside_files() -> None:
    named = run("test", NAME, "one.yaml")
    assert (named.exit_code, "1 case, none fails" in named.output) == (0, True)
    assert named.output == run("test", "--pack", NAME, "one.yaml").output
    assert "there is no such file" in run("test", "nothing.yaml").output


@pytest.mark.parametrize("where", ["name", "folder", "inside", "link"])
@pytest.mark.parametrize(
    "words",
    [
        ("question", "zz_new"),
        ("rule", "zz_new", "--when", "x is y"),
        ("step", "zz_new", "--target", "x", "--from", "nothing"),
        ("pack", "zz-new"),
    ],
    ids=lambda words: words[0],
)
def test_nothing_new_is_written_into_a_shipped_pack(
    words: tuple[str, ...], where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = paths.shipped("rules") / NAME
    before = {file: file.stat().st_mtime_ns for file in shipped.rglob("*")}
    (tmp_path / "link").symlink_to(shipped)
    named: tuple[object, ...] = ("--pack", {"name": NAME, "folder": shipped, "link": tmp_path / "link"}.get(where, ""))
    if where == "inside":
        monkeypatch.chdir(shipped)
        named = ()
    elif words[0] == "pack":
        named = ("--in", shipped if where == "name" else named[1])
    done = run("new", *words, *named)
    assert done.exit_code == 2
    assert "nothing new is written into it. Copy its folder" in done.output
    assert {file: file.stat().st_mtime_ns for file in shipped.rglob("*")} == before


def extended(*more: str) -> None:
    """Write a pack, one that extends it, and so on."""
    base = "small"
    for name in more:
        info = {**small_pack()["pack"], "id": name, "title": name}
        question = {**small_pack()["questions"][0], "id": f"{name}_asked"}
        version = "1.2.0" if base == "small" else "1.0.0"
        write_pack(Path(name), {"pack": info, "extends": {"pack": base, "version": version}, "questions": [question]})
        base = name


def test_answers_to_a_base_are_read_by_what_extends_it() -> None:
    write_pack(Path("small"), grown_pack())
    extended("more", "most")
    Path("old.yaml").write_text(ANSWERS.replace("shelf_people: most", "shelf_folk: plenty").replace("small\n", "small\n", 1))
    for name in ("more", "most"):
        done = run("advise", "old.yaml", "--pack", name)
        assert done.exit_code == 0, done.output
        assert f"old.yaml:1: Diese Antworten sind für «small» 1.2.0; «{name}» baut darauf auf." in done.stderr
        assert (
            f"Die Frage «shelf_folk» heisst seit der Fassung {CHANGES[1]['version']} der Wissensbasis «shelf_people»"
            in done.stderr
        )
        assert f"{name} 1.0.0" in done.stdout
    for words in (
        ("explain", "old.yaml", "--pack", "most"),
        ("compare", "old.yaml", "old.yaml", "--pack", "most"),
        ("diff", "small", "most", "old.yaml"),
        ("merge", "old.yaml", "--pack", "more", "-o", "merged.yaml"),
        ("advise", "merged.yaml", "--pack", "most"),
    ):
        assert run(*words).exit_code in {0, 1}, words
    assert Path("merged.yaml").read_text().startswith("pack: more\npack_version: 1.0.0\n")
    done = run("advise", "merged.yaml", "--pack", "small")
    assert done.exit_code == 2
    assert "Diese Antworten sind für die Wissensbasis «more», nicht für «small»" in done.output


def test_a_session_with_an_extending_pack_makes_the_answers_its_own() -> None:
    write_pack(Path("small"), grown_pack())
    extended("more")
    Path("old.yaml").write_text(f"# kept\n{ANSWERS}")
    done = CliRunner().invoke(main, ["ask", "old.yaml", "--pack", "more"], input="e\n")
    assert done.exit_code == 0
    assert "gelten jetzt für «more»" in " ".join(done.output.split())
    text = Path("old.yaml").read_text()
    assert text.startswith("# kept\npack: more\n")
    assert "pack_version: 1.0.0" in text
    assert run("advise", "old.yaml", "--pack", "more").exit_code == 0


def test_files_that_nobody_can_read_are_found_before_packs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(Path("small"), small_pack())
    Path("bad.yaml").write_text(ANSWERS.replace("most,", "many,"))

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("advisor.workshop.difference.differ.flips", never)
    done = run("diff", "small", "small", "bad.yaml")
    assert (done.exit_code, "bad.yaml:4:" in done.output) == (2, True)


@pytest.mark.parametrize(("inside", "good"), [("", ["HEAD:"]), ("deep/small", ["HEAD:deep/small", "HEAD:deep/small/"])])
def test_a_pack_is_compared_wherever_it_lies_in_its_repository(
    inside: str, good: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path / "repository" / inside, small_pack())
    monkeypatch.chdir(tmp_path / "repository")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], check=True)
    for name in good:
        done = run("diff", name, inside or ".")
        assert (done.exit_code, "Nothing is different" in done.output) == (0, True), done.output
    for name in ("HEAD:nowhere", "HEAD:..", "nowhere:", ":"):
        assert run("diff", name, inside or ".").exit_code == 2


def test_a_language_that_a_pack_does_not_have_is_said_of_the_pack() -> None:
    done = run("explain", "city.yaml", "--lang", "es")
    assert done.exit_code == 2
    assert done.output == f"{NAME}: there are no texts in the language 'es'. There are: de. [A109]\n"
