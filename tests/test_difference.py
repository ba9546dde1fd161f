"""What 'diff' lists is real, and it lists everything: held against trying every city of a reduced pack."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import paths
from advisor.cli import main
from advisor.reasoning.deductions import deductions
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.workshop.cases.run import Said
from advisor.workshop.difference.entries import edits
from advisor.workshop.difference.older_files import older_files
from advisor.workshop.difference.search import flips
from advisor.workshop.proving.claims import aims_of
from tests.support.cities import city, every_city, planned
from tests.support.sampling import in_full, sample_and_all
from tests.support.small_pack import load_small, reduced_pack, small_pack, write_pack
from tests.test_prove import CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.model import Pack

    Change = Callable[[dict[str, Any]], object]
    Changes = list[tuple[Callable[[int], Change], int]]

SMART_CITY = paths.shipped("rules") / "smart-city"


def ran(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    return done.exit_code, done.output


def every_verdict(pack: Pack) -> list[tuple[dict[str, str], dict[tuple[str, ...], str]]]:
    """Return statuses, findings and the first step with each aim, for each city of a reduced pack."""
    engine = ReadingEngine(pack, Reading(deductions(pack)))
    found = []
    for full in every_city(pack):
        answers = city(pack, full)
        start = planned(pack, engine, answers).start
        verdicts: dict[str, str] = {f"approaches/{each.id}": status_of(each.id, start) for each in pack.approaches}
        for finding in pack.findings:
            verdicts[f"findings/{finding.id}"] = "present" if start.concluded(finding.id, "present") else "absent"
        plans = {aim: planned(pack, engine, msgspec.structs.replace(answers, aim=aim)) for aim in aims_of(pack)}
        found.append((verdicts, {aim: plan.steps[0].step.id if plan.steps else "" for aim, plan in plans.items()}))
    return found


class Version(NamedTuple):
    """A version of a pack, and what trying every city of it shows."""

    pack: Pack
    verdicts: list[tuple[dict[str, str], dict[tuple[str, ...], str]]]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Return the reduced pack as it is before a change."""
    pack = load_small(tmp_path_factory.mktemp("before"), reduced_pack()).pack
    return Version(pack, every_verdict(pack))


def tried(old: Version, new: Pack) -> tuple[set[tuple[str, str, str]], set[str], set[str]]:
    """Return verdicts that differ in some city, and the steps that some city no longer begins with, or now does."""
    verdicts, gone, come = set(), set(), set()
    for (before, first), (now, then) in zip(old.verdicts, every_verdict(new), strict=True):
        for about in {**before, **now}:
            pair = before.get(about, "absent"), now.get(about, "absent")
            if pair[0] != pair[1]:
                verdicts.add((about, *pair))
        gone |= {first[aim] for aim in first if first[aim] != then[aim]}
        come |= {then[aim] for aim in first if first[aim] != then[aim]}
    return verdicts, gone - {""}, come - {""}


@pytest.mark.long
@pytest.mark.parametrize("examples", [in_full(40, beside_a_change=8)])
def test_everything_that_trying_every_city_shows_is_listed_and_nothing_else(
    examples: int, before: Version, tmp_path: Path
) -> None:
    some = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 30)), min_size=1, max_size=2)
    settings(max_examples=examples)(given(some)(lambda changes: check_that_all_is_listed(before, changes, tmp_path)))()


def check_that_all_is_listed(old: Version, changes: Changes, folder: Path) -> None:
    data = reduced_pack()
    for change, index in changes:
        change(index)(data)
    new = load_small(folder / "new", data).pack
    found = flips(old.pack, new)
    verdicts, gone, come = tried(old, new)
    assert found.undecided == ()
    assert {(each.about, each.before, each.now) for each in found.found if "steps/" not in each.about} == verdicts
    steps = [each for each in found.found if "steps/" in each.about]
    assert {each.before for each in steps} - {""} == gone
    assert {each.now for each in steps} - {""} == come


@sample_and_all("examples", 1, in_full(20, beside_a_change=10))
def test_every_example_is_one_when_both_versions_are_run(examples: int, tmp_path: Path) -> None:
    tried = given(st.sampled_from(CHANGES), st.integers(0, 30))(lambda change, index: check_examples(change(index), tmp_path))
    settings(max_examples=examples)(tried)()


