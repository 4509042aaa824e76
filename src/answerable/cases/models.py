"""What is promised and done about what citizens say: contacts, cases and everything that hangs on a case."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Area, Category, Code, DispatchRow, Jurisdiction, Post, Tier, Unit

# Free text and personal data: the ledger keeps a salted digest of these, never the words.
DIGESTED = frozenset(
    {
        "words", "title", "public_words", "address", "answer", "reason", "outcome_words", "done", "basis",
        "evidence", "comment", "name", "phone", "email", "filename", "ask", "latitude", "longitude",
    }
)  # fmt: skip


class Person(models.Model):
    """Somebody who told us something and left a way to be reached. Seen only by those who need it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="zh-hant")

    class Meta:
        indexes = [
            models.Index(fields=["jurisdiction", "phone"], condition=~Q(phone=""), name="person_by_phone"),
            models.Index(fields=["jurisdiction", "email"], condition=~Q(email=""), name="person_by_email"),
        ]


class Case(models.Model):
    """A matter somebody must answer for. `state` is one of rules.lifecycle.STATES; overdue and waiting are derived."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    link_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the secret in the citizen's link")
    title = models.CharField(max_length=200)
    words = models.TextField()
    public_words = models.TextField(help_text="the words with names, numbers and addresses of people masked")
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=12)
    category = models.ForeignKey(Category, models.PROTECT, related_name="cases")
    category_chosen_by = models.CharField(max_length=12, help_text="citizen, officer, machine or nobody")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="cases")
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    public = models.BooleanField(default=True)
    emergency = models.BooleanField(default=False)
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+")
    dispatch_row = models.ForeignKey(DispatchRow, models.PROTECT, null=True, related_name="+")
    dispatch_rule = models.CharField(max_length=40, help_text="why this unit: a key of rules.dispatch.REASONS")
    pack_version = models.CharField(max_length=40)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_cases")
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the resolve clock rings; the clock row is the source")
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(
        max_length=12, blank=True, help_text="confirmed, unreached, answered, routed, concluded or imported"
    )
    route = models.CharField(max_length=12, blank=True, help_text="R1..R6 when closed by a route")
    dispatches = models.PositiveSmallIntegerField(default=0)
    redos = models.PositiveSmallIntegerField(default=0)
    designated = models.BooleanField(default=False, help_text="no objection any more")
    listed_at = models.DateTimeField(null=True, help_text="since when it stands on the leaders' list")
    affected = models.PositiveIntegerField(default=1, help_text="people who told us or follow")
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "received",
                        "dispatched",
                        "accepted",
                        "in_hand",
                        "answered",
                        "verifying",
                        "redo",
                        "closed",
                    )
                ),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("consult", "help", "complaint", "report", "suggestion")), name="case_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closing="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, closing=""),
                name="case_closed_has_time_and_way",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="case_due_after_opening"),
            models.UniqueConstraint(
                fields=["jurisdiction", "source", "source_key"], condition=~Q(source_key=""), name="case_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["lead_unit", "due_at"], condition=~Q(state="closed"), name="case_worklist"),
            models.Index(fields=["jurisdiction", "state", "due_at"], condition=~Q(state="closed"), name="case_open"),
            models.Index(fields=["jurisdiction", "-opened_at"], name="case_newest"),
            models.Index(fields=["jurisdiction", "-updated_at"], name="case_touched"),
            models.Index(fields=["category", "-opened_at"], name="case_of_category"),
            models.Index(fields=["area", "-opened_at"], name="case_of_area"),
            models.Index(fields=["latitude", "longitude"], condition=~Q(state="closed"), name="case_open_place"),
            models.Index(fields=["person"], name="case_of_person"),
        ]  # fmt: skip


class Contact(models.Model):
    """One time somebody told us something, on any channel."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="contacts")
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    disposition = models.CharField(max_length=10, help_text="case, repeat, answered or routed")
    route = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True, help_text="what was answered at once, or the act the route requires")
    words = models.TextField()
    language = models.CharField(max_length=8)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    said_at = models.DateTimeField(help_text="when it was said")
    received_at = models.DateTimeField(help_text="when it reached this system")
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=100, blank=True)
    fingerprint = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition__in=("case", "repeat"), case__isnull=False)
                | Q(disposition__in=("answered", "routed")),
                name="contact_case_where_promised",
            ),
            models.CheckConstraint(
                condition=~Q(disposition="routed") | Q(route__in=("R1", "R2", "R3", "R4", "R5", "R6")),
                name="contact_route_known",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="contact_idempotent",
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint", "-received_at"], name="contact_same_words"),
            models.Index(fields=["jurisdiction", "-received_at"], name="contact_newest"),
        ]


