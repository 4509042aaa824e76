"""One structure in two formats: XML as the standard prints it, JSON by the Spark convention."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.api.open311.formats import to_json, to_xml


def test_a_list_of_one_is_still_an_array_and_its_items_have_their_own_name():
    structure = [{"service_code": "1", "metadata": False}]
    assert to_xml("services", structure).endswith(
        b"<services><service><service_code>1</service_code><metadata>false</metadata></service></services>"
    )
    assert json.loads(to_json(structure)) == structure


def test_what_is_empty_is_an_empty_element_and_null():
    assert to_xml("service", {"keywords": "", "group": None}).endswith(b"<service><keywords /><group /></service>")
    assert json.loads(to_json({"keywords": "", "group": None})) == {"keywords": None, "group": None}


def test_markup_stays_text():
    element = ElementTree.fromstring(to_xml("note", "<script>&amp;"))
    assert element.text == "<script>&amp;"


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\ud800", "\uffff", "😀", "水"])
def test_any_character_gives_xml_that_can_be_read(text):
    assert ElementTree.fromstring(to_xml("note", f"a{text}b")).text


@given(st.text(alphabet=st.characters()))
def test_any_text_gives_xml_and_json_that_can_be_read(text):
    ElementTree.fromstring(to_xml("note", text))
    json.loads(to_json({"note": text}))
