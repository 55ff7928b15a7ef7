"""From the program's sources to the messages, and from these to each language's ``.po`` file.

Babel does the work; here stands only what is searched where.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from .catalogues import FOLDER, REVIEWED, read, review
from .table import GERMAN, Language

HOOKS = Path(__file__).parents[2]
SOURCES = (
    ("praeventionskette/**/*.py", "python"),
    ("praeventionskette/views/templates/*.html", "jinja2.ext:babel_extract"),
    ("theme/**/*.html", "jinja2.ext:babel_extract"),
    ("theme/assets/javascripts/pk*.js", "javascript"),
)
"""Files below ``hooks/`` and Babel's method for each."""
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
OPTIONS = {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}
HEADER = """\
# {name}: Texte der Website „Präventionskette“.
# Nur die Zeilen hinter msgstr ändern. Was in %( )s steht, bleibt, wie es ist.
# Keine Zeichen < und >. Hilfe: content/mitmachen/uebersetzen.md
#"""


def _found() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    for pattern, method in SOURCES:
        for path in sorted(HOOKS.glob(pattern)):
            name = path.relative_to(HOOKS).as_posix()
            with path.open("rb") as stream:
                options = OPTIONS | {"encoding": "utf-8"}
                for _line, ident, _comments, context in extract(
                    method, stream, KEYWORDS, (), options
                ):
                    yield name, ident, context


def messages() -> Catalog:
    """All messages of the program as it stands, with the files that use them; no text yet."""
    made = Catalog(charset="utf-8", fuzzy=False)
    for name, ident, context in _found():
        texts = ident if isinstance(ident, tuple) else (ident,)
        python = any("%(" in text for text in texts if text)
        flags = {"python-format"} if python else set()
        made.add(ident, None, [(name, 0)], context=context, flags=flags)
    return made


def update(language: Language, template: Catalog | None = None, folder: Path = FOLDER) -> bytes:
    """The ``.po`` file of a language with exactly the messages there are; texts are kept.

    What is gone is left out, what is new is empty: no guess from a text that looks alike. The
    simple variant of German starts each message with the German text.
    """
    path = folder / f"{language.code}.po"
    old = read(path, language) if path.exists() else Catalog(locale=language.locale)
    made = Catalog(locale=language.locale, charset="utf-8", fuzzy=False)
    for message in template or messages():
        if not message.id:
            continue
        known = old.get(
            message.id if isinstance(message.id, str) else message.id[0], message.context
        )
        text = known.string if known else None
        if not _filled(text) and language.is_german and language is not GERMAN:
            text = message.id
        places = sorted({(file, 0) for file, _ in message.locations})
        made.add(
            message.id, text, places, message.flags, context=message.context,
            user_comments=known.user_comments if known else (),
        )  # fmt: skip
    return written(made, language, review(path) if path.exists() else "nein")


def _filled(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def written(catalogue: Catalog, language: Language, reviewed: str) -> bytes:
    """A catalogue as a file: sorted, without lines and days, so that differences stay small."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    head = (
        HEADER.format(name=language.name),
        'msgid ""\nmsgstr ""',
        f'"Language: {language.tag}\\n"',
        f'"{REVIEWED}: {reviewed}\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    )
    return "\n".join(head).encode() + b"\n\n" + buffer.getvalue().strip() + b"\n"
