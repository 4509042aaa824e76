"""Whoever a case is a complaint about is out of it: they do not see it, touch it, hear of it or ask about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.models import Case, Look
from answerable.desk import case_page
from answerable.organisation.files import Upload
from answerable.outbox.models import Message
from answerable.rules.lifecycle import TABLE
from answerable.rules.problems import NotAllowed, NotFound, Refused
from answerable.rules.responsibility import Facts, gaps
from tests.cases.conftest import GOOD, OBJECTION, REPLY, UNCLEAR, code_of, finish, running, units

pytestmark = pytest.mark.django_db
PHONE = "02079460000"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
ANN = PersonDetails(name="Ann", phone=PHONE)


def doors(actor, case, now) -> set[str]:
    """The doors through which this actor sees the case."""
    late = now + timedelta(days=60)
    open_doors = {
        "visible_to": queries.visible_to(actor).filter(pk=case.pk).exists(),
        "search by number": case in queries.search(actor, case.number),
        "search by telephone": case in queries.search(actor, PHONE),
        "search by words": case in queries.search(actor, "cyclist"),
        "callback queue": case in [row.case for row in queries.callback_queue(actor, now=late)],
        "dispatch queue": case in queries.dispatch_queue(actor, now=now),
        "earlier cases": case in queries.earlier_cases(actor, phone=PHONE),
        "acts": bool(queries.allowed(case, actor, now=now)),
    }
    page = queries.leaders_page(actor, now=late)
    lists = (
        getattr(page, name) for name in ("overdue", "stuck", "disputed", "listed", "supervised", "review", "parked")
    )
    open_doors["leaders page"] = any(case in found for found in lists)
    for level in (1, 2, 3):
        open_doors[f"rung {level}"] = case in queries.on_rung(actor, level)
    for tab in ("due", "disputed", "named", "others", "verdicts", "parts"):
        open_doors[f"tab {tab}"] = case in queries.worklist(actor, now=now, tab=tab)
    for verb, call in (
        ("get_case", lambda: queries.get_case(actor, case.number)),
        ("file", lambda: _file(actor, case, now)),
    ):
        try:
            open_doors[verb] = bool(call())
        except NotFound:
            open_doors[verb] = False
    counted = queries.counts(actor, now=late)
    return {name for name, is_open in open_doors.items() if is_open} | {f"count {n}" for n, c in counted.items() if c}


def _file(actor, case, now) -> object:
    attachment = case.attachments.first()
    return case_page.attachment(actor, attachment.pk, now=now) if attachment else None


def with_photo(report, **more) -> Case:
    return report(person=ANN, uploads=[Upload("hole.png", PNG)], **more)


def test_a_unit_that_is_complained_about_finds_every_door_shut(report, flagged, actor, now):
    case = with_photo(report)
    assert {"visible_to", "tab due", "search by words", "get_case", "file", "count due"} <= doors(
        actor("works-handler"), case, now
    )
    case = flagged(case, "works")
    for who in ("works-handler", "works-head"):
        assert doors(actor(who), case, now) == set()


@pytest.mark.parametrize(
    "who", ["hotline-call-taker", "hotline-dispatcher", "hotline-callback", "gov-leader", "auditor"]
)
def test_a_post_that_is_complained_about_finds_every_door_shut_and_its_colleagues_do_not(
    report, do, flagged, actor, now, who
):
    case = do(with_photo(report), "works-handler", "act", words="went there")
    case = do(case, "works-handler", "object", **OBJECTION)
    assert "get_case" in doors(actor(who), case, now)
    case = flagged(case, actor(who).unit, who)
    assert doors(actor(who), case, now) == set()
    assert "get_case" in doors(actor("coordination-coordinator"), case, now)


def test_a_post_of_the_unit_that_leads_is_out_and_the_unit_goes_on(report, flagged, actor, now, do):
    case = flagged(with_photo(report), "works", "works-handler")
    assert doors(actor("works-handler"), case, now) == set()
    assert case.lead_unit.code == "works"
    assert "tab due" in doors(actor("works-head"), case, now)
    assert do(case, "works-head", "accept").state == "accepted"


def test_to_them_the_case_does_not_exist_whatever_they_try(report, flagged, actor):
    case = flagged(report(), "works")
    verbs = {line.verb for line in TABLE} & set(actions.VERBS)
    for verb in sorted(verbs - {"record_verdict"}):
        given = {name: "x" for name, must in actions.inputs_of(verb).items() if must}
        with pytest.raises(NotFound) as raised:
            actions.perform(
                verb, actor=actor("works-head"), now=case.updated_at, number=case.number, version=0, **given
            )
        assert code_of(raised) == "no_such_case"
    case.refresh_from_db()
    assert (case.version, case.state) == (2, "dispatched")


def test_a_lead_that_is_complained_about_loses_the_case_to_the_unit_above_without_a_gap(report, do, flagged):
    case = do(report(), "works-handler", "accept")
    case = flagged(case, "works")
    assert (case.lead_unit.code, case.dispatch_rule, case.dispatches) == ("gov", "interest", 1)
    facts = Facts(case.opened_at, None, queries.recomputed(case))
    assert gaps(facts, until=case.updated_at + timedelta(days=1)) == []
    assert queries.recomputed(case) == queries.stored(case)
    assert queries.replay(case).fits


def test_the_citizens_clock_goes_to_the_unit_above_with_the_times_it_had(report, flagged):
    case = report()
    due = running(case).due_at
    case = flagged(case, "works")
    assert (running(case).due_at, running(case).unit.code) == (due, "gov")


def test_they_are_not_offered_the_case_again(report, do, flagged):
    case = flagged(report(), "transport")
    for who, verb, inputs in (
        ("hotline-dispatcher", "dispatch", {"unit_code": "transport", "reason": "a lane"}),
        ("works-handler", "add_assistant", {"unit_code": "transport", "task": "close the lane"}),
        ("works-handler", "object", OBJECTION),
    ):
        with pytest.raises(Refused) as raised:
            do(case, who, verb, **inputs)
        assert code_of(raised) == "has_interest"
    unclear = flagged(report(**UNCLEAR), "transport")
    with pytest.raises(Refused) as raised:
        do(unclear, "hotline-dispatcher", "consult", unit_codes=["works", "transport"], question="Whose?")
    assert code_of(raised) == "has_interest"


def test_an_objection_that_named_them_cannot_be_upheld_for_them(report, do, flagged):
    case = flagged(do(report(), "works-handler", "object", **OBJECTION), "transport")
    assert units(case, "candidate") == set()
    kept = {"catalogue": "kept", "catalogue_words": "the row is right"}
    with pytest.raises(Refused) as raised:
        do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="theirs", **kept)
    assert code_of(raised) == "has_interest"
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="not theirs", unit_code="north", **kept)
    assert case.lead_unit.code == "north"


def test_the_catalogue_does_not_bring_them_back_as_helpers_nor_a_street_its_district_a_copy(report, do, flagged):
    case = flagged(report(words="A lamp is out", category_code="roads.lights.dark"), "transport")
    assert units(case, "assist") == set()
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="cleansing", reason="once elsewhere")
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="works", reason="and back by the catalogue")
    assert "transport" not in units(case, "assist")
    other = do(
        flagged(report(words="hole"), "north"), "hotline-dispatcher", "dispatch", unit_code="mill-street", reason="x"
    )
    assert units(other, "copy") == set()


def test_a_part_of_theirs_ends_with_its_clock(report, do, flagged):
    case = do(report(), "works-handler", "add_assistant", unit_code="transport", task="close the lane")
    case = flagged(case, "transport")
    assert units(case, "assist") == set()
    assert not case.clocks.filter(kind="part", stopped_at=None).exists()
    assert queries.recomputed(case) == queries.stored(case)


def test_a_dispute_of_theirs_ends_unruled_and_is_no_precedent(report, do, flagged):
    case = flagged(do(report(), "works-handler", "object", **OBJECTION), "works")
    objection = case.objections.get()
    assert (objection.upheld, objection.named_unit, objection.ruled_at) == (None, None, case.updated_at)
    assert units(case, "candidate") == set()
    assert queries.precedents(report(words="the next hole")) == []
    assert queries.recomputed(case) == queries.stored(case)


@pytest.mark.parametrize("post", ["", "hotline-callback", "hotline-call-taker"])
def test_a_body_that_is_complained_about_does_not_call_back(answered, do, flagged, post):
    case = flagged(answered(person=ANN), "hotline", post)
    callback = case.callbacks.get()
    assert (callback.unit.code, running(case, "callback").unit.code) == ("coordination", "coordination")
    with pytest.raises((NotAllowed, NotFound)):
        do(case, "hotline-callback", "record_verdict", **GOOD)
    assert do(case, "coordination-coordinator", "record_verdict", **GOOD).state == "closed"


def test_what_is_flagged_before_the_reply_is_asked_about_elsewhere_too(report, do, flagged):
    case = finish(flagged(report(person=ANN), "hotline", "hotline-call-taker"), do)
    assert case.callbacks.get().unit.code == "coordination"


def test_where_hotline_and_coordinator_are_both_out_the_government_asks(report, do, flagged):
    case = do(report(person=ANN), "hotline-dispatcher", "dispatch", unit_code="coordination", reason="its own matter")
    case = flagged(case, "hotline", "hotline-call-taker")
    case = do(case, "coordination-coordinator", "act", words="looked into it")
    case = do(case, "coordination-coordinator", "answer", **REPLY)
    case = do(case, "coordination-coordinator", "tell_citizen", how="phone")
    case = do(case, "coordination-coordinator", "tell_hotline")
    assert case.callbacks.get().unit.code == "gov"
    assert do(case, "gov-leader", "record_verdict", **GOOD).state == "closed"


def test_no_letter_about_the_case_reaches_them_and_the_head_above_reads_it(report, do, flagged, sweep):
    case = flagged(report(), "works", "works-head")
    told_before = Message.objects.filter(about=case.pk, post__code="works-head").count()
    case = do(case, "works-handler", "accept")
    until = case.due_at + timedelta(days=1)
    case = do(case, "works-handler", "ask_extension", reason="asphalt", until=until)
    sweep(case.due_at + timedelta(days=30))
    mine = Message.objects.filter(about=case.pk, post__code="works-head")
    assert mine.count() == told_before
    above = Message.objects.filter(about=case.pk, post__code="gov-leader").values_list("template", flat=True)
    assert {"deferral_asked", "overdue", "supervised"} <= set(above)


def test_every_look_is_kept_a_refused_one_too(report, flagged, actor, now):
    case = flagged(report(), "works")
    actions.look_at(actor=actor("hotline-dispatcher"), number=case.number, now=now, saw_person=True)
    actions.look_at(actor=actor("works-head"), number=case.number, now=now, saw_person=True)
    looks = Look.objects.filter(case=case).order_by("pk").values_list("post__code", "refused", "saw_person")
    assert list(looks) == [("hotline-dispatcher", False, True), ("works-head", True, False)]


def test_whoever_reads_words_or_a_person_anywhere_is_on_the_record(answered, report, flagged, sign_in, actor, now):
    """The callback page, the dispatch page, a file, and the same by key of a program."""
    client = sign_in("hotline-callback")
    asked, open_one = flagged(answered(person=ANN), "cleansing"), flagged(report(**UNCLEAR), "cleansing")
    assert PHONE in client.get(f"/desk/callbacks?number={asked.number}").content.decode()
    client = sign_in("hotline-dispatcher")
    assert UNCLEAR["words"] in client.get(f"/desk/dispatch?number={open_one.number}").content.decode()
    filed = flagged(with_photo(report, words="Another hole, by the sea"), "cleansing")
    for who in ("hotline-dispatcher", "cleansing-handler"):
        sign_in(who).get(f"/desk/files/{filed.attachments.get().pk}")
    looks = Look.objects.order_by("pk").values_list("case__number", "post__code", "refused", "saw_person")
    assert list(looks) == [
        (asked.number, "hotline-callback", False, True),
        (open_one.number, "hotline-dispatcher", False, False),
        (filed.number, "hotline-dispatcher", False, False),
        (filed.number, "cleansing-handler", True, False),
    ]


def test_a_case_that_is_about_nobody_keeps_no_looks(report, actor, now):
    actions.look_at(actor=actor("hotline-dispatcher"), number=report().number, now=now, saw_person=True)
    assert not Look.objects.exists()


def test_such_a_case_is_public_no_more(report, flagged, harbour):
    case = flagged(report(), "works")
    with pytest.raises(NotFound):
        queries.public_case(harbour, case.number)


def test_it_is_on_the_record_once_by_the_hotline_with_a_reason(report, do, flagged):
    case = flagged(report(), "works")
    with pytest.raises(Refused) as raised:
        flagged(case, "works")
    assert code_of(raised) == "flagged_already"
    with pytest.raises(Refused):
        flagged(case, "north", "works-head")
    with pytest.raises(Refused):
        do(case, "hotline-dispatcher", "flag_interest", unit_code="north", reason=" ")
    with pytest.raises(NotAllowed):
        do(case, "gov-handler", "flag_interest", unit_code="north", reason="to be rid of it")


def test_where_nobody_above_is_free_it_is_refused_rather_than_left_with_nobody(report, do, flagged):
    case = flagged(report(), "works")
    case = flagged(case, "gov")
    assert case.lead_unit.code == "coordination"
    with pytest.raises(Refused) as raised:
        do(case, "hotline-dispatcher", "flag_interest", unit_code="coordination", reason="The citizen names them")
    assert code_of(raised) == "nobody_above"
    assert Case.objects.get(pk=case.pk).lead_unit.code == "coordination"


def test_who_routes_a_call_or_joins_two_cases_is_told_there_is_none_that_is_about_them(report, flagged, actor, do, now):
    about_them, other = report(), report(words="Another hole, at the corner", latitude=50.16)
    about_them = flagged(about_them, "hotline", "hotline-dispatcher")
    said = {
        "actor": actor("hotline-dispatcher"), "now": now, "channel": "phone", "route": "R3", "words": "How far is it?",
        "answer": "told the progress",
    }  # fmt: skip
    with pytest.raises(Refused) as raised:
        actions.route_contact(joins=about_them.number, **said)
    assert code_of(raised) == "no_such_case"
    with pytest.raises(Refused) as raised:
        do(other, "hotline-dispatcher", "merge", into=about_them.number, reason="The same hole")
    assert code_of(raised) == "no_such_case"
