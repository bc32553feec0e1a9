"""Chapter 1: what it says of windows, counted once more by plain dictionaries, and played in a browser."""

import json
import math
import re
from collections import Counter, defaultdict
from types import SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, worlds
from explainer.bundles import BundleError, building, windows
from explainer.chapters import window as chapter
from explainer.exhibits import window, window_measured as measured
from explainer.exhibits.large import readable
from explainer.shelf import BUNDLES, card_of, tables
from tests.player import Player
from tests.test_app import boards, opened, sound, text
from tests.test_scene_in_browser import percent

NAME, PAGE = "1_window", "pages/1_window.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SCENES = ("ruler", "voters", "tower", "blank", "hesitate")
EXACT = 2e-6                                            # what is shipped has six digits
every_language = pytest.mark.parametrize("language", LANGUAGES)


# — an independent count: sentences are strings of one character a word, windows are slices of them, tables are dictionaries —

class Recount:
    """All n-grams of a diary counted again, for the contexts that are asked for: interpolated Kneser–Ney by its definition."""

    def __init__(self, language):
        world = f"diary_{language}"
        card = card_of(BUNDLES / world / "elman.json", ("words",))
        packed = tables(BUNDLES / world / "corpus.safetensors", card["corpus"]["file"])
        flat = "".join(chr(65 + int(i)) for i in packed["tokens"])                  # chr(65) is START
        ends = [*packed["starts"].tolist()[1:], len(flat)]
        self.sentences = [flat[a:b] for a, b in zip(packed["starts"].tolist(), ends)]
        self.letter = {word: chr(65 + i) for i, word in enumerate(card["words"])}
        self.words, self.card = card["words"], windows.load(world)
        self.scene = worlds.load(world).scene
        self.held_out = windows.held_out_sentences(world)
        self.contexts = [self.written(s.words[:s.blank]) for s in self.held_out] + [
            self.written((*self.scene.sentence, self.scene.answer)[:i]) for i in range(len(self.scene.sentence) + 1)]
        self.stored, self.found = {}, defaultdict(dict)     # found[context][n] = shares (K,), the row {letter: times} or None
        self.told = defaultdict(Counter)                    # beginning of a held-out sentence -> the words that come next
        for line in (self.written(s.words) for s in self.held_out):
            for i in range(1, len(line)):
                self.told[line[:i]][line[i]] += 1
        self.surprise = Counter()                           # n -> the sum of −ln share over all words of the held-out sentences
        self.count()

    def perplexity(self, n):
        return math.exp(self.surprise[n] / sum(words.total() for words in self.told.values()))

    def written(self, words):
        return chr(65) + "".join(self.letter[word] for word in words)

    def count(self):
        K = len(self.words)
        equal = np.full(K, 1 / (K - 2))
        equal[:2] = 0
        asked = {*self.contexts, *self.told}
        lower, kept = dict.fromkeys(asked, equal), set(self.contexts)
        alive = dict.fromkeys(asked, True)                  # whether every shorter window had a row
        grams = self.grams(0)
        for length in range(max(map(int, self.card["windows"]))):
            longer = self.grams(length + 1)
            before = Counter(gram[1:] for gram in longer)                           # before how many different words it stood
            votes = {gram: before.get(gram, times) for gram, times in grams.items()}        # nothing stands before START
            self.stored[length + 1] = len({gram[:-1] for gram in grams if chr(65) not in gram})
            rows = {kind: self.rows(table, {context[-length:] if length else "" for context in asked}) for kind, table in (("times", grams), ("votes", votes))}
            taken = {"times": discount(grams), "votes": discount(votes)}
            for context in lower:
                window = context[-length:] if length else ""
                if length > len(context):                   # the window is the whole beginning, as at n − 1 = its length
                    self.note(context, length + 1, lower[context], self.found[context][len(context) + 1][1] if context in kept else None, kept)
                    continue
                row = rows["times"].get(window) if alive[context] else None
                alive[context] = bool(row)
                self.note(context, length + 1, self.mixed(row, taken["times"], lower[context]) if row else lower[context], row, kept)
                if row:
                    lower[context] = self.mixed(rows["votes"][window], taken["votes"], lower[context])
            grams = longer

    def note(self, context, n, shares, row, kept):
        if context in kept:
            self.found[context][n] = (shares, row)
        for letter, times in self.told.get(context, {}).items():
            self.surprise[n] -= times * math.log(shares[ord(letter) - 65])

    def grams(self, length):
        """Windows of that length with the word after them -> how often."""
        return Counter(s[i - length:i + 1] for s in self.sentences for i in range(max(1, length), len(s)))

    @staticmethod
    def rows(table, wanted):
        found = defaultdict(dict)
        for gram, n in table.items():
            if gram[:-1] in wanted:
                found[gram[:-1]][gram[-1]] = n
        return found

    def mixed(self, row, taken, lower):
        total = sum(row.values())
        shares = lower * (taken * len(row) / total)
        for letter, n in row.items():
            shares[ord(letter) - 65] += (n - taken) / total
        return shares


