"""``build.py --pdf``: the report lies beside its page, linked, tagged, and nowhere without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pdfua import validate

from tests.conftest import MUSTERSTADT_DAY, ROOT


def test_the_pdf_is_made_where_it_is_asked_for(tmp_path: Path, musterstadt_site: Path) -> None:
    folder = musterstadt_site / "bericht" / "2026"
    assert (folder / "index.html").is_file()
    assert not list(folder.glob("*.pdf"))
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--pdf", "-d"]
    command += [str(tmp_path / "site"), "-f", str(ROOT / "tests" / "musterstadt" / "mkdocs.yml")]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"SOURCE_DATE_EPOCH": MUSTERSTADT_DAY},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = tmp_path / "site" / "bericht" / "2026"
    (pdf,) = made.glob("*.pdf")
    assert f'href="{pdf.name}"' in (made / "index.html").read_text(encoding="utf-8")
    found = validate(pdf)
    assert not found.findings
    assert found.exit_code == 0
