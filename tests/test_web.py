"""Sittings in the browser: begun, answered, changed, taken back, settled, taken home; each with their own seat and language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import advisor
import tests.support.web  # noqa: F401 - looks for the extra
from tests.support import statement

from advisor.web.statement import checked  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from tests.support.web import Person, Served

COMMITMENT = "office_head_commitment"
EXPERTISE = "domain_expertise"
SEED = Path(__file__).parent.parent / "examples" / "seed-start.answers.yaml"

ASKING = ("standing", "next", "review", "history", "mine", "erase", f"q/{EXPERTISE}")
CLASH = (("staff_unit_scope", "some"), ("staff_unit", "none"))
LONG = pytest.mark.long
SAID = [("fr", "Enregistrer et"), *(pytest.param(*each, marks=LONG) for each in (("it", "Salvare e"), ("en", "Save and")))]
LEADING = (
    *("live", "beamer", "people", "invite", "papers", "settings", "import", "delete", "erase", "newer", "next", "review"),
    *("aim", "record", "history"),
    *("/", "/new", "/privacy", "/accessibility", "/verify"),
)


@pytest.fixture
def anna(server: Served) -> Person:
    """A consultant who has begun a sitting."""
    return server.consultant().begin()


def levels(person: Person, question: str) -> list[str]:
    page = person.get(f"q/{question}")
    return re.findall(r'type="radio" name="value" value="([a-z_]+)"', page)


def test_one_keyboard_goes_from_question_to_question(server: Served) -> None:
    anna = server.consultant().begin("Musterwil", mode="together")
    anna.get("next")
    question = anna.path.rpartition("/")[2]
    anna.answer(question, "unknown")
    assert anna.path.rpartition("/")[2] != question
    assert f"\n  {question}:" in anna.answers()


def test_an_invitation_is_looked_at_freely_and_taken_once(anna: Person, server: Served) -> None:
    link = anna.invite()
    beat = server.person()
    for _ in range(3):
        assert "Was mit Ihren Antworten geschieht" in beat.get(link.removeprefix(beat.origin))
    beat.join(link)
    assert beat.path.startswith(f"{anna.room}/q/")
    assert link.rpartition("/")[2] not in beat.page.text
    server.person().get(link.removeprefix(beat.origin), 404)


def test_the_secret_stands_in_no_address_and_in_no_page(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    secret = next(iter(beat.client.cookies.values()))
    for page in ("next", "review", "history", "mine", "standing"):
        assert secret not in beat.get(page)
        assert secret not in str(beat.page.url)


def test_people_disagree_and_the_consultant_settles_it(anna: Person, server: Served) -> None:
    beat, cleo = (server.person().join(anna.invite(role)) for role in ("office_head", "executive"))
    low, high = levels(beat, COMMITMENT)[:2]
    beat.answer(COMMITMENT, low)
    cleo.answer(COMMITMENT, high, note="Beschluss vom Mai")
    live = anna.get("live")
    assert "Worin sich die Befragten uneinig sind" in live
    assert "Gemeinsam klären" in live
    assert "said:" in anna.answers()
    assert "value: unknown" in anna.answers()
    anna.answer(COMMITMENT, high)
    assert "Worin sich die Befragten uneinig sind" not in anna.get("live")
    assert f"value: {high}" in anna.answers()
    assert anna.answers().count("by: ") == 2


def test_the_room_may_leave_a_question_open(anna: Person, server: Served) -> None:
    for role, place in (("office_head", 0), ("executive", 1)):
        each = server.person().join(anna.invite(role))
        each.answer(COMMITMENT, levels(each, COMMITMENT)[place])
    assert "wir sind uns nicht einig" in anna.get(f"q/{COMMITMENT}")
    anna.send(f"q/{COMMITMENT}", value="-disagree", act="answer", note="")
    assert "value: unknown" in anna.answers()


def test_a_respondent_sees_and_undoes_only_what_is_theirs(anna: Person, server: Served) -> None:
    beat, cleo = (server.person().join(anna.invite(role)) for role in ("office_head", "executive"))
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[0], note="nur von Beat")
    cleo.answer(COMMITMENT, levels(cleo, COMMITMENT)[1])
    assert "nur von Beat" not in cleo.get(f"q/{COMMITMENT}")
    assert "nur von Beat" not in cleo.get("history")
    page = beat.get("history")
    number = re.findall(r'name="number" value="(\d+)"', page)[-1]
    assert "Zurückgenommen" in beat.send("undo", number=number)
    assert "nur von Beat" not in anna.answers()
    assert "executive_1" in anna.answers()
    cleo.get("history")
    cleo.send("undo", number="1")
    assert "executive_1" not in anna.answers()


def test_a_double_click_counts_once(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    first = levels(beat, COMMITMENT)[0]
    beat.get(f"q/{COMMITMENT}")
    fields = {**beat.hidden(), "value": first, "act": "answer", "note": ""}
    for _ in range(2):
        answer = beat.client.post(f"{beat.room}/q/{COMMITMENT}", data=fields, headers={"origin": beat.origin})
        assert answer.status_code == 200
    assert len(re.findall("<li value=", beat.get("history"))) == 1


def test_a_stale_tab_changes_nothing_and_shows_what_counts(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    low, high = levels(beat, COMMITMENT)[:2]
    old = (beat.get(f"q/{COMMITMENT}"), beat.hidden())[1]
    beat.answer(COMMITMENT, high)
    answer = beat.client.post(
        f"{beat.room}/q/{COMMITMENT}", data={**old, "value": low, "act": "answer", "note": ""}, headers={"origin": beat.origin}
    )
    assert "Inzwischen hat sich etwas geändert" in answer.text
    assert re.search(rf'value="{high}" id="value-\d+" checked', answer.text)
    assert f"{COMMITMENT}: \n" not in anna.answers()
    assert high in anna.answers()


def test_nothing_chosen_is_said_in_the_page_and_keeps_the_note(anna: Person) -> None:
    page = anna.answer(COMMITMENT, status=422)
    assert 'role="alert"' in page
    assert 'href="#value-1"' in page
    anna.get(f"q/{COMMITMENT}")
    assert "ein Gedanke" in anna.send(f"q/{COMMITMENT}", 422, act="answer", note="ein Gedanke")
    assert "<title>Fehler:" in anna.page.text


def test_a_note_is_kept_alone_changed_and_taken_away(anna: Person) -> None:
    anna.get(f"q/{COMMITMENT}")
    anna.send(f"q/{COMMITMENT}", act="note", note="Ideenliste 2026")
    assert anna.note() == "Ideenliste 2026"
    anna.answer(COMMITMENT, levels(anna, COMMITMENT)[0])
    assert "Ideenliste 2026" in anna.answers()
    anna.get(f"q/{COMMITMENT}")
    anna.send(f"q/{COMMITMENT}", act="note", note="")
    assert "Ideenliste 2026" not in anna.answers()


def test_what_is_put_off_or_left_out_comes_again_when_asked_for(anna: Person) -> None:
    anna.get("next")
    question = anna.path.rpartition("/")[2]
    anna.send(f"q/{question}", act="put_off", note="")
    assert anna.path.rpartition("/")[2] != question
    for _ in range(12):
        if anna.path.endswith("/goal"):
            break
        anna.send(f"q/{anna.path.rpartition('/')[2]}", act="skip", note="")
    assert anna.path.endswith("/goal")
    anna.send("go", act="take_up")
    assert "/q/" in anna.path


def test_the_same_click_elsewhere_is_another_persons(anna: Person, server: Served) -> None:
    beat, cleo = (server.person().join(anna.invite(role)) for role in ("office_head", "executive"))
    beat.get(f"q/{COMMITMENT}")
    foreign = {**beat.hidden(), "value": "none", "act": "answer"}
    answer = cleo.client.post(f"{cleo.room}/q/{COMMITMENT}", data=foreign, headers={"origin": cleo.origin})
    assert answer.status_code == 403


def test_who_is_revoked_is_out_at_once_and_what_was_said_stays(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[1])
    page = anna.get("people")
    seat = re.search(r"/people/([^/]+)/revoke", page)
    assert seat
    assert "Zugang entzogen" in anna.send(f"people/{seat[1]}/revoke")
    assert "gilt nicht mehr" in beat.get("next", 404)
    assert "office_head_1" in anna.answers()


def test_a_new_link_makes_the_old_one_void(anna: Person, server: Served) -> None:
    old = anna.invite()
    seat = re.search(r"/people/([^/]+)/link", anna.get("people"))
    assert seat
    page = anna.send(f"people/{seat[1]}/link")
    new = re.search(r'readonly value="([^"]+)"', page)
    assert new
    server.person().get(old.removeprefix(anna.origin), 404)
    server.person().join(new[1]).get("review")


@pytest.mark.parametrize(
    ("language", "said"),
    SAID,
)
def test_everybody_is_asked_in_their_own_language(anna: Person, server: Served, language: str, said: str) -> None:
    beat = server.person("de").join(anna.invite(language=language))
    page = beat.get("next")
    assert f'<html lang="{language}">' in page
    assert said in page
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[0])
    assert f"language: {language}" in anna.answers()


def test_a_second_visit_shows_what_was_said_before(anna: Person) -> None:
    anna.answer(COMMITMENT, levels(anna, COMMITMENT)[1], note="Stand 2026")
    for value, role in (("none", "office_head"), ("planned_or_side_task", "executive")):
        anna.server.person().join(anna.invite(role)).answer("staff_unit", value)
    anna.get("settings")
    anna.send("again")
    anna.room = "/".join(anna.path.split("/")[:3])
    assert "umstritten" in anna.get("q/staff_unit")
    page = anna.get(f"q/{COMMITMENT}")
    assert "Stand 2026" in page
    assert "Gilt noch" in page
    assert "checked" not in page
    anna.send(f"q/{COMMITMENT}", act="keep", note="")
    assert COMMITMENT in anna.answers()


def test_a_file_begins_a_sitting_or_joins_one(server: Served) -> None:
    file = ("seed.answers.yaml", SEED.read_bytes())
    anna = server.consultant()
    anna.get("/new")
    fields = {**anna.hidden(), "pack": "smart-city", "language": "de", "mode": "each", "days": "30", "use": "take", "city": ""}
    anna.page = anna.client.post("/new", data=fields, files={"file": file}, headers={"origin": anna.origin})
    assert anna.page.status_code == 200, anna.text
    anna.room = "/".join(anna.path.split("/")[:3])
    before = anna.answers()
    assert "staff_unit: none" in before
    anna.get("import")
    anna.page = anna.client.post(f"{anna.room}/import", data=anna.hidden(), files={"file": file}, headers={"origin": anna.origin})
    assert "Die Datei ist übernommen" in anna.text


def test_a_file_that_is_none_is_refused_with_what_is_wrong(anna: Person) -> None:
    anna.get("import")
    file = ("../../etc/passwd", b"pack: smart-city\nanswers: [1\n")
    anna.page = anna.client.post(f"{anna.room}/import", data=anna.hidden(), files={"file": file}, headers={"origin": anna.origin})
    assert anna.page.status_code == 422
    assert "Die Datei kann nicht gelesen werden" in anna.text
    assert "/tmp" not in anna.text  # noqa: S108 - no folder of this machine is told


def test_the_city_aims_at_what_whoever_leads_chooses(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[0])
    options = re.findall(r'name="aim" value="([a-z_]+)" id="[^"]+" checked', anna.get("aim"))
    assert len(options) > 1
    assert "aim:" not in anna.answers()
    anna.get("aim")
    assert "Das Ziel ist gespeichert" in anna.send("aim", aim=options[1:2])
    assert f"aim:\n  - {options[1]}\n" in anna.answers() or f"aim: [{options[1]}]" in anna.answers()
    assert COMMITMENT in anna.answers()
    checked = re.findall(r'name="aim" value="([a-z_]+)" id="[^"]+" checked', anna.get("aim"))
    assert checked == options[1:2]
    assert "mindestens" in anna.send("aim", 422)
    anna.get("aim")
    anna.send("aim", 400, aim="nothing_of_the_kind")
    anna.get("aim")
    anna.send("aim", aim=options)
    assert "aim:" not in anna.answers()


def test_a_second_visit_keeps_what_the_city_aims_at(anna: Person) -> None:
    chosen = re.findall(r'name="aim" value="([a-z_]+)"', anna.get("aim"))[:1]
    anna.send("aim", aim=chosen)
    anna.get("settings")
    anna.send("again")
    anna.room = "/".join(anna.path.split("/")[:3])
    assert re.findall(r'name="aim" value="([a-z_]+)" id="[^"]+" checked', anna.get("aim")) == chosen


def test_the_record_says_what_is_kept_of_whom_in_this_very_sitting(anna: Person, server: Served) -> None:
    server.person().join(anna.invite(name="Beat Beispiel"))
    server.person().join(anna.invite("executive"))
    anna.invite(kind="reader", role="parliament")
    page = anna.get("record")
    assert "Eingeladen zum Antworten: 2. Davon mit eingetragener Bezeichnung oder Namen: 1." in page
    assert "ohne zu antworten: 1." in page
    assert "SQLite" in page
    assert "Nur auf diesem Gerät" in page
    assert "Bisher hat niemand" in page
    assert "Beat Beispiel" not in page
    anna.get("erase")
    anna.send("erase", person="office_head_1", sure="yes")
    assert "Eingeladen zum Antworten: 1." in anna.get("record")
    assert "auf Wunsch gelöscht" in anna.text


def test_who_was_only_invited_can_be_erased_too(anna: Person) -> None:
    anna.invite(name="Nora Niegesehen")
    anna.invite(kind="reader", name="Rita Nurleserin")
    for name in ("Nora Niegesehen", "Rita Nurleserin"):
        assert name in anna.get("people")
        person = re.search(rf'name="person" value="([a-z_0-9]+)">\s*<button[^>]*>[^<]*{name}', anna.get("erase"))
        assert person, anna.text
        anna.send("erase", person=person[1], sure="yes")
        assert name not in anna.get("people")


def test_every_kind_of_page_was_checked_for_everybody_and_the_page_says_so(server: Served) -> None:
    found = checked()
    kinds = set(statement.pages())
    assert (set(found.looked.pages), set(found.keyboard), set(found.narrow)) == (kinds, kinds, kinds)
    assert found.version == advisor.__version__
    page = server.person().get("/accessibility")
    for part in (found.version, f"axe-core {found.checker} {len(kinds)} Arten", f"in {found.looked.views} Zuständen"):
        assert part in page


def test_a_person_takes_their_words_along_and_has_them_erased(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite(name="Beat Unverwechselbar"))
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[0], note="Geheimwort Zinnober")
    own = json.loads(beat.get("mine/words.json"))
    assert own["name"] == "Beat Unverwechselbar"
    assert "Zinnober" in json.dumps(own["did"], ensure_ascii=False)
    beat.get("erase")
    assert "gelöscht" in beat.send("erase")
    beat.get("mine", 404)
    for page in ("live", "history", "people", "papers/answers.yaml", "papers/history.jsonl"):
        found = anna.get(page)
        assert "Zinnober" not in found
        assert "Unverwechselbar" not in found


def test_a_sitting_is_closed_opened_again_and_deleted(anna: Person) -> None:
    anna.get("settings")
    anna.send("close")
    assert "abgeschlossen" in anna.answer(COMMITMENT, levels(anna, COMMITMENT)[0])
    assert COMMITMENT not in anna.answers()
    anna.get("settings")
    anna.send("reopen")
    anna.answer(COMMITMENT, levels(anna, COMMITMENT)[0])
    assert COMMITMENT in anna.answers()
    anna.get("delete")
    assert "Die Sitzung ist gelöscht" in anna.send("delete")
    anna.get("live", 404)


def test_a_reader_sees_where_it_stands_and_says_nothing(anna: Person, server: Served) -> None:
    rita = server.person().join(anna.invite(kind="reader", role="parliament"))
    assert rita.path.endswith("/live")
    assert "Bericht" in rita.get("papers")
    for path in ("next", f"q/{COMMITMENT}", "people", "settings", "history"):
        rita.get(path, 403)
    rita.get("papers/answers.yaml", 404)


@pytest.mark.parametrize("language", ["de", *(pytest.param(each, marks=LONG) for each in ("fr", "it", "en"))])
def test_every_page_opens_in_every_language_and_runs_nothing_inline(anna: Person, server: Served, language: str) -> None:
    beat = server.person().join(anna.invite("office_head", language=language))
    for page in ASKING:
        check(beat.get(page), beat)
    anna.client.headers["accept-language"] = language
    for page in LEADING:
        check(anna.get(page), anna)


def check(page: str, person: Person) -> None:
    assert len(re.findall("<h1", page)) == 1, person.path
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), person.path
    assert all("src=" in each for each in re.findall("<script[^>]*>", page))
    assert "script-src 'self'" in person.page.headers["content-security-policy"]
    assert person.page.headers["cache-control"] == "no-store"


def test_a_form_from_elsewhere_or_of_somebody_else_counts_nothing(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite())
    for origin, key in (("http://evil.example", None), (beat.origin, "0" * 32)):
        beat.get(f"q/{COMMITMENT}")
        fields = {**beat.hidden(), "act": "answer", "value": "rejects"} | ({"key": key} if key else {})
        answer = beat.client.post(f"{beat.room}/q/{COMMITMENT}", data=fields, headers={"origin": origin})
        assert answer.status_code == 403
    assert COMMITMENT not in anna.answers()


def test_a_stranger_sees_nothing_and_is_told_what_to_do(anna: Person, server: Served) -> None:
    stranger = server.person()
    for path in ("live", "papers/answers.yaml", f"q/{COMMITMENT}"):
        assert "um einen neuen Link" in stranger.get(f"{anna.room}/{path}", 404)
        assert "Musterwil" not in stranger.text


def test_what_is_typed_comes_out_as_text(anna: Person, server: Served) -> None:
    beat = server.person().join(anna.invite(name="<script>alert(1)</script>"))
    beat.answer(COMMITMENT, levels(beat, COMMITMENT)[0], note='"><img src=x onerror=alert(1)>')
    for path in ("live", "people", "review", "history"):
        anna.get(path)
        assert not re.search(r'<(script(?! src="/static/)|img)', anna.page.text)


def test_a_contradiction_is_shown_when_it_comes_up_and_may_stand(anna: Person) -> None:
    for question, value in CLASH:
        anna.answer(question, value)
    assert "/clash/" in anna.path
    assert "Zwei Antworten widersprechen sich" in anna.text
    assert "Beide stehen lassen und weiter" in anna.text
    anna.answer("domain_expertise", "unknown")
    assert "/clash/" not in anna.path
