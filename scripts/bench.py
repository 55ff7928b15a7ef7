#!/usr/bin/env python3
"""Measure: how long a build takes by stage, and what the site costs in a browser."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from _env import ROOT, ensure_environment
from _lock import say

if TYPE_CHECKING:
    from _measured import Sizes


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Misst den Bau der Website und ihre Kosten im Browser.", allow_abbrev=False
    )
    parser.add_argument(
        "--offers", type=int, metavar="N", help="eine erfundene Stadt mit N Angeboten statt Neuss"
    )
    parser.add_argument(
        "--languages", metavar="KÜRZEL", default="de",
        help="Sprachen der erfundenen Stadt, zum Beispiel de,tr,ar; „alle“ für alle",
    )  # fmt: skip
    parser.add_argument("--build-only", action="store_true", help="nichts im Browser messen")
    parser.add_argument("--seed", type=int, default=1, help="Startwert der erfundenen Stadt")
    parser.add_argument("--keep", type=Path, metavar="ORDNER", help="die Website hier behalten")
    parser.add_argument(
        "--peers", action="store_true",
        help="dieselben Angebote auch mit MkDocs + Material, Hugo und Eleventy bauen",
    )  # fmt: skip
    parser.add_argument(
        "--growth", metavar="N,N,…",
        help="mit --peers: nur unsere Seiten und die von Hugo, zum Beispiel 1000,10000,50000",
    )  # fmt: skip
    parser.add_argument("--runs", type=int, default=3, help="Läufe, deren Median gilt (--peers)")
    parser.add_argument(
        "--towns",
        type=int,
        metavar="N",
        help="N kleine Städte, jede für sich, auf allen Kernen; auf NRW hochgerechnet",
    )
    parser.add_argument(
        "--geheim", action="store_true",
        help="nur die Geheimhaltung: Muster, Schranken und Zeiten erfundener Tabellen (Minuten)",
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=int, metavar="N", help="eine Tabelle mit N Zeilen prüfen, auch frictionless"
    )
    parser.add_argument(
        "--spoilt", type=int, default=0, metavar="N", help="davon die letzten N falsch (--rows)"
    )
    parser.add_argument(
        "--serve", action="store_true", help="wie lange die Vorschau nach einer Änderung braucht"
    )
    parser.add_argument(
        "--reader", action="store_true",
        help="was ein Besuch kostet: Bytes des ersten und zweiten, Filter und Speicher der Liste",
    )  # fmt: skip
    parser.add_argument(
        "--lighthouse", action="store_true",
        help="Punkte von Lighthouse (npm) für fünf Arten von Seiten, Median von --runs",
    )  # fmt: skip
    parser.add_argument(
        "--site", type=Path, metavar="ORDNER",
        help="mit --reader und --lighthouse: diese gebaute Website messen, statt eine zu bauen",
    )  # fmt: skip
    parser.add_argument(
        "--nginx", action="store_true", help="die eigene Website bei 100.000 Besuchen in der Stunde"
    )
    parser.add_argument(
        "--alles", action="store_true", help="jede Messung, eine Tabelle mit Zielen (20 Minuten)"
    )
    parser.add_argument("--quick", action="store_true", help="mit --alles: klein, zum Probieren")
    parser.add_argument(
        "--nur", nargs="+", default=[], metavar="TEIL", help="mit --alles: nur diese Teile"
    )
    parser.add_argument("--json", type=Path, metavar="DATEI", help="mit --alles: auch als JSON")
    options = parser.parse_args()
    ensure_environment("test", PYTHONHASHSEED="0", PYTHONUTF8="1")

    if options.geheim:
        from praeventionskette.disclosure import bench

        print(bench.table((*bench.CASES, *bench.LARGE)))
        return 0
    if options.alles:
        import _bench_all

        return _bench_all.main(_sizes(options), options.nur, options.json)
    if options.nginx:
        import _bench_nginx

        return _bench_nginx.main(_sizes(options))
    if options.serve:
        import _bench_serve

        return _bench_serve.main(options.offers or 1000, options.seed)
    if options.rows:
        import _bench_rows

        return _bench_rows.main(options.rows, options.seed, options.spoilt)
    if options.towns:
        import _towns

        fixed = (options.offers, options.offers) if options.offers else _towns.OFFERS
        return _towns.main(options.towns, fixed, options.seed)
    if options.peers:
        import _compare

        if options.growth:
            return _compare.growth([int(n) for n in options.growth.split(",")], options.seed)
        return _compare.main(options.offers or 1000, options.seed, options.runs)
    import _chromium

    browser = _chromium.ensure()
    if browser is None:
        return 1
    os.environ["CHROME_PATH"] = str(browser)
    if options.site:
        return _visited(options, options.site.resolve())
    with tempfile.TemporaryDirectory() as folder:
        return _measure(options, Path(folder))


def _sizes(options: argparse.Namespace) -> Sizes:
    """The full sizes or, with ``--quick``, the small ones; each with what was asked for."""
    from dataclasses import replace

    from _measured import SMALL, Sizes

    asked = {n: v for n in ("offers", "rows", "towns") if (v := getattr(options, n))}
    return replace(SMALL if options.quick else Sizes(), seed=options.seed, **asked)


def _measure(options: argparse.Namespace, folder: Path) -> int:
    import _browser
    import _mkdocs
    from _generate import generate

    config_file = ROOT / "mkdocs.yml"
    if options.offers:
        from praeventionskette.languages import LANGUAGES

        codes = list(LANGUAGES) if options.languages == "alle" else options.languages.split(",")
        config_file = generate(folder / "stadt", options.offers, options.seed, languages=codes)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_mkdocs.EPOCH))
    site = options.keep or folder / "site"
    log = _mkdocs.attach()
    print("Bau", flush=True)
    try:
        config = _mkdocs.load(config_file, False, "build")
        _mkdocs.build(config, site)
    except Exception as error:
        _mkdocs.explain(error)
        return 1
    _report(site)
    if options.build_only:
        return 0
    if options.reader or options.lighthouse:
        return _visited(options, site)
    print("Im Browser", flush=True)
    over = 0
    with _browser.chromium() as browser:
        figures = _browser.figures(site, browser)
    for name, (value, unit, limit) in figures.items():
        over += value > limit
        mark = "  zu viel" if value > limit else ""
        shown, most = _mkdocs.german(value), _mkdocs.german(limit, 0)
        print(f"  {name:<28}{shown:>8} {unit} (höchstens {most}){mark}")
    if over:
        say(f"{over} Werte über der Grenze, die gemessen an diesem Rechner gilt.")
    return int(bool(over) or not log.stages)


def _visited(options: argparse.Namespace, site: Path) -> int:
    """A visitor's figures of a built site."""
    import _bench_lighthouse
    import _bench_reader

    missed = 0
    if options.reader or not options.lighthouse:
        missed = _bench_reader.main(site)
    if options.lighthouse:
        missed = max(missed, _bench_lighthouse.main(site, options.runs))
    return missed


def _report(site: Path) -> None:
    files = [f for f in site.rglob("*") if f.is_file()]
    pages = sum(f.suffix == ".html" for f in files)
    size = sum(f.stat().st_size for f in files) / 1e6
    print(f"  {pages} Seiten, {len(files)} Dateien, {size:.1f} MB".replace(".", ","), flush=True)


if __name__ == "__main__":
    sys.exit(main())
