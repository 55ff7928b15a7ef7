"""Each look for barriers speaks when there is one: a check that never finds anything is none."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import _axe
import _barriers
import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]

FRAME = (
    '<!doctype html><html lang="de"><link rel="icon" href="data:,"><title>Probe – Probe</title>'
    '<header><a href="#i">Zum Inhalt</a></header><main id="i"><h1>Probe</h1>'
    "<p>Ein Absatz mit genug Worten, damit die Seite nicht als leer gilt.</p>{}</main>"
    "<footer>Ende</footer></html>"
)
LOOKS, ORDER, ZOOM = "Aufbau, Namen, Sprachen", "Reihenfolge", "Zoom und Abstände"
TARGETS, OWN, PAPER = "Größe der Ziele", "eigene Farben, weniger Bewegung", "Druck"
KEYS, ROOM = "Tastatur", "Platz bei offenen Menüs"
LINE = "height:1.3em;line-height:1.2;overflow:hidden"
PLANTED = (
    (LOOKS, "<h1>noch eine</h1>", "2 Überschriften der ersten Stufe"),
    (LOOKS, "<h4>zu tief</h4>", "Stufe übersprungen"),
    (LOOKS, '<h2><span style="display:inline-block;width:9px;height:9px"></span></h2>', "leere"),
    (LOOKS, "<main></main>", "main: 2-mal"),
    (LOOKS, "<nav>Wege</nav>", "Bereich ohne Namen"),
    (LOOKS, "<nav aria-label=A>1</nav><nav aria-label=A>2</nav>", "zwei Bereiche heißen gleich"),
    (LOOKS, "<svg width=9 height=9></svg>", "Diagramm ohne Namen"),
    (LOOKS, "<div class=pk-plan>Karte</div>", "Karte oder Diagramm ohne Namen"),
    (LOOKS, "<img src=data:, alt='Diagramm: Diagramm: Zahl'>", "sagt etwas doppelt"),
    (LOOKS, "<figure><figcaption><a href=#i download>SVG</a></figcaption></figure>", "Knöpfe"),
    (LOOKS, "<style>p::before {content: '☰'}</style>", "Zeichen wird vorgelesen"),
    (LOOKS, "<div role=img aria-label=Karte><i role=tooltip>01 Mitte</i></div>", "ohne Ordnung"),
    (LOOKS, "<p>Добро</p>", "Sprache nicht angegeben"),
    (LOOKS, "<p lang=ar>أهلا</p>", "Leserichtung fehlt"),
    (ORDER, '<div style="display:flex;flex-direction:row-reverse"><p>1<p>2</div>', "umgekehrte"),
    (ORDER, '<div style="display:flex"><p>1<p style="order:-1">2</div>', "andere Reihenfolge"),
    (ORDER, '<div style="display:grid"><p style="grid-row:2">1<p>2</div>', "steht über dem"),
    (ZOOM, '<p style="width:900px">breit</p>', "breiter als das Fenster"),
    (ZOOM, f'<p style="width:5em;white-space:nowrap;{LINE}">viel zu lange Worte', "abgeschnitten"),
    (ZOOM, f'<p style="display:inline-block;white-space:nowrap;{LINE};width:8.4em">Ein Wort mehr',
     "mehr Abstand: Text abgeschnitten"),
    (ZOOM, '<p style="font-size:1rem;line-height:20px;height:24px;overflow:hidden">Wort',
     "Schrift 200 %: Text abgeschnitten"),
    (ROOM, "<details><summary>Mehr</summary><ul style='position:absolute;left:-60px'><li>Wort</ul>",
     "außerhalb des Fensters"),
    (ROOM, "<button style='width:40px;white-space:nowrap'>viel zu lang</button>", "ragt aus"),
    (ROOM, "<header><a href=#i>Eins</a><a href=#i style='margin-left:-20px'>Zwei</a></header>",
     "liegt aufeinander"),
    (TARGETS, '<button style="all:unset;height:20px">x</button>', "kleines Ziel"),
    (OWN, '<button style="all:unset">flach</button>', "ohne Rand"),
    (OWN, '<ul><li><a aria-current=page style="background:red">1</a><a>2</a></ul>',
     "gewählt, aber bei eigenen Farben nicht zu sehen"),
    (OWN, '<p style="transition:color 1s">weich</p>', "Übergang trotz weniger Bewegung"),
    (PAPER, "<button>Knopf</button>", "auf Papier ohne Sinn"),
    (PAPER, "<style>@media print {h1 {display:none}}</style>", "auf Papier ohne Überschrift"),
    (KEYS, '<a href="#x" style="opacity:0">fort</a>', "unsichtbar"),
    (KEYS, '<a href="#x" style="outline:none">blass</a>', "nicht hervorgehoben"),
    (KEYS, '<a href="#x" style="position:fixed;top:-99px">oben</a>', "außerhalb des Fensters"),
    (KEYS, '<a href="#x">Ziel</a><p style="position:fixed;inset:0;background:#fff">', "verdeckt"),
    (KEYS, "<a href=#x>1</a><a href=#y tabindex=2>2</a>", "tabindex über 0"),
    (KEYS, "<input id=t aria-label=x><script>t.onkeydown = e => e.preventDefault()</script>",
     "hält die Tabulatortaste fest"),
)  # fmt: skip
"""(check, markup in the frame, what it has to say): a check that never speaks is none."""
BROKEN_FRAMES = (
    (FRAME.replace(' lang="de"', ""), "Sprache der Seite fehlt"),
    (FRAME.replace("Probe – Probe", "Probe"), "Titel nennt die Website nicht"),
    (FRAME.replace("<footer>Ende</footer>", ""), "body > footer: 0-mal"),
    (FRAME.replace('href="#i"', 'href="#j"'), "führt nicht zum Inhalt"),
    (FRAME.replace('<a href="#i">Zum Inhalt</a>', ""), "führt nicht zum Inhalt"),
)


@pytest.fixture
def planted(tmp_path: Path, serve: Callable[..., str]) -> Iterator[Callable[..., str]]:
    """Address of a page that holds the given markup."""
    base, numbers = serve(tmp_path), itertools.count()

    def write(markup: str, frame: str = FRAME) -> str:
        folder = tmp_path / "probe" / str(next(numbers))
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(frame.replace("{}", markup), encoding="utf-8")
        return f"{base}probe/{folder.name}/"

    return write


def test_each_check_finds_what_was_planted(page: Opens, planted: Callable[..., str]) -> None:
    tab, missed, well = page(), [], planted("")
    for name, check in _barriers.CHECKS.items():
        tab.goto(well)
        assert check(tab) == [], name
    for name, markup, wanted in PLANTED:
        tab.goto(planted(markup))
        found = _barriers.CHECKS[name](tab)
        if not any(wanted in barrier for barrier in found):
            missed.append((name, markup, found))
    for frame, wanted in BROKEN_FRAMES:
        tab.goto(planted("", frame))
        found = _barriers.structure(tab)
        if not any(wanted in barrier for barrier in found):
            missed.append((LOOKS, frame, found))
    assert missed == []
    assert {name for name, _, _ in PLANTED} == set(_barriers.CHECKS)


def test_a_page_that_needs_scripts_is_found(page: Opens, planted: Callable[..., str]) -> None:
    tab = page(width=360, java_script_enabled=False)
    tab.goto(planted(""))
    assert _barriers.without_scripts(tab) == []
    tab.goto(planted("<button type=button>Filtern</button>"))
    assert "tut ohne Skripte nichts" in _barriers.without_scripts(tab)[0]
    tab.goto(planted("<p class=pk-nur-js>Filter</p>"))
    assert "tut ohne Skripte nichts" in _barriers.without_scripts(tab)[0]
    late = "<script>document.getElementById('i').innerHTML = '<p>' + 'Wort '.repeat(20)</script>"
    tab.goto(planted("", FRAME[: FRAME.index("<h1>")] + late))
    assert _barriers.without_scripts(tab) == ["ohne Skripte leer"]


def test_a_change_that_nobody_hears_is_found(page: Opens, planted: Callable[..., str]) -> None:
    told = '<p role=status></p><button onclick="{}">x</button>'
    new = "this.previousSibling.outerHTML = '<p role=status>3 Treffer</p>'"

    def press(tab: Page) -> None:
        tab.locator("button").click()

    tab = page()
    tab.goto(planted(told.replace("{}", "this.previousSibling.textContent = '3 Treffer'")))
    assert _barriers.announced(tab, press) == []
    tab.goto(planted(told.replace("{}", new)))
    assert _barriers.announced(tab, press, patience=0.2) == ["nichts wird vorgelesen"]


def test_axe_finds_what_was_planted(chromium: Browser, planted: Callable[..., str]) -> None:
    base = planted('<img src="data:,"><p style="color:#aaa">blass</p>')
    found = {
        rule for look in _axe.look(chromium, base, [""], widths=[320]) for rule, _ in look.findings
    }
    assert {"image-alt", "color-contrast"} <= found


GRADIENT = '<p style="background:linear-gradient(90deg, #fff, {}); color:#{}">Wort</p>'
LABEL = (
    '<div style="position:relative;width:300px;height:60px">'
    '<svg style="position:absolute;inset:0" width=300 height=60 role=img aria-label=x>'
    '<rect width=300 height=60 fill="{}"/></svg>'
    '<p style="position:absolute;inset:0;pointer-events:none;color:{}">Wort</p></div>'
)


@pytest.mark.parametrize(
    ("markup", "weak"),
    [
        (GRADIENT.format("#ddd", "111"), False),
        (GRADIENT.format("#000", "777"), True),  # as light as a place between the ends
        (GRADIENT.format("#bbb", "666"), True),
        (LABEL.format("#123", "#fff"), False),
        (LABEL.format("#123", "#000"), True),
    ],
)
def test_contrast_that_axe_leaves_open_is_measured(
    chromium: Browser, planted: Callable[..., str], markup: str, weak: bool
) -> None:
    base = planted(markup)
    (seen,) = _axe.look(chromium, base, [""], widths=[320], schemes=["light"])
    assert seen.measured >= 1, "axe decided it itself: this planted barrier proves nothing"
    assert _axe.CONTRAST not in dict(seen.unsure)
    assert [rule for rule, _ in seen.findings] == [_axe.MEASURED] * weak
