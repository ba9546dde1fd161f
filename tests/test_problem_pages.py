"""Every kind of problem has a page, and every example on a page shows what it says."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from advisor.cli import main
from advisor.codes import CODES, severity
from advisor.errors import UnusableInputError
from advisor.i18n.catalogue import read_catalogue
from advisor.workshop.checks.folders import check_folder
from tests.support.languages import translate, write
from tests.support.sampling import sampled
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Problem

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "problems"
EXAMPLE = re.compile(
    r"^```(?P<kind>\w+) (?P<verdict>wrong|right)(?: (?P<target>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
IN_THE_SMALL_PACK = {"Q409", "S617", "K516"}
"""Notes that its other entries give rise to: questions for tests of types, steps that no city took, or of the earlier shape."""
LITERAL = re.compile(r'"([A-Z]\d{3})"')
WITHOUT = re.compile(r"^(?P<indent> *)# no '(?P<key>[^']+)'$", re.MULTILINE)
FORM = re.compile(r"\{(?:\w+ )?(\w+)\}")


def examples() -> Iterator[tuple[str, re.Match[str]]]:
    for page in sorted(PAGES.glob("*.md")):
        for found in EXAMPLE.finditer(page.read_text(encoding="utf-8")):
            yield page.stem, found


EXAMPLES = list(examples())


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README") == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_titled_as_the_table_says_and_has_both_examples(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code} · {CODES[code].name}\n\nSeverity: {CODES[code].severity}\n")
    assert {found["verdict"] for name, found in EXAMPLES if name == code} == {"wrong", "right"}
    assert f"| [{code}]({code}.md) | {CODES[code].severity} | {CODES[code].name} |" in (PAGES / "README.md").read_text(
        encoding="utf-8"
    )


def test_the_product_uses_every_code_and_no_others() -> None:
    used = {
        code
        for file in (ROOT / "advisor").rglob("*.py")
        if file.name != "codes.py"
        for code in LITERAL.findall(file.read_text("utf-8"))
    }
    assert {code for code in used if not code.startswith("A")} == set(CODES)


@pytest.mark.parametrize("code", sampled(5, CODES))
def test_a_wrong_example_has_the_problem_and_the_right_one_has_not(code: str, tmp_path: Path) -> None:
    found = {
        example["verdict"]: Counter(problem.code for problem in problems_of(made(tmp_path / example["verdict"], example)))
        for name, example in EXAMPLES
        if name == code
    }
    assert found["wrong"][code] > found["right"][code], found
    assert not found["right"][code] or code in IN_THE_SMALL_PACK, found
    assert not {each for each in found["right"] if each[0] in "RF"}


def test_a_page_can_be_read_in_the_terminal() -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["check", "--explain", "c310"]).output == (PAGES / "C310.md").read_text(encoding="utf-8")
    assert runner.invoke(main, ["check", "--explain", "all"]).output == (PAGES / "README.md").read_text(encoding="utf-8")
    refused = runner.invoke(main, ["check", "--explain", "C999"])
    assert (refused.exit_code, refused.stderr) == (
        2,
        "--explain: there is no problem 'C999'. 'advisor check --explain all' lists the codes.\n",
    )


def problems_of(folder: Path) -> list[Problem]:
    try:
        return check_folder(folder, ()).problems
    except UnusableInputError as error:
        return list(error.problems)


def made(folder: Path, example: re.Match[str]) -> Path:
    """Return a folder with the small pack (or the templates) in which the example stands."""
    text, target = example["text"], example["target"] or ""
    if target == "extension":
        return extended(folder, yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes nothing but texts
    if target == "templates":
        shutil.copytree(ROOT / "templates", folder)
        return translated(folder, text)
    if target.endswith(" alone"):
        folder.mkdir()
        (folder / target.removesuffix(" alone")).write_text(text, encoding="utf-8")
        return folder
    whole = target not in {"", "fr.roles.yaml"}
    write_pack(folder, patched(text) if (example["kind"], target) == ("yaml", "") else small_pack())
    if not whole and (example["kind"] == "po" or target == "fr.roles.yaml"):
        speaking(folder)
        return translated(folder, text) if example["kind"] == "po" else named(folder, text)
    if whole:
        name, _, encoding = target.partition(" ")
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding=encoding or "utf-8")
    return folder


def extended(folder: Path, given: Data) -> Path:
    """Return a folder with a pack that extends the small pack beside it, in which the example stands."""
    write_pack(folder / "small", small_pack())
    own = {"pack": {**small_pack()["pack"], "id": "more"}, "extends": {"pack": "small", "version": "1.0.0"}}
    return write_pack(folder / "more", {**own, **{name: {**own.get(name, {}), **entry} for name, entry in given.items()}})


def patched(text: str) -> Data:
    """Return the small pack with the entries of a snippet: what is there is changed, another entry is added like the first."""
    data = small_pack()
    for section, given in (yaml.load(text, Loader=yaml.BaseLoader) or {}).items():  # noqa: S506 - it makes nothing but texts
        if isinstance(given, dict):
            data[section] = {**data[section], **given}
            continue
        there = data.setdefault(section, [])
        for entry in given:
            old = next((each for each in there if each.get("id", each) == entry.get("id")), None)
            if old is not None:
                old.update(entry)
            else:
                there.append({**(there[0] if section in {"questions", "findings", "steps", "criteria"} else {}), **entry})
    for key, entry_id in missing(text):
        holder: Any = data
        if entry_id is not None:
            holder = next(
                each for section in data.values() if isinstance(section, list) for each in section if each.get("id") == entry_id
            )
        holder.pop(key, None)
    return data


def missing(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the keys that a snippet says are not there, each with the entry it belongs to."""
    for found in WITHOUT.finditer(text):
        before = re.findall(r"- id: (\w+)", text[: found.start()])
        yield found["key"], before[-1] if found["indent"] else None


def speaking(folder: Path) -> None:
    """Give the small pack a complete translation into French."""
    translate(folder, lambda text: FORM.sub(r"{Le \1}", text), "fr")
    right = next(found["text"] for code, found in EXAMPLES if (code, found["verdict"]) == ("T912", "right"))
    named(folder, right)


def named(folder: Path, text: str) -> Path:
    file = folder / "translations" / "fr.roles.yaml"
    if WITHOUT.search(text):
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    return folder


def translated(folder: Path, text: str) -> Path:
    """Put the entries of a snippet into the French catalogue, in the place of those with the same context."""
    file = folder / "translations" / "fr.po"
    catalogue = read_catalogue(file)
    snippet = folder / "snippet.po"
    snippet.write_text(f'msgid ""\nmsgstr ""\n\n{text}', encoding="utf-8")
    try:
        given = read_catalogue(snippet).messages
    except UnusableInputError:
        file.write_text(file.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
        return folder
    gone = {key for key, _ in missing(text)}
    kept = [each for each in catalogue.messages if each.context not in gone and not replaced(each, given)]
    messages = [*kept, *given]
    write(file, catalogue.header, [msgspec.structs.replace(each, line=0) for each in messages])
    return folder


def replaced(message: Any, given: Any) -> bool:  # noqa: ANN401 - messages of a catalogue
    template = message.context.startswith("template")
    return any(each.context == message.context and (not template or each.text == message.text) for each in given)


def test_what_has_no_code_weighs_as_an_error() -> None:
    assert [severity(code) for code in ("", "C310", "C314", "U703")] == ["error", "error", "warning", "note"]