def check_examples(change: Change, folder: Path) -> None:
    data = reduced_pack()
    change(data)
    packs = load_small(folder / "old", reduced_pack()).pack, load_small(folder / "new", data).pack
    engines = [build_engine(pack) for pack in packs]
    for flip in flips(*packs).found:
        said = [Said(pack, engine, each) for pack, engine, each in zip(packs, engines, (flip.old, flip.new), strict=True)]
        section, name = flip.about.split("/")
        if section == "steps":
            assert [each.steps[:1] for each in said] == [(each,) if each else () for each in (flip.before, flip.now)]
        elif section == "approaches":
            assert [status_of(name, each.start) for each in said] == [flip.before, flip.now]
        else:
            present = [each.start.concluded(name, "present") for each in said]
            assert present == [each == "present" for each in (flip.before, flip.now)]


def test_a_renamed_question_is_the_same_question(tmp_path: Path) -> None:
    data = json.loads(json.dumps(small_pack()).replace("shelf_people", "shelf_staff"))
    data["pack"]["version"] = "1.1.0"
    question = next(each for each in data["questions"] if each["id"] == "shelf_staff")
    question["levels"][2]["name"] = "plenty"
    for entry in (*data["approaches"], *data["steps"]):
        text = json.dumps(entry).replace("shelf_staff is most", "shelf_staff is plenty")
        entry.update(json.loads(text.replace('"shelf_staff": "most"', '"shelf_staff": "plenty"')))
    data["changes"] = [
        {"version": "1.1.0", "renamed": {"shelf_people": "shelf_staff"}, "levels": {"shelf_staff": {"most": "plenty"}}}
    ]
    old, new = load_small(tmp_path / "old").pack, load_small(tmp_path / "new", data).pack
    assert flips(old, new).found == ()


def test_a_level_that_only_one_version_knows_is_no_part_of_its_cities(tmp_path: Path) -> None:
    data = small_pack()
    question = next(each for each in data["questions"] if each["id"] == "shelf_people")
    question["levels"].append({"name": "all", "label": "all", "behaviour": "There are all."})
    old, new = load_small(tmp_path / "old").pack, load_small(tmp_path / "new", data).pack
    assert flips(old, new).found == ()
    assert [(each.entry, each.where, each.before, each.now) for each in edits(old, new)] == [
        ("questions/shelf_people", ("levels", "all"), None, "name: all; label: all; behaviour: There are all.")
    ]


def test_answers_that_nothing_explains_any_more_are_told(tmp_path: Path) -> None:
    data = small_pack()
    people = next(each for each in data["questions"] if each["id"] == "shelf_people")
    people["levels"].insert(1, {"name": "wished", "label": "wished", "behaviour": "Somebody wishes for them."})
    old, new = load_small(tmp_path / "old").pack, load_small(tmp_path / "new", data).pack
    (told,) = older_files(old, new)
    assert "1 was 'some' and is 'wished'" in told
    assert next(each.partition(",")[0] for each in older_files(new, old)) == "'wished' of 'shelf_people' is gone"
    data["pack"]["version"] = "1.1.0"
    data["changes"] = [{"version": "1.1.0", "levels": {"shelf_people": {"1": "some", "2": "most"}}}]
    assert list(older_files(old, load_small(tmp_path / "said", data).pack)) == []


@pytest.mark.long
def test_a_pack_does_not_differ_from_itself() -> None:
    code, said = ran(SMART_CITY, SMART_CITY)
    assert (code, said.splitlines()[-1]) == (0, "Nothing is different.")


@pytest.mark.long
def test_a_change_is_told_in_the_words_of_the_pack(tmp_path: Path) -> None:
    shutil.copytree(SMART_CITY, tmp_path / "smart-city")
    file = tmp_path / "smart-city" / "findings" / "risks.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("strategy_status >= adopted, topic_owners is none", "strategy_status >= adopted"), encoding="utf-8"
    )
    code, said = ran(SMART_CITY, tmp_path / "smart-city", "--cases", tmp_path / "shown.yaml")
    assert code == 1
    assert "- Strategie ohne Thementragende (`paper_strategy`)\n  - is found, for example where Stand der Strategie: «" in said
    assert "Sichtbare Thementragende: «informell»" in said
    tests = CliRunner().invoke(main, ["test", str(tmp_path / "shown.yaml"), "--pack", str(SMART_CITY)])
    assert "expected paper_strategy present, the rules say absent" in tests.output
    changed = CliRunner().invoke(main, ["test", str(tmp_path / "shown.yaml"), "--pack", str(tmp_path / "smart-city")])
    assert "'1. paper_strategy" not in changed.output


