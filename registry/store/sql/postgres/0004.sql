-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- Explanations beside statements: follow from nothing, so that they can be erased (store/protocol.py).
-- What was replaced is gone at the next VACUUM of this table, and from backups and the write-ahead log when those are.

CREATE TABLE texts (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    value  bytea NOT NULL
);
