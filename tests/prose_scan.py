"""Looks for slips in a learner's sentences: too early, not in our voice, badly typed. One line of text for each slip."""

import re
from collections.abc import Iterator

from explainer import glossary, journey
from explainer.lessons import PROSE, Say, chapters, lesson, say
from explainer.terms import TERM, bare

HAN = r"\u3400-\u9fff"
NOT_READ = {"glossary", "style", "gloss"}                # files that are lists, or hold the other language on purpose
DEEP = re.compile(r"stage\.(formula|code)_|\d+_\w+\.(\w+\.(formula|code)_|\w+_(formula|code)$)")     # shown at the depths "formula" and "code" only
FOREIGN = re.compile(r"ui\.twin_")                       # speaks about the sentence of the other language


def texts(code: str) -> Iterator[tuple[str, str]]:
    """(place, text) of everything a learner may read in a language. A place that begins with a number is read from that chapter on."""
    speak = say(code)
    for file in speak.files:
        if file not in NOT_READ:
            yield from ((read_from(code, file, key) + f"{file}.{key}", text) for key, text in speak.section(file).items())
    for key, entry in glossary.entries(code).items():
        yield f"{entry.chapter}_glossary.{key}.sentence", entry.sentence
        yield f"{max(map(glossary.number, chapters(code)))}_glossary.{key}.confused", TERM.sub("", entry.confused)     # it points to other terms, on the glossary's page only
    for name in chapters(code):
        here = lesson(code, name)
        yield from ((f"map.{name}.{fact}", getattr(here, fact)) for fact in ("title", "question"))             # they stand on the map, for everyone
        yield from ((f"{name}.{block}", bare(text)) for block, text in here.blocks.items())
        for asked, check in (("guess", here.guess), ("check", here.check)):
            if check:
                yield f"{name}.{asked}", check.question
                for n, option in enumerate(check.options):
                    yield f"{name}.{asked}.{n}.{'right' if option.right else 'wrong'}", option.text
                    yield f"{name}.{asked}.{n}.feedback", option.feedback


def read_from(code: str, file: str, key: str) -> str:
    """"3_" for a string that is not read before chapter 3: a recap card comes two chapters later, the end of an act in its last chapter, the bench where it stands."""
    kind, _, rest = key.partition(".")
    if file == "bench":
        return "8_" if kind == "clipping" else "7_"
    if file != "recap" or kind not in ("card", "act"):
        return ""
    n = int(rest.partition(".")[0])
    return f"{n + 2 if kind == 'card' else journey.table(say(code).section('map'), 'act')[n]['chapters'].split(' | ')[-1]}_"


def listed(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


def found(word: str, text: str) -> bool:
    """A word in a text: Latin words stand alone, whatever their case; Han words may stand anywhere."""
    latin = word.isascii() or "’" in word
    edges = (r"(?<![\w-])", r"(?![\w-])") if latin else ("", "")
    return re.search(edges[0] + re.escape(word) + edges[1], text, re.IGNORECASE) is not None


def too_early(speak: Say, place: str, text: str) -> Iterator[str]:
    """Terms that wait for a later chapter."""
    if DEEP.match(place):
        return
    chapter = int(place.split("_")[0]) if place[0].isdecimal() else 0
    glossary = speak.section("glossary")
    for key in (key for key in glossary if re.fullmatch(r"waiting\.\w+\.words", key)):
        first = glossary[key.replace(".words", ".chapter")]
        for word in listed(glossary[key]):
            if found(word, text) and (first == "never" or int(first) > chapter):
                yield f"{place}: '{word}' waits for chapter {first}"


def out_of_voice(speak: Say, place: str, text: str) -> Iterator[str]:
    """Forbidden words, verbs that machines do not have, exclamation marks."""
    style = speak.section("style")
    verbs = [] if place.endswith(".wrong") else listed(style["not_for_machines"])       # a wrong option may be what people say
    for word in listed(style["forbidden"]) + verbs:
        if found(word, text):
            yield f"{place}: '{word}' is not said here"
    if re.search("[!！]", text):
        yield f"{place}: an exclamation mark"


def badly_typed_zh(place: str, text: str) -> Iterator[str]:
    """Half-width marks beside Chinese, plain spaces, no thin space between Chinese and Latin."""
    text = re.sub(r"(?m)^[-*#>]+ |\*\*", "", text)
    text = re.sub("`[^`]*`", "x", text)
    for what, pattern in {
        "a half-width mark": rf"[{HAN}」』）][,.;:?()]|[,;:?()](?=[{HAN}「『（])|[A-Za-z0-9%}}][,;:?](?!\d)",
        "a quotation mark that is not 「」": "[\"“”'‘’]",
        "a plain space beside Chinese": rf"[{HAN}，。：；？、「」（）] +[{HAN}，。：；？、「」（）A-Za-z0-9{{]|[A-Za-z0-9%}}] +[{HAN}]",
        "no space between Chinese and Latin": rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]",
    }.items():
        for match in re.finditer(pattern, text):
            yield f"{place}: {what}: …{text[max(0, match.start() - 6):match.end() + 6]}…"


def badly_typed_en(place: str, text: str) -> Iterator[str]:
    """Straight quotation marks, full-width marks."""
    text = re.sub("`[^`]*`", "x", text)
    for match in re.finditer("[\"']|[，。：；？！、「」（）]", text):
        yield f"{place}: a mark of another kind: …{text[max(0, match.start() - 6):match.end() + 6]}…"


def foreign(speak: Say, place: str, text: str) -> Iterator[str]:
    """Words of the other script that are not on the language's list."""
    allowed = listed(speak.section("style")["foreign"])
    if DEEP.match(place) or FOREIGN.match(place) or place == "ui.language_name":
        return
    script = r"[A-Za-z]{2,}" if speak.language == "zh" else rf"[{HAN}]+"
    for word in re.findall(script, re.sub(r"\{\w+\}|`[^`]*`", "", text)):
        if word not in allowed:
            yield f"{place}: '{word}' is of another language"


TYPED = {"zh": badly_typed_zh, "en": badly_typed_en}


def slips(code: str, pairs=None) -> list[str]:
    """Every slip in a language, or in the given (place, text) pairs read as that language."""
    speak = say(code)
    scans = [too_early, out_of_voice, foreign]
    typed = TYPED.get(code, lambda place, text: ())
    return [slip for place, text in (texts(code) if pairs is None else pairs)
            for slip in [*(s for scan in scans for s in scan(speak, place, text)), *typed(place, text)]]


def length(code: str, text: str) -> int:
    """Chinese characters, with a Latin letter or number counted as one; words in other languages."""
    return len(re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9]+", text) if code == "zh" else re.findall(r"[\w’]+", text))


__all__ = ["PROSE", "found", "length", "listed", "slips", "texts"]
