# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The API as Python functions over a given httpx client: for loket software, for cli/, for mirrors.

    with httpx.Client(base_url="https://register.example") as http:
        register = Register(http, toegang=Toegang(client_id, geheim), now=now, new_id=new_id)
        register.contactroutes(vraag="bekeuring kan ik niet betalen", gemeente="gm0153")

A token is asked for when first needed and kept until shortly before it ends; one of who is no member is not kept. When
the beheerder demands DPoP of the member, it is bound to the access key, which then signs a proof for each call (RFC
9449). Every error that the register answers comes back as the error it was there: same class, code, detail and faults.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeVar
from urllib.parse import urljoin

import httpx
import msgspec
from msgspec import Struct

from registry import wire
from registry.errors import (
    AccessError,
    DpopError,
    MalformedError,
    NonceError,
    UnreachableError,
)
from registry.projections.bundel import Bundel
from registry.projections.rechten import Scope
from registry.statements.geheim import Geheim
from registry.statements.kalenders import Kalender
from registry.statements.normschendingen import Toelichting
from registry.statements.sleutels import b64
from registry.wire.problemen import error_of

T = TypeVar("T")
JOSE: Final = "application/jose"
NDJSON: Final = "application/x-ndjson"
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 section 2.2
_ASSERTION_LIFE: Final = timedelta(minutes=1)
_BUITEN: Final[Scope] = "aanmelding:lezen"
_MARGIN: Final = timedelta(seconds=30)


class Toegang(Struct, frozen=True, kw_only=True):
    """With what a member gets tokens: its client and the private key of that client."""

    client_id: str
    geheim: Geheim


class _Token(Struct, frozen=True):
    access_token: str
    expires_in: int
    scope: str = ""


