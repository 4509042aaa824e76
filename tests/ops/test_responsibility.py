"""`answerable responsibility`: an auditor asks the ledger who answered, and whether the tables say the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from answerable.cases import actions
from answerable.cases.models import Assignment, Case
from answerable.cases.queries.responsibility_audit import audit
from answerable.ops.commands.responsibility import command
from answerable.ops.commands.simulate import command as simulate

OBJECTION = {"reason_code": "not-our-duty", "basis": "The road belongs to the transport unit", "interim": "Fenced off"}


@pytest.fixture
def disputed(actor, now):
    """A pothole the works unit objected to an hour after it came; transport was named and got it a day later."""
    spot = {"latitude": 50.15, "longitude": 10.05, "category_code": "roads.surface.pothole"}
    case = actions.receive(actor=actor("citizen"), now=now, channel="web", words="A deep pothole", **spot).case
    do = {"number": case.number}
    later = now + timedelta(hours=1)
    actions.perform("object", actor=actor("works-handler"), now=later, proposed_unit="transport", **OBJECTION, **do)
    later = now + timedelta(hours=24)
    given = {"upheld": True, "outcome_words": "It is theirs", "catalogue": "kept", "catalogue_words": "rarely so"}
    actions.perform("rule", actor=actor("hotline-dispatcher"), now=later, **given, **do)
    return Case.objects.get(pk=case.pk)


def ask(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_it_says_who_answered_at_a_moment_and_why(disputed):
    before = ask(disputed.number, "--at", "2026-06-10T09:30")
    assert before.exit_code == 0, before.output
    assert "(works), since 2026-06-10 09:00" in before.output
    assert "candidate" not in before.output
    during = ask(disputed.number, "--at", "2026-06-10 12:00").output
    assert during.index("(works)") < during.index("candidate") < during.index("(transport), since 2026-06-10 10:00")
    assert "named: BJ-REG 12" in during
    after = ask(disputed.number).output
    assert "(transport), since 2026-06-11 09:00" in after
    assert "(works)" not in after
    assert "they are those stored" in after


def test_before_the_case_nobody_answers(disputed):
    assert "nobody" in ask(disputed.number, "--at", "2026-06-09").output


def test_a_part_that_was_changed_behind_the_ledgers_back_is_named(disputed, now):
    lead = Assignment.objects.filter(case=disputed, role="candidate")
    assert lead.update(since=now + timedelta(hours=3)) == 1
    one = ask(disputed.number)
    assert one.exit_code == 1
    assert "acts say candidate transport (named) since 2026-06-10 10:00" in one.output
    assert "stored is candidate transport (named) since 2026-06-10 12:00" in one.output
    whole = ask()
    assert whole.exit_code == 1
    assert f"differs: {disputed.number}" in whole.output
    assert "cases that differ: 1" in whole.output


def test_a_case_nobody_knows_and_a_moment_without_a_case_are_refused(disputed):
    assert "there is no case" in ask("HB-1999-1").output
    assert ask("--at", "2026-06-10").exit_code == 2


def test_every_case_of_a_simulated_city_is_what_its_acts_say(harbour, disputed):
    done = CliRunner().invoke(simulate, ["--pack", "harbour", "--days", "30", "--seed", "2", "--cases", "120"])
    assert done.exit_code == 0, done.output
    (some,) = audit(harbour)
    assert some.cases == 121
    assert some.differing == ()
    assert some.parts >= 121
    assert "121 cases" in ask().output
