# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A whole network in one process: a register with its beheerder, and members with keys. TEST ONLY.

net = Network()
svb = net.lid("svb", rollen=("publicist",))
svb.publiceer(lijn("aow"))
with net.http() as http: ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from litestar.testing import TestClient

from registry.client import Register, Toegang
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.gids import Gids
from registry.projections.stand import Kop, load
from registry.registrar.actueel import Actueel
from registry.registrar.admission import Ontvangst, admit
from registry.registrar.oprichting import found
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.geheim import Geheim, of_private
from registry.statements.leden import Aanmelding, Contact, Rol, Toelating
from registry.statements.openingstijden import Openingsblok
from registry.statements.professionallijnen import Geldigheid, Intrekking, Professionallijn, Telefoon
from registry.statements.sleutels import Sleutel
from registry.statements.soorten import SOORT_OF, Body
from registry.statements.storingen import Storing
from registry.store.memory import MemoryPoortboek, MemoryStore
from registry.store.poortboek import Poortboek
from registry.store.protocol import Store
from registry.tlog.checkpoint import Signer, generate
from registry.web.app import create_app

BASE_URL = "https://register.test.example"
START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday, 11.00 in the Netherlands
WERKWEEK = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(17))
CONTACT = Contact(functie="Beheer professionallijnen", email="lijnen@example.nl")
_numbers = count(1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def secret(number: int) -> Geheim:
    """A key that is the same in every run. TEST ONLY: anyone can work it out."""
    return of_private(ec.derive_private_key(1_000_003 * number + 7, ec.SECP256R1()))


def lijn(naam: str = "aow", **fields: Any) -> Professionallijn:
    """A line that is open on working days from 9 to 17."""
    given: dict[str, Any] = {
        "titel": f"Lijn {naam}",
        "kanalen": (Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,)),),
        "geldig": Geldigheid(van=date(2026, 1, 1)),
        "bevestigd": date(2026, 11, 1),
    }
    return Professionallijn(naam=naam, **(given | fields))


def storing(van: datetime = START, **fields: Any) -> Storing:
    """A line that is closed for four hours."""
    given: dict[str, Any] = {"gevolg": "dicht", "van": van, "tot": van + timedelta(hours=4), "reden": "verhuizing"}
    return Storing(**(given | fields))


class Lid:
    """A member: its keys, and how it speaks."""

    def __init__(self, net: "Network", afkorting: str) -> None:
        number = next(_numbers)
        self.net, self.afkorting = net, afkorting
        self.oin = f"00000099{number:09d}000"
        self.geheim, self.toegang = secret(2 * number), secret(2 * number + 1)

    def sleutels(self, **fields: Any) -> tuple[Sleutel, ...]:
        until = self.net.clock.at + timedelta(days=365)
        return (
            Sleutel(naam="spreken", gebruik="verklaringen", jwk=self.geheim.jwk, **({"geldig_tot": until} | fields)),
            Sleutel(naam="loketsoftware", gebruik="toegang", jwk=self.toegang.jwk, geldig_tot=until),
        )

    def aanmelding(self, rollen: tuple[Rol, ...], **fields: Any) -> Aanmelding:
        given: dict[str, Any] = {
            "oin": self.oin,
            "naam": f"Organisatie {self.afkorting}",
            "afkorting": self.afkorting,
            "rollen": rollen,
            "contact": CONTACT,
            "sleutels": self.sleutels(),
        }
        return Aanmelding(**(given | fields))

    def sign(self, body: Body, sub: str | None = None, **fields: Any) -> bytes:
        """Sign a statement that follows the head of its sub, as of now; `geheim` and the rest can be overridden."""
        about = sub or self.sub(body)
        given: dict[str, Any] = {"oin": self.oin, "sub": about, "iat": int(self.net.clock.at.timestamp())}
        geheim: Geheim = fields.pop("geheim", self.geheim)
        return geheim.say(body, **(given | {"vorige": self.net.head(about)} | fields))

    def sub(self, body: Body) -> str:
        naam = getattr(body, "naam", None) if isinstance(body, Professionallijn) else None
        return f"{SOORT_OF[type(body)]}/{self.oin}" + (f"/{naam}" if naam else "")

    def say(self, body: Body, sub: str | None = None, **fields: Any) -> Ontvangst:
        """Say something by the office's own door."""
        namens = None if isinstance(body, Aanmelding) else self.oin
        return self.net.admit(self.sign(body, sub, **fields), namens=namens)

    def publiceer(self, body: Professionallijn | None = None) -> Ontvangst:
        return self.say(body or lijn())

    def trek_in(self, naam: str = "aow", **fields: Any) -> Ontvangst:
        return self.say(Intrekking(reden="Deze lijn is opgeheven.", **fields), f"professionallijn/{self.oin}/{naam}")

    def meld_storing(self, naam: str = "aow", **fields: Any) -> Ontvangst:
        return self.say(storing(**({"van": self.net.clock.at} | fields)), f"storing/{self.oin}/{naam}")

    def register(self, http: Any) -> Register:
        """The register over HTTP, as this member sees it."""
        toegang = Toegang(client_id=f"{self.oin}.loketsoftware", geheim=self.toegang)
        return Register(http, toegang=toegang, now=self.net.clock, new_id=self.net.new_id)


