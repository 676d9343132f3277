# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What follows from the log: may this be said next, and what stands when it has been said.

stand           facts: typed values under a key, and the small view they are read through
rules           may this statement be said now? the same function on admission and on replay
organisaties …  one file per noun: the fact, and how a statement changes it
follows         which facts a statement changes
gids            the directory: everything that a question needs, in memory, immutable
contactroutes   whom can I reach now for this question
tellingen       contactmomenten as counters; meetklok says how long something took, on every clock
naleving        did a line keep a norm: waarnemingen says who counts, statistiek what it comes to, vensters when
meetcijfers     what was measured lately, ready for who chooses among lines; leerpunten what a question leaves behind
toezeggingen    where a line falls short of a norm by its own words
toetreding      how a member stands against every criterion, at any moment: dossier says by what it is judged, toetsen
                and lijntoetsen judge, and peil says until when that holds
replay          the whole log again, from the first record

Everything here is pure: no clock, no network, no store. A moment is passed in as `at`.
"""
