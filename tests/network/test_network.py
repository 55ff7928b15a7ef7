"""Two invented towns on loopback: what one changes reaches the other by the command alone."""

from __future__ import annotations

import contextlib
import csv
import http.server
import io
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Kennzahl
from praeventionskette.network import definition
from praeventionskette.views import network
from praeventionskette.views.offers import offers

from tests.conftest import MUSTERSTADT_DAY, ROOT, build_site
from tests.editing.conftest import Done, load

TOWN = ROOT / "tests" / "musterstadt"


@dataclass(frozen=True)
class Towns:
    """The neighbour's published files, and our own invented town Beispielhausen."""

    published: Path
    own: Path
    address: str
    """Where the neighbour is served on this machine."""

    @property
    def config(self) -> Path:
        return self.own / "mkdocs.yml"

    @property
    def copy(self) -> Path:
        return self.own / "datapackages" / "_netzwerk" / "musterstadt"

    def change(self, table: str, old: str, new: str) -> None:
        """Change what the neighbour publishes."""
        path = self.published / "daten" / table
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def update(self, *more: str, day: str = "2026-11-24") -> Done:
        options = ["-f", str(self.config), "--lokal", self.address, "--datum", day, *more]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = load("update_network.py").main(options)
        return Done(status, out.getvalue(), "")

    def check(self) -> packages.Checked:
        return packages.check(self.config)

    def catalogue(self) -> Catalogue:
        found = self.check().loaded.catalogue
        assert found is not None
        return found

    def html(self) -> str:
        catalogue = self.catalogue()
        (page,) = network.pages(catalogue, offers(catalogue), frozenset())
        return page.html