class Network:
    """A register with its beheerder, in memory unless another store is given."""

    def __init__(self, store: Store | None = None, *, kalender: bool = True, at: datetime = START) -> None:
        self.clock = Clock(at)
        self.store = store or MemoryStore()
        self.poortboek: Poortboek = MemoryPoortboek()
        self.signer = Signer.parse(generate("test.example/logboek", bytes(range(32))))
        self._ids = count(1)
        self.obpt = Lid(self, "obpt")
        found(self.store, self.signer, self.obpt.aanmelding(("beheerder",)), self.obpt.geheim, at=self.clock.at)
        if kalender:
            self.obpt.say(voorstel_kalender(2026), "kalender/2026")

    def new_id(self) -> str:
        return f"id-{next(self._ids):032d}"

    def admit(self, jws: bytes, *, namens: str | None) -> Ontvangst:
        return admit(self.store, self.signer, jws, at=self.clock.at, namens=namens)

    def head(self, sub: str) -> str | None:
        with self.store.read() as tx:
            kop = load(tx, f"kop/{sub}", Kop)
        return kop.digest if kop else None

    def size(self) -> int:
        with self.store.read() as tx:
            return tx.size()

    def gids(self) -> Gids:
        return Actueel(self.store).gids()

    def kandidaat(self, afkorting: str, rollen: tuple[Rol, ...] = ("publicist",), **fields: Any) -> Lid:
        """One who applied."""
        lid = Lid(self, afkorting)
        lid.say(lid.aanmelding(rollen, **fields))
        return lid

    def lid(self, afkorting: str, rollen: tuple[Rol, ...] = ("publicist",), **fields: Any) -> Lid:
        """One who was admitted."""
        lid = self.kandidaat(afkorting, rollen, **fields)
        self.laat_toe(lid, rollen)
        return lid

    def laat_toe(self, lid: Lid, rollen: tuple[Rol, ...] = ("publicist",), **fields: Any) -> Ontvangst:
        return self.obpt.say(Toelating(status="toegelaten", rollen=rollen, **fields), f"toelating/{lid.oin}")

    def schors(self, lid: Lid) -> Ontvangst:
        return self.obpt.say(Toelating(status="geschorst", reden="Op onderzoek."), f"toelating/{lid.oin}")

    @contextmanager
    def http(self, **options: Any) -> Iterator[TestClient[Any]]:
        """The register on HTTP; a TestClient is an httpx.Client."""
        app = create_app(
            store=self.store,
            poortboek=self.poortboek,
            signer=self.signer,
            tokensleutels=Tokensleutels.load(secret(999).dump()),
            base_url=BASE_URL,
            clock=self.clock,
            new_id=self.new_id,
            **options,
        )
        with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
            yield client


def members(value: Any) -> dict[str, Any]:
    """The JSON members of a Struct."""
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
