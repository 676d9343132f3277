# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Say something in a case: show how it stands, ask, sign, hand in, and lay the explanation beside it.

The explanation is checked before anything is signed: the statement names its hash, so a text that is refused later
would leave a statement that promises what never comes.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cli.bladzijden import bladzijden

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from cli.profielbestand import Profiel
    from cli.uitvoer import Uitvoer
    from registry import wire
    from registry.client import Register
    from registry.statements.normschendingen import Toelichting, Zaakverklaring

T = TypeVar("T")


def zeg_in_zaak(
    omgeving: "Omgeving",
    zaak: str,
    kind: "type[Zaakverklaring]",
    said: dict[str, Any],
    *,
    toelichting: Path | None,
    ja: bool,
    json: bool,
    lijn: str | None = None,
) -> None:
    """Say the next thing in a case.

    Args:
        lijn: of a supplement to a report, which is about the norm of the case too; `said` leaves both out.
        said: the members of the statement; None and empty ones are left out.

    Raises:
        MalformedError: with everything that is wrong with it.
        RefusedError: or a subclass, by the rule that refuses it.
    """
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van

    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        dossier = register.normschending(zaak)
        text = _text(toelichting, omgeving, _numbers(register, dossier.zaak.lijn) if toelichting else ())
        about = _about(dossier.zaak, lijn) if lijn is not None else {}
        body = maak(kind, said | about, text, omgeving)
        _show(dossier, body, text, uit)
        omgeving.vraag_akkoord(f"{_WORD[kind.__name__].capitalize()}?", ja=ja, uit=uit)
        id_, head = dossier.zaak.zaak, dossier.vorige
        _send(omgeving, profiel, register, body, text, zaak=id_, vorige=head, uit=uit)


def zeg_nieuw(
    omgeving: "Omgeving", lijn: str, said: dict[str, Any], *, toelichting: Path | None, ja: bool, json: bool
) -> None:
    """Report, as a new case. `said` without the line and without the version of the norm.

    Raises:
        MalformedError: with everything that is wrong with it.
        NotFoundError: there is no such line, or no such norm on that day.
    """
    from cli.fouten import GebruikError
    from cli.profielbestand import lees_profiel
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from registry.statements.normschendingen import Normschending

    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    partij, _, naam = lijn.partition("/")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", lijn):
        raise GebruikError("Schrijf een lijn als organisatie/naam, zoals svb/aow-professionals.")
    with register_van(omgeving, profiel) as register:
        found = register.professionallijn(partij, naam)
        nummers = [nummer for kanaal in found.lijn.kanalen if (nummer := getattr(kanaal, "nummer", None))]
        text = _text(toelichting, omgeving, nummers)
        norm = {"naam": said["norm"], "versie": _version(register, said["norm"], said["moment"])}
        members = said | {"lijn": f"{found.oin}/{found.naam}", "norm": norm}
        body = maak(Normschending, members, text, omgeving)
        uit.meld(vet(f"Melding over {found.organisatie.naam}: {found.lijn.titel}"))
        _show_body(body, text, uit)
        omgeving.vraag_akkoord("Melden?", ja=ja, uit=uit)
        zaak = omgeving.new_id()
        _send(omgeving, profiel, register, body, text, zaak=zaak, vorige=None, uit=uit)


def maak(kind: "type[T]", said: dict[str, Any], toelichting: "Toelichting | None", omgeving: "Omgeving") -> T:
    """Make a statement of what was given.

    Raises:
        MalformedError: with everything that is wrong with it.
    """
    from registry.errors import MalformedError
    from registry.statements.klok import local_date
    from registry.statements.schema import body_faults, convert

    members = {name: value for name, value in said.items() if value not in (None, [], ())}
    if toelichting is not None:
        members["toelichtingHash"] = toelichting.hash
    body, fouten = convert(members, kind)
    if body is not None:
        fouten = list(body_faults(body, local_date(omgeving.now())))  # type: ignore[arg-type]  # every body is Said
    if body is None or fouten:
        raise MalformedError("Er is niets verstuurd: zo kan het niet.", fouten=fouten)
    return body


