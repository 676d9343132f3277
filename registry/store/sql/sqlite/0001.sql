-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- digest, hash, key of `once`: 32 bytes of SHA-256. ordered_at, until: microseconds since 1970 (UTC).
-- Text is compared by its bytes: BINARY is what SQLite does unless told otherwise.

CREATE TABLE records (
    idx        INTEGER PRIMARY KEY,
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    ordered_at INTEGER NOT NULL,
    jws        BLOB NOT NULL
);

CREATE TABLE nodes (
    level INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, n)
) WITHOUT ROWID;

CREATE TABLE facts (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE once (
    key   BLOB NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX once_until ON once (until);
