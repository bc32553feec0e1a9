"""A world says what its author meant: right pronouns, far blanks, nothing that gives the ending away; and a slip is named."""

import os
import random
import subprocess
import sys
from collections import Counter

import pytest

from explainer import worlds
from explainer.telling import Telling
from tests.balance import difference, giveaways, judged, shares

ROOT = worlds.WORLDS.parent.parent
NAMES = sorted(path.stem for path in worlds.WORLDS.glob("*.toml"))
DIARIES = [name for name in NAMES if name.startswith("diary_")]
N = 30_000


@pytest.fixture(scope="module")
def corpus():
    """corpus(name) -> (world, its sentences), expanded once."""
    kept = {}

    def of(name):
        if name not in kept:
            world = worlds.load(name)
            kept[name] = world, world.expand(N, 1)
        return kept[name]

    return of


class Fork(Exception):
    """A telling has used up its path: here are the numbers of the choices at its end."""


class Retelling(Telling):
    """A telling that takes the choices of a path instead of drawing, and gives up where it leaves the words wanted."""

    def __init__(self, grammar, wanted, path):
        self.wanted, self.path = wanted, iter(path)
        super().__init__(grammar, None)

    def pick(self, choices):
        about = self.named == set() or not self.words               # the subject, drawn before its place is known
        if not about and tuple(self.words) != self.wanted[:len(self.words)]:
            raise Fork(0)
        number = next(self.path, None)
        if number is None:
            raise Fork(len(choices))
        return choices[number]

    def draw_subject(self):
        subject = super().draw_subject()
        n = len(subject)
        if all(self.wanted[i:i + n] != subject for i in range(len(self.wanted))):
            raise Fork(0)
        return subject


def derivation(grammar, words):
    """A telling of the grammar that says exactly these words, or None: every choice is tried."""
    paths = [()]
    while paths:
        path = paths.pop()
        try:
            telling = Retelling(grammar, tuple(words), path)
        except Fork as fork:
            paths += [(*path, number) for number in range(fork.args[0])]
        else:
            if tuple(telling.words) == tuple(words):
                return telling
    return None


def told(world, text):
    return derivation(world.grammar, text.split())


@pytest.mark.parametrize("name, text, subject", [
    ("diary_zh", "我 昨天 上学 迟到 了 ， 老师 批评 了 我 。", "我"),
    ("diary_zh", "昨天 我 迟到 了 ， 老师 批评 了 我 。", "我"),
    ("diary_zh", "昨天 ， 我 上学 迟到 了 ， 老师 批评 了 我 。", "我"),
    ("diary_zh", "我 迟到 了 ， 老师 批评 了 我 。", "我"),
    ("diary_zh", "因为 小红 昨天 迟到 了 ， 所以 老师 批评 了 她 。", "小红"),
    ("diary_zh", "爸爸 昨天 打破 了 花瓶 ， 小狗 在 旁边 看着 ， 妈妈 批评 了 他 。", "爸爸"),
    ("diary_en", "I came late to school yesterday , the teacher talked sternly to me .", "I"),
    ("diary_en", "yesterday I came late to school , the teacher scolded me .", "I"),
    ("diary_en", "I was late for school , so the teacher talked sternly to me .", "I"),
    ("diary_en", "because Lucy came late to school , the teacher talked sternly to her .", "Lucy"),
    ("diary_en", "dad broke the vase and mum scolded him .", "dad"),
])
def test_what_a_learner_would_type_can_be_told(corpus, name, text, subject):
    telling = told(corpus(name)[0], text)
    assert telling is not None
    assert telling.words[telling.subject] == subject and telling.blank == len(telling.words) - 2


@pytest.mark.parametrize("name, text", [
    ("diary_zh", "我 昨天 上学 迟到 了 ， 老师 批评 了 他 。"),               # the wrong pronoun
    ("diary_zh", "我 昨天 上学 迟到 了 ， 老师 表扬 了 我 。"),               # the wrong reaction
    ("diary_zh", "爸爸 打破 了 花瓶 ， 爸爸 批评 了 他 。"),                 # somebody who scolds himself
    ("diary_zh", "小明 迟到 了 ， 小明 也 看见 了 ， 老师 批评 了 他 。"),     # somebody who watches himself
    ("diary_en", "I came late to school yesterday , the teacher talked sternly to him ."),
    ("diary_en", "I came late to school yesterday , the teacher talked warmly to me ."),
    ("diary_en", "Tom and Jack was late , the teacher scolded them ."),
])
def test_what_the_world_does_not_say_cannot_be_told(corpus, name, text):
    assert told(corpus(name)[0], text) is None


