# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A route, a line and its hours as a person reads them: what to do first, why after that.

Plain aligned text; a colour says nothing that the words do not say too.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from cli.naleving import bedrag
from cli.uitvoer import Kleur, Regel, geel, groen, rood, tabel, vet
from registry.statements.klok import wall_time
from registry.statements.spreektaal import spreek_datum_voluit, spreek_moment, spreek_tijd

if TYPE_CHECKING:
    from datetime import datetime, time

    from registry import wire
    from registry.projections.meetcijfers import Gemeten
    from registry.projections.toegang import Toegang
    from registry.statements.openingstijden import Duur, Openingsblok, Rooster
    from registry.statements.professionallijnen import EenKanaal, Professionallijn
    from registry.statements.storingen import Storing

Rij = tuple[str, Regel]
_TO_DO: Final = {
    "telefoon": "bel",
    "email": "mail",
    "balie": "ga naar",
    "post": "schrijf",
    "videobellen": "videobel",
    "terugbelverzoek": "vraag terugbellen",
    "webformulier": "vul in",
    "chat": "chat",
    "forum": "forum",
    "sociale-media": "bericht",
}


def routes(found: "wire.Contactroutes") -> Iterator[Regel]:
    """Write the answer to a question, the best route first."""
    for route in found.routes:
        if route.rang > 1:
            yield ("",)
        yield from _route(route, found.tijdstip)
    if found.betrokken:
        yield ("",)
        yield (vet("Ook betrokken"), ", zonder lijn in dit netwerk")
        yield from tabel(((one.naam, (one.taak,)) for one in found.betrokken), inspringen=3)
    if (door := found.geen_verkeerde_deur) is not None:
        yield (geel("Geen lijn gevonden."), f" {door.uitleg}")
        contact = [
            ("organisatie", (door.organisatie.naam,)),
            ("wie", (door.contact.functie,)),
            ("mail", (door.contact.email,)),
        ]
        if door.contact.telefoon:
            contact.append(("bel", (door.contact.telefoon,)))
        yield from tabel(contact, inspringen=3)
    elif not found.routes:
        yield (geel("Geen lijn gevonden."),)


def bladzijde(stand: "wire.ProfessionallijnStand", *, at: "datetime") -> Iterator[Regel]:
    """Write a whole line, as seen from a moment."""
    lijn = stand.lijn
    yield (vet(lijn.titel),)
    if lijn.omschrijving:
        yield from tabel([("", (lijn.omschrijving,))])
    yield ("",)
    yield from tabel(_about(stand))
    for kanaal, now in zip(lijn.kanalen, stand.bereikbaar, strict=False):
        how, what = _reach(kanaal)
        yield ("",)
        yield (vet(how), f"  {what}")
        if stand.status == "actief":  # a line that is gone may have hours, but is never open
            yield from tabel([("nu", _now(now.bereikbaar, at))], inspringen=2)
        yield from tabel(_channel(kanaal), inspringen=2)
    yield from _conditions(lijn)


def _route(route: "wire.Route", at: "datetime") -> Iterator[Regel]:
    yield (f"{route.rang}. ", vet(f"{route.organisatie.naam}: {route.lijn.titel}"))
    how, what = _reach(route.kanaal)
    rows: list[Rij] = [(how, (vet(what),)), ("nu", _now(route.bereikbaar, at)), ("toegang", (_verdict(route.toegang),))]
    rows += [("", (f"- {eis.uitleg}",)) for eis in route.toegang.eisen if eis.oordeel != "voldaan" and eis.uitleg]
    rows += [("delen", (_sharing(item),)) for item in route.gegevensuitwisseling]
    rows.append(("gemeten", (_measured(route.verwachting.gemeten),)))
    for said in route.verwachting.toezeggingen:
        term = _moment(said.uiterlijk, at, einde=True)
        rows.append(("belooft", (f"{_words(said.maat)} uiterlijk {term}{_share(said.aandeel)}",)))
    rows.append(("waarom", ("; ".join(route.redenen),)))
    if route.terugval:
        rows.append(("lukt het niet", (f"{route.terugval.titel} ({route.terugval.oin}/{route.terugval.naam})",)))
    rows.append(("lijn", (f"{route.lijn.oin}/{route.lijn.naam}",)))
    yield from tabel(rows, inspringen=3)


def _measured(found: "Gemeten | None") -> str:
    """Say how a channel answered lately, and of how many times."""
    if found is None:
        return "nog te weinig om iets over te zeggen"
    said = f"{bedrag(found.aandeel_beantwoord, 'aandeel')} beantwoord van {found.waarnemingen} keer"
    if found.wachttijd_p50 is not None and found.wachttijd_p90 is not None:
        said += f", de helft binnen {found.wachttijd_p50} en negen van de tien binnen {found.wachttijd_p90} seconden"
    return f"{said} (deze maand en de twee ervoor)"


