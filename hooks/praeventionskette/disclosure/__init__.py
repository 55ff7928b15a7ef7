"""Statistical disclosure control: suppression, audit and certificate."""

from __future__ import annotations

from praeventionskette.disclosure.findings import audit

__all__ = ["audit"]