def discount(table):
    once, twice = (sum(n == times for n in table.values()) for times in (1, 2))
    return once / (once + 2 * twice) if once and twice else .5


@pytest.fixture(scope="module", params=LANGUAGES)
def recount(request):
    again = Recount(request.param)
    again.language = request.param
    return again


def test_every_number_by_n_equals_the_recount(recount):
    asked = [(recount.written(s.words[:s.blank]), ord(recount.letter[s.pronoun]) - 65, s.distance) for s in recount.held_out]
    assert len(asked) == recount.card["held_out"] == building.SCORED
    for n, told in ((int(n), told) for n, told in recount.card["windows"].items()):
        shares, rows = zip(*(recount.found[context][n] for context, _, _ in asked))
        right = np.array([int(p.argmax()) == answer for p, (_, answer, _) in zip(shares, asked)])
        blank, inside = np.array([not row for row in rows]), np.array([distance <= n - 1 for _, _, distance in asked])
        assert told["stored"] == recount.stored[n], n
        assert told["perplexity"] == pytest.approx(recount.perplexity(n), abs=EXACT), n
        for name, truth in {"right": right, "blank": blank, "right_in_blank": right & blank, "inside": inside, "inside_blank": inside & blank}.items():
            assert told[name] == pytest.approx(truth.mean(), abs=1e-9), (n, name)


def test_the_scene_and_its_shares_equal_the_recount(recount):
    words = (*recount.scene.sentence, recount.scene.answer)
    for n, told in ((int(n), told) for n, told in recount.card["scene"]["a"].items()):
        shares, row = recount.found[recount.written(recount.scene.sentence)][n]
        assert told["total"] == sum((row or {}).values())
        for word, p, times in told["bars"]:
            assert p == pytest.approx(shares[recount.words.index(word)], abs=EXACT)
            assert times == (row or {}).get(recount.letter[word], 0)
        again = [recount.found[recount.written(words[:i])][n][0][recount.words.index(words[i])] for i in range(len(words))]
        assert told["shares"] == pytest.approx(again, abs=EXACT)


def test_the_questions_equal_the_recount_and_are_what_they_are_called(recount):
    held_out = {s.words[:s.blank]: s for s in recount.held_out}
    kinds = recount.card["questions"]
    assert set(kinds) == set(windows.KINDS) and len(kinds) >= 5
    missing = 0
    for kind, question in kinds.items():
        s = held_out[tuple(question["words"])]
        assert (s.pronoun, s.subject) == (question["answer"], question["person"])
        assert recount.written(s.words[:s.blank]) not in {line[:s.blank + 1] for line in recount.sentences}, "nobody practised on it"
        for n, told in question["a"].items():
            shares, row = recount.found[recount.written(s.words[:s.blank])][int(n)]
            assert told["total"] == sum((row or {}).values())
            assert told["bars"][0][1] == pytest.approx(shares.max(), abs=EXACT)
        wide = question["a"][str(recount.card["reveals"])]
        assert windows.KINDS[kind](wide["total"] > 0, wide["bars"][0][0] == s.pronoun, s.distance < recount.card["reveals"], s.distance)
        missing += not wide["total"]
    assert missing >= 2, "some questions meet a missing row"


