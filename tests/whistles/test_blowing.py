"""Who may blow which whistle at whom, who must sign it, and how it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.cases import actions as cases
from answerable.organisation import queries as organisation
from answerable.outbox.models import Message
from answerable.rules.ids import is_public_number
from answerable.rules.problems import NotAllowed, Refused
from answerable.whistles import actions, queries
from answerable.whistles.models import Summons, Whistle
from tests.whistles.conftest import code

pytestmark = pytest.mark.django_db


def test_a_street_calls_departments_and_every_limit_of_the_grade_starts(blow, now):
    whistle = blow()
    assert whistle.state == "blown"
    assert whistle.blown_at == now
    assert whistle.number.startswith("HBW26-")
    assert is_public_number(whistle.number)
    for summons in whistle.summonses.all():
        assert {clock.kind: clock.due_at - now for clock in summons.clocks.all() if clock.kind in ("sign",)} == {
            "sign": timedelta(hours=1)
        }
        assert {clock.kind for clock in summons.clocks.all()} == {"sign", "answer", "contact", "report"}
    told = set(Message.objects.filter(template="whistle_blown").values_list("post__code", flat=True))
    assert told == {"cleansing-head", "works-head"}


def test_an_emergency_is_on_the_spot_in_thirty_minutes(blow, now):
    whistle = blow(grade_code="emergency", kind="emergency", units=["works"])
    clock = whistle.summonses.get().clocks.get(kind="on_site")
    assert clock.due_at - now == timedelta(minutes=30)


def test_a_handler_only_writes_it_and_a_head_must_sign(blow, do):
    whistle = blow("mill-street-handler")
    assert whistle.state == "drafted"
    assert not Message.objects.filter(template="whistle_blown").exists()
    assert not whistle.summonses.filter(clocks__isnull=False).exists()
    whistle = do(whistle, "mill-street-secretary", "cosign", hours=2)
    assert whistle.state == "blown"
    assert {s.summoned_at for s in whistle.summonses.all()} == {whistle.blown_at}


def test_a_hard_case_needs_both_heads_of_the_street(blow, do):
    whistle = blow(grade_code="hard")
    assert whistle.state == "drafted"
    with pytest.raises(NotAllowed):
        do(whistle, "mill-street-head", "cosign")
    with pytest.raises(NotAllowed):
        do(whistle, "north-head", "cosign")
    assert do(whistle, "mill-street-secretary", "cosign").state == "blown"


def test_a_hard_case_written_by_a_handler_waits_for_two_signatures(blow, do):
    whistle = blow("mill-street-handler", grade_code="hard")
    whistle = do(whistle, "mill-street-head", "cosign")
    assert whistle.state == "drafted"
    assert do(whistle, "mill-street-secretary", "cosign").state == "blown"
    assert whistle.signatures.count() == 2


def test_where_a_unit_has_one_head_the_head_above_signs_second(blow, do):
    whistle = blow("north-head", grade_code="hard")
    assert whistle.state == "drafted"
    assert do(whistle, "gov-leader", "cosign").state == "blown"


def test_a_pack_may_forbid_that(blow, harbour):
    harbour.settings["second_signature_above"] = 0
    harbour.save()
    organisation.forget()
    try:
        with pytest.raises(Refused) as raised:
            blow("north-head", grade_code="hard")
    finally:
        organisation.forget()
    assert code(raised) == "too_few_heads"


def test_a_department_may_not_call_departments_unless_it_leads_the_case(blow, actor, now):
    with pytest.raises(Refused) as raised:
        blow("works-head", units=["cleansing"])
    assert code(raised) == "may_not_blow_up"
    case = cases.receive(
        actor=actor("citizen"), now=now, channel="web", words="A deep pothole in the road, a cyclist fell",
        latitude=50.15, longitude=10.05, category_code="roads.surface.pothole",
    ).case  # fmt: skip
    whistle = blow("works-head", units=["cleansing"], about=[("case", case.number)], area_code="")
    assert whistle.state == "blown"
    assert whistle.category.code == "roads.surface.pothole"
    assert [w.number for w in queries.whistles_about(actor("works-head"), "case", case.number)] == [whistle.number]


def test_a_department_calls_a_street_only_with_a_reason_of_its_own(blow):
    down = {"direction": "down", "units": ["mill-street"]}
    with pytest.raises(Refused) as raised:
        blow("works-head", **down)
    assert code(raised) == "required"
    with pytest.raises(Refused) as raised:
        blow("works-head", **down, reason_code="solved")
    assert code(raised) == "unknown_code"
    book = organisation.rulebook(Whistle._meta.get_field("jurisdiction").related_model.objects.get(code="harbour"))
    reason = book.codes_of("whistle_reason")[0].code
    assert blow("works-head", **down, reason_code=reason).state == "blown"
    with pytest.raises(Refused) as raised:
        blow("works-head", direction="down", units=["cleansing"], reason_code=reason)
    assert code(raised) == "not_called_down"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"units": ["mill-street"]}, "calls_itself"),
        ({"units": []}, "nobody_called"),
        ({"units": ["nowhere"]}, "unknown_unit"),
        ({"units": ["gov"]}, "not_called_up"),
        ({"grade_code": "loud"}, "unknown_grade"),
        ({"grade_code": "push", "kind": "emergency"}, "grade_not_for_kind"),
        ({"kind": "party"}, "grade_not_for_kind"),
        ({"direction": "sideways"}, "grade_not_for_direction"),
        ({"title": " "}, "required"),
        ({"about": [("case", "HB26-0000001-00")]}, "no_such_subject"),
        ({"about": [("unicorn", "1")]}, "no_such_subject"),
        ({"area_code": "atlantis"}, "unknown_area"),
        ({"latitude": 50.15}, "half_coordinates"),
        ({"latitude": 22.3, "longitude": 114.2}, "outside_area"),
        ({"reason_code": "solved"}, "unknown_code"),
    ],
)
def test_what_cannot_be_called_is_refused_with_a_reason(blow, given, wanted):
    with pytest.raises(Refused) as raised:
        blow(**given)
    assert wanted in [problem.code for problem in raised.value.problems]
    assert not Whistle.objects.exists()


def test_it_is_withdrawn_only_while_nobody_answered_and_nobody_was_silent(blow, do):
    whistle = do(blow(), "mill-street-head", "withdraw", words="solved itself")
    assert whistle.state == "withdrawn"
    answered = blow()
    do(answered, "works-head", "sign")
    silent = blow()
    for whistle in (answered, silent):
        with pytest.raises(NotAllowed) as raised:
            do(whistle, "mill-street-head", "withdraw", hours=2, words="never mind")
        assert code(raised) == "answered_already"


def test_more_units_are_called_and_their_clocks_start_then(blow, do, now):
    whistle = do(blow(), "mill-street-head", "summon_more", hours=3, units=["transport"], words="the road is theirs")
    summons = whistle.summonses.get(unit__code="transport")
    assert summons.summoned_at == now + timedelta(hours=3)
    assert summons.clocks.get(kind="sign").due_at == now + timedelta(hours=4)
    with pytest.raises(Refused) as raised:
        do(whistle, "mill-street-head", "summon_more", hours=4, units=["transport"], words="again")
    assert code(raised) == "called_already"


def test_the_database_refuses_a_whistle_for_which_nobody_answers(blow, do):
    whistle = blow(units=["works"])
    gone = {"released_at": whistle.blown_at, "released_by": whistle.post, "released_words": "x"}
    Summons.objects.filter(whistle=whistle).update(**gone)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Summons.objects.filter(whistle=whistle).update(released_at=None, released_by=None, released_words="")


def test_nobody_takes_a_silence_back_not_even_by_sql(blow, now):
    whistle = blow()
    actions.ring(now=now + timedelta(hours=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Summons.objects.filter(whistle=whistle).update(silent_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Whistle.objects.filter(pk=whistle.pk).update(silent_at=None)