class Assignment(models.Model):
    """A unit and its part in a case, from a time until a time. Lead assignments leave no gap (a trigger sees to it)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=8, choices=[("lead", "lead"), ("assist", "assist"), ("copy", "copy")])
    rule = models.CharField(max_length=40, help_text="a key of rules.dispatch.REASONS")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    task = models.TextField(blank=True, help_text="what an assisting unit is asked to do")
    report = models.TextField(blank=True, help_text="what an assisting unit says it did")
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="lead", until__isnull=True), name="one_lead_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(role="assist", until__isnull=True), name="assist_once"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="part_forwards"),
            models.CheckConstraint(condition=~Q(role="assist") | Q(due_at__isnull=False), name="assist_has_due"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(role="assist", until__isnull=True, reported_at__isnull=True),
                name="part_worklist",
            )
        ]


class Clock(models.Model):
    """A deadline that runs: sign, contact, update, resolve, part or callback. Swept by compare-and-set."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, help_text="when the promise was kept, or the clock was replaced")
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it overdue")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_at__isnull=True, kind__in=("sign", "contact", "update", "resolve", "callback")),
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("sign", "contact", "update", "resolve", "part", "callback")),
                name="clock_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(stopped_at__isnull=True, rang_at__isnull=True), name="clock_to_ring"
            )
        ]


class Step(models.Model):
    """Something an officer did about a case, in words (an action taken, a contact with the citizen, a note)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("action", "contacted", "asked", "note")])
    words = models.TextField()
    public = models.BooleanField(default=True)
    at = models.DateTimeField()


class Reply(models.Model):
    """What the unit says it did and what it claims came of it. Confirmed by somebody else or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    outcome = models.ForeignKey(Code, models.PROTECT, related_name="+")
    words = models.TextField(help_text="to the citizen")
    done = models.TextField(help_text="what was done")
    basis = models.TextField(help_text="the rule it rests on")
    evidence = models.TextField(help_text="what shows it")
    at = models.DateTimeField()
    told_citizen_at = models.DateTimeField(null=True)
    told_citizen_how = models.CharField(max_length=10, blank=True)
    told_hotline_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True, help_text="when the hotline sent it back as no answer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"], condition=Q(returned_at__isnull=True), name="one_standing_reply_a_round"
            )
        ]


class Callback(models.Model):
    """The hotline body asks the citizen: reached? contacted? solved? satisfied? One a round."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="callbacks", help_text="the hotline body")
    round = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, blank=True, help_text="link or phone")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    valid = models.BooleanField(null=True)
    invalid_reason = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    contacted = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.CharField(max_length=12, blank=True, help_text="satisfied, basically or dissatisfied")
    comment = models.TextField(blank=True)
    pressed = models.BooleanField(default=False, help_text="the citizen was asked to rate well")
    answering_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="whose work is judged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="callback_once_a_round"),
            models.CheckConstraint(condition=~Q(unit=F("answering_unit")), name="nobody_confirms_their_own"),
            models.CheckConstraint(
                condition=~Q(valid=True)
                | Q(contacted__isnull=False, solved__isnull=False)
                & Q(satisfied__in=("satisfied", "basically", "dissatisfied")),
                name="valid_callback_is_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "next_attempt_at"], condition=Q(done_at__isnull=True), name="callback_queue"),
            models.Index(fields=["answering_unit", "done_at"], condition=Q(valid=True), name="callback_verdicts"),
        ]


class Objection(models.Model):
    """派單異議: a unit says the case is not its own. It stays answerable until the hotline body upholds."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason_code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    basis = models.TextField()
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    ruled_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ruled_at__isnull=True), name="one_open_objection")
        ]


class Attachment(models.Model):
    """A file somebody gave us: what it is was read from its bytes, not from its name."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="attachments")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="attachments")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, related_name="attachments")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="also its name in the file store")
    by = models.CharField(max_length=240, help_text="actor key")
    public = models.BooleanField(default=False)
    at = models.DateTimeField()


class Follower(models.Model):
    """Somebody with the same trouble who follows a case instead of telling it again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="followers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    session_digest = models.BinaryField(max_length=32)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "session_digest"], name="follow_once")]