@pytest.mark.parametrize("name", DIARIES)
def test_the_example_can_be_told_of_every_donor(corpus, name):
    world, _ = corpus(name)
    scene = world.scene
    begin = scene.sentence.index(scene.subject)
    for donor in scene.donors:
        sentence = (*scene.sentence[:begin], *donor.words, *scene.sentence[begin + 1:], donor.answer[0], stop(world))
        telling = derivation(world.grammar, sentence)
        assert telling is not None and telling.blank == len(sentence) - 2, donor.key


def stop(world):
    """The mark that ends a sentence."""
    return "。" if "。" in world.vocabulary.words else "."


@pytest.mark.parametrize("name", DIARIES)
def test_the_scene_is_complete(corpus, name):
    world, _ = corpus(name)
    scene, known = world.scene, set(world.vocabulary.words)
    assert scene.sentence.count(scene.sentence[-1]) == 2                # the same last word twice: what the 2-gram falls for
    assert scene.sentence.count(scene.subject) == 1 and scene.answer in scene.choices
    assert len(scene.choices) == 4 and len(scene.donors) >= 6
    assert set(scene.reactions) == {"bad", "good"} and scene.reactions["bad"] in scene.sentence
    assert derivation(world.grammar, (*scene.good, scene.reactions["good"], scene.sentence[-1], scene.answer, stop(world)))
    assert [preset.key for preset in scene.presets] == ["late", "boy", "girl", "we", "good", "stranger", "scrambled"]
    presets = {preset.key: preset.words for preset in scene.presets}
    assert presets["late"] == scene.sentence and presets["good"] == scene.good
    assert sorted(presets["scrambled"]) == sorted(scene.sentence) and presets["scrambled"] != scene.sentence
    assert scene.unknown in presets["stranger"] and scene.unknown not in known
    parts = [scene.sentence, scene.choices, scene.good, scene.reactions.values(), *presets.values()]
    parts += [donor.words + donor.answer for donor in scene.donors]
    assert {word for words in parts for word in words} - known == {scene.unknown}
    keys = [donor.key for donor in scene.donors]
    assert len(set(keys)) == len(keys) and all(key.isascii() and key.isidentifier() for key in keys)


@pytest.mark.parametrize("name", DIARIES)
def test_the_world_is_large_enough(corpus, name):
    world, sentences = corpus(name)
    assert len(sentences) == len({s.words for s in sentences}) == N
    assert 330 <= len(world.vocabulary) <= 420


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_met_often_enough_to_be_learned(corpus, name):
    world, sentences = corpus(name)
    counts = Counter(word for s in sentences for word in s.words)
    assert set(counts) == set(world.vocabulary.words[2:])
    assert min(counts.values()) >= 50, counts.most_common()[-5:]


@pytest.mark.parametrize("name", DIARIES)
def test_blanks_are_near_and_far(corpus, name):
    world, sentences = corpus(name)
    counts = Counter(s.distance for s in sentences)
    assert min(counts) >= 2 and max(counts) == world.longest == 30
    assert all(counts[d] >= N / 150 for d in range(4, 31)), counts
    assert .35 <= sum(n for d, n in counts.items() if d <= 10) / N <= .55          # short ones, without which nothing learns
    assert sum(n for d, n in counts.items() if d >= 20) / N >= .2


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_agrees_with_the_subject(corpus, name):
    world, sentences = corpus(name)
    forms = {form for words in world.grammar.agreement.values() for form in words}
    for s in sentences:
        assert s.words[s.blank] == s.pronoun and s.pronoun in forms and s.subject < s.blank
        assert s.kind == "say" or s.event[1] <= s.blank and s.pair.split(" | ")[0].split()[-1] == s.words[s.subject]


@pytest.mark.parametrize("name", DIARIES)
def test_one_subject_has_one_pronoun(corpus, name):
    _, sentences = corpus(name)
    answers = {}
    for s in judged(sentences):
        answers.setdefault(s.pair.split(" | ")[0], set()).add(s.pronoun)
    assert all(len(pronouns) == 1 for pronouns in answers.values())
    expected = {"diary_zh": {"我": "我", "小明": "他", "小红": "她", "小狗": "它", "我 和 小明": "我们", "她们": "她们", "妈妈": "她"},
                "diary_en": {"I": "me", "Tom": "him", "Lucy": "her", "my puppy": "it", "we": "us", "Tom and Jack": "them", "dad": "him"}}[name]
    assert {subject: answers[subject] for subject in expected} == {subject: {p} for subject, p in expected.items()}