def test_rows_and_voters_equal_the_recount(recount):
    home, sentences = window.diary(recount.language), recount.sentences
    context = recount.written(recount.scene.sentence)
    for n, row in window.rows(recount.language).items():
        again = recount.found[context][n][1] or {}
        assert row["total"] == sum(again.values())
        assert [times for _, times in row["votes"]] == sorted(again.values(), reverse=True)[:window.VOTES]
        for rank, (word, times) in enumerate(row["votes"]):
            voters, run = window.voters(recount.language, n, rank), context[-(n - 1):] + recount.letter[word]
            voted = [i for i, line in enumerate(sentences) if run in line]
            assert (voters["lit"], voters["count"], times) == (voted, again[recount.letter[word]], again[recount.letter[word]])
            for parts, i in zip(voters["lines"], voted):
                words = [recount.words[ord(letter) - 65] for letter in sentences[i][1:]]
                assert "".join(parts) == home.vocab.join(words) and parts[2].strip() == word
        assert window.voters(recount.language, n, len(row["votes"])) is None
    lines = bundles.ngram(f"diary_{recount.language}", 3).voters(window.numbered(home, recount.scene.sentence), home.vocab.index[window.rows(recount.language)[3]["votes"][0][0]], 1)
    assert "".join(window.voters(recount.language, 3, 0)["lines"][0]) == home.vocab.join(lines[0])


@every_language
def test_the_same_held_out_sentences_are_scored_as_on_the_networks_card(language):
    scores = card_of(BUNDLES / f"diary_{language}" / "elman.json", ("scores",))["scores"]
    told = windows.load(f"diary_{language}")
    for name, found in {"network": told["network"], **{f"{n}-gram": told["windows"][str(n)] for n in (2, 3, 5)}}.items():
        new = scores[name]["new_sentences"]
        assert (found["right"], found["perplexity"]) == (pytest.approx(new["at_the_blank"], abs=EXACT), pytest.approx(new["perplexity"], abs=EXACT))
    again = windows.judged(bundles.model(f"diary_{language}"), windows.held_out_sentences(f"diary_{language}")[:50])
    assert 1 < again["perplexity"] < 5 and again["right"] > .9


# — what the chapter says —

@every_language
def test_the_story_is_what_the_numbers_show(language):
    home, shown, wide = window.diary(language), window.ruler(language), window.diary(language).window(window.diary(language).reveals)
    assert all(claim["passed"] for claim in home.card["claims"].values()) and windows.claims(home.card) == home.card["claims"]
    assert home.reveals - 1 == len(shown["words"]) - shown["subject"], "n−1 words, not n, reach back to the person"
    assert shown["a"][str(home.reveals)]["total"] == 0 and shown["b"]["bars"][0][0] == shown["answer"], "in sight at last, and no such row"
    blanks = [home.window(n)["blank"] for n in range(2, home.longest + 1)]
    assert blanks == sorted(blanks) and wide["blank"] > .5
    floors = measured.floors(language)
    for n, floor in floors.items():
        assert floor["possible"] == math.prod([home.card["words"]] * (n - 1)) and floor["possible"] == floor["stored"] + floor["empty"]
    sizes = [floor["stored"] for floor in floors.values()]
    assert sizes[-1] < 1.05 * sizes[-2] and max(sizes) < home.card["places"], "stored rows stop growing"
    hesitates = measured.hesitation(language)
    last = [each[-1] for each in hesitates["a"].values()]
    assert min(last) > 4 * hesitates["b"][-1] and hesitates["network"] < min(hesitates["by_n"].values())
    assert measured.average(hesitates["b"]) == pytest.approx(math.prod(hesitates["b"]) ** (1 / len(hesitates["b"])))
    assert home.tokens[0] == 0 and len(home.starts) == home.card["sentences"]


@every_language
def test_the_marked_guess_is_what_was_measured(language):
    lesson = lessons.lesson(language, NAME).filled(**chapter.facts(lessons.say(language)))
    guesses, wide = measured.guesses(language), window.diary(language).window(window.diary(language).reveals)
    assert [option.right for option in lesson.guess.options] == [False, False, True]
    assert min(guesses, key=lambda share: abs(share - wide["right"])) == guesses[2] and abs(guesses[2] - wide["right"]) < .03
    for share, option in zip(guesses, lesson.guess.options):
        assert percent(share) in option.text
        assert all(percent(p) in option.feedback for p in (wide["right"], wide["blank"]))
    told = "".join(lesson.blocks.values())
    for number in (wide["right"], wide["blank"]):
        assert percent(number) in told
    filled = [str(round(building.SCORED * p)) for p in (wide["blank"], wide["right_in_blank"])]
    assert all(number in lesson.blocks["blank_after"] for number in filled)


