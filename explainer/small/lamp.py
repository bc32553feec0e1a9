"""The lamp: what did the teacher say last, on or off? What others say does not count.

A stream is a row of sayings. One memory cell is enough: it must be written when the teacher speaks, and kept otherwise.
"""

import random
from collections.abc import Mapping, Sequence

import numpy as np

from explainer.models.recurrent import RecurrentModel
from explainer.recipes import SmallRecipe
from explainer.scenes import Outcome
from explainer.small.words import one_hot, tokens
from explainer.small.world import Piles, Story
from explainer.vocabulary import RESERVED, Vocabulary

TEACHER = {"teacher_on": "on", "teacher_off": "off"}        # what counts -> what must be held from then on
OTHERS = ("pupil_on", "pupil_off", "noise")
SAYS = {"teacher_on": 1, "pupil_on": 1, "teacher_off": -1, "pupil_off": -1, "noise": 0}     # what would be written
VERDICTS = ("on", "off")
VOCABULARY = Vocabulary((*RESERVED, *TEACHER, *OTHERS, *VERDICTS), " ")
OFTEN = {"teacher_on": 3, "teacher_off": 3, "pupil_on": 5, "pupil_off": 5, "noise": 4}      # how often each is said
SHORTEST, LONGEST, SHOWN = 6, 24, 14                        # sayings of a stream in practice, and of those on the page
OPEN, SHUT = 0.3, 0.7                                       # a gate that keeps less lets in what is new; one that keeps more holds

RECIPE = SmallRecipe(cells=1, n_stories=3000, rounds=60, rate=3e-2, seeds=(1, 2, 3))
KINDS: Mapping[str, str] = {"gru": "gru", "lstm": "lstm", "plain": "elman"}
WRITTEN = {"elman": 0, "gru": 2, "lstm": 2}                 # which of the stacked tables makes the new content


def held(stream: Sequence[str]) -> tuple[str | None, ...]:
    """After every saying: what the teacher said last, None while the teacher has said nothing."""
    last, found = None, []
    for saying in stream:
        last = TEACHER.get(saying, last)
        found.append(last)
    return tuple(found)


def stream(rng: random.Random, n: int) -> tuple[str, ...]:
    return tuple(rng.choices(list(OFTEN), weights=list(OFTEN.values()), k=n))


def piles() -> Piles:
    """Streams to train on, to choose by and to test on."""
    rng = random.Random(RECIPE.world_seed)
    found = dict.fromkeys(stream(rng, rng.randint(SHORTEST, LONGEST)) for _ in range(RECIPE.n_stories))
    stories = [Story(one, held(one)) for one in found]
    cut = len(stories) * 7 // 10, len(stories) * 8 // 10
    return Piles(stories[:cut[0]], stories[cut[0]:cut[1]], stories[cut[1]:])


def train(of: Piles) -> dict[str, dict[str, np.ndarray]]:
    """Name of a machine -> its tables. This alone imports torch."""
    from explainer.training import gated

    pairs = [one_hot(VOCABULARY, pile) for pile in of[:2]]
    return {name: upright(kind, gated.tiny(kind, *pairs, len(VOCABULARY), RECIPE)) for name, kind in KINDS.items()}


