# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn meting importeer`: hand in what a telephone system or an appointment book wrote down."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final, Self

import typer
from msgspec import Struct

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

if TYPE_CHECKING:
    from cli.meetkaart import Kaart
    from cli.omgeving import Omgeving
    from cli.uitvoer import Uitvoer
    from registry import wire
    from registry.client import Register

app = nieuw(help="Metingen doorgeven: hoe contact verliep, en met welke vragen burgers kwamen.")
TOGETHER: Final = 100  # rows a request
MAX_JSON_BYTES: Final = 256 * 1024 * 1024
SOORTEN: Final = {".csv": "CSV", ".json": "JSON", ".ndjson": "NDJSON", ".jsonl": "NDJSON"}


@app.callback()
def _group() -> None:
    """Metingen doorgeven: hoe contact verliep, en met welke vragen burgers kwamen."""


class Rij(Struct, frozen=True):
    """A row of a file: its number (of a CSV the header is 1), how far in the file it ends, and what it says."""

    regel: int
    tot: int
    inhoud: Any


class Stand(Struct):
    """How far the import is."""

    rijen: int = 0
    aangenomen: int = 0
    bekend: int = 0
    geweigerd: int = 0

    def tel(self, bewijs: "wire.Meetbewijs") -> None:
        """Add what became of a batch."""
        self.rijen += len(bewijs.metingen)
        self.aangenomen += bewijs.aangenomen
        self.bekend += bewijs.bekend
        self.geweigerd += bewijs.geweigerd


@app.command("importeer", cls=Opdracht)
def importeer(
    ctx: typer.Context,
    bestand: Annotated[
        Path, typer.Argument(metavar="BESTAND", help="Bestand met metingen: .csv, .json, .ndjson of .jsonl.")
    ],
    *,
    kaart: Annotated[
        Path | None,
        typer.Option("--kaart", metavar="PAD", help="YAML die zegt welke kolom wat is. Zonder: de namen van de API."),
    ] = None,
    hulpvragen: Annotated[
        bool, typer.Option("--hulpvragen", help="Het zijn hulpvragen van een loket, en geen contactmomenten.")
    ] = False,
    geweigerd: Annotated[
        Path | None,
        typer.Option("--geweigerd", metavar="PAD", help="Waar de geweigerde rijen komen. Zonder: naast BESTAND."),
    ] = None,
    json: Json = False,
) -> None:
    """Geef de metingen in een bestand door aan het register.

    Breekt het af, of is het register even weg? Doe het dan gewoon nog eens: wat er al is, telt niet dubbel. Rijen die
    het register weigert, komen met hun fouten in een apart bestand; verbeter ze en geef dat bestand door.
    """
    from cli.fouten import NEE
    from cli.meetkaart import Namer, batches
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van
    from cli.voortgang import Voortgang

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    card = _card(kaart, hulpvragen=hulpvragen)
    soort = _soort(bestand)
    stand, refused = Stand(), geweigerd or bestand.with_name(f"{bestand.name}.geweigerd.ndjson")
    profiel = lees_profiel(omgeving)
    with _opened(bestand) as file, register_van(omgeving, profiel) as register, _Refused(refused) as out:
        rows = _rows(file, soort, card)
        namer = Namer(card.soort)
        total = bestand.stat().st_size
        try:
            with Voortgang(total, show=not json and sys.stderr.isatty()) as voortgang:
                for batch in batches(rows, TOGETHER):
                    _hand_in(register, card, namer, batch, stand, out)
                    voortgang.is_op(batch[-1].tot, lambda: f"{stand.rijen} rijen")
        finally:  # also when it breaks off: what was handed in, was handed in
            _report(stand, refused, uit)
    if stand.geweigerd:
        raise typer.Exit(NEE)


def _hand_in(register: "Register", card: "Kaart", namer: Any, batch: list[Rij], stand: Stand, out: "_Refused") -> None:
    """Hand a batch in; a row that is no group of fields is refused here."""
    good = [row for row in batch if isinstance(row.inhoud, dict)]
    metingen = [namer.named(card.gelezen(row.inhoud)) for row in good]
    for row in batch:
        if not isinstance(row.inhoud, dict):
            out.add(row, [{"veld": "", "code": "vorm", "uitleg": "Deze rij kunnen we niet lezen."}])
            stand.rijen += 1
            stand.geweigerd += 1
    if not metingen:
        return
    bewijs = register.geef_door("contactmomenten" if card.soort == "contactmoment" else "hulpvragen", metingen)
    stand.tel(bewijs)
    for one in bewijs.metingen:
        if one.uitkomst == "geweigerd":
            out.add(good[one.nummer], one.fouten)


