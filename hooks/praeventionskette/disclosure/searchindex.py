"""The search index: every file is one that Pagefind names, every text one of the page it names."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from praeventionskette import problems, sitefiles
from praeventionskette.disclosure.extract import Record, Unreadable
from praeventionskette.problems import Problem

FOLDER = "pagefind"
ENTRY = f"{FOLDER}/pagefind-entry.json"
ENGINE = frozenset(("pagefind.js", "pagefind-worker.js", "pagefind-entry.json"))
SIGNATURE = b"pagefind_dcd"
PIECE = 8
"""Letters and digits that a piece of a page has at least."""
TAG = re.compile(r"<(script|style|noscript)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Fragment:
    """The text of one page as the search shows it."""

    url: str
    pieces: tuple[str, ...]

    @property
    def records(self) -> list[Record]:
        """Its sentences; the title belongs to each."""
        title = self.pieces[:1]
        return [Record((("", piece),), context=title) for piece in self.pieces]


def fragment(name: str, raw: bytes) -> Fragment:
    """Read a fragment (unpacked). Raises: Unreadable."""
    start = raw.find(b"{")
    try:
        data = json.loads(raw[start:])
        url, meta = str(data["url"]), data.get("meta") or {}
        texts = [str(meta.get("title") or ""), str(data.get("content") or "")]
        texts += [str(v) for k, v in sorted(meta.items()) if k != "title"]
        texts += [str(v) for vs in (data.get("filters") or {}).values() for v in vs]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(name) from error
    pieces = (p for text in texts for p in re.split(r"(?<=[^\d\s][.!?])\s+", text))
    return Fragment(url, tuple(p for p in pieces if p.strip()))


def read(files: Path | Mapping[str, bytes], name: str) -> bytes | None:
    """A file of the site by its path; None where there is none."""
    if isinstance(files, Path):
        try:
            return sitefiles.read(files, name)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            return None
    return files.get(name)


def _compact(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _covered(text: str, whole: str) -> bool:
    """Whether a text is put together of long pieces of another (Pagefind leaves tables out)."""
    while text and text not in whole:
        short, long = 0, len(text)
        while long - short > 1:
            middle = (short + long) // 2
            short, long = (middle, long) if text[:middle] in whole else (short, middle)
        if short < PIECE:
            return False
        rest = max(0, len(text) - short)
        text = text[short:] if rest >= PIECE else text[-PIECE:]
        if rest < PIECE:
            return text in whole
    return True


def compare(name: str, found: Fragment, files: Path | Mapping[str, bytes]) -> Iterator[Problem]:
    """A text with a number that the page does not hold; nothing where there is no such page."""
    page = found.url.strip("/")
    raw = read(files, f"{page}/index.html".lstrip("/")) or read(files, page)
    if raw is None:
        if isinstance(files, Path):
            yield problems.found("geheim-ausgabe", "suche_seite", file=name, seite=found.url)
        return
    text = raw.decode("utf-8", errors="replace")
    whole = _compact(html.unescape(TAG.sub("", text)))
    attributes = _compact(html.unescape(" ".join(re.findall(r'="([^"]*)"', text))))
    for piece in found.pieces:
        compact = _compact(piece)
        if any(c.isdigit() for c in compact) and not _covered(compact, whole + "\n" + attributes):
            yield problems.found("geheim-ausgabe", "suche_text", file=name, text=piece[:120])


def strangers(files: Path | Mapping[str, bytes]) -> Iterator[Problem]:
    """Files of the index that its own list does not name."""
    if isinstance(files, Path):
        base = files / FOLDER
        names = sorted(p.relative_to(files).as_posix() for p in base.rglob("*") if p.is_file())
    else:
        names = sorted(n for n in files if n.startswith(FOLDER + "/"))
    entry = read(files, ENTRY)
    if entry is None:
        return
    try:
        languages = json.loads(entry)["languages"]
        known = {f"{FOLDER}/{n}" for n in ENGINE}
        listed = b""
        for language in languages.values():
            meta = f"{FOLDER}/pagefind.{language['hash']}.pf_meta"
            known |= {meta, f"{FOLDER}/wasm.{language['wasm'] or 'unknown'}.pagefind"}
            listed += gzip.decompress(read(files, meta) or b"")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError):
        yield problems.found("geheim-ausgabe", "unlesbar", file=ENTRY)
        return
    for name in names:
        stem, _, kind = name.rsplit("/", 1)[-1].rpartition(".")
        index = kind in ("pf_fragment", "pf_index") and stem and stem.encode() in listed
        if name not in known and not index:
            yield problems.found("geheim-ausgabe", "suche_fremd", file=name)
