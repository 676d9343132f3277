# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A case as a person reads it: how it stands, its terms as dates, what was said, and what one can do now."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from cli.kaarten import Rij, voluit
from cli.naleving import bedrag, doelwaarde
from cli.uitvoer import Kleur, Regel, geel, groen, rood, tabel, vet
from registry.statements.spreektaal import spreek_dag

if TYPE_CHECKING:
    from registry import wire

_NAAM: Final[Mapping[str, str]] = {
    "hersteldOp": "hersteld op",
    "herstelVoor": "herstel voor",
    "waargenomen": "waargenomen",
    "gronden": "gronden",
    "maatregelen": "maatregelen",
}
_DAGEN: Final = frozenset({"hersteldOp", "herstelVoor"})
_WEG: Final = frozenset({"toelichtingHash", "lijn", "norm"})
_ROL: Final = {"melder": "melder", "betrokkene": "organisatie van de lijn", "beheerder": "OBPT"}
_TEKST: Final = {"ontbreekt": "(nog niet gegeven)", "gewist": "(gewist)"}


def zaakblad(found: "wire.Zaakdossier") -> Iterator[Regel]:
    """Write a whole case on one page."""
    zaak = found.zaak
    yield (vet(zaak.nummer), "  ", _state(zaak))
    yield ("",)
    norm = f"{zaak.norm.naam}, versie {zaak.norm.versie}"
    rows: list[Rij] = [
        ("melder", (_who(zaak.melder),)),
        ("over", (_who(zaak.betrokkene),)),
        ("lijn", (f"{zaak.lijn} ({zaak.kanaal})",)),
        ("norm", (norm,)),
        ("wanneer", (voluit(zaak.moment),)),
        ("waargenomen", (", ".join(map(_plain, zaak.waargenomen)),)),
    ]
    if zaak.veelvuldig:
        rows.append(("let op", ("een van heel veel meldingen in een uur",)))
    if found.naleving is not None:
        rows += _measured(found.naleving)
    yield from tabel([*rows, ("zaak", (zaak.zaak,))])
    yield ("",)
    yield (vet("Termijnen"),)
    yield from tabel(_terms(found), inspringen=2)
    yield ("",)
    yield (vet("Wat er is gezegd"),)
    for number, stuk in enumerate(found.stukken, start=1):
        yield from _piece(number, stuk)
    yield ("",)
    yield from _steps(found)


def zakenlijst(found: "wire.Normschendingen") -> Iterator[Regel]:
    """Write a page of cases, one a line, and how many there are."""
    for zaak in found.normschendingen:
        until = f"  {_day(zaak.tot)}" if zaak.tot and not zaak.gesloten else ""
        who = f"{zaak.melder.afkorting or zaak.melder.oin} over {zaak.lijn.partition('/')[2]}"
        yield (
            zaak.nummer,
            "  ",
            who,
            f" van {zaak.betrokkene.afkorting or zaak.betrokkene.oin}  ",
            _state(zaak),
            until,
        )
    counts = ", ".join(
        f"{een.aantal} {een.status}" + (f" ({een.te_laat} te laat)" if een.te_laat else "") for een in found.aantallen
    )
    yield (f"{found.totaal} {'zaak' if found.totaal == 1 else 'zaken'}" + (f": {counts}" if counts else ""),)


def inhoud(members: Mapping[str, Any]) -> Iterator[Rij]:
    """List what a statement says, in words."""
    for name, value in members.items():
        if name in _WEG or value in (None, [], ()):
            continue
        if name == "moment":
            yield "wanneer", (voluit(datetime.fromisoformat(str(value))),)
            continue
        if name in _DAGEN:
            yield _NAAM[name], (_day(date.fromisoformat(str(value))),)
            continue
        text = ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else _plain(str(value))
        yield _NAAM.get(name, name), (text,)


def _state(zaak: "wire.Normschendingzaak") -> Kleur:
    if zaak.te_laat:
        return rood(zaak.staat)
    return groen(zaak.staat) if zaak.gesloten else geel(zaak.staat)


