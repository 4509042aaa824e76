"""Loading a pack: once is enough, a change is a new version, what is gone is closed, nobody is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from answerable.ledger.models import Entry
from answerable.ops import packs
from answerable.organisation.actions import load_pack
from answerable.organisation.models import (
    CalendarDay,
    Category,
    DispatchRow,
    Jurisdiction,
    Officer,
    Post,
    Tenure,
    Tier,
    Unit,
)
from answerable.organisation.packs import PackError
from answerable.organisation.streams import stream_of
from answerable.triage.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
LATER = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
PACKS = Path(__file__).resolve().parents[2] / "jurisdictions"


def test_a_second_load_of_the_same_files_changes_nothing(harbour, copy):
    entries = Entry.objects.count()
    loaded = packs.load(copy.path, now=LATER)
    assert not loaded.changed
    assert loaded.counts == {}
    assert Entry.objects.count() == entries
    assert Jurisdiction.objects.get(code="harbour").loaded_at == harbour.loaded_at


def test_every_unit_has_a_head_post_and_every_post_a_holder(harbour):
    for unit in Unit.objects.filter(jurisdiction=harbour).select_related("head_post"):
        assert unit.head_post.unit_id == unit.pk
        assert "unit_head" in unit.head_post.roles
    empty = Post.objects.filter(jurisdiction=harbour, tenures__isnull=True)
    assert not empty.exists()


def test_invented_people_say_so_and_have_three_names(harbour):
    handler = Officer.objects.get(username="works-handler")
    assert handler.invented
    assert all((handler.name_zh_hant, handler.name_en, handler.name_zh_hans))
    assert harbour.simulated


def test_a_changed_rule_row_becomes_a_new_version_and_the_old_one_ends(harbour, copy):
    old = Tier.objects.get(jurisdiction=harbour, code="day")
    copy.replace("tiers.csv", "4 hours,,24 hours", "4 hours,,20 hours")
    assert load_pack(copy.path, now=LATER).counts["tiers"] == 1
    old.refresh_from_db()
    new = Tier.objects.get(jurisdiction=harbour, code="day", effective_until=None)
    assert (old.version, old.effective_until) == (1, LATER)
    assert (new.version, new.effective_from, new.limits["resolve"]["amount"]) == (2, LATER, 20)


def test_a_row_that_changes_on_a_date_changes_on_that_date(harbour, copy):
    copy.replace("tiers.csv", "update,resolve", "update,resolve,effective_from")
    text = (copy.path / "tiers.csv").read_text("utf-8").splitlines()
    text = [line if "effective_from" in line else f"{line}," for line in text]
    text = [line.replace("24 hours,", "20 hours,2027-01-01") if line.startswith("day,") else line for line in text]
    (copy.path / "tiers.csv").write_text("\n".join(text) + "\n", "utf-8")
    load_pack(copy.path, now=LATER)
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    assert Tier.objects.get(jurisdiction=harbour, code="day", version=1).effective_until == new_year
    assert Tier.objects.get(jurisdiction=harbour, code="day", version=2).effective_from == new_year


def test_what_is_left_alone_keeps_its_version_though_the_pack_gives_another_reason(harbour, copy):
    copy.replace("pack.toml", 'reason = "first pack"', 'reason = "second pack"')
    loaded = load_pack(copy.path, now=LATER)
    assert loaded.changed
    assert Category.objects.filter(jurisdiction=harbour).exclude(version=1).count() == 0


def test_a_row_that_is_gone_ends(harbour, copy):
    copy.replace(
        "dispatch.csv", "waste-south,clean.waste.dumping,south,south,cleansing,invented: South clears its own\n", ""
    )
    load_pack(copy.path, now=LATER)
    assert DispatchRow.objects.get(jurisdiction=harbour, code="waste-south").effective_until == LATER


def test_a_unit_that_is_gone_is_closed_and_its_posts_are_vacant(harbour, copy):
    copy.replace("units.csv", "transport,department,gov,,運輸署,Transport Department,运输署,unknown,,invented\n", "")
    copy.replace("dispatch.csv", "works,transport,invented", "works,,invented")
    copy.replace("dispatch.csv", "cleansing|transport", "cleansing")
    load_pack(copy.path, now=LATER)
    assert Unit.objects.get(jurisdiction=harbour, code="transport").closed_on == date(2026, 6, 10)
    assert not Tenure.objects.filter(post__code="transport-handler", until=None).exists()


def test_units_and_areas_are_updated_by_code(harbour, copy):
    before = Unit.objects.get(jurisdiction=harbour, code="works").pk
    copy.replace("units.csv", "Works Department", "Department of Works")
    load_pack(copy.path, now=LATER)
    assert Unit.objects.get(jurisdiction=harbour, name_en="Department of Works").pk == before


def test_a_load_leaves_one_entry_in_the_ledger(harbour, copy):
    stream = stream_of(harbour)
    before = Entry.objects.filter(stream=stream).count()
    copy.replace("pack.toml", "2026.1", "2026.2")
    load_pack(copy.path, now=LATER)
    entries = Entry.objects.filter(stream=stream).order_by("seq")
    assert entries.count() == before + 1
    assert '"load_pack"' in entries.last().body
    assert '"2026.2"' in entries.last().body


def test_a_pack_that_is_wrong_changes_nothing(harbour, copy):
    copy.replace("weights.csv", "0.500", "0.600")
    copy.replace("units.csv", "Works Department", "Department of Works")
    with pytest.raises(PackError):
        packs.load(copy.path, now=LATER)
    assert Unit.objects.get(jurisdiction=harbour, code="works").name_en == "Works Department"


def test_without_people_nobody_is_invented(harbour, copy):
    copy.replace("pack.toml", 'code = "harbour"', 'code = "haven"')
    copy.replace("pack.toml", "simulated = true", "simulated = false")
    loaded = load_pack(copy.path, now=LATER, people="none")
    assert not Tenure.objects.filter(post__jurisdiction=loaded.jurisdiction).exists()
    assert not loaded.jurisdiction.simulated


def test_two_jurisdictions_may_give_a_post_the_same_code(harbour, copy):
    copy.replace("pack.toml", 'code = "harbour"', 'code = "haven"')
    loaded = load_pack(copy.path, now=LATER)
    held = Tenure.objects.get(post__jurisdiction=loaded.jurisdiction, post__code="works-handler")
    assert held.officer.username == "haven-works-handler"


def test_holidays_are_computed_and_a_year_not_gazetted_is_provisional(harbour):
    days = CalendarDay.objects.filter(calendar__jurisdiction=harbour)
    christmas = {d.date.year: d for d in days if (d.date.month, d.date.day) == (12, 25)}
    assert not christmas[2026].provisional
    assert christmas[2027].provisional
    assert days.get(date=date(2026, 12, 19)).kind == "work"


def test_a_changed_article_becomes_a_new_version(harbour, copy):
    copy.replace("articles.toml", "on Wednesdays", "on Thursdays")
    assert packs.load(copy.path, now=LATER).counts["articles"] == 1
    assert Article.objects.get(jurisdiction=harbour, code="bulky-waste", effective_until=None).version == 2


@pytest.mark.parametrize(("code", "districts"), [("hongkong", 18), ("beijing", 16)])
def test_a_shipped_pack_loads_and_answers_everywhere(code, districts):
    from answerable.organisation.rulebook import rulebook
    from answerable.rules.dispatch import resolve

    loaded = packs.load(PACKS / code, now=LATER)
    book = rulebook(loaded.jurisdiction, now=LATER)
    assert len(book.district_units) == districts
    for area in [a for a in book.areas.values() if a.kind == "district"]:
        for category in book.leaves:
            unit = book.district_unit(area.code)
            paths = (book.category_path(category.code), book.area_path(area.code))
            decision = resolve(*paths, book.catalogue, LATER, unit.code, book.coordinator_unit.code, book.district_of)
            assert decision.unit in book.units
            assert decision.certain
            assert book.tier_of(category.code) is not None
    assert Tenure.objects.filter(post__jurisdiction=loaded.jurisdiction).count() == len(book.posts)
    assert not packs.load(PACKS / code, now=LATER + timedelta(hours=1)).changed
