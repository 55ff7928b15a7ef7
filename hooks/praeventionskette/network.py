"""What two towns must have in common before their numbers may stand in one picture."""

from __future__ import annotations

import hashlib
import json

from .catalogue import Kennzahl

DEFINING = ("id", "art", "einheit", "zaehler", "nenner", "alter_von", "alter_bis")
"""What makes an indicator the same: what is counted, of whom, in which unit. Not its words."""


def definition(k: Kennzahl) -> str:
    """A short hash (12 hexadecimal digits) of an indicator's definition.

    Spaces and upper or lower case do not count; every other difference does.
    """
    parts = [" ".join(str(getattr(k, name) or "").split()).casefold() for name in DEFINING]
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
