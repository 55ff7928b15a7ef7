"""Parts of a build in a process of their own: the same result, the same fault, nothing left."""

from __future__ import annotations

import errno
import os
import resource
import threading
import time
from pathlib import Path

import pytest
from praeventionskette import beside


@pytest.fixture(params=["1", "2"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Alone ("1"), and beside, however many cores this machine has."""
    monkeypatch.setattr(beside, "several", lambda: request.param == "2")
    return str(request.param)


def test_a_part_gives_what_its_function_gives(
    processes: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    def make() -> tuple[int, bytes]:
        (tmp_path / "a").write_text("geschrieben", encoding="utf-8")
        return os.getpid(), b"x" * 1_000_000

    part = beside.Part("Stufe", make)
    process, content = part.result()
    assert (process == os.getpid()) == (processes == "1")
    assert content == b"x" * 1_000_000
    assert (tmp_path / "a").read_text(encoding="utf-8") == "geschrieben"
    assert not beside.Part.running
    assert ("stage Stufe (nebenher) " in caplog.text) == (processes == "2")


def test_a_fault_shows_itself(processes: str) -> None:
    def fail() -> None:
        raise ValueError("verfallen")

    part = beside.Part("Stufe", fail)
    with pytest.raises((RuntimeError, ValueError), match="verfallen"):
        part.result()
    assert not beside.Part.running


def test_a_full_disk_is_no_fault_of_ours(processes: str) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/x")

    with pytest.raises(OSError, match="No space left") as caught:
        beside.Part("Stufe", full).result()
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, "site/x")


def test_no_room_for_the_answer_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "several", lambda: True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        part = beside.Part("Stufe", lambda: bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with pytest.raises(OSError, match="File too large") as caught:
        part.result()
    assert caught.value.errno == errno.EFBIG


def test_a_part_that_dies_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "several", lambda: True)
    with pytest.raises(RuntimeError, match="ended"):
        beside.Part("Stufe", lambda: os._exit(3)).result()


def test_stop_ends_what_nobody_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "several", lambda: True)

    def late() -> None:
        time.sleep(1)
        (tmp_path / "spaet").touch()

    part = beside.Part("Stufe", late)
    beside.stop()
    assert not beside.Part.running
    with pytest.raises(ChildProcessError):
        os.waitpid(part._process, 0)
    assert not (tmp_path / "spaet").exists()


def test_a_process_with_threads_is_not_split() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert not beside.several()
    finally:
        end.set()
        other.join()


def test_one_process_is_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(beside.VARIABLE, "1")
    assert not beside.several()


def test_a_heap_gives_each_number_once(processes: str) -> None:
    with beside.Heap(beside.Heap.MOST) as heap:
        other = beside.Part("Stufe", lambda: list(heap))
        mine = list(heap)
        assert sorted([*mine, *other.result()]) == list(range(beside.Heap.MOST))
        assert list(heap) == []
    with pytest.raises(ValueError, match="1001"):
        beside.Heap(beside.Heap.MOST + 1)
