"""What people say in the two cities leads to the right category of the pack that ships with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from answerable.organisation.packs import read
from answerable.triage.suggest import suggest

PACKS = Path(__file__).resolve().parents[2] / "jurisdictions"


class Shipped:
    """The categories of a pack, as suggest() asks for them."""

    def __init__(self, code: str) -> None:
        rows = read(PACKS / code).rows("categories.csv")
        self._parents = {row.code: row.parent for row in rows}
        self.categories = {row.code: _node(row) for row in rows}

    def category_path(self, code: str) -> list[str]:
        path = []
        while code in self.categories:
            path.append(code)
            code = self._parents[code]
        return path


def _node(row) -> SimpleNamespace:
    synonyms = {"zh-hant": row.synonyms_zh_hant, "en": row.synonyms_en, "zh-hans": row.synonyms_zh_hans}
    names = {"name_zh_hant": row.name_zh_hant, "name_en": row.name_en, "name_zh_hans": row.name_zh_hans}
    return SimpleNamespace(code=row.code, level=row.level, emergency=row.emergency, synonyms=synonyms, **names)


@pytest.fixture(scope="module")
def pack():
    """pack("hongkong") -> its categories, read once."""
    return cache(Shipped)


HOLES = {
    "hongkong": ("roads.surface.pothole", (
        "彌敦道路面有個大坑", "馬路有個好大嘅窿", "big hole in the road", "路面有坑", "條馬路穿咗個窿",
        "行車線有個坑，好危險", "弥敦道路面有个大坑", "there is a huge hole on the road near the bus stop",
        "deep hole in Nathan Road", "路上有個窟窿", "pot hole on the carriageway",
    )),
    "beijing": ("city.roads.surface", (
        "路面坑洼", "路上有个大坑", "大坑", "马路上有个大坑没人管", "路面有坑", "道路坑坑洼洼", "路面坑窪",
        "big hole in the road", "小区门口路面有个大坑", "地面有个大洞",
    )),
}  # fmt: skip


@pytest.mark.parametrize(("city", "words"), [(city, text) for city, (_, texts) in HOLES.items() for text in texts])
def test_a_hole_in_the_road_is_a_matter_of_the_road_surface(pack, city, words):
    found = suggest(words, pack(city))
    assert found, words
    assert found[0].code == HOLES[city][0], [(s.code, s.score, s.matched) for s in found]


@pytest.mark.parametrize(
    ("city", "words", "code"),
    [
        ("hongkong", "路牌俾人撞歪咗", "roads.lights.sign"),
        ("hongkong", "修路圍封咗成個月", "roads.surface.excavation"),
        ("hongkong", "坑渠塞咗，污水湧出", "water.drains.blocked"),
        ("beijing", "井盖丢了", "city.roads.manhole"),
        ("beijing", "下水道堵了，污水外溢", "utility.water.drain"),
    ],
)
def test_its_neighbours_keep_their_own_words(pack, city, words, code):
    assert suggest(words, pack(city))[0].code == code
