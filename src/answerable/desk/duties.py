"""What is expected of an officer now: each duty a count in words and one way to begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.cases import queries
from answerable.cases.sentences import local_time
from answerable.desk import roles
from answerable.desk.mornings import NEEDS
from answerable.desk.workbench import gathered
from answerable.leaders.queries import promises_to_keep, rota_page
from answerable.organisation import queries as organisation
from answerable.performance.queries import appraisals
from answerable.plans.queries import evaluations
from answerable.reviews import queries as reviews
from answerable.rules.access import Actor
from answerable.whistles import queries as whistles


@dataclass(frozen=True)
class Duty:
    """`sentence` says how much waits; `act` names what to do; `pressing` when a promise is broken or near."""

    count: int
    sentence: str
    act: str
    href: str
    pressing: bool = False


def duties(actor: Actor, *, now: datetime) -> list[Duty]:
    """The most pressing first; the first one is the page's main act."""
    sources = (
        _calls, _dispatch, _unit, _rulings, _whistles, _callbacks, _leaders, _rota, _promises, _plan, _reviews,
        _appraisals, _evaluations,
    )  # fmt: skip
    found = [duty for source in sources for duty in source(actor, now)]
    return sorted(found, key=lambda duty: (not (duty.pressing and duty.count), not duty.count))


def _calls(actor: Actor, now: datetime) -> Iterator[Duty]:
    if "call_taker" in actor.roles:
        yield Duty(1, _("The next call is yours."), _("Take a call"), reverse("desk:calls"))


def _dispatch(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.DISPATCH):
        return
    n = len(queries.dispatch_queue(actor, now=now))
    say = ngettext("%(n)d case waits for you to say whose it is.", "%(n)d cases wait for you to say whose they are.", n)
    none = _("Nothing waits to be dispatched.")
    yield Duty(n, say % {"n": n} if n else none, _("Dispatch"), reverse("desk:dispatch"), pressing=True)


def _unit(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.UNIT):
        return
    n = queries.counts(actor, now=now)
    href = reverse("desk:unit")
    if n["overdue"]:
        say = ngettext("%(n)d case of your unit is overdue.", "%(n)d cases of your unit are overdue.", n["overdue"])
        yield Duty(n["overdue"], say % {"n": n["overdue"]}, _("See the overdue"), f"{href}?tab=overdue", pressing=True)
    say = ngettext("%(n)d case falls due within a day.", "%(n)d cases fall due within a day.", n["today"])
    none = _("Nothing falls due within a day.")
    yield Duty(n["today"], say % {"n": n["today"]} if n["today"] else none, _("Open the worklist"), href)
    if n["parts"]:
        say = ngettext(
            "Another unit waits for %(n)d part from you.", "Others wait for %(n)d parts from you.", n["parts"]
        )
        told, late = say % {"n": n["parts"]}, n["late_parts"]
        if late:
            told += " " + ngettext("%(n)d is late.", "%(n)d are late.", late) % {"n": late}
        yield Duty(n["parts"], told, _("See our parts"), f"{href}?tab=parts", pressing=True)
    if n["named"]:
        say = ngettext(
            "%(n)d case may be yours: answer and say your view.",
            "%(n)d cases may be yours: answer and say your view.", n["named"],
        )  # fmt: skip
        yield Duty(n["named"], say % {"n": n["named"]}, _("Say whose it is"), f"{href}?tab=named", pressing=True)
    if n["dates"]:
        say = ngettext(
            "%(n)d new date waits for your decision or your review.",
            "%(n)d new dates wait for your decision or your review.", n["dates"],
        )  # fmt: skip
        yield Duty(n["dates"], say % {"n": n["dates"]}, _("Decide on them"), f"{href}?tab=dates", pressing=True)
    if n["verdicts"]:
        say = ngettext("%(n)d citizen gave a verdict.", "%(n)d citizens gave a verdict.", n["verdicts"])
        yield Duty(n["verdicts"], say % {"n": n["verdicts"]}, _("Read what they said"), f"{href}?tab=verdicts")


def _rulings(actor: Actor, now: datetime) -> Iterator[Duty]:
    """For whoever rules on a rung and has no dispatch queue."""
    n = 0 if actor.roles & set(roles.DISPATCH) else len(queries.to_rule(actor))
    if n:
        say = ngettext(
            "%(n)d dispute waits for your unit to rule whose it is.",
            "%(n)d disputes wait for your unit to rule whose they are.", n,
        )  # fmt: skip
        href = reverse("desk:unit")
        yield Duty(n, say % {"n": n}, _("Rule on them"), f"{href}?tab=rulings", pressing=True)


def _whistles(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.UNIT):
        return
    n, href = whistles.counts(actor, now=now, tabs=("to_answer", "to_sign")), reverse("desk:whistles")
    if n["to_answer"]:
        say = ngettext(
            "%(n)d whistle waits for your unit’s answer.", "%(n)d whistles wait for your unit’s answer.", n["to_answer"]
        )
        told = say % {"n": n["to_answer"]}
        yield Duty(n["to_answer"], told, _("Answer"), f"{href}?tab=to_answer", pressing=True)
    if n["to_sign"] and "unit_head" in actor.roles:
        say = ngettext("%(n)d whistle waits for a signature.", "%(n)d whistles wait for a signature.", n["to_sign"])
        yield Duty(n["to_sign"], say % {"n": n["to_sign"]}, _("Sign"), f"{href}?tab=to_sign", pressing=True)


