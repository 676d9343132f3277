-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- Explanations beside statements: follow from nothing, so that they can be erased (store/protocol.py).

CREATE TABLE texts (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    value  BLOB NOT NULL
);
