"""rules.repeats: the same again makes no second case, and what is new does."""

from __future__ import annotations

from dataclasses import replace

from answerable.rules.repeats import Matter, same_matter

FIRST = Matter("a", "A deep pothole in the road, a cyclist fell", "roads.surface.pothole", "north", 50.15, 10.05)
AGAIN = replace(FIRST, key="", words="That deep pothole in the road, where a cyclist fell")


def found(said: Matter, *earlier: Matter) -> str | None:
    return same_matter(said, earlier or (FIRST,), metres=100, alike=0.5)


def test_the_same_trouble_in_nearly_the_same_words_at_the_same_place_is_the_same():
    assert found(AGAIN) == "a"


def test_another_place_another_matter_or_other_words_are_new():
    assert found(replace(AGAIN, latitude=50.16)) is None
    assert found(replace(AGAIN, category="roads.lights.dark")) is None
    assert found(replace(AGAIN, words="Two weeks on nobody came and now a car lost its wheel")) is None


def test_without_coordinates_the_area_must_be_the_same():
    nowhere = replace(FIRST, latitude=None, longitude=None)
    assert found(replace(AGAIN, latitude=None, longitude=None), nowhere) == "a"
    assert found(replace(AGAIN, latitude=None, longitude=None, area="south"), nowhere) is None


def test_of_several_the_most_alike_is_joined():
    other = replace(FIRST, key="b", words="deep pothole in the road")
    assert found(AGAIN, other, FIRST) == "a"
