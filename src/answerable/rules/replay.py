"""A case rebuilt from its entries alone (8.8(102): given an id, every state, person and clock from the log).

Every entry's body is `{"v": 1, "stream", "seq", "at", "verb", "actor", "rule", "changes": [{"table", "key",
"set": {field: value}}, ...], "facts": {...}}`. Values are JSON; free text and personal data stand as
`{"digest": "<hex>"}`. Folding knows no table but one: the row of the noun the stream is about (a case, unless another
noun and its table of edges are given) has a `state` that is held against the edges, so that an entry whose verb has
no line in the table shows as a breach.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from answerable.rules import lifecycle

VERSION = 1
Row = dict[str, Any]
Place = tuple[str, str]  # table and key
Edges = Callable[[str | None, str], lifecycle.Edge | None]


@dataclass
class State:
    """What the entries say: every row by (table, key), the last seq, and every breach found on the way."""

    rows: dict[Place, Row] = field(default_factory=dict)
    seq: int = 0
    stream: str = ""
    noun: str = "case"
    breaches: list[str] = field(default_factory=list)

    def table(self, name: str) -> dict[str, Row]:
        """The rows of one table by key."""
        return {key: row for (table, key), row in self.rows.items() if table == name}

    @property
    def noun_state(self) -> str | None:
        """The state of the case (or other noun) this stream is about, None before its birth and for other streams."""
        row = self.rows.get((self.noun, self.stream))
        return None if row is None else row.get("state")


def fold(
    entries: Iterable[str | bytes | Mapping[str, Any]], *, noun: str = "case", edges: Edges = lifecycle.edge
) -> State:
    """Apply entries in order, oldest first; bodies may be JSON text or already read. ValueError for another version.

    Breaches are named, not raised: what happened is on the record even when it should not have happened.
    """
    state = State(noun=noun)
    for given in entries:
        body = given if isinstance(given, Mapping) else json.loads(given)
        if body["v"] != VERSION:
            raise ValueError(f"entry of version {body['v']}; this program reads version {VERSION}")
        _apply(state, body, edges)
    return state


def _apply(state: State, body: Mapping[str, Any], edges: Edges) -> None:
    state.stream = state.stream or body["stream"]
    if (body["stream"], body["seq"]) != (state.stream, state.seq + 1):
        state.breaches.append(
            f"entry {body['seq']} of {body['stream']} does not follow entry {state.seq} of {state.stream}"
        )
    before = state.noun_state
    for change in body["changes"]:
        state.rows.setdefault((change["table"], change["key"]), {}).update(change["set"])
    state.seq = body["seq"]
    _check(state, body, before, edges)


def _check(state: State, body: Mapping[str, Any], before: str | None, edges: Edges) -> None:
    after = state.noun_state
    if before is None and after is None:
        return  # a stream that is not about this noun, such as a contact answered at once
    edge = edges(before, body["verb"])
    where = f"entry {body['seq']} ({body['verb']})"
    if edge is None:
        state.breaches.append(f"{where}: the lifecycle has no such verb in state {before}")
    elif after != edge.next:
        state.breaches.append(f"{where}: leads from {before} to {edge.next}, but the {state.noun} stands in {after}")
