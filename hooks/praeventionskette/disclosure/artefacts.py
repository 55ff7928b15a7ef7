"""The audit of what was built: no file shows what is withheld, wherever and however.

A finding needs a record that names a withheld cell (indicator, area and year, or all dimensions of
a cross table) and shows a number that is no published value of a cell named in the same record.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

from praeventionskette import messages, problems, sitefiles
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import extract, naming, order, pictures, searchindex
from praeventionskette.disclosure.extract import Record
from praeventionskette.disclosure.naming import Family
from praeventionskette.disclosure.pictures import Drawn
from praeventionskette.disclosure.view import View, folder
from praeventionskette.problems import Problem

SKIPPED = frozenset(
    ("png", "jpg", "jpeg", "webp", "gif", "ico", "woff", "woff2", "ttf", "wasm", "css", "pdf",
     "pf_index", "pf_meta", "pagefind", "htaccess")
)  # fmt: skip
"""Pictures of pixels, fonts, programs; the indexes of the search are checked by their names."""
RULE = "geheim-ausgabe"
PROSE = re.compile(r"[^\W\d]+ .*[^\W\d]+ .*[^\W\d]+")
SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+")


def scan(
    files: Path | Mapping[str, bytes],
    catalogue: Catalogue,
    fixed: Iterable[Decimal] = (),
    drawn: Mapping[str, Drawn] | None = None,
) -> tuple[Problem, ...]:
    """Findings in a folder (or mapping) of built files. ``fixed``: more class limits that hold
    for all years, beside those of the indicators' own ``klassen``; ``drawn``: path → what a
    picture was drawn from."""
    return problems.ordered(Scanner(catalogue, frozenset(fixed)).run(files, drawn or {}))


class Scanner:
    """Knows what is withheld and what is published."""

    def __init__(self, catalogue: Catalogue, fixed: frozenset[Decimal]) -> None:
        self.catalogue, self.fixed = catalogue, fixed
        self.families = naming.families(catalogue)
        self.indicators = {k.id: k for k in catalogue.kennzahlen}
        self.main = next((f for f in self.families if f.dimensions[0].column == "kennzahl"), None)
        self.hiding = {k[0] for k in self.main.secrets} if self.main else set()
        self.exact = self.hiding | {
            k.id for k in catalogue.kennzahlen if k.nenner_kennzahl in self.hiding
        }
        """Indicators whose published values must not be known more precisely."""
        self.needles = [naming.needles(f) for f in self.families]
        self.topics = naming.needle(
            w for i in sorted(self.exact) for w in (i, self.indicators[i].name)
        )
        self.numbers = {
            folded: q.id for q in catalogue.quartiere if (folded := q.nummer.casefold())
        }
        self.cells = {
            w.id: (w.kennzahl, w.gebiet, str(w.jahr or ""))
            for w in catalogue.werte
            if w.status == "geheim"
        }
        self.ids = re.compile(
            b"|".join(re.escape(i.encode()) for i in sorted(self.cells)) or rb"(?!)"
        )
        self.others = [
            n for f, n in zip(self.families, self.needles, strict=True) if f is not self.main
        ]
        self.order = order.Order(self.main, catalogue) if self.main else None

    def run(
        self, files: Path | Mapping[str, bytes], drawn: Mapping[str, Drawn]
    ) -> Iterator[Problem]:
        """All findings; nothing is read where nothing is withheld."""
        if not self.families:
            return
        yield from self.around(files, drawn)
        for name in sitefiles.names(files) if isinstance(files, Path) else sorted(files):
            if extract.suffix(name) not in SKIPPED:
                yield from self.look(name, searchindex.read(files, name) or b"", files)

    def around(
        self, files: Path | Mapping[str, bytes], drawn: Mapping[str, Drawn]
    ) -> Iterator[Problem]:
        """Findings that no single file shows: strangers, and pictures by what they are drawn from.

        Like ``look``, it finds nothing where nothing is withheld.
        """
        if not self.families:
            return
        yield from searchindex.strangers(files)
        yield from pictures.compare(files, drawn)
        for name, picture in sorted(drawn.items()):
            around = folder(name)
            for record in pictures.records(picture.spec):
                yield from self._record(name, record, around, around[-1] if around else "")

    def look(self, name: str, raw: bytes, files: Path | Mapping[str, bytes]) -> Iterator[Problem]:
        """Findings in one file, whatever was found in others. files: all of the site."""
        if not self.families or extract.suffix(name) in SKIPPED:
            return
        try:
            for inner, content in extract.members(name, raw):
                if name == f"{inner}.gz" and content == searchindex.read(files, inner):
                    continue  # packed beside the file itself, which is looked at in its turn
                if extract.suffix(inner) not in SKIPPED:
                    yield from self._file(inner, content, files)
        except extract.Unreadable:
            yield problems.found(RULE, "unlesbar", file=name)

    def _file(self, name: str, raw: bytes, files: Path | Mapping[str, bytes]) -> Iterator[Problem]:
        packed = extract.suffix(name) in extract.PACKED
        if not packed and not self._speaks(name, raw):
            return
        if extract.suffix(name) == "pf_fragment":
            if not self._speaks(name, raw):
                return
            fragment = searchindex.fragment(name, raw)
            yield from searchindex.compare(name, fragment, files)
            found, place = fragment.records, fragment.url
        else:
            if packed:
                texts, hidden = _unpacked(name, raw)
                if extract.suffix(name) in ("xlsx", "ods"):
                    yield from self._hidden(name, hidden)
                if not self._speaks(name, texts):
                    return
            found, place = list(extract.records(name, raw)), name
        around = folder(place)
        last = around[-1] if around else ""
        for record in found:
            yield from self._record(name, record, around, last)
        if self.order:
            for area in self.order.leaks(found, around):
                yield problems.found(RULE, "reihenfolge", file=name, zelle=messages.Shown(area))

    def _speaks(self, name: str, raw: bytes) -> bool:
        """Whether a file can name a withheld cell or the limits of its indicator."""
        hay = name.casefold().encode() + b"\n" + raw.lower()

        if self.main and (self.topics.search(hay) or self.ids.search(hay)):
            return True
        return any(all(n.search(hay) for n in dimensions) for dimensions in self.others)

    @cached_property
    def _codes(self) -> frozenset[str]:
        """Every text that stands in a published package: names, ids, code lists, columns."""
        texts = {"ja", "nein", ""}
        for package in self.catalogue.packages:
            for table in package.tables:
                for column in table.fields:
                    texts |= {column.name, column.title}
                    texts |= {part for pair in column.categories for part in pair}
                for row in table.rows:
                    for value in row.values():
                        if isinstance(value, tuple):
                            texts |= set(value)
                        elif isinstance(value, str):
                            texts.add(value)
        return frozenset(naming.folded(t) for t in texts if not naming.NUMBER.fullmatch(t))

    def _hidden(self, name: str, found: list[Record]) -> Iterator[Problem]:
        """A hidden sheet may hold the published code lists (for drop-down fields), nothing else."""
        for sheet in sorted({r.hidden for r in found if r.hidden}):
            texts = {naming.folded(v) for r in found if r.hidden == sheet for _, v in r.cells}
            if texts - self._codes:
                yield problems.found(RULE, "versteckt", file=name, blatt=sheet)

    def _record(
        self, name: str, record: Record, around: tuple[str, ...], last: str
    ) -> Iterator[Problem]:
        if record.quoted and naming.folded(record.quoted) in self._codes:
            return  # a name that looks like markup, letter by letter as it is published
        texts = [(k.casefold().strip(), naming.folded(v)) for k, v in record.cells]
        context = tuple(naming.folded(c) for c in record.context)
        for family in self.families:
            cells = self.cells if family is self.main else {}
            view = View(family, texts, context, around, last, cells)
            if record.group == "bild":
                view.label(self.numbers)
            yield from self._values(name, record, view)
        if record.limits and self.main:
            yield from self._limits(
                name, record, View(self.main, texts, context, around, last, self.cells)
            )

    def _values(self, name: str, record: Record, view: View) -> Iterator[Problem]:
        family = view.family
        for key, text in view.texts:
            if key in naming.OTHER or not any(c.isdigit() for c in text):
                continue
            prose = bool(PROSE.search(text))
            for part in SENTENCE.split(text) if prose else [text]:
                named = view.named(key, part, prose or len(view.texts) == 1)
                if named is None:
                    continue
                secret = next(family.cells(named, family.secrets), None)
                if secret is None and not (
                    family is self.main and named[0] and named[0] & self.exact
                ):
                    continue
                known = [family.published[k] for k in family.cells(named, family.published)]
                shown = set(itertools.chain.from_iterable(known))
                for written, value in self._numbers(part, key, shown, record, view, named):
                    if value in shown or -value in shown:
                        continue
                    if secret is not None and self._possible(secret, value, family):
                        words = messages.Shown(family.secrets[secret])
                        yield problems.found(
                            RULE, "wert", file=name, line=record.line, zelle=words, wert=written
                        )
                    elif secret is None:
                        yield from self._precise(name, record, written, value, shown)

    def _numbers(
        self,
        part: str,
        key: str,
        shown: set[Decimal],
        record: Record,
        view: View,
        named: tuple[set[str] | None, ...],
    ) -> list[tuple[str, Decimal]]:
        """Numbers of a text that neither a name nor a published value explains."""
        for dimension in view.family.dimensions:
            part = dimension.pattern.sub(" ", part)
        if "von 100" in part or "zwischen" in part:
            whole = (named[0], None, *named[2:]) if view.family is self.main else named
            keys = view.family.cells(whole, view.family.published)
            wholes = set(itertools.chain.from_iterable(view.family.published[k] for k in keys))
            part = naming.derived(part, shown, wholes)
        return naming.numbers(part, record.data, key in naming.VALUES)

    def _possible(self, secret: tuple[str, ...], value: Decimal, family: Family) -> bool:
        """Whether a number can be the value: a count has no fraction, a share is at most 100."""
        if family is not self.main:  # a cross table has shares beside its counts
            return value >= 0
        art = self.indicators[secret[0]].art
        if art == "anzahl":
            return value >= 0 and value == value.to_integral_value()
        return art != "anteil" or 0 <= value <= 100

    def _precise(
        self, name: str, record: Record, written: str, value: Decimal, shown: set[Decimal]
    ) -> Iterator[Problem]:
        """A number with more digits than were published."""
        for known in sorted(shown):
            digits = -int(known.as_tuple().exponent)
            more = -int(value.as_tuple().exponent) > digits
            if more and value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) == known:
                yield problems.found(
                    RULE, "ungerundet", file=name, line=record.line, wert=written, soll=known
                )
                return

    def _limits(self, name: str, record: Record, view: View) -> Iterator[Problem]:
        """Class limits are published values, or fixed."""
        named = view.named("", " | ".join(t for _, t in view.texts), True)
        topics = named[0] if named else view.topics()
        if not topics or not topics <= self.hiding:
            return
        published = view.family.published
        values = [v for k, vs in published.items() if k[0] in topics for v in vs]
        fixed = set(self.fixed) | {Decimal(0)} | {abs(v) for v in values} | set(values)
        for topic in topics:
            steps = self.indicators[topic].klassen or ""
            fixed |= {Decimal(n) for n in re.findall(r"-?\d+(?:\.\d+)?", steps)}
        low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(0))
        for _, text in view.texts:
            text = re.sub(r"(?<=\d) ?– ?(?=\d)", " | ", text.replace(" bis ", " | "))
            for written, limit in naming.numbers(text, record.data, True):
                if limit not in fixed:
                    yield problems.found(
                        RULE, "grenze", file=name, line=record.line, wert=written, von=low, bis=high
                    )


def _unpacked(name: str, raw: bytes) -> tuple[bytes, list[Record]]:
    """The texts of a packed file, and the records of its hidden sheets; the others are not kept."""
    texts, hidden = bytearray(), []
    for record in extract.records(name, raw):
        texts += "\n".join((*itertools.chain.from_iterable(record.cells), "")).encode()
        if record.hidden:
            hidden.append(record)
    return bytes(texts), hidden
