"""A table as Parquet: the types of the schema, and the words of the schema as metadata."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .. import imports
from ..about import About
from ..catalogue import Cell, Field, Table

if TYPE_CHECKING:
    import pyarrow


def parquet(table: Table, about: About) -> bytes:
    """The bytes of the file; the same input gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "integer": pa.int64(), "year": pa.int64(), "number": pa.float64(),
        "boolean": pa.bool_(), "date": pa.date32(),
    }  # fmt: skip
    schema = pa.schema(
        [
            pa.field(
                f.name,
                pa.list_(pa.string()) if f.delimiter else kinds.get(f.type, pa.string()),
                metadata=_words(f),
            )
            for f in table.fields
        ],
        metadata={
            "title": table.title,
            "description": table.description,
            "package": about.name,
            "version": about.version,
            "license": about.licence.id,
            "publisher": about.publisher,
        },
    )
    with imports.without("pandas"):
        # At its first list pyarrow asks whether it is one of pandas', and loads pandas for the
        # answer: more than a second and 60 MB. It remembers that there is none.
        pa.array([])
    columns = [
        pa.array([_plain(cell) for cell in table.column(f.name)], type=schema.field(f.name).type)
        for f in table.fields
    ]
    sink = pa.BufferOutputStream()
    arrow: pyarrow.Table = pa.Table.from_arrays(columns, schema=schema)
    pq.write_table(arrow, sink, compression="snappy")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _words(field: Field) -> dict[str, str]:
    words = {"title": field.title, "description": field.description, "unit": field.unit}
    return {key: value for key, value in words.items() if value}


def _plain(value: Cell) -> Any:
    if isinstance(value, Decimal):
        return float(value)  # at most 15 digits: exact
    return (list(value) or None) if isinstance(value, tuple) else value
