"""Why government does a task, and where the rule of one head has started, in public."""

from __future__ import annotations

import re

from answerable.plans.actions.publishing import set_pilot
from answerable.plans.actions.stepping_in import Assessment, step_in

EN = {"accept-language": "en"}


def words(client, address):
    return re.sub(r"\s+", " ", client.get(address, headers=EN).content.decode())


def test_a_citizen_reads_why_government_does_a_task(plan, actor, now, client):
    said = Assessment(1, 4, 3, "Three tenders without a bid.", "step_in", "Nobody builds at this price.")
    step_in(actor=actor("works-head"), now=now, plan_code=plan.code, code="T-02", assessment=said)
    for address in ("/plan/HARBOUR-5/tasks", "/plan/HARBOUR-5/indicators/H-01"):
        page = words(client, address)
        for told in ("Nobody builds at this price.", "There is no market for it yet.", "Three tenders without a bid."):
            assert told in page, address


def test_every_page_says_where_the_rule_of_one_head_has_started(plan, actor, now, client):
    assert "has started on these" not in words(client, "/plan/HARBOUR-5")
    set_pilot(actor=actor("planning-secretary"), now=now, code=plan.code, codes=["H-01"])
    for address in ("/plan/HARBOUR-5", "/plan/HARBOUR-5/letters", "/plan/HARBOUR-5/tasks"):
        assert "has started on these: H-01." in words(client, address), address
    assert "has not started on this one" in words(client, "/plan/HARBOUR-5/indicators/H-02")
    assert "has not started on this one" not in words(client, "/plan/HARBOUR-5/indicators/H-01")
