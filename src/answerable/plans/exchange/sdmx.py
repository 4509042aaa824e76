"""SDMX data messages as rows of dimensions and attributes: SDMX-JSON 1.0 and 2.0 (and their draft), SDMX-ML 2.1.

A row holds the id of each dimension with the id of its value, the attributes likewise, and OBS_VALUE.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from answerable.plans.exchange.safe_xml import child, children, local, parse
from answerable.rules.problems import Problem, Refused

Row = dict[str, object]
Components = Sequence[Mapping[str, Any]]


def sdmx_rows(body: bytes) -> list[Row]:
    """Every observation of a message. Raises Refused: not_json, not_xml, xml_with_entities, sdmx_other_format."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return list(_ml_rows(parse(body)))
    try:
        message = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(Problem("not_json", params={"why": str(error)})) from error
    try:
        return list(_json_rows(message))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Refused(Problem("sdmx_other_format", params={"why": f"{type(error).__name__}: {error}"})) from error


def _json_rows(message: Mapping[str, Any]) -> Iterator[Row]:
    data = message.get("data", message)
    structures = data["structures"] if "structures" in data else [data.get("structure") or message["structure"]]
    for part in data["dataSets"]:
        structure = structures[int(part.get("structure", 0))]
        dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
        common: Row = {one["id"]: _id(one["values"][0]) for one in dimensions.get("dataSet", ())}
        common |= _values(attributes.get("dataSet", ()), part.get("attributes", ()))
        for key, series in part.get("series", {"": part}).items():
            row = common | _keyed(dimensions.get("series", ()), key)
            row |= _values(attributes.get("series", ()), series.get("attributes", ())) if key else {}
            for at, said in series.get("observations", {}).items():
                yield (
                    row
                    | _keyed(dimensions["observation"], at)
                    | _values(attributes.get("observation", ()), said[1:])
                    | {"OBS_VALUE": said[0]}
                )


def _keyed(components: Components, key: str) -> Row:
    """The values that a key such as 0:3:1 picks from each dimension."""
    places = key.split(":") if key else []
    if not all(place.isdecimal() for place in places):
        raise ValueError(key)
    pairs = zip(components, map(int, places), strict=True) if places else ()
    return {one["id"]: _id(one["values"][place]) for one, place in pairs}


def _values(components: Components, said: Sequence[Any]) -> Row:
    """Attributes by their place in the list of values; null for none; a text in 2.0 stands there itself."""
    found: Row = {}
    for one, place in zip(components, said, strict=False):
        if place is not None:
            found[one["id"]] = place if isinstance(place, str) else _id(one["values"][int(place)])
    return found


def _id(value: Mapping[str, Any]) -> object:
    found: object = value["id"] if "id" in value else value["value"] if "value" in value else value["name"]
    return found


def _ml_rows(root: Element) -> Iterator[Row]:
    if local(root) not in {"GenericData", "StructureSpecificData"}:
        raise Refused(Problem("sdmx_other_format", params={"why": local(root)}))
    generic = local(root) == "GenericData"
    for dataset in children(root, "DataSet"):
        for series in [*children(dataset, "Series"), dataset]:
            common: Row = {}
            if series is not dataset:
                common |= _ml_generic(series) if generic else series.attrib
            for seen in children(series, "Obs"):
                yield {**common, **(_ml_generic(seen) if generic else seen.attrib)}


def _ml_generic(element: Element) -> Row:
    """The values of a generic series or observation: its key, its attributes, its own dimension and value."""
    row: Row = {}
    for part in ("SeriesKey", "ObsKey", "Attributes"):
        holder = child(element, part)
        for value in children(holder, "Value") if holder is not None else ():
            row[value.get("id", "")] = value.get("value", "")
    for part, name in (("ObsDimension", "TIME_PERIOD"), ("ObsValue", "OBS_VALUE")):
        holder = child(element, part)
        if holder is not None:
            row[holder.get("id", name)] = holder.get("value", "")
    return row
