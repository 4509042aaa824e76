"""The floors of the house, drawn from the imports themselves: who calls whom, highest floor on top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
PICTURE = PACKAGE.parents[1] / "docs" / "explanation" / "floors.svg"
FLOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("operation", ("ops",)),
    ("faces", ("desk", "portal", "api")),
    ("reviews", ("reviews",)),
    ("what it teaches", ("performance",)),
    ("work", ("leaders", "whistles")),
    ("cases, plans", ("cases", "plans")),
    ("ground", ("triage", "outbox")),
    ("who exists", ("organisation",)),
    ("what happened", ("ledger",)),
    ("rulebook", ("rules",)),
)
WIDTH, FLOOR, BOX, TALL, MARGIN = 760, 92, 120, 40, 130


def imports() -> set[tuple[str, str]]:
    """Every (package, package it imports), read from the source."""
    known = {name for _, names in FLOORS for name in names}
    return {
        (package, target)
        for package in known
        for path in (PACKAGE / package).rglob("*.py")
        for target in _targets(path)
        if target in known and target != package
    }


def _targets(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "answerable":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("answerable."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("answerable."))


def picture() -> str:
    """The same imports give the same bytes."""
    where = _places()
    drawn = sorted(imports())
    plain, implied = [e for e in drawn if not _implied(e, drawn)], [e for e in drawn if _implied(e, drawn)]
    arrows = [_arrow(where[a], where[b], "implied") for a, b in implied]
    arrows += [_arrow(where[a], where[b], "direct") for a, b in plain]
    boxes = [part for name in where for part in _box(name, *where[name])]
    labels = [
        f'<text x="16" y="{_y(i) + TALL / 2 + 5:g}" class="floor">{label}</text>' for i, (label, _) in enumerate(FLOORS)
    ]
    height = FLOOR * len(FLOORS)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            "<title>The floors of the house: every arrow is an import, and none points upwards</title>",
            "<style>rect{fill:#fbfaf7;stroke:#3a3a36}text{font:15px sans-serif;fill:#1d1d1b;text-anchor:middle}"
            ".floor{text-anchor:start;fill:#6b6a64;font-size:13px}path{fill:none;stroke:#3a3a36;stroke-width:1.3}"
            ".implied{stroke:#d3d0c6;stroke-width:1}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 1 L7 4 L0 7"/></marker></defs>',
            *arrows,
            *boxes,
            *labels,
            "</svg>",
            "",
        ]
    )


def _implied(arrow: tuple[str, str], arrows: list[tuple[str, str]]) -> bool:
    """Whether another way leads there too; such an arrow is drawn faintly."""
    start, end = arrow
    seen, ahead = set(), [b for a, b in arrows if a == start and b != end]
    while ahead:
        seen.add(here := ahead.pop())
        ahead += [b for a, b in arrows if a == here and b not in seen]
    return end in seen


def _y(floor: int) -> float:
    return FLOOR * floor + (FLOOR - TALL) / 2


def _places() -> dict[str, tuple[float, float]]:
    """The middle of each package's box, by name."""
    places: dict[str, tuple[float, float]] = {}
    for i, (_, names) in enumerate(FLOORS):
        step = (WIDTH - MARGIN) / len(names)
        for j, name in enumerate(names):
            places[name] = (MARGIN + step * (j + 0.5), _y(i) + TALL / 2)
    return places


def _box(name: str, x: float, y: float) -> tuple[str, str]:
    return (
        f'<rect x="{x - BOX / 2:g}" y="{y - TALL / 2:g}" width="{BOX}" height="{TALL}" rx="4"/>',
        f'<text x="{x:g}" y="{y + 5:g}">{name}</text>',
    )


def _arrow(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    """From the foot of one box to the head of another; longer ones swing further out."""
    (x1, y1), (x2, y2) = start, end
    y1, y2 = y1 + TALL / 2, y2 - TALL / 2
    swing = (y2 - y1) * 0.35 if y2 - y1 > FLOOR else 0
    bend = swing if x1 >= (WIDTH + MARGIN) / 2 else -swing
    middle = (y1 + y2) / 2
    return (
        f'<path class="{kind}" d="M{x1:g} {y1:g} C{x1 + bend:g} {middle:g} {x2 + bend:g} {middle:g} {x2:g} {y2:g}" '
        'marker-end="url(#tip)"/>'
    )
