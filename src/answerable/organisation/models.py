"""Who exists: jurisdictions, areas, units, posts, officers, calendars and the rule rows of a pack."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language

from answerable.rules.access import ROLES

LANGUAGE_SUFFIX = {"zh-hant": "zh_hant", "en": "en", "zh-hans": "zh_hans"}
SUFFIXES = ("zh_hant", "zh_hans", "en")


class InThreeLanguages:
    """Reads name_zh_hant, name_en and name_zh_hans of whatever has them."""

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader (English when it is none of ours)."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The name in a language; where it has none in that one, in the first language that has one."""
        own = getattr(self, f"name_{LANGUAGE_SUFFIX.get(language, 'en')}")
        return str(own or next(filter(None, (getattr(self, f"name_{suffix}") for suffix in SUFFIXES)), ""))


class Named(InThreeLanguages, models.Model):
    """A thing with one name in each of the three languages."""

    name_zh_hant = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    name_zh_hans = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Jurisdiction(Named):
    """A city or state that runs one pack; every other row belongs to one."""

    code = models.SlugField(unique=True)
    timezone = models.CharField(max_length=64)
    number_prefix = models.CharField(max_length=4)
    open311_id = models.CharField(max_length=100, blank=True)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    settings = models.JSONField(default=dict, help_text="[pack] limits: see docs/reference/packs.md")
    simulated = models.BooleanField(default=False, help_text="true when people and cases here are invented")
    loaded_at = models.DateTimeField()


class Area(Named):
    """A piece of ground; areas form a tree (city, district, street or town)."""

    KINDS = ("city", "district", "street", "town", "community")

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    population = models.PositiveIntegerField(null=True)
    boundary = models.JSONField(null=True, help_text="GeoJSON geometry, WGS84, longitude first")
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="area_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("city", "district", "street", "town", "community")), name="area_kind_known"
            ),
        ]


class Unit(Named):
    """A body that can answer for something. Units form a tree; every unit has a head post."""

    KINDS = (
        "government", "bureau", "department", "district", "street", "town",
        "utility", "enterprise", "hotline", "committee",
    )  # fmt: skip

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="units")
    head_post = models.OneToOneField("Post", models.PROTECT, related_name="heads")
    served_by_hotline = models.CharField(
        max_length=8, default="unknown", help_text="yes, no or unknown (the sources do not say)"
    )
    phone = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="unit_code_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        "government", "bureau", "department", "district", "street", "town",
                        "utility", "enterprise", "hotline", "committee",
                    )
                ),
                name="unit_kind_known",
            ),
        ]  # fmt: skip


class Post(Named):
    """A chair in a unit; roles belong to the chair, not to the person in it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    code = models.CharField(max_length=100)
    roles = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="post_code_once"),
            models.CheckConstraint(condition=Q(roles__contained_by=sorted(ROLES)), name="post_roles_known"),
        ]


class OfficerManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class Officer(InThreeLanguages, AbstractBaseUser):
    """A person who signs in. What they may do follows from the posts they hold today."""

    username = models.CharField(max_length=100, unique=True)
    name_zh_hant = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    name_zh_hans = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="zh-hant")
    invented = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = OfficerManager()

    @property
    def written_as(self) -> str:
        """How the ledger names an officer; never by the person's name."""
        return self.username


class TsTzRange(Func):
    function = "TSTZRANGE"


class Tenure(models.Model):
    """An officer holds a post from a time until a time; never two holders of one post at once."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="tenures")
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_of_a_post_at_a_time",
                expressions=[
                    (Func(F("post_id"), F("post_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (TsTzRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="tenure_forwards"),
        ]


class WorkingCalendar(models.Model):
    """Working hours of a place; its exceptions are CalendarDay rows."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="calendars")
    code = models.CharField(max_length=32)
    weekly_hours = models.JSONField(help_text='{"0": [["09:00","13:00"],["14:00","18:00"]], ...}, Monday is 0')
    first_day = models.DateField(help_text="beyond first_day..last_day nothing is known and a computation refuses")
    last_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "code"], name="calendar_code_once")]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a make-up working day."""

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=[("off", "off"), ("work", "work")])
    works_as = models.PositiveSmallIntegerField(null=True, help_text="weekday whose hours a make-up day follows")
    provisional = models.BooleanField(default=False, help_text="computed, not yet gazetted")
    name_zh_hant = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    name_zh_hans = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once")]


class RuleRow(models.Model):
    """A row of the rulebook that is data. A change is a new version; a case points at the version it met."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="%(class)s_rows")
    code = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    approver = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    effective_from = models.DateTimeField()
    effective_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "code", "version"], name="%(app_label)s_%(class)s_version_once"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "code"],
                condition=Q(effective_until__isnull=True),
                name="%(app_label)s_%(class)s_one_current",
            ),
        ]

    @property
    def written_as(self) -> str:
        """How the ledger names it."""
        return f"{self.code}@{self.version}"


