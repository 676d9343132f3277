# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The folder of a register that holds a made-up network, as an operator would have it. TEST ONLY.

    var/bench/register-5000-3f2a…/    register.sqlite  logboek.sleutel  token.jwk

Every statement is signed and goes through the registry's own admission, but all in one transaction, so
50,000 lines take a minute and not the hours of 50,000 commits. What was made is kept: its name ends in a hash
of everything it was made with, so a change of rules or facts makes another. A run works on a copy.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from rich.console import Console

from registry.client import Register, Toegang
from registry.main import DATABASE, LOG_KEY, TOKEN_KEY
from registry.registrar.admission import admit
from registry.registrar.oprichting import found
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.leden import Aanmelding, Contact, Rol, Toelating
from registry.statements.sleutels import Sleutel
from registry.statements.soorten import SOORT_OF, Body
from registry.store.protocol import Transaction
from registry.store.sqlite import SqliteStore
from registry.tlog.checkpoint import Signer, generate
from tests.bench.netwerk import Netwerk
from tests.support.network import secret

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "var/bench"
MADE_WITH: Final = (
    "registry/statements",
    "registry/projections",
    "registry/tlog",
    "registry/store",
    "tests/bench/data",
)
MADE_BY: Final = ("registry/registrar/admission.py", "tests/bench/netwerk.py", "tests/bench/lijnen.py", __file__)
AT: Final = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
UNTIL: Final = datetime(2099, 1, 1, tzinfo=UTC)
CONTACT: Final = Contact(functie="Beheer professionallijnen", email="lijnen@example.nl")
BEHEERDER: Final = 900_001  # numbers of the two that are no part of the made-up network
BELLER: Final = 900_002
LOG_NAME: Final = "bench.lijnwijzer.example/logboek"
KINDS: Final[tuple[Rol, ...]] = ("loket", "publicist")
talk: Final = Console(stderr=True)


class Lid:
    """A member by its number: its OIN, and keys that anyone can work out."""

    def __init__(self, nummer: int) -> None:
        self.oin = f"00000099{nummer:09d}000"
        self.geheim, self.toegang = secret(2 * nummer), secret(2 * nummer + 1)

    def aanmelding(self, naam: str, rollen: tuple[Rol, ...], **about: str) -> Aanmelding:
        sleutels = (
            Sleutel(naam="spreken", gebruik="verklaringen", jwk=self.geheim.jwk, geldig_tot=UNTIL),
            Sleutel(naam="loketsoftware", gebruik="toegang", jwk=self.toegang.jwk, geldig_tot=UNTIL),
        )
        return Aanmelding(oin=self.oin, naam=naam, rollen=rollen, contact=CONTACT, sleutels=sleutels, **about)

    def register(self, http: httpx.Client) -> Register:
        """The register as software of this member sees it."""
        toegang = Toegang(client_id=f"{self.oin}.loketsoftware", geheim=self.toegang)
        return Register(http, toegang=toegang, now=lambda: datetime.now(UTC), new_id=secrets.token_urlsafe)


def beller() -> Lid:
    """The member that asks all questions: a gemeente with a loket, that may publish too."""
    return Lid(BELLER)


@contextmanager
def copied(net: Netwerk) -> Iterator[Path]:
    """Give a copy of the register of this network, to use and throw away."""
    made = _made(net)
    with TemporaryDirectory(prefix="lijnwijzer-bench-") as folder:
        yield Path(shutil.copytree(made, folder, dirs_exist_ok=True))


def _made(net: Netwerk) -> Path:
    """Find the register of this network, or make it."""
    prefix = f"register-{len(net.lijnen)}-"
    folder = FOLDER / (prefix + _source())
    if folder.is_dir():
        return folder
    for old in FOLDER.glob(f"{prefix}*"):
        shutil.rmtree(old)
    FOLDER.mkdir(parents=True, exist_ok=True)
    drafts = TemporaryDirectory(dir=FOLDER, prefix=".", ignore_cleanup_errors=True)
    with drafts as draft, talk.status(f"register van {len(net.lijnen)} lijnen maken …"):
        _make(Path(draft), net)
        Path(draft).rename(folder)  # so what is there is whole
    return folder


def _source() -> str:
    """Hash everything that decides what is in the file."""
    read = sha256()
    paths = [path for name in MADE_WITH for path in (ROOT / name).rglob("*") if path.suffix not in {"", ".pyc"}]
    for path in sorted([*paths, *(ROOT / name for name in MADE_BY)]):
        read.update(path.read_bytes())
    return read.hexdigest()[:12]


def _make(folder: Path, net: Netwerk) -> None:
    for name, raw in ((LOG_KEY, generate(LOG_NAME, bytes(range(32))).encode()), (TOKEN_KEY, secret(999).dump())):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(raw)
    store = SqliteStore(folder / DATABASE)
    try:
        with store.write() as tx:
            _fill(_Eenmaal(tx), Signer.parse((folder / LOG_KEY).read_text(encoding="utf-8").strip()), net)
    finally:
        store.close()


def _fill(store: "_Eenmaal", signer: Signer, net: Netwerk) -> None:
    iat = int(AT.timestamp())

    def say(who: Lid, body: Body, about: str, *, namens: str | None) -> str:
        jws = who.geheim.say(body, oin=who.oin, sub=f"{SOORT_OF[type(body)]}/{about}", iat=iat)
        return admit(store, signer, jws, at=AT, namens=namens).signed.digest

    def join(who: Lid, aanmelding: Aanmelding) -> None:
        digest = say(who, aanmelding, who.oin, namens=None)
        toelating = Toelating(status="toegelaten", rollen=aanmelding.rollen, aanmelding=digest)
        say(obpt, toelating, who.oin, namens=obpt.oin)

    obpt, asks = Lid(BEHEERDER), beller()
    found(store, signer, obpt.aanmelding("Beheerder", ("beheerder",)), obpt.geheim, at=AT)
    for jaar in (2026, 2027):
        say(obpt, voorstel_kalender(jaar), str(jaar), namens=obpt.oin)
    join(asks, asks.aanmelding("Gemeente die belt", KINDS, organisatiesoort="gemeente"))
    leden = {who.nummer: Lid(who.nummer) for who in net.deelnemers}
    for who in net.deelnemers:
        about = {"afkorting": who.afkorting, "organisatiesoort": who.soort, "tooi": who.tooi}
        join(leden[who.nummer], leden[who.nummer].aanmelding(who.naam, KINDS, **about))
    for who, lijn in net.lijnen:
        say(leden[who.nummer], lijn, f"{who.oin}/{lijn.naam}", namens=who.oin)


class _Eenmaal:
    """A store whose every transaction is one and the same, so that what is many commits elsewhere is one here."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def read(self) -> AbstractContextManager[Transaction]:
        return nullcontext(self._tx)

    def write(self) -> AbstractContextManager[Transaction]:
        return nullcontext(self._tx)

    def version(self) -> int:
        return 0

    def revoke(self, jti: str, *, until: datetime) -> None:
        raise NotImplementedError

    def revoked(self, now: datetime) -> frozenset[str]:
        return frozenset()

    def close(self) -> None:
        pass
