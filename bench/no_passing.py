"""What the rules against passing on are worth: one simulated city, played with them and without them.

    python bench/no_passing.py                   1,000 cases act by act and 20,000 by the twin: some minutes
    python bench/no_passing.py --cases 200 --many 5000      what a look needs

Both plays have the same seed, the same cases at the same instants, the same tempers of units, and the same opinion of
each unit on each case: whether it takes it, and whom it names instead (ops/simulation/opinions.py). All are cases the
catalogue dispatches at once. What differs is what a unit may do with its opinion.

WITH THE RULES everything goes through cases.actions on a real database, act by act, clocks ringing: a unit may object
within the pack's hours and not after; the one it names answers beside it; a rung of the ladder rules, and when it is
late the next one must; after a rejection, or the third dispatch, the unit is designated and may not object again.
Nobody is ever without a unit: that is checked with queries.recomputed for every case, from the ledger alone. The larger
city is played by the bulk player, which tests/ops/test_simulation_twins.py holds to the same rows.

WITHOUT THE RULES is a model (parts/passing.py) of how 1823 was described by the Ombudsman on 7 March 2024
(docs: the baseline in the Hong Kong pack). Each assumption, with its source:

- a unit may send a case back whenever it likes, as often as it likes, and the hotline sends it on to the next guess:
  the Ombudsman's description.
- nobody answers between the sending back and the next receipt; a unit that later refuses is counted as answering while
  it holds the case, which favours this side: assumption.
- a unit holds a case for a lognormal time, median 4.2 days, sigma 1.55, before it sends it back: CALIBRATED.
- the hotline takes half a day to three days to send it on: assumption.
- after the second refusal three levels are gone through, each lognormal, median 3.9 days, sigma 2.1, CALIBRATED; they
  mediate and do not decide (the Ombudsman); at each a unit gives in with one half: assumption. After the third the
  hotline mediates a one-off follow-up, and somebody does it (the Ombudsman).
- once a unit keeps the case it needs the same part of the limit as with the rules, by its temper, and at least half
  of the limit when the time is used up: assumption, the same on both sides.
- the next guess is whom the refusing unit names, and a unit that refused already is not asked again: assumption; it
  favours this side.

The mix of tempers (people.TEMPERS) and the shares in opinions.py were chosen, and the two calibrated times fitted, so
that this side lands near what was published: 1.4 % of complaints refused by two units or more, 56 % of these over 30
days, 7.5 % over six months. So the left column is no finding; only the difference to the right one is, and it is a
difference between models. With the rules a unit that wants to refuse does so within hours, as its temper reads, because
later it may not; one that reads too late keeps the case (assumption: people follow a limit that binds). Rulings see
whose a case is in 88 % (assumption); most come within 30 hours, one in five is slow and climbs (assumption).
"Took" counts from the first word to the reply of the unit that keeps the case. Whistles are blown for every case two
units refused, at those who refused; how they are answered is printed, but nothing is assumed to go faster by it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import mean, quantiles
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DAY = timedelta(days=1)
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
SPAN, AFTER = 90, 240  # days in which cases are told, and days until the end, so that six months can be seen
PUBLISHED = {"twice": 0.014, "month": 0.56, "half": 0.075}  # the Ombudsman, 7 March 2024


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--cases", type=int, default=1_000, help="played act by act through cases.actions")
    wish.add_argument("--many", type=int, default=20_000, help="played by the bulk twin; 0 leaves it out")
    wish.add_argument("--seed", type=int, default=1)
    wish.add_argument("--pack", type=Path, default=ROOT / "jurisdictions" / "hongkong")
    given = wish.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="answerable-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    os.environ |= {"ANSWERABLE_VAR": str(folder), "ANSWERABLE_SECRET_KEY": "bench"}
    from answerable.ops import embedded

    server = embedded.join(folder / "postgres")
    try:
        os.environ |= {"DATABASE_URL": server.url(user=embedded.OWNER), "DJANGO_SETTINGS_MODULE": "answerable.settings"}
        sys.exit(compare(given))
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)


def compare(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from answerable.ops import packs
    from answerable.ops.simulation import acting, bulk
    from answerable.ops.simulation.town import Town
    from answerable.organisation import queries as organisation

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:  # what a crash would lose is not measured here
        cursor.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
    connection.close()
    packs.load(given.pack, now=END - timedelta(days=SPAN + AFTER + 30), people="invented")
    town = Town.read(organisation.jurisdiction(given.pack.name), now=END, seed=given.seed)
    gaps = 0.0
    plays: list[tuple[str, int, int, Any]] = [
        ("by the twin", given.many, given.seed, bulk),
        ("act by act through the actions", given.cases, given.seed + 1_000, acting),
    ]
    for name, count, seed, player in plays:
        if count:
            gaps += _play(town, name, count, seed, player)
    _whistles(town)
    return 1 if gaps else 0


def _play(town: Any, name: str, count: int, seed: int, player: Any) -> float:
    """One city both ways; prints the two columns and returns the days nobody answered with the rules."""
    from parts.passing import without_rules

    from answerable.ops.simulation.arrivals import arrivals
    from answerable.ops.simulation.story import Story

    told = END - timedelta(days=AFTER)
    drawn = arrivals(
        Random(f"{seed} arrivals"), cases=count * 2, until=told, days=SPAN, timezone=town.jurisdiction.timezone,
        categories=town.category_weights, areas=town.area_weights,
    )  # fmt: skip
    sure = [
        arrival for arrival in drawn if Story(town, arrival, seed).told.sure
    ]  # dispatched at once, by the catalogue
    found = sorted(Random(seed).sample(sure, count), key=lambda arrival: arrival.index)
    off = [without_rules(Story(town, arrival, seed)) for arrival in found]
    begun = perf_counter()
    player.run(town, found, seed=seed, until=END)
    on, gaps = _with_rules(town, found, seed)
    say(f"\n{count:,} cases of {SPAN} days, {town.jurisdiction.name_en}, {name}, seed {seed}"
        f" (played in {perf_counter() - begun:.0f} s)")  # fmt: skip
    _table(off, on)
    say(f"days without a unit that answers, with the rules, recomputed from the ledger: {gaps:g}")
    return gaps


def _whistles(town: Any) -> None:
    """The unit that must do what two refused whistles for those who refused; how they answer is their temper."""
    from answerable.cases.models import Case
    from answerable.rules.whistle import CALLED_UP
    from answerable.whistles import actions
    from answerable.whistles.models import Summons

    grades = [g for g in town.book.grades.values() if g.signatures == 1 and "problem" in g.kinds and g.calendar]
    rng, blown = Random("whistles"), 0
    for case in Case.objects.filter(objections__isnull=False).distinct().order_by("opened_at"):
        units = {o.unit for o in case.objections.select_related("unit")}
        called = sorted({unit.code for unit in units if unit.kind in CALLED_UP} - {case.lead_unit.code})
        settled, head = case.objections.latest("filed_at").ruled_at, town.officer(case.lead_unit.code, "unit_head")
        if len(units) < 2 or not called or not settled or not head:
            continue
        at = town.in_hours(settled, rng)
        whistle = actions.blow(
            actor=head.actor, now=at, grade_code=grades[0].code, kind="problem", title=case.title, words=case.words,
            demand="Come, and bring what is yours.", units=called, about=[("case", case.number)],
        )  # fmt: skip
        blown += 1
        for code in called:
            temper, officer = town.tempers[code], town.officer(code, "unit_head")
            if officer and rng.random() < temper.comes:
                actions.perform(
                    "answer_summons", actor=officer.actor, now=at + timedelta(minutes=rng.uniform(5, 50)),
                    number=whistle.number, stance="support", support_with="two people",
                )  # fmt: skip
    actions.ring(now=END)
    heard = Summons.objects.filter(silent_at=None).count()
    say(f"\nwhistles for cases two units refused: {blown}; units called {Summons.objects.count()}, "
        f"answered in time {heard}, silence on the record {Summons.objects.count() - heard}")  # fmt: skip


def _with_rules(town: Any, found: Sequence[Any], seed: int) -> tuple[list[Any], float]:
    """What became of these cases in the database, and the days nobody answered for one."""
    from parts.passing import Outcome

    from answerable.cases import queries
    from answerable.cases.models import Case
    from answerable.ops.simulation.story import Story

    stories = {(s.told.at, s.told.words): s for s in (Story(town, arrival, seed) for arrival in found)}
    rows = Case.objects.filter(jurisdiction=town.jurisdiction, opened_at__in=[s.told.at for s in stories.values()])
    rows = rows.select_related("lead_unit").prefetch_related("objections", "replies")
    outcomes, gaps = [], 0.0
    for case in rows:
        story = stories.get((case.opened_at, case.words))
        if story is None:
            continue
        objections = list(case.objections.all())
        settled = max((o.ruled_at or END for o in objections), default=case.opened_at)
        replies = [reply.told_hotline_at for reply in case.replies.all() if reply.told_hotline_at]
        gap = _gap(queries.recomputed(case), case.opened_at, case.closed_at or END)
        gaps += gap / DAY
        outcomes.append(Outcome(
            case.opened_at, settled, min(replies, default=END), len({o.unit_id for o in objections}), gap,
            bool(story.opinions.owner) and case.lead_unit.code != story.opinions.owner,
        ))  # fmt: skip
    assert len(outcomes) == len(found), (len(outcomes), len(found))
    return outcomes, gaps


def _gap(parts: Sequence[Any], opened: datetime, ended: datetime) -> timedelta:
    """How long no unit answered as lead or candidate between the opening and the end."""
    reached, gap = opened, timedelta(0)
    for part in sorted(parts, key=lambda part: part.since):
        if part.role == "assist" or reached >= ended:
            continue
        gap += max(part.since - reached, timedelta(0))
        reached = max(reached, part.until or ended)
    return gap + max(ended - reached, timedelta(0))


def _table(off: Sequence[Any], on: Sequence[Any]) -> None:
    say(f"{'':58}{'without':>12}{'with':>12}{'published':>12}")
    figures = [_figures(off), _figures(on)]
    for key, (label, kind) in ROWS.items():
        values = [f"{f[key]:.1%}" if kind == "share" else f"{f[key]:,.1f}" if kind == "days" else f"{f[key]:,.0f}"
                  for f in figures]  # fmt: skip
        published = f"{PUBLISHED[key]:.1%}" if key in PUBLISHED else ""
        say(f"{label:58}{values[0]:>12}{values[1]:>12}{published:>12}")


ROWS = {
    "cases": ("cases", "count"),
    "once": ("share refused by one unit or more", "share"),
    "twice": ("share refused by two units or more", "share"),
    "twice_count": ("  cases refused by two units or more", "count"),
    "mean": ("days lost to passing on, refused cases, mean", "days"),
    "p90": ("days lost to passing on, refused cases, p90", "days"),
    "twice_mean": ("days lost to passing on, refused twice, mean", "days"),
    "month": ("of those refused twice: took more than 30 days", "share"),
    "half": ("of those refused twice: took more than 6 months", "share"),
    "all_month": ("of all cases: took more than 30 days", "share"),
    "unowned": ("days without an answerable unit, all cases together", "days"),
    "misplaced": ("share that ends with a unit whose it is not", "share"),
    "per": ("days lost to passing on, for 1,000 cases told", "days"),
}


def _figures(outcomes: Sequence[Any]) -> dict[str, float]:
    once = [o for o in outcomes if o.refused_by]
    twice = [o for o in outcomes if o.refused_by >= 2]
    lost = sorted((o.settled - o.opened) / DAY for o in once) or [0.0]

    def took(some: Sequence[Any], days: float) -> float:
        return sum(o.answered - o.opened > DAY * days for o in some) / len(some) if some else 0.0

    return {
        "cases": len(outcomes), "once": len(once) / len(outcomes), "twice": len(twice) / len(outcomes),
        "twice_count": len(twice), "mean": mean(lost), "p90": quantiles(lost, n=10)[-1] if len(lost) > 1 else lost[0],
        "twice_mean": mean((o.settled - o.opened) / DAY for o in twice) if twice else 0.0,
        "month": took(twice, 30), "half": took(twice, 182.5), "all_month": took(outcomes, 30),
        "unowned": sum((o.unowned / DAY for o in outcomes), 0.0),
        "misplaced": sum(o.misplaced for o in outcomes) / len(outcomes),
        "per": sum(lost) * 1000 / len(outcomes),
    }  # fmt: skip


if __name__ == "__main__":
    main()
