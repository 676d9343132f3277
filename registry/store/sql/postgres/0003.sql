-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- sleutel: soort, OIN and id (../../meetboek.py). dag: date.toordinal(), day 1 is 1 January of the year 1.
-- reeks: UTF-8. Read it in psql with: select convert_from(reeks, 'UTF8'), date '0001-01-01' + dag - 1 from tellingen;

CREATE TABLE metingen (
    sleutel     bytea PRIMARY KEY CHECK (length(sleutel) = 27),
    dag         integer NOT NULL,
    inhoud      bytea NOT NULL,
    aantekening bytea NOT NULL
);

CREATE TABLE tellingen (
    reeks  bytea NOT NULL,
    dag    integer NOT NULL,
    cel    bytea NOT NULL,
    waarde bytea NOT NULL,
    PRIMARY KEY (reeks, dag, cel)
);

-- what transactions added and is not folded into `tellingen` yet
CREATE TABLE vers (
    nr     bigint PRIMARY KEY,
    rijen  integer NOT NULL,
    inhoud bytea NOT NULL
);

-- the rows of days before this one were dropped
CREATE TABLE vergeten (dag integer NOT NULL);

INSERT INTO vergeten (dag) VALUES (0);