def _send(
    omgeving: "Omgeving",
    profiel: "Profiel",
    register: "Register",
    body: "Zaakverklaring",
    toelichting: "Toelichting | None",
    *,
    zaak: str,
    vorige: str | None,
    uit: "Uitvoer",
) -> None:
    """Sign, hand in, lay the explanation beside it, and say what came of it.

    Who is suspended meanwhile gets no token to hand anything in with, and is heard in its own case without one.
    """
    from cli.indienen import dien_in, onderteken
    from cli.sleutelbestand import lees_sleutel
    from registry.errors import AccessError, UnreachableError

    geheim, oin = lees_sleutel(profiel.verklaringen), profiel.inhoud.oin
    jws = onderteken(geheim, body, oin=oin, sub=f"zaak/{zaak}", vorige=vorige, omgeving=omgeving)
    logboek, open_deur = profiel.inhoud.logboek, False
    try:
        bewijs = dien_in(register, jws, logboek=logboek, uit=uit)
    except AccessError:
        bewijs = dien_in(register, jws, logboek=logboek, uit=uit, open_deur=True)
        open_deur = True
    if toelichting is not None:
        try:
            register.leg_bij(bewijs.digest, toelichting, open_deur=open_deur)
        except UnreachableError:
            uit.meld("Geen antwoord op de toelichting. Zij gaat nog één keer.")
            register.leg_bij(bewijs.digest, toelichting, open_deur=open_deur)
    nummer = register.normschending(zaak).zaak.nummer
    word = _WORD[type(body).__name__]
    uit.data(
        {"zaak": zaak, "nummer": nummer, "index": bewijs.index, "digest": bewijs.digest},
        [(f"{word}  {nummer}  nummer {bewijs.index} in het logboek  {bewijs.digest}",)],
    )


_WORD = {
    "Normschending": "melden",
    "Reactie": "reageren",
    "Oordeel": "oordelen",
    "Bezwaar": "bezwaar maken",
    "Herstel": "herstel melden",
    "Terugtrekking": "intrekken",
}


def _about(zaak: "wire.Normschendingzaak", lijn: str) -> dict[str, Any]:
    """Give the line and the norm of a case, which must be the line that somebody has in mind."""
    from cli.fouten import GebruikError

    if lijn.partition("/")[2] != zaak.lijn.partition("/")[2]:
        raise GebruikError(f"Zaak {zaak.nummer} gaat over de lijn {zaak.lijn}.")
    return {"lijn": zaak.lijn, "norm": {"naam": zaak.norm.naam, "versie": zaak.norm.versie}}


def _text(pad: Path | None, omgeving: "Omgeving", eigen: "tuple[str, ...] | list[str]") -> "Toelichting | None":
    """Read an explanation, and hold it to being about nobody.

    Raises:
        GebruikError: the file cannot be read.
        MalformedError: it cannot be an explanation, or holds personal data.
    """
    from cli.fouten import GebruikError
    from registry.errors import MalformedError
    from registry.statements.normschendingen import Toelichting
    from registry.statements.persoonsgegevens import toelichting_faults
    from registry.statements.schema import convert

    if pad is None:
        return None
    try:
        raw = sys.stdin.read() if str(pad) == "-" else pad.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise GebruikError(f"De toelichting {pad} is niet te lezen als tekst in UTF-8.") from fault
    zout = omgeving.new_id().replace("-", "")
    text, fouten = convert({"zout": zout, "tekst": raw.replace("\r\n", "\n").strip()}, Toelichting)
    if text is not None:
        fouten = list(toelichting_faults("toelichting", text.tekst, eigen))
    if text is None or fouten:
        raise MalformedError("Er is niets verstuurd: deze toelichting kan niet.", fouten=fouten)
    return text


def _numbers(register: "Register", lijn: str) -> list[str]:
    """List the phone numbers that the line publishes; none to who is suspended, and sees no lines."""
    from registry.errors import AccessError, NotFoundError

    oin, _, naam = lijn.partition("/")
    try:
        kanalen = register.professionallijn(oin, naam).lijn.kanalen
    except (AccessError, NotFoundError):
        return []
    return [nummer for kanaal in kanalen if (nummer := getattr(kanaal, "nummer", None)) is not None]


def _version(register: "Register", naam: str, moment: Any) -> int:
    """Find which version of a norm was in force at a moment.

    Raises:
        NotFoundError: none was.
    """
    from registry.errors import NotFoundError
    from registry.statements.klok import local_date

    for blad in bladzijden(register.servicenormen, op=str(local_date(moment))):
        for stand in blad.servicenormen:
            if stand.naam == naam and stand.norm is not None:
                return stand.norm.versie
    raise NotFoundError(f"Op die dag gold geen norm met de naam {naam}.")


def _show(
    dossier: "wire.Zaakdossier", body: "Zaakverklaring", toelichting: "Toelichting | None", uit: "Uitvoer"
) -> None:
    from cli.uitvoer import vet

    zaak = dossier.zaak
    uit.meld(vet(f"{zaak.nummer}: {zaak.staat}"))
    uit.meld(f"  {zaak.melder.naam} over {zaak.betrokkene.naam}, lijn {zaak.lijn}, norm {zaak.norm.naam}")
    _show_body(body, toelichting, uit)


def _show_body(body: "Zaakverklaring", toelichting: "Toelichting | None", uit: "Uitvoer") -> None:
    """Show what is about to be said."""
    import msgspec

    from cli.uitvoer import tabel
    from cli.zaakkaarten import inhoud

    rows = list(inhoud(msgspec.to_builtins(body)))
    if toelichting is not None:
        rows += [("toelichting", (line,)) for line in _lines(toelichting.tekst)]
    for line in tabel(rows, inspringen=2):
        uit.meld(*line)


def _lines(tekst: str) -> Iterator[str]:
    yield from tekst.split("\n")