def _reach(kanaal: "EenKanaal | wire.KanaalKort") -> tuple[str, str]:
    """Say what to do, and with what number or address."""
    where: Any = next(
        found for name in ("nummer", "url", "adres") if (found := getattr(kanaal, name, None)) is not None
    )
    text = where if isinstance(where, str) else f"{where.straat}, {where.postcode} {where.plaats}"
    if keuze := getattr(kanaal, "keuze", None):
        text += f", {keuze}"
    if getattr(kanaal, "afspraak", False):
        text += " (op afspraak)"
    return _TO_DO[kanaal.soort], text


def _now(now: "wire.Bereikbaarheid", at: "datetime") -> Regel:
    """Say whether it is open, and until or from when, as seen from a moment."""
    if now.nu:
        return (groen("● open"), f" tot {_moment(now.tot, at, einde=True)}" if now.tot else ", altijd")
    return (
        rood("○ gesloten"),
        f", opent {_moment(now.volgende.van, at)}" if now.volgende else ", geen volgende opening bekend",
    )


def _verdict(toegang: "Toegang") -> Kleur:
    words = {
        "voldaan": groen("u voldoet aan alle eisen"),
        "te-controleren": geel("controleer dit eerst"),
        "niet-voldaan": rood("u voldoet niet aan een eis"),
    }
    return words[toegang.oordeel] if toegang.eisen else groen("geen eisen")


def _about(stand: "wire.ProfessionallijnStand") -> list[Rij]:
    lijn, status = stand.lijn, stand.status
    words = groen("actief") if status == "actief" else rood(_words(status))
    rows: list[Rij] = [
        ("organisatie", (f"{stand.organisatie.naam} ({stand.oin})",)),
        ("lijn", (f"{stand.oin}/{stand.naam}",)),
        ("status", (words,)),
    ]
    if stand.reden_intrekking:
        rows.append(("reden", (stand.reden_intrekking,)))
    if stand.vervangen_door:
        rows.append(("gebruik nu", (stand.vervangen_door,)))
    if stand.storing:
        rows.append(("storing", (storing_voluit(stand.storing),)))
    tot = f" tot en met {spreek_datum_voluit(lijn.geldig.tot)}" if lijn.geldig.tot else ""
    rows += [
        ("geldig", (f"vanaf {spreek_datum_voluit(lijn.geldig.van)}{tot}",)),
        ("nagekeken", (spreek_datum_voluit(lijn.bevestigd),)),
        ("werkgebied", (lijn.werkgebied if isinstance(lijn.werkgebied, str) else ", ".join(lijn.werkgebied),)),
    ]
    lists: list[tuple[str, Sequence[Any]]] = [
        ("vraagtypen", lijn.vraagtypen),
        ("onderwerpen", lijn.onderwerpen),
        ("trefwoorden", lijn.trefwoorden),
        ("gebeurtenissen", lijn.levensgebeurtenissen),
    ]
    rows += [(name, (", ".join(map(str, items)),)) for name, items in lists if items]
    if lijn.terugval:
        rows.append(("lukt het niet", (lijn.terugval,)))
    published = f"{voluit(stand.gepubliceerd_op)}, nummer {stand.index} in het logboek"
    rows += [("gepubliceerd", (published,)), ("verklaring", (stand.verklaring,))]
    return rows


def _channel(kanaal: "EenKanaal") -> list[Rij]:
    rows: list[Rij] = [("open", (text,)) for text in _hours(kanaal)]
    rows += [
        ("belooft", (f"{_words(said.maat)} hoogstens {_duur(said.drempel)}{_share(said.aandeel)}",))
        for said in kanaal.toezeggingen
    ]
    if kanaal.toelichting:
        rows.append(("let op", (kanaal.toelichting,)))
    return rows


def _hours(rooster: "Rooster") -> Iterator[str]:
    for blok in rooster.openingstijden:
        yield f"{' '.join(blok.dagen)} {_block(blok)}"
    for other in rooster.afwijkingen:
        van, tot = spreek_datum_voluit(other.van), spreek_datum_voluit(other.tot)
        days = van if other.van == other.tot else f"{van} tot en met {tot}"
        hours = ", ".join(f"{_clock(vak.van)}–{_clock(vak.tot, einde=True)} uur" for vak in other.open) or "gesloten"
        yield f"{days}: {hours} ({other.reden})"
    if rooster.openingstijden:
        words = {
            "gesloten": "gesloten",
            "alleen-erkend": "alleen op erkende feestdagen gesloten",
            "gewoon": "gewoon open",
        }
        yield f"feestdagen: {words[rooster.feestdagen]}"


