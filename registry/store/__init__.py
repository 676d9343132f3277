# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where the log and what follows from it are kept: one small protocol, several stores.

protocol    what every store promises; tests/store/test_conformance.py holds each of them to it
poortboek   what the gate writes down, apart from the log; tests/store/test_poortboek.py holds each book to it
meetboek    what was measured, apart from the log; tests/store/test_meetboek.py holds each book to it
memory      the oracle: plain dicts, for tests and for replay
memory_meetboek                 likewise
sqlite, sqlite_poortboek, sqlite_meetboek           the embedded default: a file each
postgres, postgres_poortboek, postgres_meetboek     for several nodes: one schema
queries     what SQLite and PostgreSQL are asked in the same words
file, server, listener, turn, values    what these are made of
sql/        the tables, as numbered files: a new version adds one, and never changes what was released
"""
