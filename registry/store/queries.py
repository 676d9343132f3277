# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What SQLite and PostgreSQL are asked in the same words.

What they must be asked in words of their own stands in their own files, beside the reason. A `?` is where a value
comes; psycopg wants another sign there, see `server.percent`.
"""

from typing import Final

# the register
SIZE: Final = "SELECT coalesce(max(idx) + 1, 0) FROM records"
RECORDS: Final = "SELECT idx, digest, ordered_at, jws FROM records WHERE idx >= ? AND idx < ? ORDER BY idx"
FIND: Final = "SELECT idx, digest, ordered_at, jws FROM records WHERE digest = ?"
ADD_RECORD: Final = "INSERT INTO records (idx, digest, ordered_at, jws) VALUES (?, ?, ?, ?)"
GET: Final = "SELECT value FROM facts WHERE key = ?"
PUT: Final = "INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
REMOVE: Final = "DELETE FROM facts WHERE key = ?"
TEXT: Final = "SELECT value FROM texts WHERE digest = ?"
PUT_TEXT: Final = """
    INSERT INTO texts (digest, value) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET value = excluded.value"""
REVOKED: Final = "SELECT jti FROM revoked WHERE until >= ?"
FORGET_REVOKED: Final = "DELETE FROM revoked WHERE until < ?"

# the book at the gate
REFUSALS: Final = """
    SELECT minuut, wie, wat, waarom, aantal FROM refusals WHERE minuut >= ? AND minuut < ?
    ORDER BY minuut DESC, wie, wat, waarom LIMIT ?"""

# the book of measurements
FORGOTTEN: Final = "SELECT dag FROM vergeten"
FRESH: Final = "SELECT inhoud FROM vers ORDER BY nr"
HOW_FRESH: Final = "SELECT count(*), coalesce(sum(rijen), 0) FROM vers"
FOLDED: Final = "DELETE FROM vers"
ALL_COUNTS: Final = "SELECT reeks, dag, cel, waarde FROM tellingen"
STEP: Final = """
    SELECT sleutel FROM (SELECT sleutel FROM metingen WHERE sleutel > ? ORDER BY sleutel LIMIT ?) AS batch
    ORDER BY sleutel DESC LIMIT 1"""
DROP: Final = "DELETE FROM metingen WHERE sleutel > ? AND sleutel <= ? AND dag < ?"
