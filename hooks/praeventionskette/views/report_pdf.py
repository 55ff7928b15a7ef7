"""The report as PDF by typst: tagged, PDF/UA-1, the same bytes for the same report.

typst comes as a wheel that needs nothing of the system. Its template gets the report as JSON, so
a text of the data is never code in it; pictures are handed over as bytes, and it reads no file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import charts
from .report import Report

TEMPLATE = Path(__file__).parent / "templates" / "bericht.typ"


def sources(pictures: Mapping[str, charts.Figure]) -> Any:
    """The template and the pictures by their names; typst's hints know no mapping yet."""
    drawn = {path: charts.draw(spec, "svg") for path, spec in pictures.items()}
    return {"main.typ": TEMPLATE.read_bytes(), **drawn}


def inputs(report: Report) -> dict[str, str]:
    """The report as the template reads it."""
    return {"bericht": json.dumps(asdict(report), ensure_ascii=False)}


def pdf(report: Report, pictures: Mapping[str, charts.Figure]) -> bytes:
    """The PDF. pictures: path on the site → what is drawn.

    Raises typst.TypstError where the document would not conform to PDF/UA-1: a fault of ours.
    """
    import typst

    return typst.compile(
        sources(pictures),
        root=str(TEMPLATE.parent),
        format="pdf",
        sys_inputs=inputs(report),
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=0,
    )