@pytest.mark.long
def test_answers_files_are_run_through_both_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old, data = write_pack(tmp_path / "old", small_pack()), small_pack()
    data["approaches"][0]["established_when"] = "shelf_people is most"
    data["steps"][0]["actions"].pop()
    new = write_pack(tmp_path / "new", data)
    file = Path("one.answers.yaml")
    file.write_text("pack: small\ncity: {name: Trantor}\ndate: 2026-11-22\nanswers: {shelf_people: most}\n", encoding="utf-8")
    code, said = ran(old, new, file)
    assert code == 1
    assert "### one.answers.yaml\n\n- Shelf (`shelf`): noch offen → etabliert" in said
    assert json.loads(ran(old, new, file, "--format", "json")[1])["files"][0]["now"]["statuses"]["shelf"] == "established"


def test_entries_texts_values_and_order_are_listed(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["title"] = "Bare shelf"
    data["findings"][0]["when"] = {"all": ["visitors >= 11", "shelf is not established"]}
    data["steps"][0]["months"] = [2, 5]
    data["steps"][0]["actions"].insert(0, {"raises": {"open_now": "yes"}, "text": "Open."})
    data["questions"].insert(0, data["questions"].pop(1))
    data["sources"].append({"id": "S2", "title": "Another source"})
    old, new = load_small(tmp_path / "old").pack, load_small(tmp_path / "new", data).pack
    found = {(each.entry, *each.where): (each.kind, each.before, each.now, each.same) for each in edits(old, new)}
    assert found["findings/empty_shelf", "title"] == ("text", "Empty shelf", "Bare shelf", False)
    assert found["findings/empty_shelf", "when"][3] is True
    step = f"steps/{old.steps[0].id}"
    assert found[step, "months"] == ("value", "1, 3", "2, 5", False)
    assert found[step, "actions", "1"][2] == "text: Open.; raises: open_now: yes"
    assert found["questions",][0] == "order"
    assert found["sources/S2",] == ("entry", None, "Another source", False)
    assert len(found) == 6


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which a pack has one revision, and was changed since."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    pack = write_pack(tmp_path / "rules" / "small", small_pack())
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "One"],
    ):
        subprocess.run([git, *command], cwd=tmp_path, check=True)
    data = small_pack()
    data["findings"][0]["when"] = "visitors > 20"
    write_pack(pack, data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("repository")
def test_a_revision_is_read_with_git() -> None:
    code, said = ran("HEAD:rules/small", "rules/small")
    assert code == 1
    assert "  - is no longer found, for example where Shelf_People: «none»; Visitors: 11 people\n" in said.replace("\\_", "_")
    assert ran("HEAD:rules/small", "HEAD:rules/small")[0] == 0


@pytest.mark.usefixtures("repository")
def test_what_cannot_be_found_is_refused() -> None:
    assert "git cannot read this" in ran("nowhere:rules/small", "rules/small")[1]
    assert ran("nothing", "rules/small") == (
        2,
        "nothing: there is no such folder. Name the folder of a pack, or REVISION:FOLDER, such as main~1:rules/my-pack.\n",
    )


@pytest.mark.usefixtures("repository")
def test_without_git_folders_can_still_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, said = ran("HEAD:rules/small", "rules/small")
    assert (code, "revisions are read with git, and it is not installed" in said) == (2, True)
    assert ran("rules/small", "rules/small")[0] == 0


def test_two_packs_are_not_two_versions(tmp_path: Path) -> None:
    code, said = ran(SMART_CITY, write_pack(tmp_path / "small", small_pack()))
    assert code == 2
    assert "these are two packs, 'smart-city' and 'small'" in said
