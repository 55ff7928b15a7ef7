"""One cell of an office's table → the text of a cell of ours, by what our column holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from praeventionskette.editing import lookup, spelling
from praeventionskette.editing.mapping import Column, TableMap
from praeventionskette.editing.reading import folded, number, plain
from praeventionskette.editing.sheets import Value
from praeventionskette.packages import addresses, cells
from praeventionskette.packages.model import FieldSpec, ResourceSpec

YES = frozenset(("ja", "j", "x", "yes", "wahr", "true", "1", "✓"))
NO = frozenset(("nein", "n", "no", "falsch", "false", "0"))

Rows = Mapping[str, Sequence[Mapping[str, str]]]
Say = Callable[..., None]


def scaled(value: Decimal | str | None, times: str) -> str:
    """A number as our tables write it, perhaps times a factor; no zeros at its end."""
    result = Decimal(value or 0) * Decimal(times or 1)
    text = format(result, "f")
    return text.rstrip("0").rstrip(".") if "." in text and times else text


class Reader:
    """Reads the cells of one table. ``rows``: all tables that a column may refer to."""

    def __init__(self, spec: ResourceSpec, table: TableMap, rows: Rows) -> None:
        self.table = table
        self.fields = {field.name: field for field in spec.fields}
        self.lookups = {
            field.name: found
            for field in spec.fields
            if (found := lookup.references(field, rows)) is not None
        }
        self.choices = {
            field.name: lookup.choice(field)
            for field in spec.fields
            if field.field.categories or field.allowed
        }

    def cell(self, column: Column, value: Value, say: Say) -> str:
        """The text for our column, "" where the cell is blank. What is wrong is said."""
        text = plain(value)
        field = self.fields.get(column.feld)
        if not text or field is None:
            return ""
        if column.stellen and text.isdigit():
            text = text.zfill(column.stellen)
        if field.is_list:
            return self._many(column, field, text, say)
        if field.name in self.lookups or field.name in self.choices:
            return self._named(field, text, say)
        kind = field.field.type
        if kind == "boolean":
            return _yes_no(field, text, say)
        if kind in ("number", "integer", "year"):
            return self._number(column, field, value, say)
        if field.name in addresses.PHONE_COLUMNS and isinstance(value, Decimal):
            say("telefon", wert=text)
            return ""
        return spelling.speller(field)(text)

    def _number(self, column: Column, field: FieldSpec, value: Value, say: Say) -> str:
        found = number(value, self.table.zahlen)
        if found.value is None or found.mark:
            say("zahl", wert=plain(value))
            return ""
        return scaled(found.value, column.mal)

    def _named(self, field: FieldSpec, text: str, say: Say) -> str:
        found = (self.lookups.get(field.name) or self.choices[field.name]).find(
            text, self.table.namen.get(field.name, {})
        )
        if found.why:
            say(found.why, spalte=field.field.title, **found.values)
        return found.key

    def _many(self, column: Column, field: FieldSpec, text: str, say: Say) -> str:
        """A list: „de | tr“, „Deutsch, Türkisch“, or one on each line."""
        known = field.name in self.lookups or field.name in self.choices
        parts = [part.strip() for part in text.split(field.field.delimiter)]
        if known and len(parts) == 1:
            index = self.lookups.get(field.name) or self.choices[field.name]
            if index.find(text, self.table.namen.get(field.name, {})).why:
                parts = [part.strip() for part in re.split(r"[;,\n]", text)]
        elif len(parts) == 1:
            parts = [part.strip() for part in re.split(r"[;\n]", text)]
        items = [self._named(field, part, say) if known else part for part in parts if part]
        return field.field.delimiter.join(dict.fromkeys(filter(None, items)))


def _yes_no(field: FieldSpec, text: str, say: Say) -> str:
    word = folded(text) or text.casefold()
    for answers, words in ((YES, field.true_values), (NO, field.false_values)):
        if word in answers or text in words:
            return words[0]
    say("ja-nein/wort", wert=text, erlaubt=f"{field.true_values[0]} oder {field.false_values[0]}")
    return ""


def check(field: FieldSpec, text: str) -> cells.CellError | None:
    """What the check would say about a cell, or None."""
    try:
        cells.reader_for(field)(text)
    except cells.CellError as problem:
        return problem
    return None
