"""The licences a package may carry: one list for the check, the pages and the catalogue.

The texts beside this module are the official ones (SPDX plain text); they go into each zip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Licence:
    """id: the SPDX name, as ``licenses[].name`` has it. uri: its entry in the German list."""

    id: str
    title: str
    page: str
    uri: str
    allows: str
    """German: what one may do, in a sentence or two."""
    attribution: bool = True
    """Whether the source has to be named."""

    @property
    def text(self) -> str:
        """The licence's own words."""
        return Path(__file__).with_name(f"{self.id}.txt").read_text(encoding="utf-8")


_FREE = "Sie dürfen die Daten für jeden Zweck nutzen, ändern und weitergeben, auch kommerziell."
_DCAT = "http://dcat-ap.de/def/licenses/"

LICENCES: Mapping[str, Licence] = MappingProxyType(
    {
        licence.id: licence
        for licence in (
            Licence(
                "CC-BY-4.0",
                "Creative Commons Namensnennung 4.0 International",
                "https://creativecommons.org/licenses/by/4.0/deed.de",
                f"{_DCAT}cc-by/4.0",
                f"{_FREE} Nennen Sie dabei die Quelle und die Lizenz und sagen Sie, ob Sie etwas "
                "geändert haben.",
            ),
            Licence(
                "CC-BY-SA-4.0",
                "Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 "
                "International",
                "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
                f"{_DCAT}cc-by-sa/4.0",
                f"{_FREE} Nennen Sie dabei die Quelle und die Lizenz, sagen Sie, ob Sie etwas "
                "geändert haben, und geben Sie Bearbeitungen unter derselben Lizenz weiter.",
            ),
            Licence(
                "CC0-1.0",
                "Creative Commons Zero 1.0",
                "https://creativecommons.org/publicdomain/zero/1.0/deed.de",
                f"{_DCAT}cc-zero",
                f"{_FREE} Bedingungen gibt es keine.",
                attribution=False,
            ),
            Licence(
                "DL-DE-BY-2.0",
                "Datenlizenz Deutschland – Namensnennung – Version 2.0",
                "https://www.govdata.de/dl-de/by-2-0",
                f"{_DCAT}dl-by-de/2.0",
                f"{_FREE} Nennen Sie dabei, wer die Daten bereitstellt, die Lizenz und die Adresse "
                "des Datensatzes, und sagen Sie, ob Sie etwas geändert haben.",
            ),
            Licence(
                "DL-DE-ZERO-2.0",
                "Datenlizenz Deutschland – Zero – Version 2.0",
                "https://www.govdata.de/dl-de/zero-2-0",
                f"{_DCAT}dl-zero-de/2.0",
                f"{_FREE} Bedingungen gibt es keine.",
                attribution=False,
            ),
            Licence(
                "ODbL-1.0",
                "Open Data Commons Open Database License 1.0",
                "https://opendatacommons.org/licenses/odbl/1-0/",
                f"{_DCAT}odbl",
                f"{_FREE} Nennen Sie dabei die Quelle, und geben Sie eine geänderte Datenbank "
                "unter derselben Lizenz weiter.",
            ),
        )
    }
)
"""By SPDX name. All are open in the sense of the Open Definition and stand in the list of
DCAT-AP.de, so that GovData and the European portal know them."""
