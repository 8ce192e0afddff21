"""A guidance talk from its beginning to its end, through the pages: two people, two ways in, one text."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from pathways.domain.guidance import LONGEST_NOTES, PickKind, Stage, to_json
from pathways.store.guidance_tables import GuidanceKeyRow
from pathways.web.caching import PageCache
from pathways.web.talk_times import clock_of, local_day, moment_at
from pathways.web.wording import MONTHS
from tests.conftest import make_app
from tests.people import make_account, sign_in, stranger
from tests.talks import PART, SOON, Talking, begin_talk, lost_key, moment
from tests.visiting import Visited, check_page

SENDINGS = count()
ROLE = "process-engineer-upstream"
OPERATOR = "process-operator"
NASTY = "<script>alert(1)</script> & \"quoted\" 'too' 👩‍🔬🧪 مرحبا بالعالم \u202eright to left\u202c æøå\n  second line"


@pytest.fixture(scope="module")
def guided(example_facts, real_facts, tmp_path_factory):
    return make_app(real_facts, tmp_path_factory.mktemp("guided"))


@pytest.fixture(scope="module")
def counsellor(guided):
    from tests.people import signed_in

    return signed_in(guided, "counsellor")


@pytest.fixture
def talk(guided, counsellor):
    return begin_talk(guided, counsellor)


def page_of(response, address="/en/guidance"):
    return Visited(address, response)


def notes_on(response):
    found = re.search(r"<textarea[^>]*name=\"mine\"[^>]*>(.*?)</textarea>", response.get_data(as_text=True), re.DOTALL)
    return unescape(found[1]) if found else None


def layers(app):
    """What stands before the application, outermost first."""
    layer = app.wsgi_app
    while layer is not None and not inspect.ismethod(layer):
        yield layer
        layer = next((one for name in ("_app", "app", "application") if (one := getattr(layer, name, None))), None)


class TestWaysIn:
    @pytest.mark.parametrize("spelt", [str, str.lower, lambda c: c.replace("-", " "), lambda c: f"  {c.title()}. "])
    def test_a_code_lets_in_however_it_is_typed(self, talk, spelt):
        joined = talk.student.post("/en/guidance/join", data={"code": spelt(talk.code)})
        assert (joined.status_code, joined.location) == (303, talk.address)
        assert talk.see(talk.student).status_code == 200

    @pytest.mark.parametrize("code", ["fjord", "FJORD-42-KLIT-7", "x" * 5000, "FJORD-42-KLIT-7' OR 1=1", "\x00"])
    def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(self, talk, code, fresh_address):
        refused = talk.student.post("/en/guidance/join", data={"code": code}, environ_base=fresh_address())
        assert refused.status_code == 422
        page = page_of(refused)
        check_page(page)
        assert "No open talk has this code" in page.words("#e-code")
        assert "Set-Cookie" not in refused.headers

    @pytest.mark.parametrize("nothing", ["", "   "])
    def test_where_no_code_is_typed_it_is_asked_for(self, talk, nothing, fresh_address):
        refused = talk.student.post("/en/guidance/join", data={"code": nothing}, environ_base=fresh_address())
        assert refused.status_code == 422
        page = page_of(refused)
        check_page(page)
        assert page.words("#e-code").startswith("Error: Write the code.")

    @pytest.mark.parametrize("ended", ["finished", "over", "not yet", "expired", "deleted", "renewed"])
    def test_a_code_is_good_only_while_the_talk_is_open(self, talk, ended, fresh_address):
        code, now = talk.code, datetime.now(UTC)
        match ended:
            case "finished":
                talk.counsellor.post(f"{talk.address}/finish")
            case "over":
                talk.set(opens_at=now - timedelta(hours=4, seconds=1), closes_at=now - timedelta(seconds=1))
            case "not yet":
                talk.set(opens_at=now + timedelta(minutes=1))
            case "expired":
                talk.set(expires_at=now - timedelta(seconds=1))
            case "deleted":
                talk.counsellor.post(f"{talk.address}/delete")
            case "renewed":
                talk.counsellor.post(f"{talk.address}/new-link")
        refused = talk.student.post("/en/guidance/join", data={"code": code}, environ_base=fresh_address())
        assert refused.status_code == 422
        assert "ask your counsellor for a new one" in page_of(refused).words("#e-code")

    def test_ten_wrong_codes_an_hour_and_then_the_right_one_is_refused_too(self, talk, fresh_address):
        code, here = talk.code, fresh_address()
        for number in range(10):
            typed = {"code": f"FJORD-{number + 10}-KLIT-7"}
            wrong = talk.student.post("/en/guidance/join", data=typed, environ_base=here)
            assert wrong.status_code == 422
        refused = talk.student.post("/en/guidance/join", data={"code": code}, environ_base=here)
        assert refused.status_code == 429
        check_page(page_of(refused))
        elsewhere = talk.student.post("/en/guidance/join", data={"code": code}, environ_base=fresh_address())
        assert elsewhere.status_code == 303

    def test_slips_of_a_whole_class_behind_one_address_shut_nobody_out(self, talk, fresh_address):
        here = fresh_address()
        for slip in ("", "FJORD-42-KLIT", "FJRD-42-KLIT-7", "FJORD-42-KLIPT-7", "FJORD-42-KLIT-1") * 3:
            assert talk.student.post("/en/guidance/join", data={"code": slip}, environ_base=here).status_code == 422
        joined = talk.student.post("/en/guidance/join", data={"code": talk.code}, environ_base=here)
        assert joined.status_code == 303

    def test_a_whole_network_of_ipv6_counts_as_one_place(self, talk):
        answers = [
            talk.student.post(
                "/en/guidance/join",
                data={"code": "FJORD-11-KLIT-7"},
                environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{n:x}"},
            ).status_code
            for n in range(1, 13)
        ]
        assert answers == [422] * 10 + [429] * 2

    def test_a_handout_made_with_another_key_of_the_server_lets_in(self, talk):
        app, key, old = talk.app, talk.app.config["SECRET_KEY"], talk.secret
        app.config.update(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[])
        try:
            assert talk.student.get(f"/en/g/{old}").status_code == 303, "what was printed before still does"
            told = talk.student.get(f"{talk.address}/handout.json").get_json(force=True)
            printed = told["link"].rpartition("/")[2]
            assert printed != old
            assert app.test_client().get(f"/en/g/{printed}").status_code == 303
        finally:
            app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=[])

    def test_the_secret_of_a_link_leaves_the_address_at_once(self, talk):
        opened = talk.student.get(f"/en/g/{talk.secret}")
        assert (opened.status_code, opened.location) == (303, talk.address)
        assert opened.headers["Cache-Control"] == "no-store"
        assert talk.secret not in str(opened.headers)
        assert talk.see(talk.student).status_code == 200

    def test_a_link_is_good_after_the_talk_until_it_is_renewed(self, talk):
        secret = talk.secret
        talk.counsellor.post(f"{talk.address}/finish")
        assert talk.student.get(f"/en/g/{secret}").status_code == 303
        assert talk.see(talk.student).status_code == 200
        talk.counsellor.post(f"{talk.address}/new-link")
        assert talk.see(talk.student).status_code == 404, "the device that came by the old link is out"
        assert talk.student.get(f"/en/g/{secret}").status_code == 404
        assert talk.student.get(f"/en/g/{talk.secret}").status_code == 303

    def test_wrong_expired_and_deleted_links_get_the_same_answer(self, talk, fresh_address):
        secret = talk.secret
        never = talk.student.get("/en/g/AAAAAAAAAAAAAAAAAAAAAA", environ_base=fresh_address())
        short = talk.student.get("/en/g/x", environ_base=fresh_address())
        talk.set(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        expired = talk.student.get(f"/en/g/{secret}", environ_base=fresh_address())
        assert {one.status_code for one in (never, short, expired)} == {404}
        main = [page_of(one).words("main") for one in (never, short, expired)]
        assert len(set(main)) == 1

    def test_a_device_let_in_by_code_may_read_until_its_hours_are_over_and_not_longer(self, talk):
        now = datetime.now(UTC)
        talk.set(opens_at=now - timedelta(hours=3), closes_at=now + timedelta(hours=1))
        talk.join()
        talk.counsellor.post(f"{talk.address}/finish")
        assert talk.see(talk.student).status_code == 200, "the page to take home is still theirs"
        talk.set(closes_at=datetime.now(UTC) - timedelta(seconds=1))
        assert talk.see(talk.student).status_code == 404

    def test_a_return_visit_has_a_new_code_and_lets_no_old_device_in(self, talk):
        code = talk.code
        talk.join()
        talk.counsellor.post(f"{talk.address}/finish")
        talk.set(opens_at=datetime.now(UTC) - timedelta(days=90), closes_at=datetime.now(UTC) - timedelta(days=89))
        assert talk.counsellor.post(f"{talk.address}/again").status_code == 303
        assert talk.code != code
        assert talk.code.startswith(code.rpartition("-")[0].rpartition("-")[0]), "the name stays"
        lost = talk.see(talk.student)
        assert lost.status_code == 404
        words = Visited(talk.address, lost).words("main")
        assert "or it was opened again with a new code. In that case type the code on the counsellor’s screen" in words
        assert talk.join().get(talk.address).status_code == 200

    @pytest.mark.parametrize("cookie", ["", "x", "WyJhIl0.aaaa", "[1,2,3]", "%00"])
    def test_a_forged_tag_lets_nobody_in(self, talk, cookie):
        talk.student.set_cookie("pathways-talk", cookie)
        assert talk.see(talk.student).status_code == 404

    def test_leaving_takes_the_way_in_away_from_the_device(self, talk):
        talk.join()
        assert talk.student.post("/en/guidance/leave").status_code == 303
        assert talk.see(talk.student).status_code == 404

    def test_the_counsellors_screen_says_where_the_code_is_typed(self, talk):
        joining = page_of(talk.see()).one(".joining")
        assert joining.cssselect("svg.qr")
        assert "/en/guidance" in joining.text_content()
        assert talk.code in joining.text_content()
        assert not page_of(talk.see(talk.join())).all(".joining")

    def test_the_talk_itself_is_left_in_one_step_and_the_door_says_so(self, talk):
        leave = page_of(talk.see(talk.join())).one('#t-home form[action$="/leave"]')
        left = talk.student.post(leave.get("action"))
        assert talk.see(talk.student).status_code == 404
        assert "You have left the talk on this device." in talk.student.get(left.location).get_data(as_text=True)

    def test_the_counsellor_reaches_the_desk_from_a_talk_and_the_student_does_not(self, talk):
        desk = '#main a[href$="/guidance/desk"]'
        assert page_of(talk.see()).all(desk)
        assert not page_of(talk.see(talk.join())).all(desk)
        talk.counsellor.post(f"{talk.address}/finish")
        assert page_of(talk.see()).all(desk)

    def test_keys_that_were_given_out_are_good_after_the_server_got_another_key(self, talk):
        secret, code, app = talk.secret, talk.code, talk.app
        key = app.config["SECRET_KEY"]
        talk.join()
        app.config.update(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[key])
        try:
            other = app.test_client()
            assert other.post("/en/guidance/join", data={"code": code}).status_code == 303
            assert other.get(f"/en/g/{secret}").status_code == 303
            assert talk.see(talk.student).status_code == 200
            assert talk.secret == secret, "and the handout shows the same link"
        finally:
            app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=[])

    def test_after_the_server_lost_its_key_the_code_on_the_screen_lets_in(self, guided):
        email, password = make_account(guided)
        talk = begin_talk(guided, sign_in(stranger(guided), email, password))
        old, secret = talk.code, talk.secret
        gone = talk.join()
        with lost_key(guided):
            assert talk.see(gone).status_code == 404, "what was signed by the key is not believed"
            assert gone.post("/en/guidance/join", data={"code": old}).status_code == 422
            assert guided.test_client().get(f"/en/g/{secret}").status_code == 303, "a printed link is good as ever"
            again = Talking(guided, sign_in(stranger(guided), email, password), stranger(guided), talk.id)
            assert again.code != old
            assert again.see(again.join()).status_code == 200

    def test_after_the_server_lost_its_key_a_finished_talk_has_a_link_and_no_code(self, guided):
        email, password = make_account(guided)
        talk = begin_talk(guided, sign_in(stranger(guided), email, password))
        talk.counsellor.post(f"{talk.address}/finish")
        with lost_key(guided):
            again = Talking(guided, sign_in(stranger(guided), email, password), stranger(guided), talk.id)
            assert again.see().status_code == 200
            with guided.extensions["pathways"].rows() as session:
                rows = session.exec(select(GuidanceKeyRow).where(GuidanceKeyRow.guidance_id == talk.id)).all()
            now = datetime.now(UTC)
            assert sorted(row.kind for row in rows if row.expires_at > now) == ["link", "link"]


class TestPrivate:
    def test_an_error_of_the_database_tells_the_log_nothing_that_was_typed(self, talk, caplog):
        engine = talk.app.extensions["pathways"].engine
        trigger = "CREATE TRIGGER broken BEFORE UPDATE ON guidance BEGIN SELECT RAISE(ABORT, 'no'); END"
        with engine.begin() as connection:
            connection.exec_driver_sql(trigger)
        try:
            assert talk.note("", "typed in secret").status_code in {500, 503}
        finally:
            with engine.begin() as connection:
                connection.exec_driver_sql("DROP TRIGGER broken")
        said = caplog.text + "".join(str(record.exc_info) for record in caplog.records)
        assert "talk_notes.save_notes" in said
        assert "typed in secret" not in said

    def test_no_page_of_a_talk_is_kept_or_listed(self, talk):
        talk.join()
        for path in ("", "/live", "/delete", "/handout"):
            answer = talk.student.get(talk.address + path)
            assert answer.headers["Cache-Control"] == "no-store", path
            assert "noindex" in answer.headers["X-Robots-Tag"], path
        for path in ("/en/guidance", "/en/guidance/desk", "/en/guidance/class", "/en/guidance/counts"):
            assert talk.counsellor.get(path).headers["Cache-Control"] == "no-store", path

    def test_the_page_cache_holds_nothing_of_a_talk(self, talk):
        cache = next(layer for layer in layers(talk.app) if isinstance(layer, PageCache))
        kept = set(cache._kept)
        talk.see()
        talk.counsellor.get("/en/guidance/desk")
        talk.counsellor.get("/en/guidance")
        assert set(cache._kept) == kept
        talk.counsellor.get("/en/roles")
        assert set(cache._kept) != kept, "a public page is kept, or this could not fail"

    def test_the_log_tells_the_route_and_nothing_of_the_talk(self, talk, caplog):
        with caplog.at_level("DEBUG"):
            talk.join()
            talk.note("", "a secret wish")
            talk.change("next", next_step="a secret step", was="{}")
            talk.student.get(f"/en/g/{talk.secret}")
        said = " ".join(record.getMessage() for record in caplog.records)
        assert "talk_notes.save_notes" in said
        for secret in (talk.id, talk.secret, talk.row.label, "secret wish", "secret step"):
            assert secret not in said

    def test_the_page_says_who_why_how_long_and_how_to_delete(self, talk):
        page = page_of(talk.see(), talk.address)
        check_page(page)
        words = page.words("#privacy")
        for said in ("school", "180 days", "cookie", "24 hours", "delete"):
            assert said in words

    @pytest.mark.parametrize("who", ["student", "counsellor"])
    def test_either_side_deletes_for_both_at_once(self, talk, who):
        talk.join()
        talk.note("", "to be forgotten")
        answer = getattr(talk, who).post(f"{talk.address}/delete")
        assert answer.status_code == 303
        assert talk.see().status_code == 404
        assert talk.see(talk.student).status_code == 404
        assert b"deleted" in getattr(talk, who).get(answer.location).data


class TestFollowing:
    def test_nothing_new_is_said_in_few_bytes(self, talk):
        talk.join()
        first = talk.student.get(f"{talk.address}/live")
        again = talk.student.get(f"{talk.address}/live", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        talk.change("start", from_="neg-htx", was="{}")
        changed = talk.student.get(f"{talk.address}/live", headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        assert page_of(changed).one("#f-from option[selected]").get("value") == "neg-htx"

    def test_notes_alone_come_alone(self, talk):
        talk.join()
        first = talk.student.get(f"{talk.address}/live")
        talk.note("", "typed by the other")
        fresh = talk.student.get(f"{talk.address}/live", headers={"If-None-Match": first.headers["ETag"]})
        assert notes_on(fresh) == "typed by the other"
        assert b"t-stage" not in fresh.data
        again = talk.student.get(f"{talk.address}/live", headers={"If-None-Match": fresh.headers["ETag"]})
        assert again.status_code == 304
        talk.change("stage", stage="next")
        whole = talk.student.get(f"{talk.address}/live", headers={"If-None-Match": fresh.headers["ETag"]})
        assert b"t-stage" in whole.data

    def test_a_change_of_nothing_is_nothing_new(self, talk):
        talk.change("start", from_="neg-htx", was="{}")
        before = talk.row.version
        talk.change("start", from_="neg-htx", was='{"start": "neg-htx"}')
        talk.note("", "")
        assert talk.row.version == before

    def test_the_end_of_a_talk_is_new_as_well(self, talk):
        etag = talk.join().get(f"{talk.address}/live").headers["ETag"]
        talk.set(closes_at=datetime.now(UTC) - timedelta(seconds=1), opens_at=datetime.now(UTC) - timedelta(hours=4))
        talk.student.get(f"/en/g/{talk.secret}")
        assert talk.student.get(f"{talk.address}/live", headers={"If-None-Match": etag}).status_code == 200

    def test_the_two_seats_never_share_an_answer(self, talk):
        theirs = talk.join().get(f"{talk.address}/live").headers["ETag"]
        mine = talk.counsellor.get(f"{talk.address}/live", headers={"If-None-Match": theirs})
        assert mine.status_code == 200
        assert talk.code not in talk.see(talk.student).get_data(as_text=True)


class TestChanges:
    @pytest.mark.parametrize("part", [True, False], ids=["by script", "without"])
    def test_every_change_is_made(self, talk, part):
        def send(what, **fields):
            answer = talk.change(what, part=part, **fields)
            assert answer.status_code == (200 if part else 303), (what, answer.get_data(as_text=True))

        send("start", from_="neg-htx", have=["mathematics-A", "not-chemistry"], average="7,5", was="{}")
        assert talk.talk.start == "neg-htx"
        assert set(talk.talk.have) == {"mathematics-A", "not-chemistry", "average-7.5"}
        send("barriers", barrier=["money", "other"], was="{}")
        send("stage", stage="explore")
        send("look", goal=ROLE, view="routes")
        send("wishes", years="6", here="1", was="{}")
        assert dict(talk.talk.wishes) == {"years": "6", "here": "1"}
        send("wishes", was='{"wishes": {"years": "6", "here": "1"}}')
        assert not talk.talk.wishes
        liked = next(iter(re.findall(r"name=\"i-([^\"]+)\"", talk.change("look", view="likes").get_data(as_text=True))))
        send("likes", **{f"i-{liked}": "like"}, was="{}")
        assert dict(talk.talk.likes) == {liked: "like"}
        send("look", view="routes")
        page = page_of(talk.see(), talk.address)
        key = page.all("article.route input[name=key]")[0].get("value")
        send("add", kind="route", id=ROLE, start="neg-htx", key=key)
        send("add", kind="programme", id="absalon-beng-biotek")
        send("add", kind="role", id=ROLE)
        route, programme, role = (pick.name for pick in talk.talk.shortlist)
        send("move", name=role, to="0")
        assert [pick.kind for pick in talk.talk.shortlist] == [PickKind.ROLE, PickKind.ROUTE, PickKind.PROGRAMME]
        send("line", name=route, line="Likes the pilot plant", was_line="")
        send("beside", name=[route, programme])
        assert talk.talk.beside == (route, programme)
        send("stage", stage="narrow")
        check_page(page_of(talk.see(), talk.address))
        send("remove", name=programme)
        send("stage", stage="next")
        send("next", next_step="Ask about chemistry B", next_on=SOON, was="{}")
        send("write", write_along="")
        after = talk.talk
        assert (after.next_step, str(after.next_on), after.stage) == ("Ask about chemistry B", SOON, Stage.NEXT)
        assert after.pick(route).line == "Likes the pilot plant"
        assert after.pick(route).then, "what the route was like is kept with it"
        assert not after.write_along

    def test_two_routes_side_by_side_are_drawn_on_the_same_years(self, talk):
        talk.change("start", from_="neg-htx", was="{}")
        talk.change("stage", stage="explore")
        talk.change("look", goal=ROLE, view="routes")
        keys = [one.get("value") for one in page_of(talk.see(), talk.address).all("article.route input[name=key]")]
        for key in (keys[0], keys[-1]):
            talk.change("add", kind="route", id=ROLE, start="neg-htx", key=key)
        talk.change("stage", stage="narrow")
        page = page_of(talk.see(), talk.address)
        shorter, longer = page.all(".beside-line svg.rl")
        assert len(shorter.cssselect("line.tick")) == len(longer.cssselect("line.tick"))
        assert len(page.all(".beside-line svg.rl-axis")) == 1

    def test_a_share_is_said_alike_in_all_parts_and_on_the_page_to_take_home(self, talk):
        talk.change("start", from_="neg-htx", was="{}")
        talk.change("stage", stage="explore")
        talk.change("look", goal=OPERATOR, view="routes")
        page = page_of(talk.see(), talk.address)
        whole = next(one for one in page.all("article.route") if "100% of the job" in one.text_content())
        assert "at least 100%" not in page.words("main")
        key = whole.cssselect("input[name=key]")[0].get("value")
        talk.change("add", kind="route", id=OPERATOR, start="neg-htx", key=key)
        talk.change("add", kind="role", id=ROLE)
        talk.change("stage", stage="narrow")
        rows = page_of(talk.see(), talk.address).all(".beside tbody tr")
        (share,) = [row.cssselect("td") for row in rows if "Share of the job covered" in row.text_content()]
        assert [cell.text_content() for cell in share] == ["100%", "depends on the route"]
        home = Visited("/en/taken", talk.counsellor.get(f"{talk.address}/handout"))
        assert "100% of the job" in home.words(".kept .figures")

    def test_routes_that_have_no_room_in_a_talk_are_one_link_away(self, talk):
        talk.change("start", from_="grundskole-10", was="{}")
        talk.change("stage", stage="explore")
        talk.change("look", goal=ROLE, view="routes")
        page = page_of(talk.see(), talk.address)
        (link,) = page.all("#t-stage a[href*='/routes?']")
        assert "page of all routes" in link.text_content()
        assert link.get("href").endswith(f"/en/routes?from=grundskole-10&to={ROLE}")

    def test_each_part_of_the_talk_is_a_sound_page_for_both(self, talk):
        talk.join()
        talk.change("start", from_="neg-htx", was="{}")
        for stage in Stage:
            talk.change("stage", stage=stage.value)
            for view in ("map", "routes", "likes") if stage is Stage.EXPLORE else ("map",):
                for goal in ("", ROLE):
                    talk.change("look", goal=goal, view=view)
                    for who in (talk.counsellor, talk.student):
                        for language in ("en", "da"):
                            address = talk.address.replace("/en/", f"/{language}/")
                            check_page(page_of(who.get(address), address))

    @pytest.mark.parametrize(
        ("what", "fields", "field", "kept"),
        [
            ("start", {"from_": "neg-htx", "have": ["maths-Z"], "was": "{}"}, "have", "maths-Z"),
            ("start", {"from_": "neg-htx", "average": "lots", "was": "{}"}, "average", "lots"),
            ("start", {"from_": "no such school", "was": "{}"}, "from", "no such school"),
            ("next", {"next_step": "Ask", "next_on": "2027-02-30", "was": "{}"}, "next_on", "Ask"),
            ("next", {"next_step": "x" * 201, "next_on": "", "was": "{}"}, "next_step", "x" * 201),
            ("add", {"kind": "programme", "id": "no-such"}, "shortlist", ""),
            ("add", {"kind": "route", "id": ROLE, "start": "neg-htx", "key": "no-such"}, "shortlist", ""),
            ("look", {"goal": "no-such", "view": "map"}, "goal", ""),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    @pytest.mark.parametrize("part", [True, False], ids=["by script", "without"])
    def test_what_cannot_be_used_is_told_and_stays(self, talk, what, fields, field, kept, part):  # noqa: PLR0917  # a table
        talk.change("stage", stage={"start": "start", "next": "next"}.get(what, "explore"))
        before = talk.row.talk
        refused = talk.change(what, part=part, **fields)
        assert refused.status_code == 422
        page = page_of(refused, talk.address)
        if not part:
            check_page(page)
        assert page.all(f"#problem a[href='#f-{field}']"), page.words()
        assert page.all(f"#e-{field}"), "the message stands at the field as well"
        assert kept in unescape(refused.get_data(as_text=True))
        assert talk.row.talk == before

    def test_a_mean_mark_stays_in_its_field_as_it_was_typed_and_is_written_as_one_writes_here(self, talk):
        said = {"from_": "neg-htx", "was": "{}"}
        refused = page_of(talk.change("start", average="syv", **said))
        assert refused.one("#f-average").get("value") == "syv"
        talk.change("start", average="7,4", **said)
        for language, shown in (("da", "7,4"), ("en", "7.4")):
            kept = page_of(talk.counsellor.get(talk.address.replace("/en/", f"/{language}/")))
            assert kept.one("#f-average").get("value") == shown

    def test_a_line_that_is_too_long_is_told_and_kept(self, talk):
        talk.change("add", kind="role", id=ROLE)
        name = talk.talk.shortlist[0].name
        refused = talk.change("line", name=name, line="y" * 141, was_line="")
        assert refused.status_code == 422
        assert page_of(refused).all(f"[id='e-line-{name}']")
        assert "y" * 141 in refused.get_data(as_text=True)

    def test_no_browser_cuts_what_the_server_would_answer(self, talk):
        talk.change("add", kind="role", id=ROLE)
        talk.change("stage", stage="next")
        page = page_of(talk.see())
        for field in (page.one("textarea[name=line]"), page.one("#f-next_step")):
            assert field.get("maxlength") is None

    def test_a_sixth_is_refused_and_the_five_stay(self, talk, real_graph):
        programmes = list(real_graph.programmes)[:6]
        for id in programmes[:5]:
            talk.change("add", kind="programme", id=id)
        refused = talk.change("add", kind="programme", id=programmes[5])
        assert refused.status_code == 422
        assert "Take one off first" in refused.get_data(as_text=True)
        assert len(talk.talk.shortlist) == 5

    @pytest.mark.parametrize(
        ("what", "fields"),
        [
            ("stage", {"stage": "lunch"}),
            ("move", {"name": "x", "to": "up"}),
            ("move", {"name": "x", "to": "--5"}),
            ("start", {"was": "["}),
            ("start", {"was": "[" * 100_000}),
            ("start", {"was": '{"start": {}}'}),
            ("next", {"was": '{"next_step": []}'}),
            ("no-such", {}),
        ],
    )
    def test_what_no_page_of_ours_sends_is_refused(self, talk, what, fields):
        assert talk.change(what, **fields).status_code in {400, 404}

    def test_one_who_would_overwrite_the_other_is_told_and_decides(self, talk):
        talk.join()
        talk.change("stage", stage="next")
        talk.change("next", next_step="Visit the pilot plant", next_on=SOON, was="{}")
        refused = talk.change("next", talk.student, next_step="Ask about chemistry", next_on="", was="{}")
        assert refused.status_code == 409
        page = page_of(refused)
        assert "Visit the pilot plant" in page.words("#e-next_step")
        assert page.one("#f-next_step").get("value") == "Ask about chemistry"
        assert talk.talk.next_step == "Visit the pilot plant"
        was = page.one("form[data-change=next] input[name=was]").get("value")
        again = talk.change("next", talk.student, next_step="Ask about chemistry", next_on=SOON, was=was)
        assert again.status_code == 200
        assert talk.talk.next_step == "Ask about chemistry"

    @pytest.mark.parametrize("typed", ["2020-01-01", "2099-01-01", "9999-12-31", "0001-01-01"])
    def test_a_day_that_is_over_or_far_away_is_told_and_stays_in_its_field(self, talk, typed):
        talk.change("stage", stage="next")
        refused = talk.change("next", next_step="Ask", next_on=typed, was="{}")
        assert refused.status_code == 422
        page = page_of(refused)
        last = local_day(datetime.now(UTC)).year + 10
        assert f"from today to 31 Dec {last}, not " in " ".join(page.words("#e-next_on").split())
        assert page.one("#f-next_on").get("value") == typed
        assert page.one("#f-next_step").get("value") == "Ask"
        assert talk.talk.next_on is None

    def test_today_and_the_last_day_are_taken_and_one_agreed_on_long_ago_stays(self, talk):
        today = local_day(datetime.now(UTC))
        for on in (today, date(today.year + 10, 12, 31)):
            assert talk.change("next", next_step="Ask", next_on=on, was=to_json(talk.talk)).status_code == 200
            assert talk.talk.next_on == on
        long_ago = replace(talk.talk, next_on=date(2024, 5, 1))
        talk.set(talk=to_json(long_ago), next_on=long_ago.next_on)
        kept = talk.change("next", next_step="Ask again", next_on="2024-05-01", was=to_json(talk.talk))
        assert kept.status_code == 200
        assert (talk.talk.next_step, talk.talk.next_on) == ("Ask again", date(2024, 5, 1))

    def test_wishes_and_subjects_of_both_are_kept_and_one_subject_has_one_level(self, talk):
        talk.join()
        talk.change("start", from_="neg-htx", have=["mathematics-B"], was="{}")
        was = '{"start": "neg-htx", "have": ["mathematics-B"]}'
        talk.change("start", from_="neg-htx", have=["mathematics-A"], was=was)
        refused = talk.change("start", talk.student, from_="neg-htx", have=["mathematics-C"], was=was)
        assert refused.status_code == 409
        assert "Maths A" in page_of(refused).words("#e-have")
        talk.change("start", talk.student, from_="neg-htx", have=["mathematics-B", "physics-B"], was=was)
        assert set(talk.talk.have) == {"mathematics-A", "physics-B"}
        talk.change("look", goal=ROLE, view="routes")
        talk.change("wishes", talk.student, years="3", was="{}")
        talk.change("wishes", language="da", was="{}")
        assert dict(talk.talk.wishes) == {"years": "3", "language": "da"}
        assert talk.change("wishes", years="5", was="{}").status_code == 409

    def test_a_line_about_what_was_taken_off_is_told(self, talk):
        talk.change("add", kind="role", id=ROLE)
        name = talk.talk.shortlist[0].name
        talk.change("remove", name=name)
        refused = talk.change("line", name=name, line="typed meanwhile", was_line="")
        assert refused.status_code == 409
        assert "typed meanwhile" in page_of(refused).words("#e-shortlist")

    def test_a_student_may_read_along_only(self, talk):
        talk.join()
        talk.change("write", write_along="")
        assert talk.change("stage", talk.student, stage="next").status_code == 403
        assert talk.note("", "mine", talk.student).get_json()["lost"]
        form = talk.student.post(f"{talk.address}/notes", data={"base": "", "mine": "what I wrote"})
        assert form.status_code == 403
        assert "what I wrote" in page_of(form).one("textarea").text_content()
        assert not page_of(talk.see(talk.student)).all("[data-change]")
        talk.change("write", write_along="1")
        assert talk.change("stage", talk.student, stage="next").status_code == 200
        assert talk.change("write", talk.student, write_along="").status_code == 403, "that is the counsellor's to say"


class TestNotes:
    def test_what_is_acknowledged_is_kept_and_seen_by_the_other(self, talk):
        talk.join()
        said = talk.note("", NASTY).get_json()
        assert said["text"] == NASTY
        assert re.fullmatch(r"Saved \d\d:\d\d", said["said"])
        assert notes_on(talk.see(talk.student)) == NASTY
        assert talk.row.notes == NASTY
        assert "<script>alert" not in talk.see().get_data(as_text=True)

    def test_two_who_type_at_once_lose_no_word(self, talk):
        talk.join()
        talk.note("", "one two three")
        talk.note("one two three", "zero one two three", talk.student)
        said = talk.note("one two three", "one two three four").get_json()
        assert (said["text"], said["clash"]) == ("zero one two three four", "")
        talk.note("zero one two three four", "zero ONE two three four", talk.student)
        both = talk.note("zero one two three four", "zero eins two three four").get_json()
        assert both["clash"]
        assert {"ONE", "eins"} <= set(both["text"].split())

    def test_a_text_whose_answer_was_lost_is_taken_in_once(self, talk):
        talk.join()
        talk.note("", "first line\n")
        talk.note("first line\n", "first line\nsecond\n", talk.student, once="one")
        talk.note("first line\nsecond\n", "first line\nsecond, changed\n")
        again = talk.note("first line\n", "first line\nsecond\n", talk.student, once="one").get_json()
        assert again["text"] == "first line\nsecond, changed\n"

    @given(mine=st.lists(st.text("ab c\n", max_size=8), min_size=1, max_size=4))
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_what_one_wrote_alone_is_what_stands_there(self, talk, mine):
        for text in mine:
            base = talk.row.notes
            assert talk.note(base, text, once=str(next(SENDINGS))).get_json()["text"] == text

    def test_what_nobody_can_see_is_left_out(self, talk):
        assert talk.note("", "a\x00b\x07c\ud83d\r\nd\te").get_json()["text"] == "abc\nd\te"

    @pytest.mark.parametrize("text", ["x" * 100_000, "æ" * (LONGEST_NOTES + 1)], ids=["100 kB", "one too many"])
    def test_too_long_is_refused_with_the_text_kept(self, talk, text):
        talk.note("", "before")
        assert talk.note("before", text).status_code == 422
        assert str(LONGEST_NOTES)[:2] in talk.note("before", text).get_json()["problem"]
        form = talk.counsellor.post(f"{talk.address}/notes", data={"base": "before", "mine": text})
        assert form.status_code == 422
        check_page(page_of(form, talk.address))
        assert notes_on(form) == text
        assert page_of(form).all("#e-notes")
        assert talk.row.notes == "before"

    def test_more_than_a_server_takes_at_once_is_refused(self, talk):
        refused = talk.counsellor.post(f"{talk.address}/notes", json={"base": "", "mine": "x" * 2**20})
        assert refused.status_code == 413

    def test_without_scripts_a_button_saves(self, talk):
        saved = talk.counsellor.post(f"{talk.address}/notes", data={"base": "", "mine": "by hand\r\nin two lines"})
        assert (saved.status_code, saved.location) == (303, f"{talk.address}#t-notes")
        assert talk.row.notes == "by hand\nin two lines"

    @pytest.mark.parametrize("body", [b"[1]", b'{"mine": 3}', b"{", b'"x"'])
    def test_what_no_script_of_ours_sends_is_refused(self, talk, body):
        answer = talk.counsellor.post(f"{talk.address}/notes", data=body, content_type="application/json")
        assert answer.status_code == 400

    @pytest.mark.parametrize("lost", ["deleted", "finished"])
    def test_a_write_that_comes_too_late_is_told_and_offered_for_copying(self, talk, lost):
        talk.join()
        if lost == "deleted":
            talk.student.post(f"{talk.address}/delete")
        else:
            talk.counsellor.post(f"{talk.address}/finish")
        status = 404 if lost == "deleted" else 409
        answer = talk.note("", NASTY)
        assert answer.status_code == status
        assert answer.get_json()["lost"]
        form = talk.counsellor.post(f"{talk.address}/notes", data={"base": "", "mine": NASTY})
        assert form.status_code == status
        page = page_of(form)
        check_page(page)
        assert page.one("textarea").text_content().strip() == NASTY
        step = talk.change("next", part=False, next_step="a step", was="{}")
        assert "a step" in page_of(step).one("textarea").text_content()


class TestEnd:
    def test_a_finished_talk_can_be_read_and_not_written(self, talk):
        talk.change("next", next_step="Ask", next_on=SOON, was="{}")
        done = talk.counsellor.post(f"{talk.address}/finish")
        assert (done.status_code, done.location) == (303, f"{talk.address}/handout")
        page = page_of(talk.see(), talk.address)
        check_page(page)
        on = date.fromisoformat(SOON)
        assert f"By {on.day} {MONTHS['en'][on.month - 1]} {on.year}." in " ".join(page.words("#t-stage").split())
        assert not page.all("[data-change]")
        assert talk.change("stage", stage="next").status_code == 409
        assert talk.counsellor.post(f"{talk.address}/finish").status_code == 303, "twice is once"

    def test_open_again_keeps_what_was_said_and_counts_the_visits(self, talk):
        talk.note("", "kept")
        for _visit in range(2):
            talk.counsellor.post(f"{talk.address}/finish")
            talk.counsellor.post(f"{talk.address}/again")
        assert talk.row.notes == "kept"
        assert talk.change("stage", stage="explore").status_code == 200

    def test_one_that_nobody_ended_is_a_visit_all_the_same(self, talk):
        talk.change("start", from_="neg-htx", was="{}")
        talk.change("add", kind="programme", id="absalon-beng-biotek")
        then = datetime.now(UTC) - timedelta(days=30)
        talk.set(opens_at=then - timedelta(hours=4), closes_at=then)
        talk.counsellor.post(f"{talk.address}/again")
        talk.change("start", from_="neg-htx", have=["mathematics-A"], was='{"start": "neg-htx"}')
        page = page_of(talk.see(), talk.address)
        check_page(page)
        assert "Mathematics A" in page.words("#t-way") or "Maths A" in page.words("#t-way")
        assert talk.row.finished_at is None

    def test_only_the_counsellor_ends_it_or_opens_it_again(self, talk):
        talk.join()
        for path in ("finish", "again", "new-link"):
            refused = talk.student.post(f"{talk.address}/{path}")
            assert refused.status_code == 403
            assert "another site" not in refused.get_data(as_text=True), "nobody is accused of what they did not do"
        assert talk.row.finished_at is None

    def test_it_expires_by_itself(self, talk):
        assert talk.row.expires_at - talk.row.closes_at == timedelta(days=180)
        talk.set(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        assert talk.see().status_code == 404


class TestClocks:
    @pytest.mark.parametrize(
        ("moment_utc", "shown"),
        [("2027-01-15 09:42", "10:42"), ("2027-07-15 08:42", "10:42"), ("2027-03-28 01:00", "03:00"),
         ("2027-10-31 00:30", "02:30"), ("2027-10-31 01:30", "02:30")],
    )  # fmt: skip
    def test_moments_are_written_by_the_clocks_here(self, moment_utc, shown):
        assert clock_of(moment(moment_utc)) == shown

    @pytest.mark.parametrize(
        ("day", "at", "moment_utc"),
        [("2027-03-28", "01:59", "2027-03-28 00:59"), ("2027-03-28", "03:00", "2027-03-28 01:00"),
         ("2027-10-31", "01:59", "2027-10-30 23:59"), ("2027-10-31", "03:00", "2027-10-31 02:00")],
    )  # fmt: skip
    def test_hours_are_meant_by_the_clocks_here(self, day, at, moment_utc):
        from datetime import date, time

        assert moment_at(date.fromisoformat(day), time.fromisoformat(at)) == moment(moment_utc)

    def test_a_talk_over_the_change_of_the_clocks_is_open_for_four_hours(self, talk):
        row = talk.row
        assert row.closes_at - row.opens_at == timedelta(hours=4)
        assert row.opens_at.tzinfo is UTC


def test_htmx_is_answered_with_parts_and_nobody_else(talk):
    part = talk.counsellor.get(talk.address, headers=PART)
    assert b"<html" not in part.data
    assert part.headers["ETag"]
    assert "HX-Request" in part.headers["Vary"]
