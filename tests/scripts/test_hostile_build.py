"""Hostile text that is allowed reaches the website as text; hostile settings stop the build."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MARK = "boese-marke"
EVIL = f"<script>alert('{MARK}')</script><img src=x onerror={MARK}>"
EVIL += f'"><svg onload={MARK}>{{{{7*7}}}}'
TABLES = (
    "angebote/angebote.csv", "angebote/traeger.csv", "angebote/orte.csv", "angebote/bereiche.csv",
    "quartiere/quartiere.csv", "monitoring/kennzahlen.csv",
)  # fmt: skip


def build(town: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/build.py"), "-f", str(town / "mkdocs.yml")]
    return subprocess.run(
        [*command, "-d", str(town / "site")],
        capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Musterstadt with hostile text in every kind of cell that may hold any text.

    Some of its values are withheld, so the audit of the built files reads all of it, too.
    """
    folder = tmp_path_factory.mktemp("hostile") / "stadt"
    shutil.copytree(ROOT / "tests" / "musterstadt", folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("../../hooks", str(ROOT / "hooks"))
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for table in TABLES:
        path = folder / "datapackages" / table
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        rows[0]["name"] = EVIL
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class _Looker(HTMLParser):
    """Notes everything on a page that could run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.live: list[str] = []
        self.inside = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            words = (value or "").strip().lower()
            if name.startswith("on") or words.startswith(("javascript:", "vbscript:", "data:text")):
                self.live.append(f"<{tag} {name}={value}>")
        if tag == "svg" and any(MARK in (value or "") for _, value in attrs):
            self.live.append(tag)

    def handle_data(self, data: str) -> None:
        if self.inside == "script" and f"alert('{MARK}')" in data and "\\u003c" not in data.lower():
            self.live.append(data)
        self.text += data


def test_hostile_text_is_text_on_every_page(town: Path) -> None:
    seen = 0
    for path in sorted((town / "site").rglob("*.html")):
        looker = _Looker()
        looker.feed(path.read_text(encoding="utf-8"))
        assert looker.live == [], path
        seen += MARK in looker.text
        assert "<script>alert('" not in path.read_text(encoding="utf-8")
    assert seen > 10


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}\n"
    for before, name in zip("bcdefghi", "cdefghij", strict=True)
).replace("c: &c {", "b: &b {k: 1}\nc: &c {", 1)


@pytest.mark.parametrize("where", ["mkdocs.yml", "content/index.md"])
def test_a_bomb_of_anchors_stops_the_build_at_once(town: Path, where: str) -> None:
    path = town / where
    before = path.read_text(encoding="utf-8")
    stamps = {p: p.stat().st_mtime_ns for p in (town / "site").rglob("*")}
    try:
        body = f"---\n{BOMB}---\n\nText\n" if where.endswith(".md") else BOMB + before
        path.write_text(body, encoding="utf-8")
        done = build(town)
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    assert "benannte Stellen" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert {p: p.stat().st_mtime_ns for p in (town / "site").rglob("*")} == stamps


def test_a_link_out_of_the_content_never_reaches_the_site(town: Path) -> None:
    secret = town.parent / "geheim.md"
    secret.write_text("# nicht für alle\n", encoding="utf-8")
    link = town / "content" / "geheim.md"
    link.symlink_to(secret)
    try:
        done = build(town)
    finally:
        link.unlink()
    assert done.returncode == 1
    assert "content/geheim.md: „geheim.md“ ist eine Verknüpfung" in done.stdout + done.stderr
    assert not (town / "site" / "geheim").exists()
