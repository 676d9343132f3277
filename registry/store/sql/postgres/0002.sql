-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- jti: the UTF-8 of the text, as with the key of `facts`. `once` is from now on part of the book at the gate
-- (../../postgres_poortboek.py), and so are these:
-- given: what the last call got of a window; with it, one statement counts and answers.
-- wie, wat, waarom: UTF-8. Read them in psql with: select convert_from(wie, 'UTF8'), aantal from refusals;
-- UNLOGGED: changes with every call, and a server that crashes may begin its minute anew. Not `once`: an assertion
-- outlives a restart of the server.

CREATE TABLE revoked (
    jti   bytea PRIMARY KEY,
    until bigint NOT NULL
);

CREATE UNLOGGED TABLE windows (
    until bigint NOT NULL,
    key   bytea NOT NULL,
    taken bigint NOT NULL,
    given bigint NOT NULL,
    PRIMARY KEY (until, key)
);

CREATE TABLE refusals (
    minuut bigint NOT NULL,
    wie    bytea NOT NULL,
    wat    bytea NOT NULL,
    waarom bytea NOT NULL,
    aantal bigint NOT NULL,
    PRIMARY KEY (minuut, wie, wat, waarom)
);
