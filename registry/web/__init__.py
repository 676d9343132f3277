# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How it is shown: the register over HTTP, after the API Design Rules (ADR) 2.2.

app          create_app: all routes, and what they share
doors        what a route takes and gives, in one declaration that is obeyed and described
problems     the one table from error to status
body         the body of a request, whole or not at all
server       the connection, held to its limits
adr          what every response must have, around everything else
openapi      the description, worked out of the doors
oauth        tokens, and the guard of every door
inname       from many requests with measurements to one writer; `inloop` takes them ahead of routing
tempo        how often somebody may come, over all workers
beurten      a fair share of what costs much
weigerboek   who was refused what, and why
verklaringen contactroutes professionallijnen organisaties netwerk metingen naleving loketcijfers leercirkel
logboek weigeringen fouten       one file of routes per noun
"""
