"""What strangers packed is unpacked with bounds: no way out, no links, no bombs."""

from __future__ import annotations

import importlib
import io
import stat
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from praeventionskette import archives

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("_archive")


def zipped(path: Path, *entries: tuple[str, bytes, int]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, raw)
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for member, raw in members:
            member.size = len(raw)
            made.addfile(member, io.BytesIO(raw))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def test_plain_files_are_unpacked(archive: ModuleType, tmp_path: Path) -> None:
    made = zipped(tmp_path / "a.zip", ("site/a/index.html", b"x", 0o100644), ("b.txt", b"y", 0))
    assert archive.unpack_zip(made, tmp_path / "out") == 2
    assert (tmp_path / "out/site/a/index.html").read_bytes() == b"x"


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "..\\x", "C:\\x", "C:/x", "a/..", "site/../../../x"]
)
def test_no_way_out_of_a_zip(archive: ModuleType, tmp_path: Path, name: str) -> None:
    made = zipped(tmp_path / "a.zip", (name, b"x", 0))
    with pytest.raises(archive.ArchiveError):
        archive.unpack_zip(made, tmp_path / "deep" / "er" / "out")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [made]


def test_no_links_in_a_zip(archive: ModuleType, tmp_path: Path) -> None:
    made = zipped(tmp_path / "a.zip", ("link", b"/etc/passwd", stat.S_IFLNK | 0o777))
    with pytest.raises(archive.ArchiveError):
        archive.unpack_zip(made, tmp_path / "out")


def test_a_zip_bomb_is_stopped_whatever_it_says_of_its_size(
    archive: ModuleType, tmp_path: Path
) -> None:
    made = zipped(tmp_path / "a.zip", ("bombe", bytes(archive.FILE_BYTES + 1), 0))
    assert made.stat().st_size < 100_000
    raw = made.read_bytes()
    said = (archive.FILE_BYTES + 1).to_bytes(4, "little")
    lying = tmp_path / "b.zip"
    lying.write_bytes(raw.replace(said, (5).to_bytes(4, "little")))
    for bomb in (made, lying):
        with pytest.raises(archive.ArchiveError):
            archive.unpack_zip(bomb, tmp_path / f"out-{bomb.stem}")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no archive", bytes(1000)])
def test_what_is_no_archive_is_said(archive: ModuleType, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(raw)
    with pytest.raises(archive.ArchiveError):
        archive.unpack_zip(path, tmp_path / "out")
    with pytest.raises(archive.ArchiveError):
        archive.unpack_tar(path, tmp_path / "out", lambda _: True)


def broken(raw: bytes, first: int) -> bytes:
    """An archive of which some packed bytes are no longer what they were."""
    return raw[:first] + b"\xff" * 24 + raw[first + 24 :]


def test_broken_bytes_are_said(archive: ModuleType, tmp_path: Path) -> None:
    made = zipped(tmp_path / "a.zip", ("a.txt", b"some text, and more of it, " * 90, 0))
    made.write_bytes(broken(made.read_bytes(), 35))
    with pytest.raises(archive.ArchiveError, match="nicht zu lesen"):
        archive.unpack_zip(made, tmp_path / "out")
    text = b" ".join(str(n * n).encode() for n in range(9_000))
    tarball = tarred(tmp_path / "a.tar.gz", (member("top/a.txt"), text))
    tarball.write_bytes(broken(tarball.read_bytes(), 1_000))
    with pytest.raises(archive.ArchiveError, match="nicht zu lesen"):
        archive.unpack_tar(tarball, tmp_path / "out", lambda _: True)


def test_the_program_and_its_scripts_know_the_same_errors(archive: ModuleType) -> None:
    """Scripts that run without an environment cannot ask the package."""
    assert set(archive.UNREADABLE) == set(archives.UNREADABLE)


def test_only_the_wanted_plain_files_of_a_tarball(archive: ModuleType, tmp_path: Path) -> None:
    made = tarred(
        tmp_path / "a.tar.gz",
        (member("top/datapackages/a.csv"), b"x"),
        (member("top/hooks/evil.py"), b"boom"),
        (member("top/datapackages/link", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (member("top/datapackages/hard", tarfile.LNKTYPE, "top/hooks/evil.py"), b""),
        (member("top/datapackages/pipe", tarfile.FIFOTYPE), b""),
    )
    wanted = lambda name: name.startswith("datapackages/")  # noqa: E731
    assert archive.unpack_tar(made, tmp_path / "out", wanted) == 1
    assert [p.name for p in (tmp_path / "out").rglob("*") if not p.is_dir()] == ["a.csv"]


def test_no_way_out_of_a_tarball(archive: ModuleType, tmp_path: Path) -> None:
    made = tarred(tmp_path / "a.tar.gz", (member("top/../../x"), b"x"))
    with pytest.raises(archive.ArchiveError):
        archive.unpack_tar(made, tmp_path / "out", lambda _: True)


def test_a_large_tarball_is_stopped(
    archive: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BYTES", 1_000_000)
    made = tarred(tmp_path / "a.tar.gz", (member("top/nobody/wants"), bytes(2_000_000)))
    with pytest.raises(archive.ArchiveError):
        archive.unpack_tar(made, tmp_path / "out", lambda _: False)
