"""answerable demo: a city to look at. Tables, pack, a simulated quarter, logins, pages, server."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import click
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from answerable.cases.models import Case
from answerable.leaders.models import Shift
from answerable.ops import cli, doctor, packs
from answerable.ops.commands.migrate import migrate
from answerable.ops.commands.serve import serve
from answerable.ops.simulation import consulting, leaders, planning, postponing, whistling
from answerable.ops.simulation.town import Town
from answerable.organisation import queries
from answerable.organisation.models import Tenure
from answerable.plans.models import Plan
from answerable.rules.access import ROLES
from answerable.whistles.models import Whistle

PASSWORD = "answerable"
PAGES = (
    ("/", "the front page: what is wrong, and how the city is doing"),
    ("/report", "tell it something; you get a number and a link"),
    ("/cases", "every public case, and who answers until when"),
    ("/map", "where they are"),
    ("/undecided", "who has not decided yet whose a case is, and what cannot be solved now"),
    ("/whistles", "who was called to help, who came, and who did not answer"),
    ("/movement", "how work moves between units: who refused, the time lost, who comes when others call"),
    ("/leaders", "which leaders take calls, who came, and what became of what they promised"),
    ("/stories", "typical cases, told with the citizen's consent"),
    ("/plan", "the plan: what was promised, who answers, how it stands; invented figures say so"),
    ("/plan/HK-PA/indicators/solved", "a target that was lowered: both are drawn, and both are scored"),
    ("/plan/HK-PA/reviews", "what the reviews looked at and decided, and what came of it"),
    ("/desk/", "the staff's side (sign in as one of the above)"),
)


@click.command()
@click.option("--pack", default="hongkong", show_default=True, help="Jurisdiction pack to load.")
@click.option("--days", default=90, show_default=True, help="Days of simulated history.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same city.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--no-serve", is_flag=True, help="Prepare everything and end.")
def command(pack: str, days: int, seed: int, bind: str, no_serve: bool) -> None:
    """Show the system with a simulated city: prepares it on the first start, then serves it."""
    if not no_serve:
        _check_free(bind)
    migrate(verbosity=0)
    _load(pack)
    _simulate(pack, days, seed)
    _seat_leaders(pack, seed)
    _blow_whistles(pack, seed)
    _follow_plan(pack, seed)
    _introduce(pack, bind)
    if not no_serve:
        sys.exit(serve(bind))


def _check_free(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as reason:
            raise click.ClickException(
                f"{bind} cannot be used: {reason.strerror}. Stop what runs there, or give another: "
                "make demo BIND=127.0.0.1:8001"
            ) from None


def _run(*arguments: str) -> None:
    """One of our own commands, in this process."""
    cli.cli.main(list(arguments), standalone_mode=False)


def _load(pack: str) -> None:
    """The pack as it is now, with invented people in every post; changes nothing when it is there already."""
    if packs.load(packs.folder_of(pack), now=timezone.now(), people="invented").counts:
        click.echo(f"The pack {pack} is loaded.")


def _simulate(pack: str, days: int, seed: int) -> None:
    if not Case.objects.filter(jurisdiction__code=pack).exists():
        click.echo(f"Simulating {days} days ...")
        _run("simulate", "--pack", pack, "--days", str(days), "--seed", str(seed))


def _seat_leaders(pack: str, seed: int) -> None:
    """The leaders' rota and typical cases, on top of the cases that are there."""
    if not Shift.objects.filter(jurisdiction__code=pack).exists():
        now = timezone.now()
        leaders.seat(Town.read(queries.jurisdiction(pack), now=now, seed=seed), until=now, seed=seed)


def _blow_whistles(pack: str, seed: int) -> None:
    """A few dozen whistles, a taskforce, a few joint consultations and matters put off, among the same units."""
    if not Whistle.objects.filter(jurisdiction__code=pack).exists():
        now = timezone.now()
        town = Town.read(queries.jurisdiction(pack), now=now, seed=seed)
        whistling.blow(town, until=now, seed=seed)
        consulting.ask(town, until=now, seed=seed)
        postponing.put_off(town, until=now, seed=seed)


def _follow_plan(pack: str, seed: int) -> None:
    """The plan in the pack's folder `plan`, if it has one, followed for more than a year."""
    folder = packs.folder_of(pack) / "plan"
    if folder.is_dir() and not Plan.objects.filter(jurisdiction__code=pack).exists():
        click.echo("Following the plan ...")
        now = timezone.now()
        town = Town.read(queries.jurisdiction(pack), now=now, seed=seed)
        with transaction.atomic():
            planning.follow(town, folder, until=now, seed=seed)


def _introduce(pack: str, bind: str) -> None:
    click.echo("\nPeople here are invented, and so is everything they do. One login for each role:\n")
    for role, username, place in _logins(pack):
        click.echo(f"  {role:17} {username:32} {place}")
    click.echo(f"\n  The password is {PASSWORD} for all of them.\n\nOpen first:\n")
    planned = Plan.objects.filter(jurisdiction__code=pack).exists()
    for path, what in PAGES:
        if planned or not path.startswith("/plan"):
            click.echo(f"  http://{bind}{path:30} {what}")
    for finding in doctor.examine():
        if not finding.well:
            click.echo(f"\n  Note: {finding.sentence}")
    click.echo("")


def _logins(pack: str) -> Iterator[tuple[str, str, str]]:
    """For each role the officer whose unit has most to do now, and where they sit."""
    now = timezone.now()
    tenures = Tenure.objects.filter(post__jurisdiction__code=pack, since__lte=now).exclude(until__lte=now)
    busy = Count("post__unit__led_cases", filter=~Q(post__unit__led_cases__state="closed"))
    for role in sorted(ROLES):
        found = (
            tenures.filter(post__roles__contains=[role], officer__is_active=True)
            .select_related("officer", "post__unit")
            .annotate(open_cases=busy)
            .order_by("-open_cases", "officer__username")
            .first()
        )
        if found:
            yield role.replace("_", " "), found.officer.username, found.post.unit.name_en