def _callbacks(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.CALLBACKS):
        return
    n = len(queries.callback_queue(actor, now=now))
    if n or "callback_officer" in actor.roles:
        say = ngettext("%(n)d citizen is to be asked now.", "%(n)d citizens are to be asked now.", n)
        none = _("Nobody is to be asked now.")
        yield Duty(n, say % {"n": n} if n else none, _("Ask the next"), reverse("desk:callbacks"), pressing=True)


def _leaders(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.LEADERS):
        return
    counts = queries.leaders_page(actor, now=now, limit=1).counts
    said = [
        (counts["overdue"], _("%(n)d overdue")), (counts["stuck"], _("%(n)d stuck")),
        (counts["disputed"], _("%(n)d disputed")), (counts["listed"], _("%(n)d twice unsatisfied")),
        (counts["review"], _("%(n)d to be looked at again")),
    ]  # fmt: skip
    listed = _(", ").join(words % {"n": n} for n, words in said if n)
    say = _("%(list)s.") % {"list": listed} if listed else _("Nothing needs a leader this morning")
    yield Duty(sum(counts[name] for name in NEEDS), say, _("Read the morning page"), reverse("desk:leaders"))


def _rota(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.ROTA):
        return
    page = rota_page(actor, now=now)
    href = reverse("desk:rota")
    if page.mine is not None:
        shift = page.mine.shift
        say = _("Your next shift on the telephone: %(at)s.") % {"at": local_time(shift.starts_at)}
        sits = page.mine.state in ("open", "awaited")
        yield Duty(int(sits), say, _("Go to this shift"), reverse("desk:shift", args=[shift.pk]), pressing=True)
    if page.settle:
        n = len(page.settle)
        say = ngettext(
            "%(n)d promise of a leader is past its date: was it kept?",
            "%(n)d promises of leaders are past their date: were they kept?", n,
        )  # fmt: skip
        yield Duty(n, say % {"n": n}, _("Settle them"), href, pressing=True)


def _promises(actor: Actor, now: datetime) -> Iterator[Duty]:
    """What a leader promised and our unit is to keep."""
    waiting = promises_to_keep(actor, now=now) if actor.roles & set(roles.UNIT) else []
    n = len(waiting)
    if n:
        say = ngettext(
            "A leader made %(n)d promise that your unit is to keep.",
            "Leaders made %(n)d promises that your unit is to keep.", n,
        ) % {"n": n}  # fmt: skip
        late = sum(one.standing == "overdue" for one in waiting)
        if late:
            say += " " + ngettext("%(n)d is late.", "%(n)d are late.", late) % {"n": late}
        yield Duty(n, say, _("See the promises"), f"{reverse('desk:unit')}#promises", pressing=bool(late))


def _reviews(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.REVIEWS):
        return
    city = organisation.jurisdiction(actor.jurisdiction)
    asked = [one for one in reviews.issues(city, actor, now=now, unit=actor.unit or "") if one.waiting is not None]
    if asked:
        say = ngettext(
            "%(n)d thing that stalls between departments waits for your unit’s answer.",
            "%(n)d things that stall between departments wait for your unit’s answer.", len(asked),
        )  # fmt: skip
        yield Duty(len(asked), say % {"n": len(asked)}, _("Answer"), reverse("desk:issues"), pressing=True)
    waiting = [one for one in reviews.decisions_of_post(actor, now=now) if one.state in ("open", "overdue")]
    if waiting:
        say = ngettext(
            "%(n)d decision of a review is yours to carry out.", "%(n)d decisions of reviews are yours to carry out.",
            len(waiting),
        )  # fmt: skip
        late = any(one.state == "overdue" for one in waiting)
        yield Duty(len(waiting), say % {"n": len(waiting)}, _("See them"), reverse("desk:reviews"), pressing=late)


def _appraisals(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.APPRAISALS):
        return
    say = {"open": _("Your year %(year)s waits for your own report."),
           "put": _("The draft of your appraisal of %(year)s was put to you: you may reply.")}  # fmt: skip
    others = []
    for row in appraisals.waiting_for(actor, now=now):
        if row.post.code == actor.post and row.state in say:
            href = reverse("desk:appraisal", args=[row.pk])
            yield Duty(1, say[row.state] % {"year": row.year}, _("Open the appraisal"), href, pressing=True)
        else:
            others.append(row)
    if others:
        n = len(others)
        told = ngettext(
            "%(n)d appraisal waits for your next step.", "%(n)d appraisals wait for your next step.", n
        ) % {"n": n}  # fmt: skip
        late = any(row.decide_by is not None and row.decide_by < now for row in others)
        yield Duty(n, told, _("Open the appraisals"), reverse("desk:appraisals"), pressing=late)


def _evaluations(actor: Actor, now: datetime) -> Iterator[Duty]:
    if "outsider" not in actor.roles:
        return
    for row in evaluations.invited_to(actor, on=now.date()):
        href = reverse("desk:evaluation", args=[row.pk])
        say = _("You are asked to judge: %(title)s.") % {"title": row.title}
        yield Duty(1, say, _("Open the evaluation"), href, pressing=True)


def _plan(actor: Actor, now: datetime) -> Iterator[Duty]:
    if not actor.roles & set(roles.PLAN):
        return
    bench = gathered(actor, organisation.jurisdiction(actor.jurisdiction), now=now)
    n, late = len(bench.expected), bench.late
    if not n:
        return
    say = ngettext("The plan expects %(n)d thing of you.", "The plan expects %(n)d things of you.", n) % {"n": n}
    if late:
        say += " " + ngettext("%(n)d is late.", "%(n)d are late.", late) % {"n": late}
    yield Duty(n, say, _("Open the plan workbench"), reverse("desk:plan"), pressing=bool(late))
