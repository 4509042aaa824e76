"""rules.parts: parts beside and after each other, and which link costs the most time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.parts import Span, ends, joined_task, makes_a_circle, owes_stage, parted_task, slow_link

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)
KEYS = "abcdef"


def hours(n: int) -> timedelta:
    return timedelta(hours=n)


@st.composite
def works(draw, circles: bool = False) -> list[Span]:
    keys = KEYS[: draw(st.integers(1, 6))]
    found = []
    for place, key in enumerate(keys):
        earlier = ["", *(keys if circles else keys[:place])]
        done = draw(st.one_of(st.none(), st.integers(0, 300)))
        found.append(
            Span(key, T0 + hours(draw(st.integers(0, 20))), hours(draw(st.integers(1, 90))),
                 draw(st.sampled_from(earlier)), None if done is None else T0 + hours(done))
        )  # fmt: skip
    return found


def test_beside_each_other_all_begin_at_once_and_in_a_chain_each_waits():
    beside = [Span("a", T0, hours(4)), Span("b", T0, hours(6))]
    assert ends(beside) == {"a": T0 + hours(4), "b": T0 + hours(6)}
    chain = [Span("a", T0, hours(4)), Span("b", T0, hours(6), "a"), Span("c", T0, hours(1), "b")]
    assert ends(chain)["c"] == T0 + hours(11)
    assert slow_link(beside) is None


def test_the_slowest_link_is_named_with_what_it_costs():
    link = slow_link([Span("a", T0, hours(9)), Span("b", T0, hours(9), "a"), Span("c", T0, hours(1), "a")])
    assert (link.key, link.after, link.saves) == ("b", "a", hours(8))  # c still ends after ten hours


def test_what_is_done_waits_for_nothing_any_more():
    assert slow_link([Span("a", T0, hours(9)), Span("b", T0, hours(5), "a", T0 + hours(2))]) is None
    assert slow_link([]) is None


@given(works())
def test_without_the_slow_link_the_whole_ends_exactly_as_much_sooner_as_is_said(parts):
    whole = max(ends(parts).values())
    link = slow_link(parts)
    savings = [whole - max(ends(parts, without=part.key).values()) for part in parts if part.after]
    if link is None:
        assert all(saved <= timedelta(0) for saved, part in zip(savings, [p for p in parts if p.after], strict=True)
                   if part.done_at is None)  # fmt: skip
    else:
        cut = [Span(p.key, p.since, p.needs, "" if p.key == link.key else p.after, p.done_at) for p in parts]
        assert whole - max(ends(cut).values()) == link.saves > timedelta(0)
        assert link.saves == max(savings)


@given(works(circles=True))
def test_no_circle_of_links_holds_anything_up_for_ever(parts):
    found = ends(parts)
    assert set(found) == {part.key for part in parts}
    assert all(found[p.key] == (p.done_at or found[p.key]) and (p.done_at or found[p.key] >= p.since) for p in parts)


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=12))
def test_links_that_were_each_found_harmless_never_make_a_circle(wishes):
    links: dict[str, str] = {}
    for key, after in wishes:
        if not makes_a_circle(links, key, after):
            links[key] = after
    for key in links:
        way, here = [key], links[key]
        while here:
            assert here not in way
            way.append(here)
            here = links.get(here, "")


def test_a_stage_report_is_owed_from_the_due_time_until_something_is_said_or_all_is_done():
    due, after = T0, T0 + hours(2)
    assert not owes_stage(due, None, None, due)
    assert owes_stage(due, None, None, after)
    assert owes_stage(due, None, T0 - hours(1), after), "what was said before it was late is no reason for being late"
    assert not owes_stage(due, None, T0 + hours(1), after)
    assert not owes_stage(due, T0 + hours(1), None, after)


def test_two_tasks_become_one_and_two_again():
    both = joined_task("Put up a sign", "Close the lane\nPut up a sign")
    assert both == "Put up a sign\nClose the lane"
    assert parted_task(both, "Close the lane") == "Put up a sign"
    assert parted_task("Close the lane", "Close the lane") == "Close the lane"
    assert joined_task("", "Close the lane") == "Close the lane"
