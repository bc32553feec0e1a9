"""The tour without a server: the course as plain files that any web space, or a disk, can serve."""

import json
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

from explainer import leaflet, lessons
from explainer.choices import Choices
from explainer.components import stage
from explainer.handout.captured import GLOSSARY, Captured, chapter, glossary
from explainer.reading import machines

HERE = Path(__file__).parent


def write(folder: Path, report: Callable[[str], None] = print) -> None:
    """The tour in a folder: index.html is the main scene with the contents, <place>/index.html a chapter. Raises BundleError."""
    folder.mkdir(parents=True, exist_ok=True)
    report(leaflet.CHAPTER)
    (folder / "index.html").write_text(main_scene(), "utf-8")
    shutil.copyfile(HERE / "tour.js", folder / "tour.js")
    first = lessons.languages()
    names = [name for name in lessons.chapters(next(iter(first))) if name != leaflet.CHAPTER]
    for name in [*names, GLOSSARY]:
        report(name)
        place = folder / place_of(name)
        place.mkdir(exist_ok=True)
        used: dict[str, Captured] = {code: glossary(code) if name == GLOSSARY else chapter(code, name) for code in first}
        for code, captured in used.items():
            (place / f"scenes.{code}.js").write_text(f"tour.scenes.{code} = {packed(captured.scenes)};\n", "utf-8")
        parts = {part: it for captured in used.values() for part, it in captured.parts.items()}
        (folder / "parts").mkdir(exist_ok=True)
        for part, source in parts.items():
            (folder / "parts" / f"{part}.js").write_text(scripted(part, **source), "utf-8")
        (place / "index.html").write_text(page_of(name, sorted(parts)), "utf-8")


def main_scene() -> str:
    """The Stage with every ready-made sentence of every language, and the contents below."""
    readings = []
    for code in lessons.languages():
        home = machines(code)
        sentences = ["", *(home.network.vocab.join(preset.words) for preset in home.world.scene.presets if preset.key != "late")]
        readings += [leaflet.told(code, Choices(sentence=sentence), Choices()) for sentence in sentences]
    return stage.page(*readings, words=leaflet.words(), below=contents())


def contents() -> str:
    """The list of chapters, once for every language; the page shows the one that is read."""
    told = []
    for code, own in lessons.languages().items():
        say = lessons.say(code)
        rows = []
        for number, name in enumerate(lessons.chapters(code)):
            lesson = lessons.lesson(code, name).unfilled("…")
            address = ("" if name == leaflet.CHAPTER else f"{place_of(name)}/") + "index.html?lang=" + own
            rows.append(f'<li><a href="{escape(address)}">{escape(say("ui.menu_chapter", number=number, title=lesson.title))}</a><small>{escape(lesson.question)}</small></li>')
        rows.append(f'<li><a href="{place_of(GLOSSARY)}/index.html?lang={escape(own)}">{escape(say("ui.menu_glossary"))}</a></li>')
        told.append(f'<section class="contents" data-for="{code}" lang="{code}" hidden><h2>{escape(say("handout.tour.title"))}</h2><p>{escape(say("handout.tour.about"))}</p><ul>{"".join(rows)}</ul></section>')
    return "".join(told)


def place_of(name: str) -> str:
    """Where a chapter stands, in the tour as in the course."""
    return name.partition("_")[2] or name


def page_of(name: str, parts: list[str]) -> str:
    """The page of a chapter: what draws it, and the strings around it in every language."""
    known = {code: {"language": own, "title": lessons.say(code)("ui.app_title"), **{key.removeprefix("tour."): words for key, words in lessons.say(code).section("handout").items()}}
             for code, own in lessons.languages().items()}
    scripts = "\n".join(f'<script src="../parts/{part}.js"></script>' for part in parts)
    return PAGE.format(title=escape(next(iter(known.values()))["title"]), name=packed(name), known=packed(known), scripts=scripts, style=(HERE / "tour.css").read_text("utf-8"))


def scripted(part: str, js: str, html: str, css: str) -> str:
    """A component as a classic script, which opens from a disk too: its module closed in a function."""
    return f"tour.parts.{part} = {{ html: {packed(html)}, css: {packed(css)}, mount: (() => {{\n{js.replace('export default function', 'const mount = function')}\nreturn mount;\n}})() }};\n"


def packed(value) -> str:
    """JSON that can stand in a script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


PAGE = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
</head>
<body>
<header class="tour-top"></header>
<main class="tour"></main>
<script>const tour = {{ name: {name}, parts: {{}}, scenes: {{}}, known: {known} }};</script>
{scripts}
<script src="../tour.js"></script>
</body>
</html>
"""
