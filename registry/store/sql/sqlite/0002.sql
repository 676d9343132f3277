-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- A fact of a line is some 1.5 kB. WITHOUT ROWID keeps no more than a quarter of a page (1 kB) of a row in place and
-- gives each of these a whole page (4 kB) for the rest, which is read again at every start.

CREATE TABLE facts_by_rowid (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

INSERT INTO facts_by_rowid (key, value) SELECT key, value FROM facts ORDER BY key;

DROP TABLE facts;

ALTER TABLE facts_by_rowid RENAME TO facts;
