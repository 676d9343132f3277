# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who I am, which register, and whom I trust: `profiel.json`.

    {"register": "https://register.example",         http only on this machine
     "oin": "00000099000000001000",
     "clientId": "00000099000000001000.toegang",     <oin>.<name of the access key>
     "toegang": "toegang.jwk",                       private keys, beside this file, mode 600
     "verklaringen": "verklaringen.jwk",
     "logboek": "name+hash+key",                     optional: the verifier key of the log
     "beheerder": "<thumbprint>"}                    optional: the key with which the log was founded

The last two come from the OBPT by another road than the register; `verifieer` rests on them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from cli.bestanden import lees
from cli.fouten import GebruikError
from registry.errors import Fout, MalformedError

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

BESTAND: Final = "profiel.json"
_LOCAL: Final = r"http://(127\.0\.0\.1|localhost|\[::1\])"
_PATH: Final = r"(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$(?!\n)"
Adres = Annotated[
    str,
    Meta(
        pattern=rf"^(https://[A-Za-z0-9.-]+|{_LOCAL}){_PATH}",
        max_length=300,
        description="een adres met https://; http:// mag alleen voor 127.0.0.1, localhost en [::1].",
    ),
]
Pad = Annotated[str, Meta(min_length=1, max_length=500)]
Duimafdruk = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)", description="duimafdruk van een sleutel: 43 tekens.")
]
Logboeksleutel = Annotated[
    str, Meta(pattern=r"^[!-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$(?!\n)", description="naam+kenmerk+sleutel.")
]


class Profielinhoud(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """What the file says; paths are seen from its folder."""

    register: Adres
    oin: Annotated[str, Meta(pattern=r"^[0-9]{20}$(?!\n)", description="OIN: 20 cijfers.")]
    client_id: Annotated[
        str, Meta(pattern=r"^[0-9]{20}\.[a-z0-9-]{1,64}$(?!\n)", description="<OIN>.<naam van de toegangssleutel>.")
    ]
    toegang: Pad
    verklaringen: Pad
    logboek: Logboeksleutel | None = None
    beheerder: Duimafdruk | None = None


class Profiel(Struct, frozen=True, kw_only=True):
    """A profile and the folder it is in."""

    folder: Path
    inhoud: Profielinhoud

    @property
    def toegang(self) -> Path:
        """Where the key for tokens is."""
        return self.folder / self.inhoud.toegang

    @property
    def verklaringen(self) -> Path:
        """Where the key for statements is."""
        return self.folder / self.inhoud.verklaringen


def lees_profiel(omgeving: "Omgeving") -> Profiel:
    """Read the profile that the member named, or the one in this folder.

    Raises:
        GebruikError: there is none, or something is wrong with it; everything at once.
    """
    pad = omgeving.profiel or Path()
    pad = pad / BESTAND if pad.is_dir() else pad
    if omgeving.profiel is None and not pad.exists():
        raise GebruikError("Zeg met --profiel PAD (of LIJN_PROFIEL) welk profiel u gebruikt.", hulp="lijn --help")
    try:
        bestand = lees(pad) if pad.suffix == ".json" else _not_json(pad)
    except MalformedError as fault:
        raise GebruikError(f"Het profiel {pad} kunnen we niet lezen.", fouten=fault.fouten) from None
    made, fouten = _convert(bestand.inhoud)
    if made is not None and not made.client_id.startswith(f"{made.oin}."):
        fouten = [Fout(veld="clientId", code="samenhang", uitleg="De clientId begint met de OIN en een punt.")]
    if made is None or fouten:
        raise GebruikError(f"Het profiel {pad} klopt niet.", fouten=fouten)
    return Profiel(folder=pad.parent, inhoud=made)


def lees_profiel_misschien(omgeving: "Omgeving") -> Profiel | None:
    """Read the profile when the member named one or stands beside one."""
    if omgeving.profiel is None and not Path(BESTAND).exists():
        return None
    return lees_profiel(omgeving)


def controleer_adres(adres: str) -> str:
    """Hold an address of a register to https.

    Raises:
        GebruikError: it is no address, or http to another machine.
    """
    try:
        return msgspec.convert(adres, Adres)
    except msgspec.ValidationError:
        raise GebruikError(
            "Geef een adres met https://; http:// mag alleen voor 127.0.0.1, localhost en [::1]."
        ) from None


def check_anchors(logboek: str | None, beheerder: str | None) -> None:
    """Hold what somebody typed over to the form of a log key and a thumbprint.

    Raises:
        GebruikError: it is no such thing.
    """
    from registry.tlog.checkpoint import Verifier

    if logboek is not None:
        try:
            Verifier.parse(logboek)
        except MalformedError as fault:
            raise GebruikError(f"De sleutel van het logboek klopt niet. {fault.detail}") from None
    try:
        msgspec.convert(beheerder, Duimafdruk | None)
    except msgspec.ValidationError:
        raise GebruikError("De duimafdruk van de beheerder klopt niet: dat zijn 43 tekens.") from None


def _not_json(pad: Path) -> Any:
    raise GebruikError(f"Een profiel is een map of een bestand dat op .json eindigt: {pad}")


def _convert(inhoud: object) -> tuple[Profielinhoud | None, list[Fout]]:
    try:
        return msgspec.convert(inhoud, Profielinhoud), []
    except msgspec.ValidationError:
        from registry.statements.schema import convert

        return convert(inhoud, Profielinhoud)
