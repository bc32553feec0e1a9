"""Large numbers as a person can read them."""

from explainer.lessons import Say


def readable(say: Say, n: int) -> str:
    """A whole number of any size: 3,197 · about 63 million · a 25 with 22 zeros.

    The units of the language and the size from which zeros are counted stand in its strings, 1_window.toml [large].
    """
    strings = {key.removeprefix("large."): text for key, text in say.section("1_window").items() if key.startswith("large.")}
    units = [(int(strings[f"unit_{i}"]), f"1_window.large.in_unit_{i}") for i in (2, 1)]
    if n >= int(strings["zeros_from"]):
        return zeros(say, n)
    for unit, key in units:
        if n >= unit:
            return say(key, n=f"{n / unit:,.0f}" if n >= 100 * unit else f"{n / unit:.1f}".removesuffix(".0"))
    return f"{n:,}"


def zeros(say: Say, n: int) -> str:
    """The first one or two digits of a number, and how many zeros come after them."""
    size = len(str(n)) - 2
    first = (n + 10 ** size // 2) // 10 ** size                 # two digits, rounded; 100 if 99.5 or more
    while first % 10 == 0:
        first, size = first // 10, size + 1
    return say("1_window.large.zeros", n=first, zeros=size)
