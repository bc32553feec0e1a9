"""Chapter 3: what becomes of a table, a picture and a sentence when they are shuffled; what order does to words."""

from explainer import course, small
from explainer.choices import Choice, number, one_of
from explainer.exhibits import flipping, order, shuffling
from explainer.lessons import Say
from explainer.narration import count, share

CHIPS = 9                               # in a row, at most


def arranged(value: object) -> tuple[int, ...]:
    """An order of chips, "2.0.1" in a link or a list from a board; empty as they stand at first. Raises ValueError."""
    parts = (value.split(".") if value else []) if isinstance(value, str) else list(value)
    places = tuple(number(CHIPS)(part) for part in parts)
    if sorted(places) != list(range(len(places))):
        raise ValueError("not an order")
    return places


def twin_name(value: object) -> str:
    """The name of a pair of twins, in whichever language. Raises ValueError."""
    return one_of(*(name for language in order.OWN for name in order.all_twins(language)))(value)


LOOK = number(len(shuffling.SHUFFLES))
SHUFFLE = {"rows": Choice("rows", LOOK, 0), "cells": Choice("cells", LOOK, 0), "words": Choice("words", LOOK, 0), "face": Choice("face", number(3), 0)}
TWINS = {"twin": Choice("twin", twin_name, ""), "order": Choice("o", arranged, ())}
KITCHEN = {"menu": Choice("menu", number(len(order.RECIPES) - 1), 0), "order": Choice("dish", arranged, ())}
SLOTS = {"list": Choice("list", number(3), 0), "n": Choice("poured", number(8), 0)}
FLIPBOOK = {"clip": Choice("clip", number(3), 0), "way": Choice("way", number(1), 0), "n": Choice("page", number(5), 0),
            "hunch": Choice("hunch", one_of("opening", "closing", "unsure", ""), "")}
TONGUES = {"zh": "zh-CN", "en": "en"}


def facts(say: Say) -> dict[str, str]:
    """The numbers that the chapter's prose tells."""
    clips, cook = small.load("clips").card["scores"], small.load("kitchen").card["scores"]
    machines = {name: small.load(name).model for name in ("customers", "faces", "kitchen", "clips")} | {"twins": small.load(f"twins_{say.language}").model}
    return {**{name: count(say, machine.n_numbers) for name, machine in machines.items()},
            "customers_right": share(say, small.load("customers").card["scores"]["network"]["new"]),
            "single_right": share(say, clips["single"]["one"]), "network_right": share(say, clips["network"]["five"]),
            "kitchen_right": share(say, cook["network"]["new"]), "kitchen_counter": share(say, cook["counter"]["new"]), "kitchen_pairs": share(say, cook["pairs"]["new"])}


def names(here: course.Chapter) -> dict[str, str]:
    """Key -> what it is called: verdicts, and the steps of a recipe."""
    return {key.removeprefix("names."): words for key, words in here.say.section(here.name).items() if key.startswith("names.")}


def shuffle(here: course.Chapter) -> None:
    """A table, a picture and a sentence, each to be shuffled and put back."""
    now = course.chosen(here, "shuffle", SHUFFLE)
    table, sentence = shuffling.table(), shuffling.sentence(here.say.language)
    course.board(here, "shuffle", {"table": table, "picture": shuffling.picture(), "sentence": sentence, "guess": list(here.guess) if here.guess else None}, SHUFFLE)
    look = table["looks"][now["rows"]]
    machine, first = small.load("customers").model.rearranged(look["columns"]), look["rows"][0]
    points = machine.points([table["rows"][first][column] for column in look["columns"]])
    on_top = small.load_card("shuffle")["claims"][f"diary_{here.say.language}: its guesses no longer come true"]
    course.deeper(here, "shuffle", code=small.surprise, on_top=share(here.say, on_top["words_on_top"]), on_top_shuffled=share(here.say, on_top["shuffled"]), points=" ".join(map(signed, points)), bias=signed(machine.bias), p=share(here.say, look["p"][first]),
                  surprise=f"{sentence['looks'][now['words']]['surprise']:.1f}")


