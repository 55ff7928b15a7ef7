"""Markers of open points in texts."""

from __future__ import annotations

from pathlib import Path

from praeventionskette.packages import open_points


def test_each_marker_with_its_line(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "unter").mkdir(parents=True)
    (content / "a.md").write_text(
        "---\ntitle: A\nkontakt: '[[offen: Adresse]]'\n---\n\nText [[offen: eins]] und\n"
        "[[offen: zwei\nZeilen]]\n",
        encoding="utf-8",
    )
    (content / "unter" / "b.md").write_text("[[offen]] [[Offen: x]]\n", encoding="utf-8")
    (content / "c.txt").write_text("[[offen: nicht]]", encoding="utf-8")
    found = [(p.file, p.line, p.severity) for p in open_points(content, tmp_path)]
    assert found == [
        ("content/unter/b.md", 1, "fehler"),
        ("content/a.md", 3, "offen"),
        ("content/a.md", 6, "offen"),
        ("content/a.md", 7, "offen"),
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "geheim.md").write_text("[[offen: x]]", encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / "link.md").symlink_to(tmp_path / "geheim.md")
    assert open_points(content, tmp_path) == ()


def test_no_folder_no_points(tmp_path: Path) -> None:
    assert open_points(tmp_path / "fehlt", tmp_path) == ()
