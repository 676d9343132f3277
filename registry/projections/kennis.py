# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who does what in the Netherlands, and which words mean the same: what a question is read with.

This is knowledge, not code: it stands in registry/kennis/, one readable file per group of organisations, and an
operator adds files of his own (REGISTRY_KENNIS) without a release. A file is one organisation or a list of them:

    organisatie: svb                      # short name; a member with this afkorting or this tooi is the same one
    naam: Sociale Verzekeringsbank
    tooi: https://identifier.overheid.nl/tooi/id/zbo/zb000143
    namen: [SVB, raad van arbeid]         # what people call it, old names too
    taken:
      - taak: levensbewijs
        titel: Levensbewijs voor AOW of Anw in het buitenland
        bron: AOW art. 49; svb.nl, pagina Levensbewijs
        onderwerpen: [aow, buitenland]    # as lines name them; `upl` are subjects too
        woorden: [levensbewijs, attestatie de vita]          # each by itself points to this task
        vragen: [elk jaar laten zien dat ik nog leef]        # how people say it

An organisation may stand in several files; its tasks add up. synoniemen.yaml is a list of groups of words
that mean the same, each group with the usual word first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Naam, Regel

Tooi = Annotated[str, Meta(pattern=r"^https://identifier\.overheid\.nl/tooi/id/[a-z]+/[a-z]+[0-9]+$(?!\n)")]
Woordgroep = Annotated[tuple[Regel, ...], Meta(min_length=2, max_length=100)]


class Taak(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that one organisation does, in the words of who asks for it. `bron` says where that is written."""

    taak: Naam
    titel: Regel
    bron: Regel
    upl: Annotated[tuple[Regel, ...], Meta(max_length=50)] = ()
    onderwerpen: Annotated[tuple[Regel, ...], Meta(max_length=20)] = ()
    levensgebeurtenissen: Annotated[tuple[Regel, ...], Meta(max_length=20)] = ()
    woorden: Annotated[tuple[Regel, ...], Meta(max_length=200)] = ()
    vragen: Annotated[tuple[Regel, ...], Meta(max_length=200)] = ()


class Instantie(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An organisation, or a kind of them (`gemeente`), whether or not it is a member of the network."""

    organisatie: Naam
    naam: Regel
    tooi: Tooi | None = None
    namen: Annotated[tuple[Regel, ...], Meta(max_length=100)] = ()
    taken: Annotated[tuple[Taak, ...], Meta(max_length=1000)] = ()


class Kennis(Struct, frozen=True, kw_only=True):
    """All that is known, each organisation once."""

    instanties: tuple[Instantie, ...] = ()
    synoniemen: tuple[Woordgroep, ...] = ()


def kennis_of(instanties: Iterable[Instantie], synoniemen: Iterable[tuple[str, ...]]) -> Kennis:
    """Put together what several files say; what is said twice of an organisation adds up, in order."""
    known: dict[str, Instantie] = {}
    for said in instanties:
        earlier = known.get(said.organisatie)
        known[said.organisatie] = said if earlier is None else _together(earlier, said)
    return Kennis(instanties=tuple(known.values()), synoniemen=tuple(synoniemen))


def kennis_faults(kennis: Kennis) -> Iterator[Fout]:
    """Yield what no schema sees: a task named twice, one that nobody can find, two organisations with one tooi."""
    taken = Counter(taak.taak for instantie in kennis.instanties for taak in instantie.taken)
    for instantie in kennis.instanties:
        for taak in instantie.taken:
            veld = f"{instantie.organisatie}.{taak.taak}"
            if taken[taak.taak] > 1:
                yield Fout(veld=veld, code="dubbel", uitleg="Geef elke taak een eigen naam.")
            if not taak.woorden and not taak.vragen:
                yield Fout(veld=veld, code="ontbreekt", uitleg="Noem woorden of vragen waaraan u deze taak herkent.")
    toois = Counter(instantie.tooi for instantie in kennis.instanties if instantie.tooi)
    for instantie in kennis.instanties:
        if instantie.tooi and toois[instantie.tooi] > 1:
            yield Fout(veld=f"{instantie.organisatie}.tooi", code="dubbel", uitleg="Twee organisaties met één tooi.")


def _together(een: Instantie, ander: Instantie) -> Instantie:
    return Instantie(
        organisatie=een.organisatie,
        naam=een.naam,
        tooi=een.tooi or ander.tooi,
        namen=tuple(dict.fromkeys((*een.namen, *ander.namen))),
        taken=(*een.taken, *ander.taken),
    )
