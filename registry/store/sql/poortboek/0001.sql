-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- key: 32 bytes of SHA-256. until, minuut: microseconds since 1970 (UTC).
-- given: what the last call got of a window; with it, one statement counts and answers.

CREATE TABLE once (
    key   BLOB NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX once_until ON once (until);

CREATE TABLE windows (
    until INTEGER NOT NULL,
    key   BLOB NOT NULL,
    taken INTEGER NOT NULL,
    given INTEGER NOT NULL,
    PRIMARY KEY (until, key)
) WITHOUT ROWID;

CREATE TABLE refusals (
    minuut INTEGER NOT NULL,
    wie    TEXT NOT NULL,
    wat    TEXT NOT NULL,
    waarom TEXT NOT NULL,
    aantal INTEGER NOT NULL,
    PRIMARY KEY (minuut, wie, wat, waarom)
) WITHOUT ROWID;
