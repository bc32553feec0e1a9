"""The Stage as a test sees it: what it shows, read from the marks that it puts on the page."""

from playwright.sync_api import Page, expect

STAGE = ".stage[data-step]"


class Stage:
    """The Stage on an open page. Locators look through its shadow root by themselves."""

    def __init__(self, page: Page):
        self.page = page
        self.root = page.locator(STAGE)
        self.root.wait_for()

    def find(self, selector):
        return self.root.locator(selector)

    def mark(self, name):
        """One of the marks of its root: step, steps, guess, reading, depth, open, playing, busy."""
        return self.root.get_attribute(f"data-{name}")

    def at(self, step):
        expect(self.root).to_have_attribute("data-step", str(step))

    def guess(self, word=None):
        """Taps a choice, or looks without guessing."""
        self.find(".look" if word is None else f'[data-choice="{word}"]').click()
        self.find(".lanes").wait_for()

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)

    def go(self, step):
        """Steps by keyboard, forward or back, to a step."""
        here = int(self.mark("step"))
        self.press("ArrowRight" if step > here else "ArrowLeft", abs(step - here))
        self.at(step)

    def reads_again(self, act):
        """Does something that Python has to read again for, and waits for the new reading."""
        before = self.mark("reading")
        act()
        expect(self.root).not_to_have_attribute("data-reading", before)
        expect(self.root).to_have_attribute("data-busy", "no")

    def bars(self, lane):
        """{word: share} of the bars of a lane, best first, as exact as the Stage has them."""
        return dict(self.root.evaluate(
            "(root, lane) => [...root.querySelectorAll(`.answer[data-lane='${lane}'] [data-bar]`)]"
            ".map((bar) => [bar.dataset.bar, Number(bar.dataset.p)])", lane))

    def written(self, lane):
        """{word: text} of the numbers that stand beside the bars."""
        return dict(self.root.evaluate(
            "(root, lane) => [...root.querySelectorAll(`.answer[data-lane='${lane}'] [data-bar]`)]"
            ".map((bar) => [bar.dataset.bar, bar.querySelector('.bar-value').textContent])", lane))

    def outlines(self, lane):
        """{word: share} of the dashed outlines, where a bar has one."""
        return dict(self.root.evaluate(
            "(root, lane) => [...root.querySelectorAll(`.answer[data-lane='${lane}'] [data-was]`)]"
            ".map((bar) => [bar.dataset.bar, Number(bar.dataset.was)])", lane))

    def tiles(self):
        """{cell: value} of the memory tiles."""
        found = self.root.evaluate("(root) => [...root.querySelectorAll('[data-cell][data-value]')].map((tile) => [tile.dataset.cell, tile.dataset.value])")
        return {int(cell): float(value) for cell, value in found}

    def colours(self, tile):
        """The colours (r, g, b) across the middle of a tile, from corner to corner, as they are painted."""
        return tile.evaluate("""(tile) => {
            const canvas = tile.getRootNode().querySelector('.tile-canvas');
            const [box, area] = [tile, canvas].map((node) => node.getBoundingClientRect());
            const scale = canvas.width / area.width;
            const pen = canvas.getContext('2d');
            return [...Array(13).keys()].map((i) => {
                const share = .25 + .5 * i / 12;
                const at = [box.left - area.left + share * box.width, box.top - area.top + share * box.height].map((n) => Math.round(n * scale));
                return [...pen.getImageData(...at, 1, 1).data].slice(0, 3);
            });
        }""")

    def pieces(self):
        return self.find(".chips [data-piece] .chip-word").all_inner_texts()

    def narration(self):
        return self.find("[data-narration]").inner_text()

    def spoken(self):
        return self.find(".spoken").inner_text()

    def picture(self):
        """Everything that counts on the Stage at once, to compare before and after."""
        return {"step": self.mark("step"), "A": self.bars("A"), "B": self.bars("B"), "tiles": self.tiles(),
                "covered": self.find("[data-covered]").count(), "muted": self.find("[data-muted]").count()}

    def type_sentence(self, text):
        self.find("#own-sentence").fill(text)
        self.page.keyboard.press("Enter")
