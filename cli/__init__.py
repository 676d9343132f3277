# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn`, the member's tool: publish, withdraw, ask and check, from a terminal or a script.

main        the entry point: starts quickly, and stops with the right code
app         the tree of commands, each imported only when it is asked for, and what its errors become
nederlands  Typer in Dutch: headings, and what it says about an option that is wrong

sleutel aanmelden profiel publiceer controleer intrekken storing meting zoek toon toetreding bewijs verifieer
meld reageer bezwaar herstel trekterug zaak zaken
aanmeldingen toelaten afwijzen schorsen uitschrijven aflopend kalender norm criterium beoordeel oordeel toezicht
            one file per command: what a person may ask; under `toezicht` naleving signalen leercirkel loketcijfers

omgeving    what a command gets from outside: clock, chance, network, terminal. Tests give their own
uitvoer     data on stdout, talk on stderr; colour and width only on a terminal
fouten      exit codes, and an error as a person or a program reads it
bestanden   YAML and JSON files, strictly; `lijnen` makes a professionallijn of one, with every fault
            `profielbestand`: who I am and which register; `sleutelbestand`: the keys that never leave the machine
gestolen    new keys for a member whose own were stolen
opties      options that several commands share, and how they are read
verbinding  the one place that makes a network client; `bladzijden` reads a list to its end
indienen    hands a statement in;
            `besluiten` one of the beheerder about an organisation, `afspraken` one for the whole network,
            `zaakstap` one in a case about a norm, with `zaakopties` and `zaakkaarten`: that case on a page
meetkaart   which column of somebody else's file is what; `voortgang` shows how far an import is
verschil    what changes between what stands and what is about to be said
eigenstand  how one stands oneself, and an application, as a person reads them; `toetredingskaart` how members stand
kaarten     a route, a line and its hours as a person reads them
voorbeeld   a folder of files, as if its organisation had joined with them today

The tops of these files import little: no httpx, no cryptography, no YAML. A command imports what it
needs when it runs, so that `lijn --help` and a typing error are answered at once.
"""
