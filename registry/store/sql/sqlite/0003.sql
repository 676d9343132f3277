-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- What the gate writes down has a file of its own: see sql/poortboek.

DROP TABLE once;

CREATE TABLE revoked (
    jti   TEXT NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
);