@pytest.mark.parametrize("name", DIARIES)
def test_other_persons_are_never_the_subject_nor_the_agent(corpus, name):
    world, sentences = corpus(name)
    slots = world.grammar.slots
    people = {entry.parts[-1][1] for slot in ("someone", "animal", *"teacher family helper doctor child".split()) for entry in slots[slot]}
    with_others = 0
    for s in sentences:
        if s.reaction is None:
            continue
        between = s.words[s.event[1]:s.reaction]
        persons = [word for word in between if word in people]
        subject = {word.removesuffix("'s") for word in s.pair.split(" | ")[0].split()}
        assert len(persons) == len(set(persons)), s.words
        own = next(set(words) for words in world.grammar.agreement.values() if s.pronoun in words)
        assert not (subject | own) & set(persons), s.words
        with_others += len(persons) > 1
    assert with_others > N / 5


@pytest.mark.parametrize("name", NAMES)
def test_only_the_subject_decides_the_pronoun(name):
    """No pronoun is written out in an event, a closer or a filler, where it would not follow the subject."""
    grammar = worlds.load(name).grammar
    written = [*grammar.slots.get("filler", ())]
    for situation in grammar.situations:
        written += [entry for lists in (situation.lists, situation.closers) for entries in lists.values() for entry in entries]
    forms = {words[grammar.forms.index(form)] for words in grammar.agreement.values() for form in grammar.blanks}
    for entry in written:
        assert not forms & {value for kind, value in entry.parts if kind == "word"}, entry.where


