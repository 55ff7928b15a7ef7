"""Publications that look like a leak and are none: they must pass."""

from __future__ import annotations

from praeventionskette.catalogue import Catalogue

from tests.disclosure.attacks import Case, G, harmless
from tests.disclosure.town import across, indicator, town


@harmless
def changes_are_no_counts() -> Catalogue:
    change = indicator("einwohner-veraenderung-zum-vorjahr", "saldo")
    return town(across("einwohner-veraenderung-zum-vorjahr", 2012, 1, -2, 4, 137), change)


@harmless
def two_withheld_with_a_large_sum() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G, stadt=180))


@harmless
def missing_quarters_are_many() -> Catalogue:
    return town(across("einwohner", 2021, 4000, 3000, stadt=16000))


@harmless
def missing_quarter_is_large() -> Catalogue:
    return town(across("einwohner", 2021, 4000, 3000, 3600, 5200, 400, stadt=16400))


@harmless
def rate_of_a_large_denominator() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Kinder mit Hilfe", nenner="einwohner")
    return town(across("einwohner", 2024, 9000) + across("quote", 2024, "1.5"), rate)


@harmless
def same_number_in_another_year() -> Catalogue:
    return town(across("kinder", 2023, 40, 30, 36, 50, 20, 9) + across("kinder", 2024, stadt=188))


@harmless
def mean_age_is_no_count() -> Catalogue:
    return town(across("alter", 2024, "3.5", "4.1"), indicator("alter", "mittelwert"))


@harmless
def zero_in_a_large_group() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="hilfe", nenner="kinder")
    rows = across("kinder", 2024, 400) + across("hilfe", 2024, 0) + across("quote", 2024, "0.0")
    return town(rows, rate)


@harmless
def revised_total_of_an_earlier_release() -> Case:
    now = town(across("kinder", 2024, 41, 30, 36, 50, G, G, stadt=181))
    return now, (town(across("kinder", 2024, 40, 30, 36, 50, G, G, stadt=180)),)


@harmless
def places_are_no_persons() -> Catalogue:
    return town(across("plaetze", 2024, 3, 40), indicator("plaetze", einheit="Plätze"))


@harmless
def names_that_mean_something_else() -> Catalogue:
    # the names imply a sum, the numbers say otherwise: another definition, not an error
    rows = across("kinder", 2024, 40) + across("kinder-maennlich", 2024, 30)
    return town(rows + across("kinder-weiblich", 2024, 30))
