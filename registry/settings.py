# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What an operator may choose. Read once, by main.py; an unknown REGISTRY_* name is an error.

REGISTRY_DATA=/var/lib/lijnwijzer REGISTRY_BASE_URL=https://register.example.nl python -m registry serve
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Self

import msgspec
from msgspec import Meta, Struct

PREFIX: Final = "REGISTRY_"
MOST: Final = 1_000_000  # a minute: as good as no limit


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. The name in the environment is REGISTRY_ and the field in capitals."""

    data: Annotated[str, Meta(min_length=1, description="Map met het register en zijn sleutels.")] = "var/register"
    base_url: Annotated[
        str,
        Meta(
            pattern=r"^https?://[a-z0-9.:\[\]-]+$(?!\n)",
            description="Adres waarop leden het register kennen, zonder schuine streep aan het eind.",
        ),
    ] = "http://127.0.0.1:8000"
    store: Annotated[
        str,
        Meta(description="Waar het register staat: leeg is SQLite in de map, anders postgresql://… (PostgreSQL)."),
    ] = ""
    host: Annotated[str, Meta(description="Netwerkadres waarop de server luistert.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Poort waarop de server luistert.")] = 8000
    log_name: Annotated[
        str, Meta(pattern=r"^[^\s+]{1,100}$(?!\n)", description="Naam van het logboek, bij init; daarna ligt hij vast.")
    ] = "register.lijnwijzer.example/logboek"
    proxy: Annotated[
        str,
        Meta(
            pattern=r"^[0-9a-fA-F.:/,]*$(?!\n)",
            description="Adressen van de proxy die X-Forwarded-For mag noemen, met komma's; leeg is niemand.",
        ),
    ] = ""
    cert_proxy: Annotated[
        str,
        Meta(
            pattern=r"^[0-9a-fA-F.:/,]*$(?!\n)",
            description="Adressen van de TLS-proxy die Client-Cert (RFC 9440) zet, met komma's; leeg is niemand.",
        ),
    ] = ""
    token_minutes: Annotated[int, Meta(ge=1, le=60, description="Hoe lang een toegangstoken geldt, in minuten.")] = 30
    applications_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel aanmeldingen per minuut vanaf één adres.")
    ] = 30
    tokens_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel tokens een client per minuut mag vragen.")
    ] = 60
    tokens_per_minute_address: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoe vaak per minuut vanaf één adres een token vragen mag mislukken.")
    ] = 300
    statements_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel verklaringen een client per minuut mag indienen.")
    ] = 300
    statements_per_minute_address: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel verklaringen per minuut vanaf één adres.")
    ] = 600
    questions_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel vragen in woorden een client per minuut mag stellen.")
    ] = 600
    questions_per_minute_address: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoeveel vragen in woorden per minuut vanaf één adres.")
    ] = 3000
    measurements_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoe vaak per minuut een client metingen mag sturen, tot 1.000 tegelijk.")
    ] = 600
    measurements_per_minute_address: Annotated[
        int, Meta(ge=1, le=MOST, description="Hoe vaak per minuut vanaf één adres metingen mogen komen.")
    ] = 3000
    connections_per_address: Annotated[
        int, Meta(ge=1, le=1000, description="Hoeveel verbindingen een adres tegelijk open mag hebben, per werkproces.")
    ] = 200
    refusals_days: Annotated[
        int, Meta(ge=1, le=3650, description="Hoeveel dagen te zien blijft wat er geweigerd is.")
    ] = 90

    metingen_dagen: Annotated[
        int,
        Meta(
            ge=0,
            le=36_500,
            description="Zoveel dagen bewaart het register losse metingen, in hele maanden; 0 is altijd. "
            "Tellingen blijven.",
        ),
    ] = 0
    oin_register: Annotated[
        str,
        Meta(
            pattern=r"^(https://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~/-]*)?)?$(?!\n)",
            description="Adres van het OIN-register (de API, tot en met v1), om aanmeldingen na te gaan; leeg is niet.",
        ),
    ] = ""
    reports_per_hour: Annotated[
        int, Meta(ge=1, le=100_000, description="Hoeveel normschendingen een lid per uur mag melden.")
    ] = 500
    explanation_months: Annotated[
        int,
        Meta(
            ge=0,
            le=240,
            description="Zoveel maanden nadat een zaak is gesloten, mag de beheerder de toelichtingen erbij wissen.",
        ),
    ] = 24
    kennis: Annotated[
        str, Meta(description="Map met eigen kennis over wie wat doet, boven op wat is meegeleverd; leeg is geen.")
    ] = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read settings from an environment.

        Raises:
            ValueError: names every REGISTRY_* that is unknown or has a wrong value, a line each.
        """
        given = {name.removeprefix(PREFIX).lower(): text for name, text in environ.items() if name.startswith(PREFIX)}
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError:
            raise ValueError("\n".join(_faults(cls, given))) from None

    @property
    def folder(self) -> Path:
        """The data folder as a path."""
        return Path(self.data)


def _faults(kind: type[Settings], given: Mapping[str, str]) -> Iterator[str]:
    for name, text in sorted(given.items()):
        if name not in kind.__struct_fields__:
            yield f"{PREFIX}{name.upper()}: deze instelling bestaat niet."
            continue
        try:
            msgspec.convert({name: text}, kind, strict=False)
        except msgspec.ValidationError as fault:
            yield f"{PREFIX}{name.upper()}: {str(fault).split(' - at')[0]}"
