# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The office: takes statements in, answers from memory, and checks itself.

admission   check, append, project and answer, in one transaction
actueel     the directory of this moment, kept up with what other processes append
history     what was said before: chains, and bundles that can be checked without us
audit       everything in the store again, from the first record
oinregister whose OIN is this? asked of the official register, if anywhere
meetpost    takes measurements in, each judged by what its line was then (lijnverleden) and what is known (bekend)
telraam     which counters a measurement adds to; `cijfers` reads them back, by who may see them
toetsing    lines held to norms, by what was measured of them and what they were (lijnverleden)
leerboek    what questions for a route leave behind; `leercirkel` is what the network can learn
meetstand   what was measured lately, read ahead for who asks for a route
opruimer    measurements that were kept long enough go
oprichting  the first records of a new log
"""
