"""What a packed file of someone else's can do to whoever opens it."""

from __future__ import annotations

import lzma
import zipfile
import zlib

UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)
"""What the standard library raises for an archive that is broken or packed as it cannot read
(RuntimeError: encrypted; NotImplementedError, which is one, too: packed in a way it does not know).
"""