@every_language
def test_the_formula_adds_up(language):
    home = window.diary(language)
    for n in range(2, home.longest + 1):
        row, told = window.arithmetic(language, n), chapter.sums(lessons.say(language), n)
        assert row["kept"] + row["leftover"] * row["shorter"] == pytest.approx(row["p"], abs=1e-5)
        assert f"{row['p']:.4f}" == told["p"] and str(row["total"]) in told["division"].replace(",", "")
        assert (row["window"] == home.vocab.join(home.scene.sentence[-(n - 1):]))


@pytest.mark.parametrize("language, n, told", [
    ("zh", 3197, "3,197"), ("zh", 10_000, "约 1 万"), ("zh", 158_404, "约 15.8 万"), ("zh", 63_044_792, "约 6,304 万"), ("zh", 25_091_827_216, "约 251 亿"),
    ("zh", 2 * 10 ** 15, "2 后面 15 个 0"), ("zh", 398 ** 9, "25 后面 22 个 0"), ("zh", 99_600_000_000_000, "1 后面 14 个 0"),
    ("en", 199_911, "199,911"), ("en", 41_781_923, "about 41.8 million"), ("en", 10 ** 8, "about 100 million"), ("en", 14_498_327_281, "about 14.5 billion"), ("en", 347 ** 12, "a 3 with 30 zeros"),
])
def test_large_numbers_can_be_read(language, n, told):
    assert re.sub(r"\s", " ", readable(lessons.say(language), n)) == told


def test_measurements_of_other_files_are_refused(tmp_path, monkeypatch):
    card = dict(windows.load("diary_zh")) | {"weights": "other"}
    monkeypatch.setattr(window.windows, "load", lambda world: card)
    window.diary.cache_clear()
    with pytest.raises(BundleError, match="python -m explainer.bundles windows"):
        window.diary("zh")
    window.diary.cache_clear()
    with pytest.raises(BundleError, match="bundles windows"):
        card_of(tmp_path / "windows" / "diary_zh.json", windows.KEYS)


# — the page —

def shown_on(at, scene):
    """What the board of a scene was given."""
    keys = {"ruler": "subject", "voters": "rows", "tower": "floors", "blank": "questions", "hesitate": "average_b"}
    return next(data for data in boards(at) if keys[scene] in data)


@every_language
def test_choices_change_what_is_told(language):
    link = lambda **choices: opened(language, PAGE, **{"guess": "2", "depth": "formula", **choices})
    one, nine = (text(sound(link(at="1", n=str(n)))) for n in (3, window.diary(language).reveals))
    assert f"{window.arithmetic(language, 3)['total']:,}" in one and "0 ÷ 0" in nine
    for vote, lit in (("a0", window.voters(language, 3, 0)["lit"]), ("b0", None), ("", None)):
        at = sound(link(at="2", vote=vote))
        assert (shown_on(at, "voters")["lit"] or {}).get("lit") == lit
        assert bool([it for it in at.get("page_link") if it.proto.label == lessons.say(language)("1_window.voters.to_why")]) == (vote == "b0")
    told = text(sound(link(at="3", floor="8")))
    assert readable(lessons.say(language), measured.floors(language)[8]["possible"]) in told
    assert str(round(building.SCORED * window.diary(language).window(6)["right"])) in text(sound(link(at="4", window="6")))
    assert f"{windows.load(f'diary_{language}')['windows']['7']['perplexity']:.2f}" in text(sound(link(at="5", hesitate="7")))