class Register:
    """A register, as one member sees it."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        toegang: Toegang | None = None,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """Use a client whose base URL is that of the register. Without `toegang` only what is open can be asked."""
        self._http = http
        self._toegang = toegang
        self._now = now
        self._new_id = new_id
        self._token_held: str | None = None
        self._held_until: datetime | None = None
        self._dpop = False
        self._nonce: str | None = None

    def dien_in(self, jws: bytes, *, open_deur: bool = False) -> wire.Ontvangstbewijs:
        """Hand in a statement. `open_deur`: without a token, as a candidate does.

        Raises:
            RefusedError: or a subclass, by the rule that refuses it.
            UnreachableError: no answer; hand in the same bytes again, it counts once.
        """
        headers = {"Content-Type": JOSE}
        answer = self._call("POST", "/v1/verklaringen", content=jws, headers=headers, open_deur=open_deur)
        return _read(answer, wire.Ontvangstbewijs)

    def contactroutes(self, **vraag: str | int | bool | None) -> wire.Contactroutes:
        """Ask whom to reach now; names as in the API description, None is not asked."""
        return self._get("/v1/contactroutes", wire.Contactroutes, **vraag)

    def professionallijnen(self, **filters: str | int | None) -> wire.Professionallijnen:
        """List lines, a page at a time."""
        return self._get("/v1/professionallijnen", wire.Professionallijnen, **filters)

    def professionallijn(self, oin: str, naam: str) -> wire.ProfessionallijnStand:
        """Read a line as it stands.

        Raises:
            NotFoundError: there never was such a line.
        """
        return self._get(f"/v1/organisaties/{oin}/professionallijnen/{naam}", wire.ProfessionallijnStand)

    def organisaties(self, **filters: str | int | None) -> wire.Organisaties:
        """List organisations, a page at a time."""
        return self._get("/v1/organisaties", wire.Organisaties, **filters)

    def organisatie(self, oin: str) -> wire.Organisatie:
        """Read an organisation as it stands.

        Raises:
            NotFoundError: it never applied, or is not a member and you are not the beheerder.
        """
        return self._get(f"/v1/organisaties/{oin}", wire.Organisatie)

    def sleutels(self, oin: str) -> wire.Sleutelset:
        """Read every key that an organisation has or had.

        Raises:
            NotFoundError: as `organisatie`.
        """
        return self._get(f"/v1/organisaties/{oin}/sleutels", wire.Sleutelset)

    def aanmelding(self) -> wire.EigenStand:
        """Read how one stands oneself; also for a candidate, and for a member that is suspended."""
        return self._get("/v1/aanmelding", wire.EigenStand)

    def aanmeldingen(self, **filters: int | None) -> wire.Aanmeldingen:
        """List applications that wait, a page at a time. For the beheerder."""
        return self._get("/v1/aanmeldingen", wire.Aanmeldingen, **filters)

    def aflopend(self, **filters: int | None) -> wire.Aflopend:
        """List what ends soon, a page at a time. For the beheerder."""
        return self._get("/v1/aflopend", wire.Aflopend, **filters)

    def loketten(self, **filters: str | int | None) -> wire.Loketten:
        """List loketten, a page at a time."""
        return self._get("/v1/loketten", wire.Loketten, **filters)

    def kalender(self, jaar: int) -> Kalender:
        """Read the working-day calendar of a year.

        Raises:
            NotFoundError: the beheerder has not signed one yet.
        """
        return self._get(f"/v1/kalenders/{jaar}", Kalender)

    def weigeringen(self, **filters: str | int | None) -> wire.Weigeringen:
        """Read who was refused what, the latest first, a page at a time. For the beheerder; `van`, `tot`: moments."""
        return self._get("/v1/weigeringen", wire.Weigeringen, **filters)

    def servicenormen(self, **filters: str | int | None) -> wire.Servicenormen:
        """List the norms of the network, a page at a time."""
        return self._get("/v1/servicenormen", wire.Servicenormen, **filters)

    def contactmomenten(self, **filters: str | int | None) -> wire.Meldcijfers:
        """Read what one handed in oneself, counted, a page at a time; and what lokets handed in that show it."""
        return self._get("/v1/contactmomenten", wire.Meldcijfers, **filters)

    def naleving(self, **filters: str | int | None) -> wire.NalevingLijst:
        """Read whether lines keep the norms, a page at a time; without `organisatie` or `lijn` one's own."""
        return self._get("/v1/naleving", wire.NalevingLijst, **filters)

    def loketcijfers(self, **filters: str | int | bool | None) -> wire.Loketcijfers:
        """Read with what citizens come to lokets, a page at a time."""
        return self._get("/v1/loketcijfers", wire.Loketcijfers, **filters)

    def leercirkel(self, **filters: str | int | None) -> wire.LeercirkelStand:
        """Read what the network can learn."""
        return self._get("/v1/leercirkel", wire.LeercirkelStand, **filters)

    def toetredingscriteria(self, **filters: str | int | None) -> wire.Toetredingscriteria:
        """List what is asked of who joins, a page at a time."""
        return self._get("/v1/toetredingscriteria", wire.Toetredingscriteria, **filters)

    def toetreding(self, oin: str, *, peildatum: str | None = None) -> wire.ToetredingStand:
        """Read how a member stands against every criterion, now or as of a moment.

        Raises:
            NotFoundError: it is no member, or was not there by then.
        """
        return self._get(f"/v1/organisaties/{oin}/toetreding", wire.ToetredingStand, peildatum=peildatum)

    def toetredingsmatrix(self, **filters: str | int | None) -> wire.Toetredingsmatrix:
        """Read how all members stand, a page at a time; for the beheerder."""
        return self._get("/v1/toetreding", wire.Toetredingsmatrix, **filters)

    def verklaringen(self, sub: str) -> Sequence[wire.Verklaring]:
        """List what was said about a sub, the last first: the first one's digest is the `vorige` of the next."""
        return self._get("/v1/verklaringen", wire.Verklaringen, sub=sub).verklaringen

    def bundel(self, digest: str) -> Bundel:
        """Fetch a statement with everything it rests on."""
        return self._get(f"/v1/verklaringen/{digest}/bundel", Bundel)

    def geef_door(self, soort: Literal["contactmomenten", "hulpvragen"], metingen: Sequence[object]) -> wire.Meetbewijs:
        """Hand in a batch of measurements; the same again counts once. Says of each what became of it.

        Raises:
            RegistryError: the batch could not be read; nothing of it was kept.
            UnreachableError: no answer; hand in the same again.
        """
        raw = b"".join(msgspec.json.encode(meting) + b"\n" for meting in metingen)
        headers = {"Content-Type": NDJSON}
        try:
            return _read(self._call("POST", f"/v1/{soort}", content=raw, headers=headers), wire.Meetbewijs)
        except MalformedError as refused:
            if (told := wire.Meetbewijs.van_weigering(refused.fouten, len(metingen))) is None:
                raise
            return told

    def normschendingen(self, **filters: str | int | bool | None) -> wire.Normschendingen:
        """List the cases that one may see, a page at a time: the most urgent first."""
        return self._get("/v1/normschendingen", wire.Normschendingen, **filters)

    def normschending(self, zaak: str) -> wire.Zaakdossier:
        """Read a case with everything said in it, by its UUID or number.

        Raises:
            NotFoundError: there is none, or it is not yours.
        """
        return self._get(f"/v1/normschendingen/{zaak}", wire.Zaakdossier)

    def normschendinguitkomsten(self, oin: str) -> wire.Zaakuitkomsten:
        """Read what became of the cases about an organisation.

        Raises:
            NotFoundError: it is another one's, and you are not the beheerder.
        """
        return self._get(f"/v1/organisaties/{oin}/normschendingen", wire.Zaakuitkomsten)

    def leg_bij(self, digest: str, toelichting: Toelichting, *, open_deur: bool = False) -> wire.Toelichtingstand:
        """Lay an explanation beside one's own statement in a case. `open_deur`: without a token, when suspended.

        Raises:
            RefusedError: it is another text than the statement names, or holds personal data.
            UnreachableError: no answer; send the same once more.
        """
        path, headers = f"/v1/verklaringen/{digest}/toelichting", {"Content-Type": "application/json"}
        said = msgspec.json.encode(toelichting)
        return _read(self._call("PUT", path, content=said, headers=headers, open_deur=open_deur), wire.Toelichtingstand)

    def toelichting(self, digest: str) -> wire.Toelichtingtekst:
        """Read the explanation beside a statement in a case.

        Raises:
            NotFoundError: there is none (any more), or it is not yours to read.
        """
        return self._get(f"/v1/verklaringen/{digest}/toelichting", wire.Toelichtingtekst)

    def wis_toelichting(self, digest: str, *, reden: str | None = None) -> wire.Toelichtingstand:
        """Erase an explanation.

        Raises:
            ForbiddenError: you are neither its author nor the beheerder.
            RefusedError: the beheerder may not yet, but for personal data.
        """
        asked = {"reden": reden} if reden else {}
        return _read(
            self._call("DELETE", f"/v1/verklaringen/{digest}/toelichting", params=asked), wire.Toelichtingstand
        )

    def sleutel(self) -> str:
        """Read the verifier key of the log. Whoever checks with it trusts this answer."""
        return self._call("GET", "/logboek/sleutel", open_deur=True).text.strip()

    def _get(self, path: str, kind: type[T], **query: str | int | bool | None) -> T:
        given = {name: _text(value) for name, value in query.items() if value is not None}
        return _read(self._call("GET", path, params=given), kind)

    def _call(self, method: str, path: str, *, open_deur: bool = False, **request: Any) -> httpx.Response:
        token = None if open_deur else self._token()
        try:
            return self._try(method, path, token, **request)
        except NonceError:  # once more, with the nonce that came along
            return self._try(method, path, token, **request)

    def _try(self, method: str, path: str, token: str | None, **request: Any) -> httpx.Response:
        made = self._http.build_request(method, path, **request)
        if token is not None:
            made.headers["Authorization"] = f"{'DPoP' if self._dpop else 'Bearer'} {token}"
        if self._dpop:
            made.headers["DPoP"] = self._proof(made, token)
        try:
            answer = self._http.send(made)
        except httpx.HTTPError as fault:
            raise UnreachableError(f"Het register op {self._http.base_url} is niet bereikbaar.") from fault
        self._nonce = answer.headers.get("DPoP-Nonce", self._nonce)
        if answer.is_success:
            return answer
        wait = answer.headers.get("Retry-After", "")
        raise error_of(answer.status_code, answer.content, retry_after=wait, host=made.url.host)

    def _proof(self, made: httpx.Request, token: str | None) -> str:
        """Show that we hold the key of our token (RFC 9449 section 4.2)."""
        geheim = self._access().geheim
        claims: dict[str, Any] = {
            "jti": self._new_id(),
            "htm": made.method,
            "htu": str(made.url.copy_with(query=None)),
            "iat": int(self._now().timestamp()),
        }
        if self._nonce is not None:
            claims["nonce"] = self._nonce
        if token is not None:
            claims["ath"] = b64(hashlib.sha256(token.encode()).digest())
        return geheim.sign_jwt(claims, typ="dpop+jwt", jwk=msgspec.to_builtins(geheim.jwk))

    def _token(self) -> str:
        now = self._now()
        if self._token_held is None or self._held_until is None or now >= self._held_until:
            try:
                self._token_held, self._held_until = self._ask_token(now)
            except DpopError:
                if self._dpop:
                    raise
                self._dpop = True  # the beheerder demands it of this member
                self._token_held, self._held_until = self._ask_token(now)
        return self._token_held

    def _access(self) -> Toegang:
        if self._toegang is None:
            raise AccessError("token-ontbreekt", "Geef een profiel met een toegangssleutel op.")
        return self._toegang

    def _ask_token(self, now: datetime) -> tuple[str, datetime]:
        """Get a token with a signed assertion (RFC 7523); it names the base URL that we were given as audience."""
        toegang = self._access()
        base = str(self._http.base_url).rstrip("/")
        claims = {
            "iss": toegang.client_id,
            "sub": toegang.client_id,
            "aud": urljoin(base + "/", "oauth/token"),
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LIFE).timestamp()),
            "jti": self._new_id(),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": toegang.geheim.sign_jwt(claims),
        }
        answer = self._call("POST", "/oauth/token", data=form, open_deur=True)
        token = _read(answer, _Token)
        if token.scope == _BUITEN:  # no member (yet): it may be one at the next question, and then this does too little
            return token.access_token, now
        return token.access_token, now + timedelta(seconds=token.expires_in) - _MARGIN


def _read(answer: httpx.Response, kind: type[T]) -> T:
    """Read an answer; one that is no register's (a login page on the way there, say) is no answer."""
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.MsgspecError as fault:
        raise UnreachableError("Het register antwoordt iets wat we niet kennen. Werk lijn bij.") from fault


def _text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
