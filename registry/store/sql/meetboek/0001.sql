-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- sleutel: soort, OIN and id (meetboek.py). dag: date.toordinal(), day 1 is 1 January of the year 1.
-- WITHOUT ROWID: the row stands in the index on its name, so that there is one tree and not two.

CREATE TABLE metingen (
    sleutel     BLOB NOT NULL PRIMARY KEY CHECK (length(sleutel) = 27),
    dag         INTEGER NOT NULL,
    inhoud      BLOB NOT NULL,
    aantekening BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE tellingen (
    reeks  TEXT NOT NULL,
    dag    INTEGER NOT NULL,
    cel    BLOB NOT NULL,
    waarde BLOB NOT NULL,
    PRIMARY KEY (reeks, dag, cel)
) WITHOUT ROWID;

-- what transactions added and is not folded into `tellingen` yet
CREATE TABLE vers (
    nr     INTEGER PRIMARY KEY,
    rijen  INTEGER NOT NULL,
    inhoud BLOB NOT NULL
);

-- the rows of days before this one were dropped
CREATE TABLE vergeten (dag INTEGER NOT NULL);

INSERT INTO vergeten (dag) VALUES (0);
