"""Joints of German compounds, so that a search for "Gruppen" finds "Krabbelgruppe".

Pagefind finds the beginnings of words, and the parts of words with a hyphen. So the pages that it
indexes get a hyphen at each joint of a compound, behind a soft hyphen that no page holds otherwise:
Pagefind counts the whole word and its parts, and ``pk-suche.js`` takes :data:`JOINT` out again
before it shows a word. What is a part is learnt from the words of the site itself: no list of words
that grows old, and a town's own words count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

JOINT = "\u00ad-"
WORD = re.compile(r"[^\W\d_]+")
ENDINGS = ("ern", "en", "er", "es", "e", "n", "s")
LINKS = ("", "s", "es", "n", "en", "er", "e")
"""Letters that may join two parts: Schwangerschaft-s-beratung, Familie-n-hilfe."""
SHORT, TAIL, HEAD = 3, 5, 4
"""Letters that an end has at least; from how many on it needs no known word before it, and how many
letters are then before it: "leitung" is no part of "Begleitung"."""
SUFFIX = re.compile(r".{0,3}(?:ung|schaft|chaft|inn|lich|heit|keit|eit)$")
"""What makes new words of others and is none itself, perhaps with the end of a word before it."""
TEXTS = 20_000
"""Texts between two tags that are kept as they are with joints: menus, headings, words of lists."""
VOWEL = re.compile("[aeiouyäöü]")
FOLD = str.maketrans("äöü", "aou")
SILENT = "script|style|svg|noscript|template"
TAGS = re.compile(
    rf"(<(?:(?:{SILENT})\b[^<]*+(?:<(?!/(?:{SILENT})>)[^<]*+)*+</(?:{SILENT})>"
    r"""|[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+>))"""
)
"""What is no text: programs, drawings, tags with their attributes. It begins with one sign and
never goes back: half a million tags are passed over for ten thousand offers."""
ESCAPED = re.compile(r"(&[#\w]+;)")
"""Signs that are written by their names."""


class Compounds:
    """Knows the nouns of a site: words that mostly begin with a capital letter, and the ends that
    several of them have behind other nouns ("beratung" of Sucht-, Familien-, Berufsberatung)."""

    def __init__(self, texts: Iterable[str]) -> None:
        said: Counter[str] = Counter()  # most texts between two tags stand on many pages
        for text in texts:
            said.update(TAGS.split(text)[::2])
        seen: Counter[str] = Counter()
        for part, times in said.items():
            for word in WORD.findall(ESCAPED.sub("&", part)):
                seen[word] += times
        self.roots = {
            root(word)
            for word, times in seen.items()
            if word[0].isupper() and len(word) >= SHORT and times > seen[word.lower()]
        }
        ends: dict[str, set[str]] = defaultdict(set)
        for word in seen:
            for at in range(HEAD, len(word) - TAIL + 1):
                if word[0].isupper() and word[at:].islower() and self._joined(word[:at]):
                    ends[root(word[at:])].add(root(word[:at]))
        shared = {end for end, heads in ends.items() if len(heads) > 1 and not SUFFIX.match(end)}
        words = {root(word) for word in seen}
        self.roots |= {
            end
            for end in shared
            if not self._linked(end, shared) and not any(x + end in words for x in LINKS if x)
        }
        self.marked = cache(self._marked)
        self._text = lru_cache(maxsize=TEXTS)(self._joints)

    def html(self, html: str) -> str:
        """The page with a joint in each compound of its text; its tags stay as they are."""
        parts = TAGS.split(html)
        parts[::2] = map(self._text, parts[::2])
        return "".join(parts)

    def _joints(self, text: str) -> str:
        parts = ESCAPED.split(text)
        parts[::2] = (WORD.sub(lambda m: self.marked(m[0]), part) for part in parts[::2])
        return "".join(parts)

    def _marked(self, word: str) -> str:
        return JOINT.join(self.parts(word)) if word[:1].isupper() else word

    def parts(self, word: str) -> tuple[str, ...]:
        """The word cut at its joints: "Krabbelgruppe" → ("Krabbel", "gruppe")."""
        for at in range(SHORT, len(word) - SHORT + 1):
            head, tail = word[:at], word[at:]
            if tail.islower() and root(tail) in self.roots and self._begins(head, tail):
                return (*self.parts(head), *self.parts(tail))
        return (word,)

    def _begins(self, head: str, tail: str) -> bool:
        if len(tail) >= TAIL and len(head) >= HEAD and VOWEL.search(head.lower()):
            return True
        return self._joined(head)

    def _linked(self, end: str, shared: set[str]) -> bool:
        """Whether an end begins with letters that join: "sberatung" is "beratung"."""
        rest = {end.removeprefix(link) for link in LINKS} - {end}
        return bool(rest & (shared | self.roots))

    def _joined(self, head: str) -> bool:
        """Whether it is a known noun, perhaps with letters that join it to another."""
        return any(
            head.endswith(link) and root(head.removesuffix(link)) in self.roots for link in LINKS
        )


@cache
def root(word: str) -> str:
    """A word without umlauts and the ending of its case: "Häuser", "Haus" → "haus"."""
    folded = word.lower().translate(FOLD)
    for ending in ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= SHORT + (ending == "s"):
            return folded.removesuffix(ending)
    return folded
