"""A post and its unit as one name."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from answerable.organisation.sentences import post_in_unit


@pytest.mark.parametrize(
    ("language", "post", "unit", "said"),
    [
        ("en", "Secretary for Housing", "Housing Bureau", "Secretary for Housing, Housing Bureau"),
        ("en", "Chief Secretary", "Chief Secretary's Office", "Chief Secretary"),
        ("zh-hant", "房屋局局長", "房屋局", "房屋局局長"),
        ("zh-hant", "秘書長", "統籌委員會", "統籌委員會 秘書長"),
    ],
)
def test_a_post_and_its_unit_are_marked_off_and_neither_says_the_other_twice(language, post, unit, said):
    with translation.override(language):
        assert post_in_unit(SimpleNamespace(name=post, unit=SimpleNamespace(name=unit))) == said
