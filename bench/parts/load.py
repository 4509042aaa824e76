"""Load from outside, in a process of its own: N connections that each post (or read) as fast as they are answered.

python -m parts.load ORDER.json        prints one line of JSON
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from parts.figures import spread

WORDS = (
    "行人路嘅階磚鬆咗，落雨會濺水，今朝有個婆婆跣親，麻煩盡快派人嚟整。",
    "路邊有大量建築廢料，阻塞行人路，已經一星期，晚上更有老鼠出沒。",
    "The traffic light at this crossing stays red for pedestrians; people cross anyway. Please have it checked.",
    "There is a burst pipe under the pavement, water has been running into the road since early this morning.",
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client(threading.Thread):
    """One connection. A refused or broken request is counted, never repeated."""

    def __init__(self, order: dict[str, Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.order, self.chance = order, random.Random(seed)
        self.took: list[float] = []
        self.statuses: dict[str, int] = {}
        self.link = http.client.HTTPConnection("127.0.0.1", order["port"], timeout=30)

    def run(self) -> None:
        for _ in range(self.order["warm"]):
            self._once()
        self.took.clear()
        self.statuses.clear()
        self.order["ready"].wait()
        self.link.close()  # the server gave up on it while the others were getting warm
        until = time.perf_counter() + self.order["seconds"]
        while time.perf_counter() < until:
            self._once()
        self.link.close()

    def _once(self) -> None:
        method, path, body, headers = self._request()
        begun = time.perf_counter()
        try:
            self.link.request(method, path, body, headers)
            answer = self.link.getresponse()
            answer.read()
            status = str(answer.status)
        except (OSError, http.client.HTTPException) as reason:
            self.link.close()
            status = type(reason).__name__
        else:
            self.took.append(time.perf_counter() - begun)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def _request(self) -> tuple[str, str, bytes | None, dict[str, str]]:
        if self.order["mode"] == "page":
            return "GET", "/desk/unit", None, {"Cookie": f"sessionid={self.order['session']}; lang=en"}
        west, south, east, north = self.order["bounds"]
        form = {
            "description": f"{self.chance.choice(WORDS)} {self.chance.random()}",
            "lat": self.chance.uniform(south, north),
            "long": self.chance.uniform(west, east),
        }
        if self.order["mode"] == "create":
            form |= {"api_key": self.order["key"], "service_code": self.chance.choice(self.order["codes"])}
            someone = self.chance.randrange(10**7)  # the same person saying the same again would join a case
            form |= self.chance.choice(
                ({}, {"phone": f"9{someone:07d}", "first_name": "Chan"}, {"email": f"chan{someone}@mail.example"})
            )
        path = "/open311/v2/requests.json" if self.order["mode"] == "create" else "/bare"
        return "POST", path, urlencode(form).encode(), FORM


def run(order: dict[str, Any]) -> dict[str, Any]:
    order["ready"] = threading.Barrier(order["connections"] + 1)
    clients = [Client(order, time.time_ns() + turn) for turn in range(order["connections"])]
    for client in clients:
        client.start()
    order["ready"].wait()
    begun = time.perf_counter()
    for client in clients:
        client.join()
    seconds = time.perf_counter() - begun
    took = [t for client in clients for t in client.took]
    statuses: dict[str, int] = {}
    for client in clients:
        for status, count in client.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    return {"per_second": round(len(took) / seconds, 1), "statuses": statuses, **spread(took)}


if __name__ == "__main__":
    print(json.dumps(run(json.loads(Path(sys.argv[1]).read_text()))))  # noqa: T201
