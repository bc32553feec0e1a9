"""How an author's text becomes the text on the screen: gaps are filled, spaces are set thin."""

import re
from collections.abc import Mapping

GAP = re.compile(r"\{([a-z_0-9]+)\}")
_HAN = r"\u3400-\u9fff"
_LATIN = r"A-Za-z0-9{}<>+`\u2212"
_OPEN = r"(?:\*\*|\[)?"           # bold and links do not count as letters
_THIN = re.compile(rf"(?<=[{_HAN}]) (?={_OPEN}[{_LATIN}])|(?:(?<=[{_LATIN}%])|(?<=[{_LATIN}%]\*\*)) (?={_OPEN}[{_HAN}])")
_LINKED = re.compile(rf"(?<=[{_LATIN}%])(\]\([^()\s]*\)) (?={_OPEN}[{_HAN}])")
_NEEDLESS = re.compile(rf"(?<=[{_HAN}])\u2009(?=[{_HAN}])")
_PERCENT = re.compile(r"(?<=[0-9}]) (?=%)")


def gaps(text: str) -> frozenset[str]:
    """Names of the gaps in a text.

    >>> sorted(gaps("{a} → {b}"))
    ['a', 'b']
    """
    return frozenset(GAP.findall(text))


def fill(text: str, values: Mapping[str, object], source: str = "") -> str:
    """The text with {name} replaced by values["name"]. What is put in is never read for gaps again.

    A thin space around a gap goes if Han was put in beside Han.

    >>> fill("{n} cells", {"n": 48})
    '48 cells'
    >>> fill(typeset("有 {n} 个"), {"n": "约 2 万"})
    '有约 2 万个'
    """

    def value(match: re.Match) -> str:
        if match[1] not in values:
            raise KeyError(f"{source}: no value for the gap {match[0]}")
        return str(values[match[1]])

    return _NEEDLESS.sub("", GAP.sub(value, text))


def typeset(text: str) -> str:
    """The text with a thin space where an author typed a plain one between Han and Latin, or before a % sign.

    >>> typeset("有 48 格, 99 %") == "有\\u200948\\u2009格, 99\\u202f%"
    True
    >>> typeset("[RNN](term:rnn) 的") == "[RNN](term:rnn)\\u2009的"
    True
    >>> typeset("叫 **RNN** 的") == "叫\\u2009**RNN**\\u2009的"
    True
    """
    return _PERCENT.sub("\u202f", _LINKED.sub("\\1\u2009", _THIN.sub("\u2009", text)))