def upright(kind: str, tables: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same machine with a plus for `on`. Its mirror image, every sign of the memory turned, computes the same answers to the last digit.

    What is written changes its sign; what a gate hears from the memory, and what the answer reads of it, is turned back.
    """
    on, off = (tables["output.weight"][VOCABULARY.index[verdict], 0] for verdict in VERDICTS)
    if on > off:
        return dict(tables)
    turned = {name: table.copy() for name, table in tables.items()}
    n_gates = len(tables["recurrent.weight_hh_l0"])
    written = np.arange(n_gates) == WRITTEN[kind]
    for name in ("weight_ih_l0", "bias_ih_l0", "bias_hh_l0"):
        turned[f"recurrent.{name}"][written] *= -1
    turned["recurrent.weight_hh_l0"][~written] *= -1
    turned["output.weight"] *= -1
    return turned


def machines(tables: Mapping[str, Mapping[str, np.ndarray]]) -> dict[str, RecurrentModel]:
    """Name of a machine -> the machine. Raises ValueError."""
    return {name: RecurrentModel.from_weights(VOCABULARY, kind, tables[name]) for name, kind in KINDS.items()}


def shares_on(model: RecurrentModel, said: Sequence[str]) -> np.ndarray:
    """Of the two verdicts, the share of `on` after 0 … T sayings (T + 1,)."""
    trace = model.read(tokens(model, said))
    on, off = (trace.probs[:, VOCABULARY.index[verdict]] for verdict in VERDICTS)
    return on / (on + off)


def right(model: RecurrentModel, stories: Sequence[Story]) -> float:
    """The share of sayings after which the machine's verdict is what the teacher said last."""
    hits = [(p > .5) == (answer == "on") for story in stories for p, answer in zip(shares_on(model, story.item)[1:], story.answers) if answer]
    return float(np.mean(hits))


def by_speaker(model: RecurrentModel, stories: Sequence[Story], gate: str) -> tuple[np.ndarray, np.ndarray]:
    """The values of a gate when the teacher speaks, and when somebody else does (or nobody), in all stories."""
    spoken = [[], []]
    for story in stories:
        values = model.read(tokens(model, story.item)).signals[gate][1:, 0]
        for saying, value in zip(story.item, values):
            spoken[saying not in TEACHER].append(value)
    return np.array(spoken[0]), np.array(spoken[1])


def agreeing(model: RecurrentModel, stories: Sequence[Story]) -> float:
    """Once the teacher has spoken: the share of all other sayings at which an LSTM's new content has the sign of its belt."""
    found = []
    for story in stories:
        signals = model.read(tokens(model, story.item)).signals
        same = np.sign(signals["candidate"][1:, 0]) == np.sign(signals["cell"][:-1, 0])
        found += [bool(it) for it, saying, answer in zip(same, story.item, story.answers) if answer and saying not in TEACHER]
    return float(np.mean(found))


def claims(found: Mapping[str, RecurrentModel], of: Piles) -> dict[str, Outcome]:
    """What the page says of these machines, with the numbers that it was decided by."""
    told = {name: right(model, of.test) for name, model in found.items()}
    update, forget = (by_speaker(found[name], of.test, gate) for name, gate in (("gru", "update_gate"), ("lstm", "forget_gate")))
    into = by_speaker(found["lstm"], of.test, "input_gate")
    values = np.concatenate(update)
    return {
        "every machine holds what the teacher said": Outcome(min(told.values()) >= 0.99, told),
        "the GRU's update gate keeps little when the teacher speaks": Outcome(update[0].max() <= OPEN, {"at most": float(update[0].max())}),
        "and keeps nearly all at everything else": Outcome(update[1].min() >= SHUT, {"at least": float(update[1].min())}),
        "its gates are never quite 0 or 1": Outcome(0 < values.min() and values.max() < 1, {"least": float(values.min()), "most": float(values.max())}),
        "the LSTM's forget gate keeps less when the teacher speaks": Outcome(forget[0].max() < forget[1].min(), {"teacher, at most": float(forget[0].max()), "others, at least": float(forget[1].min())}),
        "its input gate lets in more when the teacher speaks": Outcome(into[0].min() > into[1].max(), {"teacher, at least": float(into[0].min()), "others, at most": float(into[1].max())}),
        "and what comes in at everything else agrees with what it holds": Outcome(agreeing(found["lstm"], of.test) >= 0.99, {"agrees": agreeing(found["lstm"], of.test)}),
    }


def examples() -> tuple[tuple[str, ...], ...]:
    """The streams of the page: SHOWN sayings each. The teacher speaks three or four times, first early on; between, pupils contradict."""
    rng, found = random.Random(14), []
    while len(found) < 3:
        one = stream(rng, SHOWN)
        spoken = [i for i, saying in enumerate(one) if saying in TEACHER]
        turns = len({TEACHER[one[i]] for i in spoken}) == 2
        against = sum(answer is not None and saying in OTHERS and SAYS[saying] * SAYS[f"teacher_{answer}"] < 0 for saying, answer in zip(one, held(one)))
        if 3 <= len(spoken) <= 4 and 1 <= spoken[0] <= 2 and spoken[-1] <= SHOWN - 4 and turns and against >= 4 and one[-1] in ("pupil_on", "pupil_off") \
                and TEACHER[one[spoken[-1]]] != one[-1].removeprefix("pupil_") and "noise" in one:
            found.append(one)
    return tuple(found)
