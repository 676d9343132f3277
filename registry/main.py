# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where everything meets: the only place that reads the environment, the clock and chance, and picks a store.

<data>/register.sqlite   the log and what follows from it (unless REGISTRY_STORE names PostgreSQL)
<data>/poortboek.sqlite  what the gate writes down (likewise); no part of the register, and made anew when it is gone
<data>/metingen.sqlite   what was measured (likewise); no part of the log, and not to be worked out from it
<data>/logboek.sleutel   private key of the log, mode 600
<data>/token.jwk         private key that signs access tokens, mode 600
"""

import ctypes
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from litestar import Litestar

from registry.errors import MalformedError
from registry.kennis import load as load_kennis
from registry.oauth.tokensleutels import Tokensleutels
from registry.registrar.audit import Bevinding, audit
from registry.registrar.oinregister import Fetch
from registry.registrar.oprichting import check_empty, found
from registry.registrar.opruimer import Opruimer
from registry.registrar.telraam import Teller
from registry.settings import Settings
from registry.statements.geheim import Geheim, new_secret
from registry.statements.leden import Aanmelding
from registry.store.meetboek import Hertelling, Meetboek
from registry.store.poortboek import Poortboek
from registry.store.protocol import Store
from registry.store.sqlite import SqliteStore
from registry.store.sqlite_meetboek import SqliteMeetboek
from registry.store.sqlite_poortboek import SqlitePoortboek
from registry.tlog.checkpoint import Signer, generate
from registry.web.app import create_app
from registry.web.tempo import Grenzen

if TYPE_CHECKING:
    import httpx

LOG_KEY: Final = "logboek.sleutel"
TOKEN_KEY: Final = "token.jwk"  # noqa: S105  # a file name
OIN_TIMEOUT_S: Final = 3.0
MAX_OIN_BYTES: Final = 64 * 1024
DATABASE: Final = "register.sqlite"
POORTBOEK: Final = "poortboek.sqlite"
MEETBOEK: Final = "metingen.sqlite"
_OTHERS: Final = 0o077
T = TypeVar("T")


def now() -> datetime:
    """The clock of the register."""
    return datetime.now(UTC)


def new_id() -> str:
    """An id nobody can guess: 192 bits."""
    return secrets.token_urlsafe(24)


def settings_of(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        MalformedError: names every setting that is unknown or wrong.
    """
    try:
        return Settings.from_env(environ)
    except ValueError as fault:
        raise MalformedError(f"De instellingen kloppen niet.\n{fault}") from None


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name."""
    if _on_postgres(settings):
        from registry.store.postgres import PostgresStore  # noqa: PLC0415  # an optional extra

        return PostgresStore(settings.store)
    return SqliteStore(settings.folder / DATABASE)


def open_poortboek(settings: Settings) -> Poortboek:
    """Open the book at the gate, in the place of the store that the settings name."""
    if _on_postgres(settings):
        from registry.store.postgres_poortboek import PostgresPoortboek  # noqa: PLC0415  # an optional extra

        return PostgresPoortboek(settings.store)
    return SqlitePoortboek(settings.folder / POORTBOEK)


def open_meetboek(settings: Settings, store: Store) -> Meetboek:
    """Open the book of measurements, in the place of the store that the settings name."""
    telraam = Teller(store).telraam
    if _on_postgres(settings):
        from registry.store.postgres_meetboek import PostgresMeetboek  # noqa: PLC0415  # an optional extra

        return PostgresMeetboek(settings.store, telraam)
    return SqliteMeetboek(settings.folder / MEETBOEK, telraam)


def init(settings: Settings, aanmelding: Aanmelding, geheim: Geheim) -> Signer:
    """Begin a register: make its keys, and let its beheerder found the log. What was begun is finished.

    Raises:
        MalformedError: there is a register here already.
        RefusedError: the application is not one that can found a log.
    """
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(settings)
    try:
        check_empty(store)
        _make_secret(settings.folder / TOKEN_KEY, lambda: new_secret().dump())  # on disk before they sign anything
        _make_secret(settings.folder / LOG_KEY, lambda: generate(settings.log_name, secrets.token_bytes(32)).encode())
        signer = load_signer(settings)
        found(store, signer, aanmelding, geheim, at=now())
        return signer
    finally:
        store.close()


def make_app(settings: Settings) -> Litestar:
    """Open the register that the settings name, ready to serve.

    Raises:
        MalformedError: there is no register here, a key is readable by others, or the operator's kennis is wrong.
    """
    _check_there(settings)
    signer, tokensleutels = load_signer(settings), Tokensleutels.load(read_secret(settings.folder / TOKEN_KEY))
    kennis = once(partial(load_kennis, Path(settings.kennis) if settings.kennis else None))
    if settings.kennis:
        kennis()  # what the operator wrote is checked before anybody asks
    store, poortboek = open_store(settings), open_poortboek(settings)
    meetboek = open_meetboek(settings, store)
    opruimer = Opruimer(meetboek, settings.metingen_dagen, now)
    return create_app(
        store=store,
        poortboek=poortboek,
        meetboek=meetboek,
        signer=signer,
        tokensleutels=tokensleutels,
        base_url=settings.base_url,
        clock=now,
        new_id=new_id,
        kennis=kennis,
        oin_fetch=oin_fetch(settings.oin_register) if settings.oin_register else None,
        on_settled=give_back_memory,
        token_minutes=settings.token_minutes,
        certificates=bool(settings.cert_proxy),
        grenzen=msgspec.convert(settings, Grenzen, from_attributes=True),
        refusals_days=settings.refusals_days,
        reports_per_hour=settings.reports_per_hour,
        explanation_months=settings.explanation_months,
        on_startup=[opruimer.start],
        on_shutdown=[opruimer.stop, meetboek.close, poortboek.close, store.close],
    )


def oin_fetch(base: str, transport: "httpx.BaseTransport | None" = None) -> Fetch:
    """Make what asks the official OIN register: a few seconds, no redirects, and never more than a small answer.

    Args:
        transport: the network; None: the real one.
    """
    import httpx  # noqa: PLC0415  # slow to load, and only who asks that register needs it

    def fetch(oin: str) -> tuple[int, bytes] | None:
        try:
            with (
                httpx.Client(timeout=OIN_TIMEOUT_S, follow_redirects=False, transport=transport) as http,
                http.stream("GET", f"{base.rstrip('/')}/organisaties/{oin}") as answer,
            ):
                raw = b""
                for piece in answer.iter_bytes():
                    raw += piece
                    if len(raw) > MAX_OIN_BYTES:
                        return None
                return answer.status_code, raw
        except httpx.HTTPError:
            return None

    return fetch


def give_back_memory() -> None:
    """Give the system back what was freed, where the C library can: making a directory leaves holes."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc only
    if trim is not None:
        trim(0)


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Make something when it is first asked for, and only once; whoever asks meanwhile waits."""
    made: list[T] = []
    making = Lock()

    def give() -> T:
        if not made:
            with making:
                if not made:
                    made.append(make())
        return made[0]

    return give


def run_audit(settings: Settings, *, herstel: bool = False) -> tuple[Bevinding, Hertelling]:
    """Replay the whole log and count every measurement again, and say what differs.

    Args:
        herstel: put right the counters that differ. What differs in the log is never touched.

    Raises:
        MalformedError: there is no register here.
        ProofError: a record does not hold.
    """
    _check_there(settings)
    with closing(open_store(settings)) as store, closing(open_meetboek(settings, store)) as meetboek:
        return audit(store), meetboek.hertel(herstel=herstel)


def load_signer(settings: Settings) -> Signer:
    """Read the key of the log."""
    return Signer.parse(read_secret(settings.folder / LOG_KEY).decode().strip())


def read_secret(path: Path) -> bytes:
    """Read a secret file, if nobody else can.

    Raises:
        MalformedError: it is not there, or others may read it.
    """
    if not path.is_file():
        raise MalformedError(f"{path} ontbreekt.")
    if path.stat().st_mode & _OTHERS:
        raise MalformedError(f"Anderen kunnen {path} lezen. Doe: chmod 600 {path}")
    return path.read_bytes()


def _make_secret(path: Path, make: Callable[[], bytes]) -> None:
    if not path.exists():
        write_secret(path, make())


def write_secret(path: Path, raw: bytes) -> None:
    """Write a new secret file, mode 600 from its first byte; when it exists, it is whole.

    Raises:
        FileExistsError: it is there already; a secret is never overwritten.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _on_postgres(settings: Settings) -> bool:
    if settings.store and not settings.store.startswith("postgresql://"):
        raise MalformedError("REGISTRY_STORE is leeg of begint met postgresql://.")
    return bool(settings.store)


def _check_there(settings: Settings) -> None:
    if not settings.store and not (settings.folder / DATABASE).is_file():
        raise MalformedError(f"In {settings.folder} staat geen register. Klopt REGISTRY_DATA?")