def _measured(een: "wire.NalevingLijn") -> Iterator[Rij]:
    """Say how the line kept the norm in the window of that moment; of how many always stands beside it."""
    said = een.oordeel.replace("-", " ") + (" (kan toeval zijn)" if een.onzeker else "")
    value = [] if een.waarde is None else [bedrag(een.waarde, een.eenheid)]
    count = f"{een.waarnemingen} waarneming{'' if een.waarnemingen == 1 else 'en'}"
    yield "gemeten", (f"{said}: {', '.join([*value, f'doel {doelwaarde(een)}', count])}",)
    still = ", loopt nog" if een.lopend else ""
    yield "", (f"van {_day(een.dagen.van)} tot en met {_day(een.dagen.tot)}{still}",)


def _terms(found: "wire.Zaakdossier") -> list[Rij]:
    said = {stuk.soort for stuk in found.stukken}
    te_laat = {stap.soort for stap in found.stappen if stap.te_laat}
    rows: list[Rij] = []
    for soort, dag in (
        ("reactie", found.termijnen.reactie),
        ("oordeel", found.termijnen.oordeel),
        ("bezwaar", found.termijnen.bezwaar),
        ("herstel", found.termijnen.herstel),
    ):
        if dag is not None:
            until = f"uiterlijk {_day(dag)}"
            rows.append((soort, (rood(f"{until}: te laat"),) if soort in te_laat else (until + _done(soort, said),)))
    if found.zonder_kalender:
        years = " en ".join(map(str, found.zonder_kalender))
        rows.append(("let op", (f"voor {years} is er nog geen kalender: feestdagen zijn niet meegerekend",)))
    return rows


def _done(soort: str, said: Collection[str]) -> str:
    return ", gedaan" if soort in said else ""


def _piece(number: int, stuk: "wire.Zaakstuk") -> Iterator[Regel]:
    yield (f"  {number}. {voluit(stuk.ingeschreven_op)}  ", vet(stuk.soort), f"  {_who(stuk.door)}")
    rows = list(inhoud(stuk.inhoud))
    if stuk.toelichting != "geen":
        lines = (stuk.tekst or _TEKST.get(stuk.toelichting, "")).split("\n")
        rows += [("toelichting" if i == 0 else "", (line,)) for i, line in enumerate(lines)]
    yield from tabel([*rows, ("digest", (stuk.digest,))], inspringen=5)


def _steps(found: "wire.Zaakdossier") -> Iterator[Regel]:
    own = [stap for stap in found.stappen if stap.wie == found.uw_rol]
    others = [stap for stap in found.stappen if stap.wie != found.uw_rol]
    yield (vet("Wat u nu kunt doen"), f"  (u bent {_ROL[found.uw_rol]})" if found.uw_rol else "")
    for stap in own:
        text = f"  - {stap.uitleg}"
        yield (rood(text),) if stap.te_laat else (geel(text),) if stap.verwacht else (text,)
    if not own:
        yield ("  Niets.",)
    if others:
        yield (vet("Wat anderen nu kunnen doen"),)
        rows: list[Rij] = [(_ROL[stap.wie], (_short(stap),)) for stap in others]
        yield from tabel(rows, inspringen=2)


def _short(stap: "wire.Zaakstap") -> str:
    if len(stap.uitkomsten) == 1:
        return f"{stap.soort} (alleen {stap.uitkomsten[0]})"
    until = f", tot en met {_day(stap.tot)}" if stap.tot else ""
    return f"{stap.soort}{until}{': te laat' if stap.te_laat else ''}"


def _who(one: "wire.OrganisatieKort") -> str:
    return f"{one.naam} ({one.afkorting or one.oin})"


def _day(dag: "date") -> str:
    return f"{spreek_dag(dag)} {dag.year}"


def _plain(word: object) -> str:
    """Write a word of a closed list with spaces; ids and dates as they are."""
    text = str(word)
    return text if any(sign.isdigit() for sign in text) else text.replace("-", " ")
