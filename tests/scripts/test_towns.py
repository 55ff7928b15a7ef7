"""Towns share nothing: two that are built at the same time are what each is alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from _generate import generate

from tests.conftest import MUSTERSTADT_DAY, ROOT, build_site


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_towns_built_at_once_are_what_each_is_alone(
    own_site: Path, musterstadt_site: Path, tmp_path: Path
) -> None:
    """Even with one store for both, as on a machine that builds many towns."""
    configs = [ROOT / "mkdocs.yml", ROOT / "tests" / "musterstadt" / "mkdocs.yml"]
    folders = [tmp_path / "eigene", tmp_path / "musterstadt"]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(build_site, configs, folders, [None, MUSTERSTADT_DAY]))
    for alone, together in zip((own_site, musterstadt_site), made, strict=True):
        before, now = tree(alone), tree(together)
        assert before.keys() == now.keys()
        assert [name for name in before if before[name] != now[name]] == []


def test_a_small_invented_town_has_no_table_without_a_row(tmp_path: Path) -> None:
    """The check refuses one: many small towns are many chances for it."""
    for seed in range(8):
        package = generate(tmp_path / str(seed), 5, seed).parent / "datapackages" / "angebote"
        for table in ("zeiten", "termine"):
            lines = (package / f"{table}.csv").read_text(encoding="utf-8").splitlines()
            assert len(lines) > 1, (seed, table)
