# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A register with one caller of every kind, each with the best token that it could ever get hold of. TEST ONLY.

Who left, and whose term ended or who was suspended, keeps the token of the day before, which had every scope.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from litestar.testing import TestClient

from registry.projections.inzage import Kijker
from registry.registrar.toelichtingen import leg_bij
from registry.statements.leden import Rol, Toelating
from registry.statements.normschendingen import Normschending, Normverwijzing
from registry.web.tempo import Grenzen
from tests.contract.served import TOELICHTING, loket
from tests.support.network import Lid, Network, lijn
from tests.support.zaken import NORM, norm

LEDEN: Final = frozenset({"publicist", "loket", "beheerder"})
KANDIDATEN: Final = frozenset({"kandidaat", "afgewezen", "terugkeerder"})
BUITEN: Final = frozenset({"geschorst", "verlopen"})
GASTEN: Final = (*sorted(LEDEN), *sorted(KANDIDATEN), *sorted(BUITEN), "uitgetreden", "niemand")
IEDEREEN: Final = frozenset(GASTEN)
LONG: Final = 60
# who reported whom, before some of them came to stand outside
PARTIJEN: Final = (("loket", "publicist"), ("ander", "geschorst"), ("uitgetreden", "ander"), ("verlopen", "ander"))


class Gasten:
    """Everybody who may knock, by name."""

    http: TestClient[Any]

    def __init__(self) -> None:
        self.net = net = Network()
        self.lid: dict[str, Lid] = {"beheerder": net.obpt}
        rollen: dict[str, tuple[Rol, ...]] = {"publicist": ("publicist",), "loket": ("loket",)}
        for naam in ("publicist", "loket", "ander", "geschorst", "verlopen", "uitgetreden", "terugkeerder"):
            self.lid[naam] = net.lid(naam, rollen.get(naam, ("publicist", "loket")))
        for naam in ("kandidaat", "afgewezen"):
            self.lid[naam] = net.kandidaat(naam, ("publicist", "loket", "beheerder"))
        for naam in ("publicist", "ander", "geschorst"):
            self.lid[naam].publiceer(lijn("aow"))
        self.lid["loket"].say(loket(), f"loket/{self.lid['loket'].oin}/informatiepunt")
        self.tokens: dict[str, str | None] = {"niemand": None}
        self.zaken: dict[str, str] = {}
        net.obpt.say(norm(), f"servicenorm/{NORM}")
        for melder, betrokkene in PARTIJEN:
            self.meld(melder, betrokkene)

    def meld(self, melder: str, betrokkene: str) -> None:
        """Let one report the line of another, with an explanation; the case is named by both."""
        zaak, lid = str(UUID(int=len(self.zaken) + 1)), self.lid[melder]
        self.zaken[f"{melder}_{betrokkene}"] = zaak
        said = Normschending(
            lijn=f"{self.lid[betrokkene].oin}/aow",
            kanaal="telefoon",
            norm=Normverwijzing(naam=NORM, versie=1),
            moment=self.net.clock.at,
            waargenomen=("niet-opgenomen",),
            toelichting_hash=TOELICHTING.hash,
        )
        digest = lid.say(said, f"zaak/{zaak}").signed.digest
        leg_bij(self.net.store, digest, TOELICHTING, lezer=Kijker(oin=lid.oin), at=self.net.clock.at)

    def arrive(self) -> None:
        """Give everybody a token, and then let happen what ends some of them."""
        for naam, lid in self.lid.items():
            self.tokens[naam] = self.token(lid)
        net, lids = self.net, self.lid
        until = net.clock.at.date() + timedelta(days=9)
        said = Toelating(status="geschorst", reden="Geheim waarom.", geschorst_tot=until)
        net.obpt.say(said, f"toelating/{lids['geschorst'].oin}")
        net.laat_toe(lids["verlopen"], ("publicist", "loket"), geldig_tot=net.clock.at.date())
        for naam in ("uitgetreden", "terugkeerder", "afgewezen"):
            net.obpt.say(Toelating(status="uitgetreden", reden="Geheim waarom."), f"toelating/{lids[naam].oin}")
        self.vreemde(lids["terugkeerder"])
        net.clock.move(hours=14)  # the next day: the term of one is over
        for naam in LEDEN | KANDIDATEN | BUITEN:
            self.tokens[naam] = self.token(lids[naam])

    def vreemde(self, lid: Lid) -> None:
        """Apply with keys of one's own for the OIN of a former member, as anybody can."""
        vreemde = Lid(self.net, "vreemd")
        lid.geheim, lid.toegang = vreemde.geheim, vreemde.toegang
        rollen: tuple[Rol, ...] = ("publicist", "loket", "beheerder")
        lid.say(lid.aanmelding(rollen, naam="Zo noemt zij zich"))

    def token(self, lid: Lid) -> str:
        return lid.register(self.http)._token()

    def ask(self, naam: str, method: str, address: str, **request: Any) -> httpx.Response:
        """Ask as somebody; `ander` is a member too, so that there is something of another."""
        found = self.tokens[naam]
        headers = {"Authorization": f"Bearer {found}"} if found else {}
        return self.http.request(method, address, headers=headers | request.pop("headers", {}), **request)

    def digest(self, sub: str) -> str:
        found = self.net.head(sub)
        assert found is not None
        return found


def gasten() -> Iterator[Gasten]:
    """Open the register and let everybody in: for a fixture."""
    made = Gasten()
    with made.net.http(token_minutes=LONG, grenzen=Grenzen(applications_per_minute=1000)) as made.http:
        made.arrive()
        yield made
