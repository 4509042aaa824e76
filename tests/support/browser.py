"""`browser` and `page`: Chromium as the machine has it, driven by playwright, speaking to our own server only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
MISSING = "no Chromium on this machine: apt-get install chromium fonts-noto-cjk, or set CHROMIUM to its path"


def chromium() -> str | None:
    """The path of a Chromium: $CHROMIUM, or one of the usual names."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for the session; every test takes contexts of its own from it."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django must not take our plain calls for calls from inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser) -> Iterator[object]:
    """A fresh page, as wide as a laptop, in Traditional Chinese unless the test says otherwise."""
    context = browser.new_context(locale="zh-HK", timezone_id="Asia/Hong_Kong", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