@pytest.mark.parametrize("name", NAMES)
def test_typed_text_is_cut_as_the_grammar_cuts(corpus, name):
    world, sentences = corpus(name)
    vocab = world.vocabulary
    same = sum(tuple(piece.text for piece in vocab.split(vocab.join(s.words))) == s.words for s in sentences[:5000])
    assert same / 5000 >= .96


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_tells_the_same_sentences_everywhere(name):
    script = f"from explainer import worlds; print([s.words for s in worlds.load({name!r}).expand(300, 5)])"
    runs = {subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True,
                           env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(runs) == 1
    world = worlds.load(name)
    assert world.expand(300, 5) == world.expand(600, 5)[:300] != world.expand(300, 6)


def test_only_plain_random_numbers_are_asked_for(corpus):
    """random() is the one method whose numbers are promised to stay the same in later versions of Python."""
    class Plain:
        random = random.Random(3).random

    telling = Telling(corpus("diary_zh")[0].grammar, Plain())
    assert telling.words and telling.blank is not None


@pytest.mark.parametrize("name", NAMES)
def test_piles_are_fixed_and_share_nothing(corpus, name):
    world, sentences = corpus(name)
    training, validation, test = piles = world.piles(sentences)
    assert sorted(s.words for pile in piles for s in pile) == sorted(s.words for s in sentences)
    assert .8 <= len(training) / N <= .9 and .03 <= len(validation) / N <= .07 and .05 <= len(test) / N <= .15
    again = world.piles(sentences[::-3])
    assert all({s.words for s in few} <= {s.words for s in all_} for few, all_ in zip(again, piles))


@pytest.mark.parametrize("name", NAMES)
def test_some_pairs_of_subject_and_event_are_never_trained_on(corpus, name):
    world, sentences = corpus(name)
    training, validation, test = world.piles(sentences)
    seen = {s.pair for s in [*training, *validation]}
    unseen = [s for s in test if worlds.is_unseen(s)]
    assert len(unseen) > N / 50 and not seen & {s.pair for s in unseen}
    assert {s.pair.split(" | ")[1] for s in unseen} <= {pair.split(" | ")[1] for pair in seen if pair}      # each half was met


# ---------------------------------------------------------------- balance

@pytest.mark.parametrize("name", DIARIES)
def test_nothing_but_the_event_gives_the_reaction_away(corpus, name):
    _, sentences = corpus(name)
    assert not giveaways(sentences)
    assert .45 < shares(judged(sentences), lambda s: s.kind)["bad"] < .55


@pytest.mark.parametrize("name, mark", [("diary_zh", "了"), ("diary_zh", "昨天"), ("diary_en", "to"), ("diary_en", "yesterday")])
def test_the_counter_notices_a_corpus_that_gives_it_away(corpus, name, mark):
    """Most sentences of good events that hold the mark (for 了: before a comma) are dropped: then the mark tells."""
    _, sentences = corpus(name)

    def marked(s):
        words = s.words[:s.reaction]
        return ("了", "，") in zip(words, words[1:]) if mark == "了" else mark in words

    spoiled = [s for s in sentences if not (s.kind == "good" and marked(s) and hash_of(s) < 7)]
    assert mark in {part for feature, _, _ in giveaways(spoiled) for part in feature[1:]}


def hash_of(sentence):
    """0 … 9, by the sentence's length and place of the blank."""
    return (len(sentence.words) * 7 + sentence.blank * 3) % 10


@pytest.mark.parametrize("name", DIARIES)
def test_every_pronoun_meets_every_class_of_events(corpus, name):
    _, sentences = corpus(name)
    stories = [s for s in sentences if s.reaction is not None]
    everybody = shares(stories, lambda s: s.kind)
    pronouns = shares(stories, lambda s: s.pronoun)
    assert max(pronouns.values()) < 1.6 * min(pronouns.values()), pronouns
    for pronoun in pronouns:
        assert difference(everybody, shares([s for s in stories if s.pronoun == pronoun], lambda s: s.kind)) < .05, pronoun


PAIRS = [("diary_zh", ("他",), ("她",)), ("diary_zh", ("他们",), ("她们",)), ("diary_en", ("him", "he"), ("her", "she"))]


def pupils(world, sentences, pronouns):
    """Stories about children with these pronouns."""
    grown = {entry.parts[-1][1] for slot in ("man", "woman") for entry in world.grammar.slots[slot]}
    return [s for s in sentences if s.pronoun in pronouns and s.kind != "say" and s.words[s.subject] not in grown]


@pytest.mark.parametrize("name, his, hers", PAIRS)
@pytest.mark.parametrize("what", ["event", "agent", "kind", "reaction"])
def test_nothing_is_told_more_often_of_him_than_of_her(corpus, name, his, hers, what):
    of_him, of_her = (aspects(pupils(*corpus(name), pronouns), what) for pronouns in (his, hers))
    assert of_him.keys() == of_her.keys()
    assert difference(of_him, of_her) < .12


@pytest.mark.parametrize("name, his, hers", PAIRS)
def test_a_stereotype_would_be_noticed(corpus, name, his, hers):
    of_him = [s for s in pupils(*corpus(name), his) if s.kind != "good" or hash_of(s) < 4]
    assert difference(aspects(of_him, "kind"), aspects(pupils(*corpus(name), hers), "kind")) > .12


def aspects(sentences, what):
    """How often what happened, or who reacted, occurs."""
    if what in ("agent", "reaction"):
        sentences = [s for s in sentences if s.reaction is not None]
    return shares(sentences, {
        "event": lambda s: s.pair.split(" | ")[1],
        "agent": lambda s: s.words[s.reaction - 1],
        "kind": lambda s: s.kind,
        "reaction": lambda s: s.words[s.reaction],
    }[what])


@pytest.mark.parametrize("name, boy, girl", [("diary_zh", "小明", "小红"), ("diary_zh", "哥哥", "姐姐"), ("diary_en", "Tom", "Lucy"), ("diary_en", "brother", "sister")])
def test_boys_and_girls_are_told_of_alike(corpus, name, boy, girl):
    _, sentences = corpus(name)
    alone = [s for s in judged(sentences) if not {"和", "and"} & set(s.words[:s.subject])]
    of_boy, of_girl = ([s for s in alone if s.words[s.subject] == who] for who in (boy, girl))
    assert .8 < len(of_boy) / len(of_girl) < 1.25
    assert difference(aspects(of_boy, "kind"), aspects(of_girl, "kind")) < .12


@pytest.mark.parametrize("name", DIARIES)
def test_the_last_word_before_the_blank_does_not_tell_the_answer(corpus, name):
    """Counted as a 2-gram counts: after the scene's last word many words follow, and the right one is not on top."""
    world, sentences = corpus(name)
    last, follow = world.scene.sentence[-1], Counter()
    for s in world.piles(sentences)[0]:
        follow.update(after for word, after in zip(s.words, s.words[1:]) if word == last)
    (top, n), total = follow.most_common(1)[0], follow.total()
    assert top not in (world.scene.answer, *(a for donor in world.scene.donors for a in donor.answer))
    assert n / total < .35 and follow[world.scene.answer] / total < .1 and len(follow) >= 20


@pytest.mark.parametrize("name", DIARIES)
def test_the_reaction_of_the_scene_is_the_common_one(corpus, name):
    """After a bad event the scene's bad reaction leads by far over its good one, where both could stand; and the other way round."""
    world, sentences = corpus(name)
    before = world.scene.sentence[world.scene.sentence.index(world.scene.reactions["bad"]) - 1]
    counts = {kind: Counter(s.words[i + 1] for s in judged(sentences) if s.kind == kind
                            for i in range(s.reaction - 1, s.blank) if s.words[i] == before) for kind in ("bad", "good")}
    for kind, n in counts.items():
        assert n.most_common(1)[0][0] == world.scene.reactions[kind] and n.most_common(1)[0][1] / n.total() > .4


# ---------------------------------------------------------------- an author's slips

SMALL = '''
[world]
joiner = " "
longest = 30
[agreement]
forms = ["he", "him"]
blank = ["he", "him"]
me = ["I", "me"]
[[subjects]]
agrees = "me"
who = "pupil"
words = ["I"]
[slots]
adult = ["mum", "dad"]
[[frames]]
who = "pupil"
words = ["{S} {event} , {agent} {closer} ."]
[[situations]]
kind = "bad"
who = "pupil"
event = ["came late (to school)", "fell down *3"]
[situations.closers]
"adult" = ["saw {him}"]
[scene]
sentence = "I came late , mum saw"
answer = "me"
choices = ["me"]
subject = "I"
good = "I"
reactions = { bad = "saw", good = "saw" }
unknown = "Felix"
donors = []
presets = []
'''


def small(tmp_path, old="", new=""):
    """The small world with one thing changed."""
    assert old in SMALL
    path = tmp_path / "small.toml"
    path.write_text(SMALL.replace(old, new), "utf-8")
    return worlds.read(path)


def test_a_world_by_hand(tmp_path):
    world = small(tmp_path)
    assert sorted(" ".join(s.words) for s in world.expand(99, 1)) == [
        "I came late , dad saw me .", "I came late , mum saw me .",
        "I came late to school , dad saw me .", "I came late to school , mum saw me .",
        "I fell down , dad saw me .", "I fell down , mum saw me ."]
    assert world.vocabulary.words == ("‹start›", "‹unknown›", ",", ".", "I", "came", "dad", "down", "fell", "late", "me", "mum", "saw", "school", "to")
    sentence = next(s for s in world.expand(99, 1) if "school" in s.words)
    assert sentence == worlds.Sentence(sentence.words, 8, 0, "me", "bad", (1, 5), 7, "I | came late (to school)")
    assert sentence.distance == 8


def test_a_weight_counts(tmp_path):
    world, rng = small(tmp_path), random.Random(1)
    fell = sum("fell" in Telling(world.grammar, rng).words for _ in range(2000)) / 2000
    assert .7 < fell < .8                                                # *3 against 1


@pytest.mark.parametrize("old, new, named", [
    ("{agent} {closer}", "{nobody} {closer}", "{nobody}"),               # an unknown slot in a frame
    ("{S} {event} ,", "{S} {evnt} ,", "{evnt}"),
    ('"mum", "dad"', '"mum", "{boss}"', None),
    ('"adult" = ["saw {him}"]', '"uncle" = ["saw {him}"]', "uncle"),     # nobody of that name
    ("saw {him}", "saw {them}", "{them}"),
    ("saw {him}", "saw", "saw"),                                         # a closer without a pronoun
    ("{agent} {closer} .", "{agent} .", "{agent} ."),                    # a frame without one
    ('"mum", "dad"', '"mum", "dad {S}"', "dad {S}"),                     # a person must end in a word
    ("late (to school)", "late (to school", "(to school"),
    ('me = ["I", "me"]', 'me = ["I"]', "[agreement] me"),
    ('agrees = "me"', 'agrees = "us"', "us"),
    ('who = "pupil"\nwords = ["I"]', 'who = "pet"\nwords = ["I"]', "pet"),
    ('kind = "bad"\n', "", "kind"),
    ('words = ["I"]', 'words = ["I"]\nwieght = 2', "wieght"),
    ('answer = "me"\n', "", "answer"),
    ("longest = 30\n", "", "longest"),
    ("[slots]", "[slot]", "slots"),
    ("[agreement]", "[agreement", "line"),                               # not TOML
])
def test_an_authors_slip_is_named_with_its_file(tmp_path, old, new, named):
    with pytest.raises(ValueError) as slip:
        world = small(tmp_path, old, new)
        world.expand(20, 1)
    assert "small.toml" in str(slip.value) and (named or "{boss}") in str(slip.value)


def test_a_slot_that_contains_itself_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"small\.toml.*\{other\} contains itself"):
        small(tmp_path, '"mum", "dad"', '"mum", "{other} dad"]\nother = ["{other} big"')
