"""What the staff pages of plans call things: shapes of lights, kinds of events, parts of a plan."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from answerable.organisation.sentences import local_date, local_time
from answerable.plans.sentences.figures import COLOURS, LIGHTS
from answerable.plans.sentences.plans import PARTS
from answerable.plans.sentences.steps import number

Words = dict[str, str | Promise]

# As on the public pages: danger (red) is for what was missed or is far off, and for nothing else.
SHAPES = {
    "achieved": "tick", "target_reached": "tick", "on_track": "full", "slipping": "half", "behind": "down",
    "far_behind": "fardown", "regressing": "fardown", "missed": "cross", "not_due": "hollow", "no_data": "gap",
}  # fmt: skip
MARK_LEVELS = {
    "done": "done", "done_late": "done", "cancelled": "done", "waits_for_acceptance": "waiting", "late": "overdue",
    "at_risk": "soon",
}  # fmt: skip
BATCHES: Words = {
    "waiting": lazy("waits to be taken over"),
    "accepted": lazy("taken over"),
    "refused": lazy("not taken over"),
}
WAYS: Words = {
    "typed": lazy("typed"),
    "upload": lazy("a file"),
    "pull": lazy("an address"),
    "computed": lazy("computed from the case stream"),
    "import": lazy("brought in with the plan"),
    "simulated": lazy("invented for the demonstration"),
}
LINES: Words = {"new": lazy("New"), "changed": lazy("Differs"), "same": lazy("The same")}
LEVELS: Words = {
    "domain": lazy("policy area"),
    "goal": pgettext_lazy("level of a plan", "goal"),
    "objective": pgettext_lazy("level of a plan", "objective"),
}
DEPTHS: Words = {
    "holds": pgettext_lazy("a target at one length of period", "yes"),
    "differs": pgettext_lazy("a target at one length of period", "differs"),
    "incomplete": pgettext_lazy("a target at one length of period", "in part"),
    "lacks": pgettext_lazy("a target at one length of period", "lacks"),
}
DEPTH_MARKS = {"holds": "done", "differs": "overdue", "incomplete": "soon", "lacks": "waiting"}
NOUNS: Words = {
    "element": lazy("part of the plan"),
    "indicator": lazy("indicator"),
    "task": pgettext_lazy("kind of task", "task"),
    "milestone": pgettext_lazy("kind of task", "milestone"),
}
ITEMS: Words = {
    "policy_address": lazy("Policy Address"),
    "budget_line": lazy("Budget"),
    "other": lazy("Other"),
}
EVENTS: Words = {
    "target": lazy("Target decided"),
    "meaning": lazy("Meaning set"),
    "appointed": lazy("Named"),
    "relieved": lazy("No longer"),
    "revision": lazy("Figure revised"),
    "override": lazy("Another light set by a person"),
    "override_ended": lazy("The computed light is shown again"),
    "likelihood": lazy("Likelihood judged"),
    "lag_notice": lazy("Asked why it lags"),
    "lag_answer": lazy("Lag notice answered"),
    "ended": lazy("No longer followed"),
}


def event_sentence(event: Any) -> str:
    """What happened, with what there is to say of it."""
    said, row = event.params, event.row
    if event.kind == "target":
        return _("Target %(number)s: %(value)s by %(day)s. %(decision)s") % {
            "number": row.number, "value": aim(row), "day": local_date(row.due_on) if row.due_on else "–",
            "decision": row.decision,
        }  # fmt: skip
    if event.kind in ("appointed", "relieved"):
        words = {"post": said["post"], "part": PARTS.get(said["kind"], said["kind"])}
        return (_("%(post)s: %(part)s") if event.kind == "appointed" else _("%(post)s: no longer %(part)s")) % words
    if event.kind == "revision":
        before, after = row.light_before, row.light_after
        moved = _("; the light went from %(before)s to %(after)s") % {
            "before": LIGHTS.get(str(before), before), "after": LIGHTS.get(str(after), after),
        }  # fmt: skip
        return _("Figure of %(period)s revised%(moved)s") % {
            "period": said.get("period", row.period), "moved": moved if row.moved else "",
        }  # fmt: skip
    return _other(event, said, row)


def _other(event: Any, said: dict[str, Any], row: Any) -> str:
    words: dict[str, Any] = {
        "what": EVENTS.get(event.kind, event.kind), "light": LIGHTS.get(str(said.get("light", "")), ""),
        "colour": COLOURS.get(str(said.get("colour", "")), ""),
    }  # fmt: skip
    if event.kind == "override":
        return _("%(what)s: %(light)s until %(day)s. %(why)s") % {
            **words, "day": local_date(said["until"]), "why": row.words,
        }  # fmt: skip
    if event.kind == "likelihood":
        return _("%(what)s: %(colour)s. %(why)s") % {**words, "why": row.words}
    if event.kind == "lag_notice":
        return _("%(what)s: %(light)s. Answer by %(due)s.") % {**words, "due": local_time(said["due_at"])}
    if event.kind == "lag_answer":
        return _("%(what)s: %(cause)s. %(measure)s") % {**words, "cause": row.cause, "measure": row.measure}
    if event.kind == "ended":
        return f"{words['what']}. {row.ended_words}"
    return str(words["what"])


def aim(target: Any) -> str:
    """What a target asks: a value, a band, or the words of its source."""
    if target is None:
        return "–"
    if target.value is not None:
        return number(target.value, 8)
    if target.low is not None:
        return f"{number(target.low, 8)} – {number(target.high, 8)}"
    return str(target.words)


TABLES: Words = {
    "plan": lazy("The plan itself"),
    "element": lazy("Policy areas, goals, objectives"),
    "indicator": lazy("Indicators"),
    "indicatorversion": lazy("What indicators mean"),
    "baseline": lazy("Starting points"),
    "target": lazy("Targets"),
    "pathpoint": lazy("Points of paths"),
    "accountability": lazy("Who has a part in it"),
    "observation": lazy("Figures"),
    "task": lazy("Tasks and milestones"),
    "dependency": lazy("What waits for what"),
    "item": lazy("Items of the Policy Address and the budget"),
    "link": lazy("Links to them"),
    "indicatorlink": lazy("Links between indicators"),
}
GAP_ACTS: Words = {
    "appoint": lazy("Appoint who answers"),
    "relate": lazy("Link it to what it is a part of"),
    "name": lazy("Name who keeps the data, or helps"),
    "set_baseline": lazy("Say where it starts"),
    "first_baseline": lazy("Say where it starts"),
    "issue_letter": lazy("Issue the letter"),
    "edit_plan": lazy("Say what it means"),
    "redefine": lazy("Give it a new meaning, by decision"),
    "propose_change": lazy("Propose a change of the target"),
    "set_target": lazy("Set the first target"),
    "break_down": lazy("Break the target down"),
    "import_plan": lazy("Correct the workbook and bring it in again"),
    "observe": lazy("Record the figure"),
    "compute": lazy("Compute the figure"),
    "call_review": lazy("Review it"),
    "add_indicator": lazy("Add an indicator"),
    "add_task": lazy("Add a milestone"),
    "edit_task": lazy("Change the task"),
    "link_item": lazy("Link a budget line"),
    "publish_plan": lazy("Publish the plan"),
}
# Where one verb has several forms: the one that closes this gap.
GAP_FORMS = {
    ("no_steward", "appoint"): "name",
    ("affected_unit_not_named", "appoint"): "name",
    ("no_baseline", "edit_plan"): "set_baseline",
    ("no_baseline", "set_target"): "first_baseline",
}
_ON_PLAN = ("add_indicator", "add_task", "publish_plan")


def gap_act(line: Any) -> str:
    """What clears a gap."""
    form = GAP_FORMS.get((line.gap.code, line.act), "")
    return str(GAP_ACTS.get(form) or GAP_ACTS.get(line.act, line.act))


def gap_address(plan: Any, line: Any) -> str:
    """The page, with the form open, on which a gap is cleared."""
    home = f"/desk/plans/{plan.code}"
    if line.act in ("appoint", "issue_letter"):
        form = GAP_FORMS.get((line.gap.code, line.act), line.act)
        return f"{home}/who/{line.noun}/{line.code}?act={form}#act-{form}"
    if line.act in _ON_PLAN:
        return f"{home}?act={line.act}#act-{line.act}"
    if line.act == "link_item":
        return f"{home}/links?act=link_item"
    if line.act == "import_plan":
        return f"{home}/files?act=look#act-look"
    if line.act == "call_review":
        return "/desk/reviews"
    if line.noun == "element":
        return home
    if line.noun in ("task", "milestone"):
        return f"{home}/tasks/{line.code}?act={line.act}#act-{line.act}"
    name = GAP_FORMS.get((line.gap.code, line.act)) or ("describe" if line.act == "edit_plan" else line.act)
    return f"{home}/indicators/{line.code}?act={name}#act-{name}"
