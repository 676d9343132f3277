-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- digest, hash, key of `once`: 32 bytes of SHA-256. ordered_at, until: microseconds since 1970 (UTC).
-- A key of `facts` is the UTF-8 of the text: bytea sorts by its bytes under any collation, and may
-- hold a zero byte. Read it in psql with: select convert_from(key, 'UTF8'), value from facts;
-- No sequences: a rolled-back transaction would leave a gap.

CREATE TABLE records (
    idx        bigint PRIMARY KEY,
    digest     bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    ordered_at bigint NOT NULL,
    jws        bytea NOT NULL
);

CREATE TABLE nodes (
    level smallint NOT NULL,
    n     bigint NOT NULL,
    hash  bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, n)
);

CREATE TABLE facts (
    key   bytea PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE once (
    key   bytea PRIMARY KEY,
    until bigint NOT NULL
);

CREATE INDEX once_until ON once (until);