class _Refused:
    """The file of refused rows, which is there when there are any."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, row: Rij, fouten: Any) -> None:
        """Write a row and what is wrong with it."""
        import os

        import msgspec

        if self._file is None:
            self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._file.write(msgspec.json.encode({"regel": row.regel, "fouten": fouten, "rij": row.inhoud}) + b"\n")


def _report(stand: Stand, refused: Path, uit: "Uitvoer") -> None:
    told = {
        "rijen": stand.rijen,
        "aangenomen": stand.aangenomen,
        "bekend": stand.bekend,
        "geweigerd": stand.geweigerd,
        "geweigerdBestand": str(refused) if stand.geweigerd else None,
    }
    line = f"{stand.rijen} rijen: {stand.aangenomen} aangenomen, {stand.bekend} al bekend, {stand.geweigerd} geweigerd"
    uit.data(told, [(line,)])
    if stand.geweigerd:
        uit.meld(f"De geweigerde rijen staan met hun fouten in {refused}.")


def _card(path: Path | None, *, hulpvragen: bool) -> "Kaart":
    """Read the card.

    Raises:
        GebruikError: it cannot be read.
    """
    from msgspec.structs import replace

    from cli.bestanden import lees
    from cli.fouten import GebruikError
    from cli.meetkaart import Kaart
    from registry.errors import MalformedError
    from registry.statements.schema import convert

    card: Kaart | None = Kaart()
    if path is not None:
        try:
            card, fouten = convert(lees(path).inhoud, Kaart)
        except MalformedError as fault:
            raise GebruikError(f"De kaart {path} kunnen we niet lezen.", fouten=fault.fouten) from None
        if card is None:
            raise GebruikError(f"De kaart {path} klopt niet.", fouten=fouten)
    return replace(card or Kaart(), soort="hulpvraag") if hulpvragen else card or Kaart()


def _soort(path: Path) -> str:
    from cli.fouten import GebruikError

    if (found := SOORTEN.get(path.suffix.lower())) is None:
        raise GebruikError(f"Aan de naam van {path} zien we niet wat het is: kies uit {', '.join(SOORTEN)}.")
    return found


def _opened(path: Path) -> BinaryIO:
    from cli.fouten import GebruikError

    try:
        return path.open("rb")
    except OSError as fault:
        why = "bestaat niet" if isinstance(fault, FileNotFoundError) else "is niet te lezen"
        raise GebruikError(f"Het bestand {path} {why}.") from None


def _rows(file: BinaryIO, soort: str, card: "Kaart") -> Iterator[Rij]:
    match soort:
        case "CSV":
            return _csv(file, card)
        case "JSON":
            return _json(file)
        case _:
            return _ndjson(file)


def _csv(file: BinaryIO, card: "Kaart") -> Iterator[Rij]:
    import csv

    from cli.fouten import GebruikError

    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for raw in file:
            read += len(raw)
            yield raw.decode("utf-8-sig" if read == len(raw) else "utf-8")

    try:
        reader = csv.DictReader(lines(), delimiter=card.scheiding, restkey="")
        named = list(reader.fieldnames or ())
        if missing := [kolom for kolom in card.kolommen() if kolom not in named]:
            raise GebruikError(f"Het bestand heeft geen kolom {', '.join(missing)}. Klopt de scheiding?")
        for row in reader:
            yield Rij(reader.line_num, read, None if "" in row else dict(row))
    except UnicodeDecodeError:
        raise GebruikError("Het bestand is geen UTF-8. Bewaar het als UTF-8.") from None
    except csv.Error:
        raise GebruikError("Het bestand is geen goede CSV.") from None


def _ndjson(file: BinaryIO) -> Iterator[Rij]:
    import msgspec

    read = 0
    for number, raw in enumerate(file, start=1):
        read += len(raw)
        if raw.strip():
            try:
                value = msgspec.json.decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                value = None
            yield Rij(number, read, _again(value))


def _json(file: BinaryIO) -> Iterator[Rij]:
    import msgspec

    from cli.fouten import GebruikError

    raw = file.read(MAX_JSON_BYTES + 1)
    if len(raw) > MAX_JSON_BYTES:
        raise GebruikError(f"Het bestand is groter dan {MAX_JSON_BYTES >> 20} MiB. Maak er NDJSON van: één per regel.")
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise GebruikError("Het bestand is geen goede JSON.") from None
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, start=1):
        yield Rij(number, len(raw) * number // len(items), _again(item))


def _again(value: Any) -> Any:
    """Take a row out of a file of refused rows, so that it can be handed in when it was mended."""
    if isinstance(value, dict) and value.keys() == {"regel", "fouten", "rij"}:
        return value["rij"]
    return value