def _block(blok: "Openingsblok") -> str:
    text = f"{_clock(blok.van)}–{_clock(blok.tot, einde=True)} uur"
    if blok.week:
        text += f", {blok.week} weken"
    if blok.nde:
        text += ", " + " en ".join(
            f"{n}e van de maand" if n > 0 else f"{'' if n == -1 else f'{-n}e van '}laatste van de maand"
            for n in blok.nde
        )
    return text


def _conditions(lijn: "Professionallijn") -> Iterator[Regel]:
    from registry.projections.toegang import Aanvrager, toegang

    rows: list[Rij] = [
        (_words(eis.soort), (eis.uitleg or "",)) for eis in toegang(lijn.toegangseisen, Aanvrager()).eisen
    ]
    rows += [("delen", (_sharing(item),)) for item in lijn.gegevensuitwisseling]
    if (kwaliteit := lijn.kwaliteit) is not None:
        if kwaliteit.mandaat:
            rows.append(("mandaat", (_words(kwaliteit.mandaat),)))
        if kwaliteit.talen:
            rows.append(("talen", (", ".join(kwaliteit.talen),)))
        if kwaliteit.toegankelijk:
            rows.append(("toegankelijk", (", ".join(map(_words, kwaliteit.toegankelijk)),)))
    if (cirkel := lijn.leercirkel) is not None:
        term = f", antwoord binnen {_duur(cirkel.terugkoppeling)}" if cirkel.terugkoppeling else ""
        rows.append(("kan het beter?", (f"{cirkel.contact}{term}",)))
    if rows:
        yield ("",)
        yield (vet("Wat u moet weten"),)
        yield from tabel(rows, inspringen=2)


def _sharing(item: Any) -> str:
    who = {"geeft": "zij geven u", "ontvangt": "u geeft hun", "beide": "u geeft elkaar"}[item.richting]
    return f"{who} {_words(item.gegevens)} ({item.grondslag})"


def _share(aandeel: float | None) -> str:
    return f", in {aandeel:.0%} van de gevallen" if aandeel is not None else ""


def _duur(duur: "Duur") -> str:
    """Write a term.

    >>> from registry.statements.openingstijden import Duur
    >>> _duur(Duur(aantal=1, eenheid="werkdagen")), _duur(Duur(aantal=5, eenheid="uren"))
    ('1 werkdag', '5 uur')
    """
    one = {
        "seconden": "seconde",
        "minuten": "minuut",
        "werkdagen": "werkdag",
        "kalenderdagen": "kalenderdag",
        "weken": "week",
    }
    always = {"uren": "uur", "werkuren": "werkuur"}
    unit = always.get(duur.eenheid) or (one[duur.eenheid] if duur.aantal == 1 else duur.eenheid)
    return f"{duur.aantal} {unit}"


def _moment(moment: "datetime", at: "datetime", *, einde: bool = False) -> str:
    """Say a moment as seen from another: only the time when it is the same day."""
    if (today := wall_time(at).date()) == wall_time(moment).date():
        return spreek_tijd(moment, einde=einde)
    return spreek_moment(moment, peildatum=today, einde=einde)


def storing_voluit(said: "Storing | wire.StoringStand") -> str:
    """Say a storing in one sentence.

    >>> from datetime import UTC, datetime
    >>> from registry.statements.storingen import Storing
    >>> van, tot = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (12, 15))
    >>> storing_voluit(Storing(gevolg="dicht", van=van, tot=tot, reden="verhuizing", kanalen=("chat", "telefoon")))
    'dicht (chat en telefoon) van 24 november 2026, 13.00 uur tot 24 november 2026, 16.00 uur: verhuizing'
    """
    which = f" ({' en '.join(said.kanalen)})" if said.kanalen else ""
    instead = f"; gebruik {said.alternatief}" if said.alternatief else ""
    return f"{said.gevolg}{which} van {voluit(said.van)} tot {voluit(said.tot)}: {said.reden.rstrip('.')}{instead}"


def voluit(moment: "datetime") -> str:
    """Say a moment for the files: with its year.

    >>> from datetime import UTC, datetime
    >>> voluit(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    '23 november 2026, 11.00 uur'
    """
    return f"{spreek_datum_voluit(wall_time(moment).date())}, {spreek_tijd(moment)}"


def _clock(tijd: "time", *, einde: bool = False) -> str:
    return f"{24 if einde and tijd.hour == tijd.minute == 0 else tijd.hour}.{tijd.minute:02}"


def _words(naam: str) -> str:
    return naam.replace("-", " ")
