"""Figures in a file: shown before they count, accepted whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.organisation.files import Upload
from answerable.plans.actions.batches import accept_batch, refuse_batch, upload
from answerable.plans.models import Batch, Observation
from answerable.plans.queries.batches import preview, waiting
from answerable.rules.problems import NotAllowed, Refused

pytestmark = pytest.mark.django_db

GOOD = "period,value,state,words\n2025-12,40,,\n2026-04,43,,a lane was forgotten\n2026-05,39,,\n"
WRONG = "period,value,state,words\n2025-12,forty,,\n2026-04,43,,a lane was forgotten\n2026-13,39,,\n"


@pytest.fixture
def bring(plan, actor, now):
    """bring(GOOD) -> the batch of a file that the steward of H-03 uploaded."""

    def read(text, *, code="H-03", who="cleansing-handler", name="lanes.csv"):
        file = Upload(name, text.encode())
        return upload(actor=actor(who), now=now, plan_code=plan.code, code=code, file=file)

    return read


def test_the_preview_says_what_is_new_what_changes_and_what_stands(bring, now) -> None:
    seen = preview(bring(GOOD), now=now)
    assert [(line.kind, line.entry.period.code, line.old, line.new) for line in seen.lines] == [
        ("new", "2025-12", None, 40), ("changed", "2026-04", 41, 43), ("same", "2026-05", 39, 39),
    ]  # fmt: skip
    assert seen.can_be_accepted


def test_nothing_counts_before_it_is_accepted(bring, plan, actor, now) -> None:
    batch = bring(GOOD)
    assert not Observation.objects.filter(batch=batch).exists()
    later = now + timedelta(minutes=5)
    assert accept_batch(actor=actor("cleansing-handler"), now=later, key=batch.pk) == 2
    kept = Observation.objects.filter(batch=batch).order_by("period")
    assert [(seen.period, seen.value, seen.state, seen.known_at) for seen in kept] == [
        ("2025-12", 40, "final", later), ("2026-04", 43, "revised", later),
    ]  # fmt: skip
    assert not waiting(plan).exists()


def test_a_wrong_cell_is_named_and_the_whole_file_waits(bring, actor, now) -> None:
    batch = bring(WRONG)
    seen = preview(batch, now=now)
    assert [(problem.field.rpartition("!")[2], problem.code) for problem in seen.problems] == [
        ("B2", "cell_not_a_number"), ("A4", "cell_not_a_period"),
    ]  # fmt: skip
    assert [line.entry.period.code for line in seen.lines] == ["2026-04"]  # what can stand is shown, and not taken
    with pytest.raises(Refused) as error:
        accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk)
    assert error.value.problems[0].code == "batch_has_wrong_cells"
    assert not Observation.objects.filter(batch=batch).exists()


def test_the_corrected_file_is_uploaded_beside_it(bring, actor, now) -> None:
    wrong, right = bring(WRONG), bring(GOOD)
    assert accept_batch(actor=actor("cleansing-handler"), now=now, key=right.pk) == 2
    refuse_batch(actor=actor("cleansing-handler"), now=now, key=wrong.pk, words="corrected in the next file")
    assert set(Batch.objects.filter(way="upload").values_list("state", flat=True)) == {"accepted", "refused"}


def test_a_final_figure_is_changed_only_with_a_reason(bring, actor, now) -> None:
    batch = bring("period,value\n2026-04,43\n")
    with pytest.raises(Refused) as error:
        accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk)
    assert error.value.problems[0].code == "revision_needs_words"
    assert accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk, words="recount of April") == 1
    assert Observation.objects.get(batch=batch).words == "recount of April"


def test_what_stands_already_is_not_accepted_again(bring, actor, now) -> None:
    batch = bring("period,value\n2026-05,39\n")
    with pytest.raises(Refused) as error:
        accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk)
    assert error.value.problems[0].code == "batch_has_nothing_new"


def test_a_batch_is_settled_once(bring, actor, now) -> None:
    batch = bring(GOOD)
    refuse_batch(actor=actor("statistician"), now=now, key=batch.pk, words="wrong district")
    with pytest.raises(Refused) as error:
        accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk)
    assert error.value.problems[0].code == "batch_settled"


def test_parts_of_the_whole_stand_beside_it(bring, plan, actor, now) -> None:
    batch = bring("period,value,dimension\n2026-05,12,north\n2026-05,39,\n")
    seen = preview(batch, now=now)
    assert [(line.kind, line.dimension) for line in seen.lines] == [("new", "north"), ("same", "")]


def test_a_ratio_comes_in_two_parts(bring, now) -> None:
    wish = {"code": "H-04", "who": "cleansing-handler"}
    seen = preview(bring("period,numerator,denominator\n2025-Q4,300,1000\n", **wish), now=now)
    assert [str(line.new) for line in seen.lines] == ["0.3"]
    assert preview(bring("period,value\n2025-Q4,30\n", **wish), now=now).problems[0].code == "ratio_wanted"


def test_a_stranger_to_the_figures_uploads_none(bring) -> None:
    with pytest.raises(NotAllowed):
        bring(GOOD, who="works-handler")


def test_a_file_without_figures_is_no_batch(bring) -> None:
    with pytest.raises(Refused):
        bring("period,value\n")
    assert not Batch.objects.filter(way="upload").exists()
