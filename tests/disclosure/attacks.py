"""Attacks on indicator values, by name; each with the rule that must find it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal

from praeventionskette.catalogue import Catalogue

from tests.disclosure.town import across, indicator, town

G = "geheim"
Case = tuple[Catalogue, tuple[Catalogue, ...]]
ATTACKS: dict[str, tuple[str, Callable[[], Case]]] = {}
HARMLESS: dict[str, Callable[[], Case]] = {}


def attack(rule: str) -> Callable[[Callable[[], Catalogue | Case]], None]:
    """Register an attack with the rule that must find it."""

    def keep(make: Callable[[], Catalogue | Case]) -> None:
        ATTACKS[make.__name__] = (rule, lambda: _case(make))

    return keep


def harmless(make: Callable[[], Catalogue | Case]) -> None:
    HARMLESS[make.__name__] = lambda: _case(make)


def _case(make: Callable[[], Catalogue | Case]) -> Case:
    made = make()
    return made if isinstance(made, tuple) else (made, ())


@attack("geheim-kleine-zahl")
def small_count_published() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 3))


@attack("geheim-differenz")
def town_minus_all_other_quarters() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, 20, stadt=179))


@attack("geheim-differenz")
def quarter_left_out_instead_of_withheld() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, 20, stadt=179))


@attack("geheim-differenz")
def quarter_called_not_available() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, 20, None, stadt=179))


@attack("geheim-differenz")
def group_minus_its_other_quarter() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, 20, G, gruppe_see_wald=24))


@attack("geheim-differenz")
def town_minus_quarters_minus_group() -> Catalogue:
    # two withheld in the town, but the group's sum with the rest singles one out
    return town(across("kinder", 2024, 40, G, 36, 50, G, G, gruppe_see_wald=25, stadt=154))


@attack("geheim-differenz")
def two_overlapping_area_systems() -> Catalogue:
    # Ostseite − Nordhälfte = Mühlfeld
    return town(across("kinder", 2024, 40, 30, G, G, G, G, ostseite=83, nordhaelfte=80))


@attack("geheim-differenz")
def group_withheld_but_its_quarters_shown() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, 6, 7, gruppe_see_wald=G))


@attack("geheim-differenz")
def two_withheld_whose_sum_is_small() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G, stadt=160))


@attack("geheim-differenz")
def zero_sum_reveals_both() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G, gruppe_see_wald=0))


@attack("geheim-mitwisser")
def insider_of_one_knows_the_other_four() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G, gruppe_see_wald=5))


@attack("geheim-differenz")
def boys_and_girls_make_all() -> Catalogue:
    rows = across("kinder", 2024, 40, 30) + across("kinder-maennlich", 2024, 37, 14)
    return town(rows + across("kinder-weiblich", 2024, G, 16))


@attack("geheim-differenz")
def with_and_without_make_all() -> Catalogue:
    rows = across("kinder", 2024, 40) + across("kinder-mit-foerderung", 2024, G)
    return town(rows + across("kinder-ohne-foerderung", 2024, 38))


@attack("geheim-differenz")
def declared_age_groups_make_all() -> Catalogue:
    rows = across("unter-18", 2024, 40) + across("unter-6", 2024, G) + across("ab-6", 2024, 36)
    link = {"art": "summe", "gesamt": "unter-18", "teile": ["unter-6", "ab-6"]}
    return town(rows, declared={"verknuepfungen": [link]})


@attack("geheim-anteil")
def rate_times_denominator_is_small() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Kinder mit Hilfe", nenner="kinder")
    return town(across("kinder", 2024, 200) + across("quote", 2024, "1.5"), rate)


@attack("geheim-anteil")
def rate_of_a_withheld_count() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="hilfe", nenner="kinder")
    rows = across("kinder", 2024, 800) + across("hilfe", 2024, G) + across("quote", 2024, "0.4")
    return town(rows, rate)


@attack("geheim-anteil")
def rate_near_hundred_reveals_the_rest() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Geimpfte", nenner="kinder")
    return town(across("kinder", 2024, 200) + across("quote", 2024, "98.5"), rate)


@attack("geheim-anteil")
def hundred_percent_of_a_small_group() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Kinder mit Hilfe", nenner="kinder")
    return town(across("kinder", 2024, 12) + across("quote", 2024, "100.0"), rate)


@attack("geheim-anteil")
def zero_percent_of_a_small_group() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Kinder mit Hilfe", nenner="kinder")
    return town(across("kinder", 2024, 12) + across("quote", 2024, "0.0"), rate)


@attack("geheim-kleine-zahl")
def all_of_a_small_group_as_counts() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="hilfe", nenner="kinder")
    return town(across("kinder", 2024, 12) + across("hilfe", 2024, 12), rate)


@attack("geheim-anteil")
def complement_of_published_counts() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="hilfe", nenner="kinder")
    rows = across("kinder", 2024, 60) + across("hilfe", 2024, 57) + across("quote", 2024, "95.0")
    return town(rows, rate)


@attack("geheim-anteil")
def unrounded_rate() -> Catalogue:
    return town(across("quote", 2024, "12.3456"), indicator("quote", "anteil"))


@attack("geheim-differenz")
def cumulated_series() -> Catalogue:
    rows = across("faelle-kumuliert", 2023, 90) + across("faelle-kumuliert", 2024, 93)
    return town(rows + across("faelle", 2024, G))


@attack("geheim-differenz")
def rolling_mean_with_two_known_years() -> Catalogue:
    mean = indicator("faelle-mittel-3-jahre", "mittelwert")
    rows = across("faelle", 2022, 10) + across("faelle", 2023, 12) + across("faelle", 2024, G)
    return town(rows + across("faelle-mittel-3-jahre", 2024, "8.3"), mean)


@attack("geheim-differenz")
def change_between_years() -> Catalogue:
    change = indicator("kinder-veraenderung-zum-vorjahr", "saldo")
    rows = across("kinder", 2023, 12) + across("kinder", 2024, G)
    return town(rows + across("kinder-veraenderung-zum-vorjahr", 2024, -9), change)


@attack("geheim-frueher")
def earlier_release_showed_it() -> Case:
    now = town(across("kinder", 2024, 40, 30, 36, G, G, 20))
    return now, (town(across("kinder", 2024, 40, 30, 36, 3, G, 20)),)


@attack("geheim-differenz")
def earlier_release_unmasks_its_partner() -> Case:
    now = town(across("kinder", 2024, 40, 30, 36, G, G, 20, stadt=159))
    return now, (town(across("kinder", 2024, 40, 30, 36, 30, G, 20)),)


@attack("geheim-differenz")
def earlier_release_had_another_total() -> Case:
    now = town(across("kinder", 2024, 40, 30, 36, 50, 20, G))
    return now, (town([("kinder", "gruppe-see-wald", 2024, 23)]),)


@attack("geheim-zeichen")
def hint_tells_primary_from_secondary() -> Catalogue:
    hints = {"seeblick": "Primär geheim.", "tannenhof": "Sekundär geheim."}
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G), hints=hints)


@attack("geheim-zeichen")
def hint_states_a_bound() -> Catalogue:
    return town(across("kinder", 2024, 40, G), hints={"hafenkai": "Geheim, < 3"})


@attack("geheim-zeichen")
def different_hints_for_withheld() -> Catalogue:
    hints = {"seeblick": "Geheim.", "tannenhof": "Geheim!"}
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G), hints=hints)


@attack("geheim-zeichen")
def withheld_but_value_still_there() -> Catalogue:
    made = town(across("kinder", 2024, 40, 30, G))
    values = [dataclasses.replace(w, wert=Decimal(3)) if w.status == G else w for w in made.werte]
    return dataclasses.replace(made, werte=tuple(values))


@attack("geheim-widerspruch")
def total_smaller_than_its_parts() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, G, G, stadt=150))


@attack("geheim-widerspruch")
def total_differs_from_its_parts() -> Catalogue:
    return town(across("kinder", 2024, 40, 30, 36, 50, 20, 9, stadt=186))


@attack("geheim-anteil")
def rate_above_hundred() -> Catalogue:
    return town(across("quote", 2024, "104.0"), indicator("quote", "anteil"))


@attack("geheim-anteil")
def rate_of_nobody() -> Catalogue:
    rate = indicator("quote", "anteil", zaehler="Kinder mit Hilfe", nenner="kinder")
    return town(across("kinder", 2024, 0) + across("quote", 2024, "10.0"), rate)


@attack("geheim-angabe")
def negative_count() -> Catalogue:
    return town(across("kinder", 2024, -4))


@attack("geheim-differenz")
def threshold_raised_by_the_package() -> Catalogue:
    rows = across("kinder", 2024, 40, 30, 36, 50, G, G, gruppe_see_wald=9)
    return town(rows, declared={"schwelle": 10})
