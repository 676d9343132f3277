# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Figures as ratios, measured side by side in one run: `make bench`.

netwerk, lijnen    the organisations of the country, with 500, 5,000 or 50,000 lines between them
registerbestand    a register that holds them, made once and kept in var/bench
vragen             what is asked: thousands of different questions, the same in every run
tabellen           the same lines and questions for peers that keep tables
processen          one core each, CPU time, memory; always stopped
servers            the register as an operator starts it, nginx, Datasette
postgres, slapd    the other two peers
laders             what asks them (wrk, poisson.c, pgbench, ldaplader.py), and what a round found
kaal               in one process: no server, no network
routes             the hot route beside its peers, as fast as it goes and at a thousand a second
metingen           measurements over HTTP, beside bare sqlite3 and bare ASGI (kaleinname); meetgegevens makes them
tienmiljoen        ten million of them, apart: python -m tests.bench.tienmiljoen
groei              the same at three sizes
werkproces         memory, start, and how soon a publication is seen
tabel              the table, and JSON
"""