@pytest.mark.parametrize("link", [{"n": "1"}, {"n": "0"}, {"n": "15"}, {"vote": "a9"}, {"vote": "../x"}, {"q": "99"}, {"window": "-2"}, {"floor": "1e9"}, {"hesitate": "<b>"}], ids=str)
def test_a_broken_link_opens_kindly(link):
    place = {"n": "1", "vote": "2", "floor": "3", "q": "4", "window": "4", "hesitate": "5"}[next(iter(link))]
    at = sound(opened("zh", PAGE, at=place, guess="-", **link))
    data = shown_on(at, SCENES[int(place) - 1])
    assert data["start"]["n"] >= 2 and str(data["start"].get("vote", "")) in chapter.VOTES and data["start"].get("q", 0) < chapter.QUESTIONS


def test_the_other_languages_longest_window_becomes_the_own_longest():
    assert window.diary("en").longest == chapter.LONGEST > window.diary("zh").longest
    at = sound(opened("zh", PAGE, at="1", guess="-", depth="formula", n=str(chapter.LONGEST)))
    assert f"n = {window.diary('zh').longest}" in re.sub(r"\s", " ", text(at))


def test_choosing_is_fast():
    """Rows and voters are searched in the corpus while the learner looks: a hundredth of a second each, a tenth on a busy machine."""
    import time
    home = window.diary("zh")
    taken = []
    for n in range(2, home.longest + 1):
        began = time.perf_counter()
        window.places(home.tokens, window.hole(window.numbered(home, home.scene.sentence), n))
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[len(taken) // 2] < .1


# — in the browser —

class Played(Player):
    """The chapter on an open page."""

    def __init__(self, page):
        super().__init__(page, NAME)

    def bars(self, within):
        return [list(bar) for bar in super().bars(within)]

    def slide(self, scene, n):
        """The slider of a scene by arrow keys, from where it stands."""
        board = self.find(f"[data-board={scene}]")
        self.tab_to("[data-slider=n]")
        here = int(board.get_attribute("data-n"))
        for _ in range(abs(n - here)):
            self.page.keyboard.press("ArrowRight" if n > here else "ArrowLeft")
        expect(board).to_have_attribute("data-n", str(n))


@pytest.mark.parametrize("language, width", [("zh", 1366), ("en", 390), ("zh", 390), ("en", 1366)])
def test_the_chapter_plays_by_keyboard(visit, language, width):
    audit = (language == "zh") == (width > 800)         # each language once, each width once
    say, home = lessons.say(language), window.diary(language)
    at = SimpleNamespace(language=language, say=say, home=home, audit=audit)
    played = Played(visit("window", locale=LOCALES[language], viewport={"width": width, "height": 768 if width > 800 else 844}))
    played.press('[data-guess="0"]')
    expect(played.find("[data-board=ruler]")).to_be_visible()
    ruler(played, at)
    played.onward("voters")
    voters(played, at)
    played.onward("tower")
    tower(played, at)
    played.onward("blank")
    blank(played, at)
    played.onward("hesitate")
    hesitate(played, at)
    played.onward()
    closing(played, at)


def ruler(played, at):
    """One word more at each key; the person comes into sight at the n that was computed, and not one earlier."""
    shown = window.ruler(at.language)
    for n in range(2, at.home.longest + 1) if at.audit else (2, at.home.reveals - 1, at.home.reveals):
        played.slide("ruler", n)
        row = shown["a"][str(n)]
        assert played.bars(".panel.lane-a") == row["bars"] and played.bars(".panel.lane-b") == shown["b"]["bars"]
        assert played.find(".panel.lane-a [data-total]").get_attribute("data-total") == str(row["total"])
        open_ = played.find(".strip .open").all_inner_texts()
        assert len(open_) == n - 1 and (shown["words"][shown["subject"]] in open_) == (n >= at.home.reveals)
        assert played.find(".slider-value").inner_text() == at.say(f"1_window.ruler.{'one' if n == 2 else 'many'}", k=n - 1)
    played.slide("ruler", at.home.reveals)
    expect(played.find(".line")).to_have_text(at.say("1_window.ruler.no_row_told", subject=at.home.scene.subject))
    played.page.wait_for_url(re.compile(rf"n={at.home.reveals}"))
    played.fits(at.audit)


def voters(played, at):
    """A bar of A lights its sentences, a bar of B has none and offers the way to "why"; a long window lights nothing."""
    for rank in (0, 1):
        lit = window.voters(at.language, 3, rank)
        played.press(f"button[data-vote=a{rank}]")
        expect(played.find("canvas")).to_have_attribute("data-lit", str(len(lit["lit"])))
        assert played.find(".lines li").all_inner_texts() == ["".join(parts) for parts in lit["lines"]]
        assert played.find(".lines strong").all_inner_texts() == [lit["word"]] * len(lit["lines"])
    played.press("button[data-vote=b0]")
    expect(played.find(".line")).to_have_text(at.say("1_window.voters.no_list", numbers=chapter.facts(at.say)["numbers"]))
    expect(played.page.get_by_text(at.say("1_window.voters.to_why"))).to_be_visible()
    played.fits(at.audit)
    played.slide("voters", at.home.reveals)
    assert played.find("button[data-vote^=a]").count() == 0 and played.find(".lane-a .none").is_visible()


def tower(played, at):
    played.slide("tower", 6)
    floor = measured.floors(at.language)[6]
    for part, rows in floor.items():
        assert played.find(f"[data-rows={part}]").inner_text() == readable(at.say, rows)
    expect(played.find(".js-plotly-plot").first).to_be_visible()
    played.fits(at.audit)


def blank(played, at):
    """Every question at the revealing window: the answer of each machine, ticked or crossed as it was right."""
    asked = measured.questions(at.language)["questions"]
    played.slide("blank", at.home.reveals)
    for q, question in enumerate(asked if at.audit else asked[:2]):
        if q:
            played.press(f"[data-option='{q}']")
            expect(played.find("[data-board=blank]")).to_have_attribute("data-q", str(q))
        for lane, said in (("a", question["a"][str(at.home.reveals)]), ("b", question["b"])):
            panel = played.find(f"[data-lane={lane}]")
            expect(panel).to_have_attribute("data-answer", said["bars"][0][0])
            assert played.bars(f"[data-lane={lane}]") == said["bars"][:3]
            assert ("✓" if said["bars"][0][0] == question["answer"] else "✗") in panel.locator(".said").inner_text()
        assert played.find("[data-lane=a]").get_attribute("data-total") == str(question["a"][str(at.home.reveals)]["total"])
    expect(played.find(".js-plotly-plot").first).to_be_visible()
    played.fits(at.audit)


def hesitate(played, at):
    shown = measured.hesitation(at.language)
    played.slide("hesitate", 2)
    few = lambda choices: f"{choices:.1f}" if choices < 10 else str(math.floor(choices + .5))
    written = played.find(".column .number").all_inner_texts()
    assert written == [few(choices) for pair in zip(shown["a"]["2"], shown["b"]) for choices in pair]
    played.fits(at.audit)


def closing(played, at):
    lesson = lessons.lesson(at.language, NAME).filled(**chapter.facts(at.say))
    expect(played.page.get_by_text(lesson.guess.options[0].feedback)).to_be_visible()
    played.answers(lesson.check)
    played.fits(at.audit)


def test_the_edge_is_pulled_by_hand_and_a_link_opens_the_same_screen(visit):
    page = visit("window?at=1&guess=1&n=4&lang=%E4%B8%AD%E6%96%87")
    played, home = Played(page), window.diary("zh")
    board = played.find("[data-board=ruler]")
    expect(board).to_have_attribute("data-n", "4")
    words = played.find(".strip [data-at]")
    grip, first = played.find(".grip").bounding_box(), words.nth(1).bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(first["x"] + 10, first["y"] + 20, steps=8)
    page.mouse.up()
    expect(board).to_have_attribute("data-n", str(home.reveals))
    page.mouse.move(20, 20)
    expect(board).to_have_attribute("data-n", str(home.reveals))
    words.nth(7).click()
    expect(board).to_have_attribute("data-n", "4")
    page.wait_for_url(re.compile("n=4"))
    assert played.bars(".panel.lane-a") == window.ruler("zh")["a"]["4"]["bars"]
    again = Played(visit("window?at=4&guess=-&q=2&window=9&lang=English"))
    said = measured.questions("en")["questions"][2]["a"]["9"]
    expect(again.find("[data-lane=a]")).to_have_attribute("data-answer", said["bars"][0][0])
    assert again.bars("[data-lane=a]") == said["bars"][:3]
    assert json.loads(json.dumps(said))["total"] == int(again.find("[data-lane=a]").get_attribute("data-total"))