class Tier(RuleRow, Named):
    """How fast: the limits of the clocks sign, contact, update and resolve.

    limits: {"resolve": {"amount": 7, "unit": "working_days"}, ...}; units: minutes, hours, days
    (natural time) and working_hours, working_days (under `calendar`).
    """

    level = models.PositiveSmallIntegerField()
    limits = models.JSONField()
    calendar = models.CharField(max_length=32, blank=True, help_text="code of a WorkingCalendar, or empty")
    basis = models.CharField(max_length=300)


class Category(RuleRow, Named):
    """A node of the category tree (three levels); cases hang on the third."""

    level = models.PositiveSmallIntegerField()
    parent_code = models.CharField(max_length=120, blank=True)
    tier_code = models.CharField(max_length=120, blank=True)
    usual_kind = models.CharField(max_length=12, blank=True)
    synonyms = models.JSONField(default=dict, help_text='{"zh-hant": [...], "en": [...], "zh-hans": [...]}')
    emergency = models.BooleanField(default=False)
    public = models.BooleanField(default=True, help_text="false: cases stay off public lists and maps")
    attributes = models.JSONField(default=list, help_text="questions asked with it (Open311 service definition)")


class DispatchRow(RuleRow):
    """派單目錄: who leads for a category in an area. Narrower category and area win."""

    category_code = models.CharField(max_length=120)
    area_code = models.CharField(max_length=64, blank=True, help_text="empty: everywhere")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dispatch_rows")
    assisting = ArrayField(models.CharField(max_length=64), default=list)
    basis = models.CharField(max_length=300)
    by_ruling = models.BooleanField(default=False, help_text="made by a ruling; loading the same pack leaves it alone")


class Code(RuleRow, Named):
    """A coded reason or outcome: return reasons, outcomes, exclusions, unreached reasons, reasons of a whistle."""

    KINDS = ("return_reason", "outcome", "exclusion", "unreached", "whistle_reason")

    kind = models.CharField(max_length=16)
    properties = models.JSONField(default=dict)
    basis = models.CharField(max_length=300, blank=True)


class Rung(RuleRow, Named):
    """A step of the ladder a dispute climbs: who rules there, and how long until the next rung takes it up."""

    level = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rungs")
    limit = models.JSONField(help_text='{"amount": 2, "unit": "working_days"}')
    basis = models.CharField(max_length=300)


class WhistleGrade(RuleRow, Named):
    """How loud a whistle is: for which kinds, who must sign it, in which direction, and by when departments report.

    limits: {"sign": {"amount": 1, "unit": "hours"}, "answer": ..., "contact": ..., "on_site": ..., "report": ...} as in
    Tier.
    """

    KINDS = ("problem", "joint", "emergency")
    DIRECTIONS = ("up", "down")

    kinds = ArrayField(models.CharField(max_length=12))
    directions = ArrayField(models.CharField(max_length=4))
    signatures = models.PositiveSmallIntegerField(default=1, help_text="2: both heads of the street")
    limits = models.JSONField()
    calendar = models.CharField(max_length=32, blank=True, help_text="code of a WorkingCalendar, or empty")
    basis = models.CharField(max_length=300)


class ScoreWeights(RuleRow):
    """Weights of the composite of the three rates; they must sum to 1."""

    response = models.DecimalField(max_digits=4, decimal_places=3)
    solved = models.DecimalField(max_digits=4, decimal_places=3)
    satisfied = models.DecimalField(max_digits=4, decimal_places=3)
    basically_satisfied_credit = models.DecimalField(max_digits=4, decimal_places=3)
    basis = models.CharField(max_length=300)

    class Meta(RuleRow.Meta):
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(condition=Q(response=1 - F("solved") - F("satisfied")), name="weights_sum_to_one"),
        ]


class MessageTemplate(RuleRow):
    """What is sent to a citizen or a post; str.format fields are listed in docs/reference/packs.md."""

    subject_zh_hant = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200)
    subject_zh_hans = models.CharField(max_length=200)
    body_zh_hant = models.TextField()
    body_en = models.TextField()
    body_zh_hans = models.TextField()
