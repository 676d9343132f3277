# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A network with a norm, a line that may miss it, and those who meet in a case. TEST ONLY.

zaken = Zaken()
zaak = zaken.meld()                       # utrecht reports the line of the svb
zaken.reageer(zaak, "betwist")
zaken.oordeel(zaak, "gegrond")
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from registry.projections import zaakverloop
from registry.projections.zaken import Zaak
from registry.registrar.admission import Ontvangst
from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
from registry.statements.klok import local_date
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Normverwijzing,
    Oordeel,
    Reactie,
    Terugtrekking,
)
from registry.statements.openingstijden import Duur
from registry.statements.servicenormen import Servicenorm
from registry.statements.zaakwoorden import Uitkomst
from registry.store.protocol import Store
from tests.support.network import Lid, Network, lijn

LIJN = "aow"
NORM = "telefoon-opnemen"


def norm(naam: str = NORM, **fields: Any) -> Servicenorm:
    """Of all who call, 80 % is answered within 20 seconds."""
    given: dict[str, Any] = {
        "versie": 1,
        "titel": "De telefoon wordt binnen 20 seconden opgenomen",
        "dimensie": "bereikbaarheid",
        "kanalen": ("telefoon",),
        "maat": "wachttijd",
        "statistiek": "aandeel-binnen",
        "drempel": Duur(aantal=20, eenheid="seconden"),
        "richting": "minstens",
        "doel": 0.8,
        "noemer": "begonnen",
        "klok": "doorlopend",
        "venster": "kwartaal",
        "minimum_waarnemingen": 30,
        "ingangsdatum": date(2026, 1, 1),
    }
    return Servicenorm(naam=naam, **(given | fields))


class Zaken:
    """The svb has a line; utrecht reports it; the uwv is a bystander; the obpt judges."""

    def __init__(self, store: Store | None = None, *, jaren: Iterable[int] = range(2025, 2029)) -> None:
        self.net = net = Network(store, kalender=False)
        for jaar in jaren:
            net.obpt.say(voorstel_kalender(jaar, gelijkgesteld=GELIJKGESTELD), f"kalender/{jaar}")
        net.obpt.say(norm(), f"servicenorm/{NORM}")
        self.obpt, self.svb, self.uwv = net.obpt, net.lid("svb"), net.lid("uwv")
        self.utrecht = net.lid("utrecht", rollen=("loket",))
        self.svb.publiceer(lijn(LIJN))
        self.uwv.publiceer(lijn("ww"))
        self._made = 0

    def uuid(self) -> str:
        self._made += 1
        return str(UUID(int=self._made))

    def melding(self, **fields: Any) -> Normschending:
        given: dict[str, Any] = {
            "lijn": f"{self.svb.oin}/{LIJN}",
            "kanaal": "telefoon",
            "norm": Normverwijzing(naam=NORM, versie=1),
            "moment": self.net.clock.at - timedelta(hours=1),
            "waargenomen": ("te-lang-gewacht",),
        }
        return Normschending(**(given | fields))

    def meld(self, lid: Lid | None = None, *, zaak: str | None = None, **fields: Any) -> str:
        """Report, as utrecht unless told otherwise; gives the case."""
        zaak = zaak or self.uuid()
        (lid or self.utrecht).say(self.melding(**fields), f"zaak/{zaak}")
        return zaak

    def reageer(self, zaak: str, standpunt: str = "betwist", lid: Lid | None = None, **fields: Any) -> Ontvangst:
        return (lid or self.svb).say(self.reactie(standpunt, **fields), f"zaak/{zaak}")

    def reactie(self, standpunt: str = "betwist", **fields: Any) -> Reactie:
        given: dict[str, Any] = {"standpunt": standpunt, "gronden": ("norm-gehaald",)}
        if standpunt == "erkend":
            given = {"standpunt": standpunt, "herstel_voor": self.dag(14)}
        return Reactie(**(given | fields))

    def oordeel(self, zaak: str, uitkomst: Uitkomst = "gegrond", lid: Lid | None = None, **fields: Any) -> Ontvangst:
        given: dict[str, Any] = {"uitkomst": uitkomst, "gronden": ("waarneming-bevestigd",)}
        return (lid or self.obpt).say(Oordeel(**(given | fields)), f"zaak/{zaak}")

    def bezwaar(self, zaak: str, lid: Lid | None = None) -> Ontvangst:
        return (lid or self.svb).say(Bezwaar(gronden=("nieuwe-feiten",)), f"zaak/{zaak}")

    def herstel(self, zaak: str, lid: Lid | None = None, **fields: Any) -> Ontvangst:
        given: dict[str, Any] = {"hersteld_op": self.dag(0), "maatregelen": ("meer-bezetting",)}
        return (lid or self.svb).say(Herstel(**(given | fields)), f"zaak/{zaak}")

    def trek_terug(self, zaak: str, lid: Lid | None = None) -> Ontvangst:
        return (lid or self.utrecht).say(Terugtrekking(reden="opgelost"), f"zaak/{zaak}")

    def dag(self, later: int) -> date:
        """The local day so many days from now."""
        return local_date(self.net.clock.at) + timedelta(days=later)

    def stand_of_number(self, number: int) -> Zaak:
        with self.net.store.read() as tx:
            found = zaakverloop.bij_nummer(tx, f"NS-2026-{number:06d}")
        assert found is not None
        return found

    def dag_moment(self, days: int) -> datetime:
        return self.net.clock.at + timedelta(days=days)

    def stand(self, zaak: str) -> Zaak:
        with self.net.store.read() as tx:
            found = zaakverloop.get(tx, zaak)
        assert found is not None
        return found