def twins(here: course.Chapter) -> None:
    """Two sentences of the same words, to be put into any order."""
    now, pairs = course.chosen(here, "twins", TWINS), order.all_twins(here.say.language)
    name = now["twin"] if now["twin"] in pairs else next(iter(pairs))
    shown = order.twins(pairs[name][0], pairs[name][1].key)
    strings = here.say.section(here.name)
    course.board(here, "twins", {**shown, "id": name, "names": names(here), "tongue": TONGUES[name[:2]],
                                 "senses": [strings[f"senses.{name}_{one}"] for one in ("one", "other")],
                                 "pairs": [{"id": each, "title": order.twins(world, twin.key)["spelling"][0], "tongue": TONGUES[each[:2]]}
                                           for each, (world, twin) in pairs.items()]}, TWINS)
    model, home = small.load(pairs[name][0]).model, tuple(range(len(shown["chips"])))
    one, here_now = (order.spelt(shown["words"], places) for places in (home, now["order"] if len(now["order"]) == len(home) else home))
    course.deeper(here, "twins", code=order.counted, one=order.counted(one), other=order.counted(here_now), sum_one=" + ".join(one), sum_other=" + ".join(here_now),
                  memory_one=row(order.last_memory(model, one)), memory_other=row(order.last_memory(model, here_now)))


def kitchen(here: course.Chapter) -> None:
    """Two sauces and three other steps, to be put into any order."""
    now, labels = course.chosen(here, "kitchen", KITCHEN), names(here)
    menus = [here.say("board.comma").join(labels[step] for step in steps) for steps in order.RECIPES]
    course.board(here, "kitchen", {**order.kitchen(now["menu"]), "names": labels, "sauces": list(order.SAUCES), "menus": menus}, KITCHEN)
    model, (a, b) = small.load("kitchen").model, order.SAUCES
    steps = order.recipe(now["menu"])
    stand = [steps[i] for i in now["order"]] if len(now["order"]) == len(steps) else steps
    memories = {"a": [a], "b": [b], "ab": [a, b], "ba": [b, a], "now": stand, "turned": order.swapped(stand)}
    course.deeper(here, "kitchen", code=order.last_memory, **{gap: row(order.last_memory(model, words)) for gap, words in memories.items()})


def slots(here: course.Chapter) -> None:
    """A recipe of eight steps for a machine with six slots."""
    now, shown = course.chosen(here, "slots", SLOTS), order.slots()
    course.board(here, "slots", {**shown, "names": names(here), "sauces": list(order.SAUCES), "comma": here.say("board.comma")}, SLOTS)
    machine = small.load("kitchen").baselines["slots"]
    course.deeper(here, "slots", code=type(machine).kept, n=now["n"], kept=min(now["n"], shown["n_slots"]), lost=max(0, now["n"] - shown["n_slots"]))


def flipbook(here: course.Chapter) -> None:
    """A door in five frames."""
    now, shown = course.chosen(here, "flipbook", FLIPBOOK), flipping.clips()
    course.board(here, "flipbook", {**shown, "names": names(here)}, FLIPBOOK)
    way, n = shown["clips"][now["clip"]]["ways"][now["way"]], now["n"]
    course.deeper(here, "flipbook", code=flipping.many_frames, n=n, one=share(here.say, way["single"][n - 1 if n else flipping.MIDDLE][0]), many=share(here.say, way["network"][n][0]))


def signed(number: float) -> str:
    """Two digits and the minus sign of print."""
    return f"{number:+.2f}".replace("-", "−")


def row(numbers) -> str:
    """The first numbers of a memory."""
    return ", ".join(map(signed, numbers[:4])) + (", …" if len(numbers) > 4 else "")
