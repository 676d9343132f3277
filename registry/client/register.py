# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a member can ask of a register and say to it. Names are those of the API description; None is not asked."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from registry import wire
from registry.client.verbinding import Verbinding, read
from registry.errors import (
    MalformedError,
)
from registry.projections.bundel import Bundel
from registry.statements.kalenders import Kalender
from registry.statements.normschendingen import Toelichting

JOSE: Final = "application/jose"
NDJSON: Final = "application/x-ndjson"


class Register(Verbinding):
    """A register, as one member sees it."""

    def dien_in(self, jws: bytes, *, open_deur: bool = False) -> wire.Ontvangstbewijs:
        """Hand in a statement. `open_deur`: without a token, as a candidate does.

        Raises:
            RefusedError: or a subclass, by the rule that refuses it.
            UnreachableError: no answer; hand in the same bytes again, it counts once.
        """
        headers = {"Content-Type": JOSE}
        answer = self._call("POST", "/v1/verklaringen", content=jws, headers=headers, open_deur=open_deur)
        return read(answer, wire.Ontvangstbewijs)

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

    def signalen(self, **filters: str | int | None) -> wire.Signalen:
        """List reports that were made ready about an organisation, a page at a time; for the beheerder."""
        return self._get("/v1/signalen", wire.Signalen, **filters)

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
            return read(self._call("POST", f"/v1/{soort}", content=raw, headers=headers), wire.Meetbewijs)
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
        return read(self._call("PUT", path, content=said, headers=headers, open_deur=open_deur), wire.Toelichtingstand)

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
        return read(self._call("DELETE", f"/v1/verklaringen/{digest}/toelichting", params=asked), wire.Toelichtingstand)

    def sleutel(self) -> str:
        """Read the verifier key of the log. Whoever checks with it trusts this answer."""
        return self._call("GET", "/logboek/sleutel", open_deur=True).text.strip()