def rewrite(path: Path, key: str, value: str, column: str, new: str) -> None:
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    hits = [row for row in rows if row[key] == value]
    assert hits
    for row in hits:
        row[column] = new
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.fixture
def towns(tmp_path: Path, serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Towns:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    published, own = tmp_path / "musterstadt", tmp_path / "beispielhausen"
    for name in ("quartiere", "angebote", "monitoring", "leitbild"):
        shutil.copytree(TOWN / "datapackages" / name, published / "daten" / name)
    shutil.copytree(TOWN, own, ignore=shutil.ignore_patterns("site", "_fassungen"))
    text = (own / "mkdocs.yml").read_text(encoding="utf-8").replace("Musterstadt", "Beispielhausen")
    text = text.replace("../../hooks", (ROOT / "hooks").as_posix())
    base = serve(published, at="/praevention/")
    there = "https://musterstadt.example/praevention/"
    listed = f"  netzwerk:\n    - {{name: Musterstadt, adresse: '{there}', ordner: musterstadt}}\n"
    (own / "mkdocs.yml").write_text(text.replace("\nextra:\n", f"\nextra:\n{listed}"), "utf-8")
    data = own / "datapackages"
    rewrite(data / "angebote" / "angebote.csv", "id", "ms-geburtsvorbereitung", "status", "beendet")
    rewrite(data / "monitoring" / "kennzahlen.csv", "id", "anteil-unter-18", "zaehler",
            "Menschen unter 18 Jahren ohne Zweitwohnsitz")  # fmt: skip
    rewrite(data / "monitoring" / "kennzahlen.csv", "id", "u8-anteil", "beschreibung",
            "Dasselbe in anderen Worten.")  # fmt: skip
    return Towns(published, own, base)


def test_a_change_arrives_by_the_command_alone_and_is_told(towns: Towns) -> None:
    assert "Von „Musterstadt“ gibt es noch keine Kopie." in towns.html()
    first = towns.update(day="2026-11-20")
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.startswith("Musterstadt: geändert\n")
    before = towns.html()
    assert "20. November 2026" in before
    values = towns.published / "daten" / "monitoring" / "werte.csv"
    rewrite(values, "id", _id(towns, "u8-anteil", "2025"), "wert", "75.5")
    assert towns.html() == before
    second = towns.update()
    assert second.returncode == 0, second.stdout
    assert "u8-anteil · stadt · 2025, wert: 72.9 → 75.5" in second.stdout
    after = towns.html()
    assert "75,5" in after
    assert "24. November 2026" in after
    assert towns.update(day="2026-11-25").stdout == "Musterstadt: nichts Neues\n"


def _id(towns: Towns, indicator: str, year: str) -> str:
    path = towns.published / "daten" / "monitoring" / "werte.csv"
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        if (row["kennzahl"], row["gebiet"], row["jahr"]) == (indicator, "stadt", year):
            return row["id"]
    raise AssertionError(indicator)


def test_same_definitions_are_drawn_together_and_others_never(towns: Towns) -> None:
    towns.update()
    found = {c.indikator.kennzahl.id: c for c in network.comparisons(towns.catalogue())}
    same, unlike = found["u8-anteil"], found["anteil-unter-18"]
    assert [e.stadt for e in same.gleiche] == ["Beispielhausen", "Musterstadt"]
    assert same.bild is not None
    assert same.jahr == "2025"
    assert [e.stadt for e in unlike.andere] == ["Musterstadt"]
    assert unlike.bild is None
    html = towns.html()
    assert "Dort gezählt: Menschen unter 18 Jahren, von" in html
    assert "Geburtsvorbereitung am Kai" in html
    assert "/praevention/angebote/ms-geburtsvorbereitung/" in html
    assert "Creative Commons" in html


def test_a_definition_is_what_is_counted_and_not_its_words() -> None:
    a = Kennzahl("k", "Name", "anteil", "%", "So.", "Kinder", "Alle  Kinder")
    assert definition(a) == definition(
        Kennzahl("k", "Anders", "anteil", "%", "Anders.", "kinder", "Alle Kinder", "hoch-guenstig")
    )
    for other in (
        Kennzahl("k", "Name", "anteil", "%", "So.", "Kinder", "Alle"),
        Kennzahl("k", "Name", "anzahl", "%", "So.", "Kinder", "Alle  Kinder"),
        Kennzahl("j", "Name", "anteil", "%", "So.", "Kinder", "Alle  Kinder"),
    ):
        assert definition(other) != definition(a)


def test_a_spoilt_copy_is_replaced_by_the_one_before_with_its_date(towns: Towns) -> None:
    towns.update(day="2026-11-20")
    rewrite(towns.published / "daten" / "angebote" / "angebote.csv", "id", "ms-jugendtreff",
            "name", "Jugendhaus Nordring")  # fmt: skip
    towns.update(day="2026-11-22")
    with (towns.copy / "angebote" / "angebote.csv").open("a", encoding="utf-8") as stream:
        stream.write("heimlich\n")
    checked = towns.check()
    assert checked.stops == 0
    assert any(p.rule == "netzwerk" and "Prüfsumme" in p.text for p in checked.problems)
    (town,) = towns.catalogue().netzwerk
    assert town.stand is not None
    assert town.stand.isoformat() == "2026-11-20"
    html = towns.html()
    assert "Sie sehen die letzte gute." in html
    shutil.rmtree(towns.copy / "_vorher")
    assert "Wir haben noch keine Kopie, die wir zeigen können." in towns.html()
    site = build_site(towns.config, towns.own / "site", MUSTERSTADT_DAY)
    assert (site / "netzwerk" / "index.html").is_file()


BROKEN: dict[str, Callable[[Towns], object]] = {
    "bestehen die Prüfung nicht": lambda t: t.change(
        "angebote/angebote.csv", "ms-lesezwerge", "../../etc"
    ),
    "keine bekannte Fassung des Standards": lambda t: t.change(
        "quartiere/datapackage.json", "profiles/2.0", "profiles/9.0"
    ),
    "Die Lizenz hat sich geändert (monitoring)": lambda t: t.change(
        "monitoring/datapackage.json", "CC0-1.0", "CC-BY-4.0"
    ),
    "Die Lizenz „Geheim“": lambda t: t.change(
        "monitoring/datapackage.json", "CC0-1.0", "Geheim"
    ),
    "ist kein Dateiname": lambda t: t.change(
        "angebote/datapackage.json", '"orte.csv"', '"../../../mkdocs.yml"'
    ),
    "nicht zu lesen": lambda t: (
        t.published / "daten" / "quartiere" / "datapackage.json"
    ).write_text("[" * 100_000, encoding="utf-8"),
    "Die Datei gibt es dort nicht": lambda t: (
        t.published / "daten" / "angebote" / "orte.csv"
    ).unlink(),
    "beginnt mit dem Zeichen „=“": lambda t: t.change(
        "angebote/angebote.csv", "Krabbelgruppe", "=HYPERLINK(1)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", BROKEN)
def test_what_is_wrong_is_told_and_the_old_copy_stays(towns: Towns, said: str) -> None:
    towns.update(day="2026-11-20")
    before = {p: p.read_bytes() for p in towns.copy.rglob("*") if p.is_file()}
    BROKEN[said](towns)
    done = towns.update()
    assert done.returncode == 1
    assert done.stdout.startswith("Musterstadt: nicht erneuert.")
    assert said in done.stdout
    assert {p: p.read_bytes() for p in towns.copy.rglob("*") if p.is_file()} == before
    assert not list(towns.copy.parent.glob(".*"))
    assert towns.catalogue().netzwerk[0].hinweis == ""


def test_another_licence_is_taken_only_when_somebody_says_so(towns: Towns) -> None:
    towns.update(day="2026-11-20")
    towns.change("monitoring/datapackage.json", "CC0-1.0", "CC-BY-4.0")
    assert towns.update().returncode == 1
    done = towns.update("--neue-lizenz")
    assert done.returncode == 0, done.stdout
    assert "Beschreibung, licenses: geändert" in done.stdout
    assert "Namensnennung" in towns.html()


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """Answers everything by a redirect, or by bytes without end."""

    target = ""

    def do_GET(self) -> None:
        self.send_response(302 if self.target else 200)
        if self.target:
            self.send_header("Location", self.target)
        self.end_headers()
        if not self.target:
            with_room = b"x" * 1_000_000
            for _ in range(8):
                try:
                    self.wfile.write(with_room)
                except OSError:
                    return

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    servers = []

    def start(target: str) -> str:
        handler = type("Handler", (_Elsewhere,), {"target": target})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://127.0.0.1:9/geheim", "die Adresse leitet weiter"),
        ("file:///etc/passwd", "die Adresse leitet weiter"),
        ("", "ist größer als 5 MB"),
    ],
)
def test_no_redirect_is_followed_and_no_end_is_awaited(
    towns: Towns, elsewhere: Callable[[str], str], target: str, said: str
) -> None:
    done = replace(towns, address=elsewhere(target)).update()
    assert done.returncode == 1
    assert said in done.stdout
    assert not towns.copy.exists()


def test_only_https_outside_of_private_networks_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from _fetch import FetchError, fetch
    from _web import Manners

    for url, said in (
        ("http://stadt.example/daten", "Nur Adressen mit https://"),
        ("file:///etc/passwd", "Nur Adressen mit https://"),
        ("https://127.0.0.1/daten", "privates Netz"),
        ("https://[::1]/daten", "privates Netz"),
        ("https://10.0.0.1:8443/daten", "ungewöhnlichen Anschluss"),
    ):
        with pytest.raises(FetchError, match=said):
            fetch(url, 10, Manners())
