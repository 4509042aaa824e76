"""One import from the first row to the last: read, place, number, write in batches, account for every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection, connections

from answerable.cases.actions import bulk
from answerable.ops.importing.histories import Importer
from answerable.ops.importing.mapping import SourceMapping
from answerable.ops.importing.placing import Placer
from answerable.ops.importing.problems import HOLDS, FileProblem, Refusal, refuse
from answerable.ops.importing.readers import Row, read_rows
from answerable.ops.importing.report import RefusedReport, Tally
from answerable.ops.importing.rows import Again, Request, RowReader
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import system

BATCH = 5_000
Progress = Callable[[Tally], None]


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    path: Path
    mapping: SourceMapping
    jurisdiction: Jurisdiction
    now: datetime
    dry_run: bool = False
    limit: int | None = None
    report: Path | None = None
    progress: Progress = field(default=lambda tally: None)


def run(order: Order) -> Tally:
    """Do an import; returns what became of every row. Raises FileProblem for a file that cannot be read on.

    Batches already written stay: the next run finds their rows present and goes on from there.
    """
    header, rows = read_rows(order.path, order.mapping.file)
    rows = islice(rows, order.limit) if order.limit is not None else rows
    tally = Tally()
    with RefusedReport(order.report, tally) as report:
        if order.mapping.kind == "other":
            _refuse_all(order, rows, tally, report)
        else:
            _hold(order)
            try:
                with bulk.uncollected():
                    _import(order, header, rows, tally, report)
            except FileProblem as problem:
                raise FileProblem(f"{problem} {_so_far(tally)}") from problem
            finally:
                bulk.release_source(order.jurisdiction.pk, order.mapping.source)
    tally.check()
    return tally


def _so_far(tally: Tally) -> str:
    """What stands when a file cannot be read to its end: whole batches, nothing of the one that broke off."""
    if not tally.read:
        return "Nothing was imported."
    return (
        f"Of the first {tally.read:,} rows {tally.imported:,} were imported, {tally.present:,} were there and "
        f"{tally.refused:,} were refused; what follows was left. Put the file right and start again."
    )


def _hold(order: Order) -> None:
    try:
        bulk.hold_source(order.jurisdiction.pk, order.mapping.source)
    except bulk.SourceBusy:
        raise FileProblem(
            f"Another import of {order.mapping.source} is running. Wait until it has ended, then start again."
        ) from None


def _refuse_all(order: Order, rows: Iterator[Row], tally: Tally, report: RefusedReport) -> None:
    """A file that holds no requests: every row is refused with the sentence that says what the file holds."""
    for line, row in rows:
        tally.read += 1
        report.refuse(
            line, row if isinstance(row, Refusal) else refuse("not_a_request", holds=HOLDS[order.mapping.holds])
        )
        if tally.read % BATCH == 0:
            order.progress(tally)
    order.progress(tally)


def _import(order: Order, header: list[str], rows: Iterator[Row], tally: Tally, report: RefusedReport) -> None:
    reader = RowReader(order.mapping, header, now=order.now, file=order.path.name)
    placer = Placer(organisation.rulebook(order.jurisdiction), order.mapping, now=order.now)
    importer = Importer(order.jurisdiction, order.mapping, placer, order.now)
    with _Writer(order) as writer:
        while batch := list(islice(rows, BATCH)):
            tally.read += len(batch)
            requests = list(_requests(batch, reader, tally, report))
            new = _without_known(order, requests, tally)
            histories = list(_histories(importer, new, report, dry=order.dry_run))
            tally.imported += len(histories)
            writer.write(histories)
            tally.check()
            order.progress(tally)


def _requests(batch: list[Row], reader: RowReader, tally: Tally, report: RefusedReport) -> Iterator[Request]:
    for line, row in batch:
        try:
            if isinstance(row, Refusal):
                raise row
            yield reader.read(line, row)
        except Again:
            tally.present += 1
        except Refusal as refusal:
            report.refuse(line, refusal)


def _without_known(order: Order, requests: list[Request], tally: Tally) -> list[Request]:
    """The requests that are not cases yet."""
    keys = [request.key for request in requests]
    known = bulk.known_keys(order.jurisdiction.pk, order.mapping.source, keys)
    tally.present += sum(key in known for key in keys)
    return [request for request in requests if request.key not in known]


def _histories(
    importer: Importer, requests: list[Request], report: RefusedReport, *, dry: bool
) -> Iterator[bulk.History]:
    numbers = iter(range(1, len(requests) + 1) if dry else bulk.reserve_numbers(len(requests)))
    for request in requests:
        try:
            yield importer.history(request, next(numbers))
        except Refusal as refusal:
            report.refuse(request.line, refusal)


class _Writer:
    """Writes one batch while the next is made ready: a thread with a connection of its own.

    Inside somebody else's transaction (a test) the batch is written at once on the same connection.
    """

    def __init__(self, order: Order) -> None:
        self._actor = system(order.jurisdiction.code)
        self._dry = order.dry_run
        self._pool = None if connection.in_atomic_block else ThreadPoolExecutor(1, "import-writer")
        self._under_way: Future[int] | None = None

    def __enter__(self) -> _Writer:
        return self

    def write(self, histories: list[bulk.History]) -> None:
        if self._dry or not histories:
            return
        payload = bulk.pack(histories)
        if self._pool is None:
            bulk.write(payload, actor=self._actor)
            return
        self._wait()
        self._under_way = self._pool.submit(bulk.write, payload, actor=self._actor)

    def _wait(self) -> None:
        if self._under_way is not None:
            waited, self._under_way = self._under_way, None
            waited.result()

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            try:
                self._wait()
            finally:
                self._pool.submit(connections.close_all).result()
                self._pool.shutdown()
