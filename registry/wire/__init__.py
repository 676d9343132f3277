# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of API v1: what goes over the line, and nothing that does not.

Bodies of statements go as they were said (see statements/); the shapes here stand around them. Names
are Dutch and camelCase, moments are UTC, and a link is a path below the base of the API.
"""

from registry.projections.inzage import Aantal
from registry.wire.aanmeldingen import Aanmeldingen, AanmeldingStand, Aflopend, Beheerder, EigenStand, Sleuteltermijn
from registry.wire.contactroutes import (
    Belofte,
    Betrokken,
    Contactroutes,
    GeenVerkeerdeDeur,
    KanaalKort,
    Route,
    Verwachting,
)
from registry.wire.leercirkel import (
    Buitentijds,
    LeercirkelStand,
    Obstakel,
    Onderwerpgroei,
    VerkeerdeDeur,
    ZonderLijn,
)
from registry.wire.loketcijfers import Aandeel, LoketCijfer, Loketcijfers
from registry.wire.metingen import Meetbewijs, Meldcijfer, Meldcijfers, Metinguitkomst, Uitkomsten
from registry.wire.naleving import NalevingLijn, NalevingLijst
from registry.wire.netwerk import LoketStand, Loketten
from registry.wire.normschendingen import (
    Gemeten,
    Normschendingen,
    Normschendingzaak,
    Statusaantal,
    Toelichtingstand,
    Toelichtingtekst,
    Wie,
    Zaakcijfers,
    Zaakdossier,
    Zaakstap,
    Zaakstuk,
    Zaaktermijnen,
    Zaakuitkomsten,
    aantallen,
)
from registry.wire.organisaties import Jwk, Organisatie, OrganisatieKort, Organisaties, Sleutelset
from registry.wire.professionallijnen import (
    Bereikbaarheid,
    KanaalBereikbaar,
    LijnKort,
    Lijnstatus,
    Opening,
    Professionallijnen,
    ProfessionallijnStand,
    line_link,
    status_of,
)
from registry.wire.servicenormen import NormStand, NormVersie, Servicenormen
from registry.wire.shapes import Link, Probleem, Stand, Zelf
from registry.wire.signalen import Signaal, Signalen
from registry.wire.storingen import StoringStand
from registry.wire.toetreding import (
    CriteriumStand,
    CriteriumUitkomst,
    Dreiging,
    Kolom,
    Lidrij,
    Overgang,
    PlateauUitkomst,
    Toetredingscriteria,
    Toetredingsmatrix,
    ToetredingStand,
    Vak,
    criterium_uitkomst,
    dreiging,
    kolommen,
    lidrij,
    overgangen,
    plateau_uitkomst,
)
from registry.wire.verklaringen import Bewijs, Ontvangstbewijs, Verklaring, Verklaringen
from registry.wire.weigeringen import Weigering, Weigeringen

VERSION = "1.0.0"

__all__ = [
    "VERSION",
    "Aandeel",
    "AanmeldingStand",
    "Aanmeldingen",
    "Aantal",
    "Aflopend",
    "Beheerder",
    "Belofte",
    "Bereikbaarheid",
    "Betrokken",
    "Bewijs",
    "Buitentijds",
    "Contactroutes",
    "CriteriumStand",
    "CriteriumUitkomst",
    "Dreiging",
    "EigenStand",
    "GeenVerkeerdeDeur",
    "Gemeten",
    "Jwk",
    "KanaalBereikbaar",
    "KanaalKort",
    "Kolom",
    "LeercirkelStand",
    "Lidrij",
    "LijnKort",
    "Lijnstatus",
    "Link",
    "LoketCijfer",
    "LoketStand",
    "Loketcijfers",
    "Loketten",
    "Meetbewijs",
    "Meldcijfer",
    "Meldcijfers",
    "Metinguitkomst",
    "NalevingLijn",
    "NalevingLijst",
    "NormStand",
    "NormVersie",
    "Normschendingen",
    "Normschendingzaak",
    "Obstakel",
    "Onderwerpgroei",
    "Ontvangstbewijs",
    "Opening",
    "Organisatie",
    "OrganisatieKort",
    "Organisaties",
    "Overgang",
    "PlateauUitkomst",
    "Probleem",
    "ProfessionallijnStand",
    "Professionallijnen",
    "Route",
    "Servicenormen",
    "Signaal",
    "Signalen",
    "Sleutelset",
    "Sleuteltermijn",
    "Stand",
    "Statusaantal",
    "StoringStand",
    "Toelichtingstand",
    "Toelichtingtekst",
    "ToetredingStand",
    "Toetredingscriteria",
    "Toetredingsmatrix",
    "Uitkomsten",
    "Vak",
    "VerkeerdeDeur",
    "Verklaring",
    "Verklaringen",
    "Verwachting",
    "Weigering",
    "Weigeringen",
    "Wie",
    "Zaakcijfers",
    "Zaakdossier",
    "Zaakstap",
    "Zaakstuk",
    "Zaaktermijnen",
    "Zaakuitkomsten",
    "Zelf",
    "ZonderLijn",
    "aantallen",
    "criterium_uitkomst",
    "dreiging",
    "kolommen",
    "lidrij",
    "line_link",
    "overgangen",
    "plateau_uitkomst",
    "status_of",
]
