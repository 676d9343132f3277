# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where the log and what follows from it are kept: one small protocol, several stores.

protocol    what every store promises; tests/store/test_conformance.py holds each of them to it
memory      the oracle: plain dicts, for tests and for replay
sqlite      the embedded default
postgres    for several nodes
file, listener, turn, values    what these are made of
sql/        the tables, as numbered files: a new version adds one, and never changes what was released
"""
