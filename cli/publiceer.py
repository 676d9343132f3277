# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn publiceer`: show what changes, sign it here, hand it in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from msgspec import Struct

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestanden, Ja, Json

if TYPE_CHECKING:
    from cli.indienen import Indiener
    from cli.lijnen import Gelezen
    from cli.omgeving import Omgeving
    from cli.uitvoer import Uitvoer
    from cli.verschil import Wijziging
    from registry.projections.toezeggingen import Tekort
    from registry.statements.servicenormen import Servicenorm

app = nieuw()


class Gepubliceerd(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one file. `proef` ends before anything is sent: no index and no digest."""

    bestand: str
    lijn: str
    uitkomst: Literal["nieuw", "gewijzigd", "opnieuw", "ongewijzigd"]
    verschil: "tuple[Wijziging, ...]"
    tekorten: "tuple[Tekort, ...]" = ()
    index: int | None = None
    digest: str | None = None


class _Plan(Struct, frozen=True, kw_only=True):
    """One line that is about to be said."""

    pad: Path
    body: Any
    sub: str
    vorige: str | None
    uitkomst: Literal["nieuw", "gewijzigd", "opnieuw", "ongewijzigd"]
    verschil: Sequence[Any]


@app.command("publiceer", cls=Opdracht)
def publiceer(
    ctx: typer.Context,
    bestand: Bestanden,
    *,
    proef: Annotated[bool, typer.Option("--proef", help="Toon alleen het verschil; verstuur niets.")] = False,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Publiceer professionallijnen, of wijzig ze.

    Eerst wordt elk bestand gecontroleerd; is er iets fout, dan gaat er niets weg. Daarna ziet u per lijn het verschil
    met wat er nu staat. Wat gelijk is, wordt overgeslagen. Ondertekend wordt op deze computer.
    """
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.uitvoer import geel
    from cli.verbinding import register_van

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    gelezen = _read(omgeving, bestand)
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        plans = [_plan(indiener, profiel.inhoud.oin, one) for one in gelezen]
        normen = indiener.normen() if any(plan.uitkomst != "ongewijzigd" for plan in plans) else []
        short = {plan.sub: _short(plan, normen, omgeving) for plan in plans}
        for plan in plans:
            _show(plan, uit)
            for tekort in short[plan.sub]:
                uit.meld("  ", geel("onder de norm"), f": {tekort.veld}: {tekort.uitleg}")
            _warn(indiener, plan, uit, together={other.body.naam for other in plans})
        changed = [plan for plan in plans if plan.uitkomst != "ongewijzigd"]
        done = {plan.sub: _result(plan, short[plan.sub]) for plan in plans}
        question = "Deze lijn publiceren?" if len(changed) == 1 else f"Deze {len(changed)} lijnen publiceren?"
        try:
            if changed and not proef:
                omgeving.vraag_akkoord(question, ja=ja, uit=uit)
                for plan in changed:
                    done[plan.sub] = _say(indiener, plan, short[plan.sub])
        finally:  # also when a later one is refused: what was handed in, was handed in
            _report([done[plan.sub] for plan in plans], uit, proef=proef)


def _read(omgeving: "Omgeving", paden: list[Path]) -> "list[Gelezen]":
    """Read every file, and refuse them all when one is wrong."""
    from cli.bestanden import plekfout
    from cli.lijnen import lees_lijn
    from registry.errors import Fout, MalformedError
    from registry.statements.klok import local_date

    op = local_date(omgeving.now())
    gelezen = [lees_lijn(pad, op=op) for pad in paden]
    fouten = [plekfout(fout, one.pad) for one in gelezen for fout in one.fouten]
    first: dict[str, Path] = {}
    for one in gelezen:
        if one.lijn is not None and (other := first.setdefault(one.lijn.naam, one.pad)) is not one.pad:
            double = Fout(veld="naam", code="dubbel", uitleg=f"Deze lijn staat ook in {other}.")
            fouten.append(plekfout(double, one.pad))
    if fouten:
        raise MalformedError("Er is niets verstuurd: verbeter eerst deze fouten.", fouten=fouten)
    return gelezen


def _plan(indiener: "Indiener", oin: str, gelezen: "Gelezen") -> _Plan:
    """Set a line beside what stands."""
    import msgspec

    from cli.verschil import verschil

    sub = f"professionallijn/{oin}/{gelezen.lijn.naam}"
    said = indiener.gezegd(sub)
    stands = next((one.inhoud for one in said if one.soort == "professionallijn"), {})
    changes = tuple(verschil(stands, msgspec.json.decode(msgspec.json.encode(gelezen.lijn))))  # lists, no tuples
    withdrawn = bool(said) and said[0].soort == "intrekking"
    uitkomst: Literal["nieuw", "gewijzigd", "opnieuw", "ongewijzigd"] = (
        "nieuw" if not said else "opnieuw" if withdrawn else "gewijzigd" if changes else "ongewijzigd"
    )
    vorige = said[0].digest if said else None
    return _Plan(pad=gelezen.pad, body=gelezen.lijn, sub=sub, vorige=vorige, uitkomst=uitkomst, verschil=changes)


def _show(plan: _Plan, uit: "Uitvoer") -> None:
    """Show what changes."""
    from cli.uitvoer import vet
    from cli.verschil import regels

    words = {
        "nieuw": "nieuwe lijn",
        "gewijzigd": "verschil met wat er nu staat",
        "opnieuw": "was ingetrokken, komt terug; verschil met wat er toen stond",
        "ongewijzigd": "staat er al precies zo",
    }
    uit.meld(vet(plan.body.naam), f" ({plan.pad}): {words[plan.uitkomst]}")
    for line in regels(plan.verschil):
        uit.meld(*line)


def _warn(indiener: "Indiener", plan: _Plan, uit: "Uitvoer", *, together: set[str]) -> None:
    """Say that the line to fall back on is not there; unless it comes along now. It may come later: it is no fault."""
    terugval = plan.body.terugval
    if terugval is not None and terugval.partition("/")[2] not in together and not indiener.bestaat(terugval):
        uit.meld(f"  let op: {terugval} is er niet (meer). Wie niet doorkomt, ziet dan geen andere lijn.")


def _short(plan: _Plan, normen: "Sequence[Servicenorm]", omgeving: "Omgeving") -> "tuple[Tekort, ...]":
    """Say where the line falls short of the norms of the network by its own words. It is no fault: it is told."""
    if plan.uitkomst == "ongewijzigd" or not normen:
        return ()
    from registry.projections.meetklok import Meetklok
    from registry.projections.toezeggingen import tekorten
    from registry.statements.klok import local_date

    return tuple(tekorten(plan.body, normen, op=local_date(omgeving.now()), klok=Meetklok({})))


def _say(indiener: "Indiener", plan: _Plan, short: "tuple[Tekort, ...]") -> Gepubliceerd:
    bewijs = indiener.zeg(plan.body, sub=plan.sub, vorige=plan.vorige)
    return _result(plan, short, index=bewijs.index, digest=bewijs.digest)


def _result(
    plan: _Plan, short: "tuple[Tekort, ...]", *, index: int | None = None, digest: str | None = None
) -> Gepubliceerd:
    return Gepubliceerd(
        bestand=str(plan.pad),
        lijn=plan.sub.removeprefix("professionallijn/"),
        uitkomst=plan.uitkomst,
        verschil=tuple(plan.verschil),
        tekorten=short,
        index=index,
        digest=digest,
    )


def _report(done: list[Gepubliceerd], uit: "Uitvoer", *, proef: bool) -> None:
    """Give each line with its number and digest."""
    lines = [
        (f"{one.lijn}  {one.uitkomst}  nummer {one.index}  {one.digest}",)
        if one.digest
        else (f"{one.lijn}  {one.uitkomst}{'' if one.uitkomst == 'ongewijzigd' else '  niet verstuurd'}",)
        for one in done
    ]
    uit.data({"proef": proef, "lijnen": done}, lines)
