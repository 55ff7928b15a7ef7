"""The stage that reads and checks: folder of data packages → catalogue, or every problem."""

from __future__ import annotations

from praeventionskette.packages.config import open_town, read_config, read_town
from praeventionskette.packages.loader import Loaded, load
from praeventionskette.packages.openpoints import open_points
from praeventionskette.packages.whole import Checked, check, data_folder, published_at

__all__ = [
    "Checked",
    "Loaded",
    "check",
    "data_folder",
    "load",
    "open_points",
    "open_town",
    "published_at",
    "read_config",
    "read_town",
]
