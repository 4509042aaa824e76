"""Two ways to work a page: with the mouse, and with the keyboard alone. Journeys are written once for both."""

from __future__ import annotations

from playwright.sync_api import expect

MOST = 120  # presses of Tab after which a thing counts as out of reach
TYPING = """() => !!document.activeElement?.matches(
    'input:not([type=radio]):not([type=checkbox]), textarea, select')"""


class Hands:
    """What a person does on a page. Every page come to must fit into its window."""

    def __init__(self, page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        raise NotImplementedError

    def unfold(self, act: str) -> None:
        """Go into an act, which puts the cursor into its first field."""
        self.press(f"{act} > summary")
        self.page.locator(f"{act}[open] form :focus").wait_for()

    def follow(self, selector: str, address: str = "**") -> None:
        """Press what leads to another page, or sends a form, and arrive there without a complaint."""
        with self.page.expect_navigation(url=address):
            self.press(selector)
        self.arrived()

    def arrived(self) -> None:
        wrong = self.page.locator(".govuk-error-summary")
        assert wrong.count() == 0, wrong.inner_text()
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], (self.page.url, width)

    def reads(self, lang: str, *sentences: str) -> None:
        """The page is in this language, and each of these sentences can be seen on it."""
        assert self.page.evaluate("document.documentElement.lang") == lang
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence, use_inner_text=True)


class Mouse(Hands):
    """Points and clicks."""

    def press(self, selector: str) -> None:
        self.page.click(selector)

    def unfold(self, act: str) -> None:
        if not self.page.locator(f"{act}[open]").count():  # the act that is due stands open; a click would close it
            super().unfold(act)

    def write(self, selector: str, words: str) -> None:
        self.page.fill(selector, words)

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)

    def tick(self, selector: str) -> None:
        self.page.check(selector)


class Keys(Hands):
    """Only presses keys: the one a page offers for a thing, else Tab until it is reached."""

    def press(self, selector: str) -> None:
        if self._by_its_own_key(selector):
            return
        self._reach(selector)
        self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self._reach(selector)
        self.page.keyboard.type(words)

    def choose(self, selector: str, value: str) -> None:
        self._reach(selector)
        self._down_until(lambda: self.page.locator(selector).input_value() == value)

    def tick(self, selector: str) -> None:
        wanted = self.page.locator(selector)
        if not self._by_its_own_key(selector):
            self._reach(f"input[name={wanted.get_attribute('name')}]")
            self.page.keyboard.press("Space")
            self._down_until(wanted.is_checked)
        expect(wanted).to_be_checked()

    def _down_until(self, done) -> None:
        for _ in range(40):
            if done():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrow keys never reach it")

    def _by_its_own_key(self, selector: str) -> bool:
        """Ctrl+Enter sends a form from within; a letter or digit works where nobody is typing."""
        here = self.page.locator(selector)
        here.wait_for(state="attached")
        if here.get_attribute("data-alt") == "Enter":
            self.page.keyboard.press("Control+Enter")
            return True
        key = here.get_attribute("data-key")
        if not key or self.page.evaluate(TYPING):
            return False
        self.page.keyboard.press(key)
        return True

    def _reach(self, selector: str) -> None:
        self.page.locator(selector).first.wait_for()
        for _ in range(MOST):
            if self.page.evaluate("s => !!document.activeElement?.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reaches {selector} on {self.page.url}")
