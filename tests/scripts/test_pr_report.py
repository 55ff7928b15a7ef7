"""The comment on a pull request: made of its data alone, with nothing of its code run."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import re
import subprocess
import tarfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import _hostile
import markdown
import pytest

ROOT = Path(__file__).resolve().parents[2]
TOWN = ROOT / "tests" / "musterstadt"
OFFERS = "datapackages/angebote/angebote.csv"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("pr_report")


def tarball(path: Path, changes: dict[str, bytes]) -> Path:
    """The town with changes, as GitHub packs it."""
    files = {p.relative_to(TOWN).as_posix(): p.read_bytes() for p in TOWN.rglob("*") if p.is_file()}
    with tarfile.open(path, "w:gz") as made:
        for name, raw in {**files, **changes}.items():
            member = tarfile.TarInfo(f"example-example-abc/{name}")
            member.size = len(raw)
            made.addfile(member, io.BytesIO(raw))
    return path


def website(path: Path, pages: dict[str, str], before: dict[str, str]) -> Path:
    sums = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in before.items()
    )
    with zipfile.ZipFile(path, "w") as made:
        for name, text in pages.items():
            made.writestr(f"site/{name}", text)
        made.writestr("vorher-SHA256SUMS", sums)
    return path


def run(report: ModuleType, folder: Path, changes: dict[str, bytes], *more: str) -> str:
    antrag = folder / "antrag.json"
    antrag.write_text(json.dumps({"nummer": 5, "offen": [5]}), encoding="utf-8")
    out = folder / "kommentar.md"
    archive = tarball(folder / "a.tar.gz", changes)
    arguments = ["--archiv", str(archive), "--antrag", str(antrag), "--out", str(out), *more]
    assert report.main([*arguments, "-f", str(TOWN / "mkdocs.yml")]) == 0
    return out.read_text(encoding="utf-8")


def test_a_changed_offer_shows_before_and_after(report: ModuleType, tmp_path: Path) -> None:
    text = (TOWN / OFFERS).read_text(encoding="utf-8")
    assert text.count(",Krabbelgruppe,") == 1
    new = text.replace(",Krabbelgruppe,", ",Krabbel|gruppe <b>neu</b>,")
    pages = {"index.html": "a", "angebote/ms-krabbelgruppe/index.html": "neu", "neu/index.html": ""}
    before = {
        "index.html": "a",
        "angebote/ms-krabbelgruppe/index.html": "alt",
        "weg/index.html": "",
    }
    site = website(tmp_path / "site.zip", pages, before)
    more = ("--website", str(site), "--ordner", str(tmp_path / "auf"))
    said = run(report, tmp_path, {OFFERS: new.encode()}, *more)
    assert "**Prüfung:** alles in Ordnung." in said
    assert "lässt sich keine kleine Zahl ableiten" in said
    assert "Die Zahl der Zeilen ist in jeder Tabelle gleich geblieben." in said
    row = next(line for line in said.splitlines() if line.startswith("| ms\\-krabbelgruppe "))
    assert "| Krabbelgruppe | Krabbel\\|gruppe \\<b\\>neu\\</b\\> |" in row
    assert "<b>" not in said
    assert "2 Seiten sind anders" in said
    assert said.index("angebote/ms-krabbelgruppe/") < said.index("`/neu/`")
    assert "- `weg/` gibt es dann nicht mehr" in said
    assert "- `/`" not in said
    assert (tmp_path / "auf" / "site" / "index.html").is_file()


def test_links_lead_to_the_preview(
    report: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VORSCHAU_ADRESSE", "https://vorschau.example.org/x/")
    site = website(tmp_path / "site.zip", {"a)](b/index.html": "x"}, {})
    said = run(report, tmp_path, {}, "--website", str(site), "--ordner", str(tmp_path / "auf"))
    assert "](https://vorschau.example.org/x/pr-5/a%29%5D%28b/)" in said


def test_new_and_removed_rows_are_counted(report: ModuleType, tmp_path: Path) -> None:
    text = (TOWN / OFFERS).read_text(encoding="utf-8")
    *rest, last = text.splitlines(keepends=True)
    said = run(
        report, tmp_path, {OFFERS: "".join([*rest, last.replace("ms-", "ms-neu-", 1)]).encode()}
    )
    assert "| neu | ms\\-neu\\-" in said
    assert "| entfernt | ms\\-" in said


def test_what_is_wrong_is_said_with_its_line(report: ModuleType, tmp_path: Path) -> None:
    raw = (TOWN / OFFERS).read_bytes().replace(b",0.5,2,", b",drei,2,", 1)
    said = run(report, tmp_path, {OFFERS: raw})
    assert "### Die Prüfung findet noch etwas" in said
    assert "„drei“ ist keine Zahl" in said
    assert "wird geprüft, sobald die Daten lesbar sind" in said
    assert "es gibt keine Vorschau" in said


def test_settings_and_code_of_the_request_are_not_looked_at(
    report: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GH_TOKEN", "geheim-geheim")
    evil = {
        "mkdocs.yml": b"extra: {kommune: {name: !ENV GH_TOKEN}}\nhooks: [hooks/evil.py]\n",
        "hooks/evil.py": b"raise SystemExit('boom')\n",
        "content/index.md": b"---\ntitle: !ENV GH_TOKEN\n---\n\nText\n",
    }
    said = run(report, tmp_path, evil)
    assert "geheim-geheim" not in said
    assert "content/index\\.md" in said
    assert "boom" not in said


def test_a_closed_request_leaves_nothing(report: ModuleType, tmp_path: Path) -> None:
    antrag = tmp_path / "antrag.json"
    antrag.write_text('{"offen": []}', encoding="utf-8")
    out = tmp_path / "kommentar.md"
    arguments = ["--archiv", str(tmp_path / "fehlt"), "--antrag", str(antrag), "--out", str(out)]
    assert report.main(arguments) == 0
    assert not out.exists()


def test_previews_lie_beside_each_other_and_go_with_their_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    publish = importlib.import_module("publish_preview")
    remote, antrag, site = tmp_path / "ziel", tmp_path / "antrag.json", tmp_path / "site"
    (site / "angebote").mkdir(parents=True)
    (site / "angebote" / "index.html").write_text("x", encoding="utf-8")
    start = ["git", "init", "--quiet", "--bare", "--initial-branch", "main", str(remote)]
    subprocess.run(start, check=True)
    monkeypatch.setenv("VORSCHAU_TOKEN", "geheim-geheim")

    def put(number: int, opened: list[int]) -> set[str]:
        antrag.write_text(json.dumps({"nummer": number, "offen": opened}), encoding="utf-8")
        words = ["--website", str(site), "--antrag", str(antrag), "--ziel", str(remote)]
        assert publish.main(words) == 0
        listing = ["git", "-C", str(remote), "ls-tree", "-r", "--name-only", "main"]
        found = subprocess.run(listing, capture_output=True, text=True, check=True)
        return set(found.stdout.split())

    frame = {"robots.txt", ".nojekyll"}
    assert put(4, [4]) == {"pr-4/angebote/index.html", *frame}
    assert put(5, [4, 5]) == {"pr-4/angebote/index.html", "pr-5/angebote/index.html", *frame}
    assert put(5, [5]) == {"pr-5/angebote/index.html", *frame}
    count = ["git", "-C", str(remote), "rev-list", "--count", "main"]
    assert subprocess.run(count, capture_output=True, text=True, check=True).stdout == "1\n"
    assert publish.main(["--website", str(site), "--antrag", str(antrag), "--ziel=--x"]) == 1


class _Tags(HTMLParser):
    """Every element of a page, with where it leads or what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_a_hostile_request_brings_nothing_but_text(report: ModuleType, tmp_path: Path) -> None:
    """Data alone, an attack in every field that may hold text: nothing of it lives in the comment.

    That nothing of it lives on the website that is built from it: ``test_hostile_values.py``.
    """
    town = _hostile.copy_of(TOWN, tmp_path / "stadt", ROOT / "hooks")
    attacks = [*_hostile.ATTACKS, f"@octocat #1 {_hostile.MARK} `x` | a\n\n# Titel"]
    where = _hostile.places(town)
    values = {place: attacks[n % len(attacks)] for n, place in enumerate(where)}
    trial = _hostile.Trial(town, values)
    refused = trial.settle()
    assert refused < len(where)
    changed = {
        f"datapackages/{table}": (town / "datapackages" / table).read_bytes()
        for table in trial.before
    }
    said = run(report, tmp_path, changed)
    assert said.count(_hostile.MARK) > 10, "a comment that shows none of it proves nothing"
    tags = _Tags()
    tags.feed(markdown.markdown(said, extensions=["tables"]))
    assert not tags.names & {"script", "img", "svg", "iframe", "form", "input", "style", "meta"}
    assert not [t for t in tags.targets if _hostile.HOST in t or t.startswith("javascript")]
    assert not re.search(r"(?<![\\\w])@octocat", said)
