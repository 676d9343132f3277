# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A professionallijn as its publisher writes it (contract, section 3), and its withdrawal.

    naam: aow-professionals
    titel: AOW en nabestaanden, lijn voor professionals
    kanalen:
      - {soort: telefoon, nummer: "+31880000101", openingstijden: [{dagen: [ma], van: "09:00:00", tot: "17:00:00"}]}
    toegangseisen: [{soort: burger-aanwezig}]
    geldig: {van: 2026-01-01}
    bevestigd: 2026-11-01

A channel on which people meet (telefoon, videobellen, balie, chat) has openingstijden; one that
keeps what is sent (email, post, webformulier, …) may leave them out: then it is always open.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Emailadres, Gemeente, Lijnverwijzing, Naam, Regel, Tekst, Weblink
from registry.statements.openingstijden import Duur, Rooster, rooster_faults
from registry.statements.telefoon import Telefoonnummer, phone_faults

Tijd = Literal[
    "wachttijd",
    "baliewachttijd",
    "ontvangstbevestiging",
    "terugbeltijd",
    "toegezegd-terugbelmoment",
    "antwoordtijd",
    "afhandeltijd",
    "afspraaktermijn",
]
Maat = Literal[
    Tijd,
    "doorverbindingen",
    "uitkomst",
    "openstelling",
    "tevredenheid",
    "juistheid",
    "actualiteit",
]


class Toezegging(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A promise: within this term, in at least this share of the cases."""

    maat: Maat
    drempel: Duur
    aandeel: Annotated[float, Meta(gt=0, le=1)] | None = None


class Adres(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A postal or visiting address."""

    straat: Regel
    postcode: Annotated[str, Meta(pattern=r"^[1-9][0-9]{3} [A-Z]{2}$(?!\n)", description="Postcode, zoals 7511 JX.")]
    plaats: Regel


class Kanaal(Rooster, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="soort"):
    """One way to reach the line, with its own hours and promises."""

    gesprek: ClassVar[bool] = False  # people meet: it is open or closed
    toezeggingen: Annotated[tuple[Toezegging, ...], Meta(max_length=20)] = ()
    toelichting: Tekst | None = None

    @property
    def soort(self) -> str:
        """Name the soort of the channel, as it is written."""
        return str(type(self).__struct_config__.tag)

    def fouten(self) -> Iterator[Fout]:
        """Yield what is wrong with this channel as a whole; fields are named from the channel."""
        if self.gesprek and not self.openingstijden:
            uitleg = "Noem voor dit kanaal ten minste één blok openingstijden."
            yield Fout(veld="openingstijden", code="ontbreekt", uitleg=uitleg)
        yield from rooster_faults(self)


class Telefoon(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="telefoon"):
    """A number to dial."""

    gesprek: ClassVar[bool] = True
    nummer: Telefoonnummer
    keuze: Regel | None = None


class Terugbelverzoek(
    Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="terugbelverzoek"
):
    """A form to ask for a call back."""

    url: Weblink


class Email(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="email"):
    """A mailbox of a team."""

    adres: Emailadres


class Videobellen(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="videobellen"):
    """A video desk."""

    gesprek: ClassVar[bool] = True
    url: Weblink


class Balie(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="balie"):
    """A colleague who sits at a desk on certain days."""

    gesprek: ClassVar[bool] = True
    adres: Adres
    gemeente: Gemeente | None = None
    afspraak: bool = False


class Webformulier(
    Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="webformulier"
):
    """A form on the web."""

    url: Weblink


class Forum(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="forum"):
    """A forum for professionals."""

    url: Weblink


class Chat(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="chat"):
    """A chat with a colleague."""

    gesprek: ClassVar[bool] = True
    url: Weblink


class SocialeMedia(
    Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="sociale-media"
):
    """An account that answers professionals."""

    url: Weblink


class Post(Kanaal, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="post"):
    """A postal address."""

    adres: Adres


EenKanaal = Telefoon | Terugbelverzoek | Email | Videobellen | Balie | Webformulier | Forum | Chat | SocialeMedia | Post


# on these people meet: who comes outside their hours comes in vain
GESPREKSKANALEN: Final = frozenset(kind.__struct_config__.tag for kind in get_args(EenKanaal) if kind.gesprek)


class Toegangseis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="soort"):
    """One condition for using the line; `toelichting` is for people."""

    toelichting: Tekst | None = None


Woorden = Annotated[tuple[Naam, ...], Meta(min_length=1, max_length=50)]


class RolEis(Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="rol"):
    """Only colleagues in one of these roles."""

    toegestaan: Woorden


class BurgerAanwezig(
    Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="burger-aanwezig"
):
    """Only with the citizen present."""


class MachtigingEis(
    Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="machtiging"
):
    """Only with the citizen's authorisation in one of these forms."""

    vormen: Woorden


class Identificatie(
    Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="identificatie"
):
    """Only when the caller can name these data of the citizen."""

    gegevens: Woorden


class OrganisatiesoortEis(
    Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="organisatiesoort"
):
    """Only colleagues of organisations of one of these kinds."""

    toegestaan: Woorden


class WerkgebiedEis(
    Toegangseis, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="werkgebied"
):
    """Only for citizens of these municipalities."""

    gemeenten: Annotated[tuple[Gemeente, ...], Meta(min_length=1, max_length=400)]


EenToegangseis = RolEis | BurgerAanwezig | MachtigingEis | Identificatie | OrganisatiesoortEis | WerkgebiedEis


class Gegevensuitwisseling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be shared, in which direction, on what legal ground."""

    gegevens: Naam
    richting: Literal["geeft", "ontvangt", "beide"]
    grondslag: Regel


class Kwaliteit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the colleague who answers may decide, speaks, and can be reached with."""

    mandaat: Naam | None = None
    talen: Annotated[tuple[Annotated[str, Meta(pattern=r"^[a-z]{2,3}$(?!\n)")], ...], Meta(max_length=20)] = ()
    toegankelijk: Annotated[tuple[Naam, ...], Meta(max_length=20)] = ()


class Leercirkel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a colleague tells what could be better, and when an answer comes."""

    contact: Emailadres
    terugkoppeling: Duur | None = None


class Geldigheid(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The first and the last day on which the line exists."""

    van: date
    tot: date | None = None


class Professionallijn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Publish a line, or replace one's own."""

    SUB: ClassVar[str] = r"^professionallijn/[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    naam: Naam
    titel: Regel
    omschrijving: Tekst | None = None
    onderwerpen: Annotated[tuple[Regel, ...], Meta(max_length=200)] = ()
    trefwoorden: Annotated[tuple[Regel, ...], Meta(max_length=200)] = ()
    vraagtypen: Annotated[tuple[Annotated[int, Meta(ge=1, le=3)], ...], Meta(max_length=3)] = ()
    levensgebeurtenissen: Annotated[tuple[Regel, ...], Meta(max_length=50)] = ()
    werkgebied: Literal["landelijk"] | Annotated[tuple[Gemeente, ...], Meta(min_length=1, max_length=400)] = "landelijk"
    kanalen: Annotated[tuple[EenKanaal, ...], Meta(min_length=1, max_length=20)]
    toegangseisen: Annotated[tuple[EenToegangseis, ...], Meta(max_length=30)] = ()
    gegevensuitwisseling: Annotated[tuple[Gegevensuitwisseling, ...], Meta(max_length=50)] = ()
    kwaliteit: Kwaliteit | None = None
    leercirkel: Leercirkel | None = None
    terugval: Lijnverwijzing | None = None
    geldig: Geldigheid
    bevestigd: date

    def nummers(self) -> Iterator[tuple[str, str]]:
        """List the phone numbers: (field, number)."""
        for i, kanaal in enumerate(self.kanalen):
            if isinstance(kanaal, Telefoon):
                yield f"kanalen[{i}].nummer", kanaal.nummer

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield what is wrong with the line as a whole, channel by channel, when signed on `op`."""
        for i, kanaal in enumerate(self.kanalen):
            yield from _channel_faults(i, kanaal)
        yield from _term_faults(self.geldig)
        yield from _confirmed_faults(self.bevestigd, op)

    @staticmethod
    def losse_fouten(members: Mapping[str, Any], op: date) -> Iterator[Fout]:
        """Yield what its parts mean wrong, as far as each has the right form itself."""
        yield from _loose_faults(members, op)


def _loose_faults(members: Mapping[str, Any], op: date) -> Iterator[Fout]:
    kanalen = members.get("kanalen")
    for i, member in enumerate(kanalen if isinstance(kanalen, list) else ()):
        if (kanaal := _formed(member, EenKanaal)) is not None:
            yield from _channel_faults(i, kanaal)
            if isinstance(kanaal, Telefoon):
                yield from phone_faults(f"kanalen[{i}].nummer", kanaal.nummer)
    if (geldig := _formed(members.get("geldig"), Geldigheid)) is not None:
        yield from _term_faults(geldig)
    if (bevestigd := _formed(members.get("bevestigd"), date)) is not None:
        yield from _confirmed_faults(bevestigd, op)


def _formed(member: object, kind: Any) -> Any:
    try:
        return msgspec.convert(member, kind)
    except msgspec.ValidationError:
        return None


def _channel_faults(i: int, kanaal: EenKanaal) -> Iterator[Fout]:
    for fout in kanaal.fouten():
        yield Fout(veld=f"kanalen[{i}].{fout.veld}", code=fout.code, uitleg=fout.uitleg)


def _term_faults(geldig: Geldigheid) -> Iterator[Fout]:
    if geldig.tot is not None and geldig.tot < geldig.van:
        yield Fout(veld="geldig.tot", code="volgorde", uitleg="De laatste dag ligt voor de eerste.")


def _confirmed_faults(bevestigd: date, op: date) -> Iterator[Fout]:
    if bevestigd > op:
        uitleg = "Noem de laatste dag waarop u dit hebt nagekeken; die ligt niet in de toekomst."
        yield Fout(veld="bevestigd", code="toekomst", uitleg=uitleg)


class Intrekking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Withdraw a line; `vervangen_door` names the line to use instead."""

    SUB: ClassVar[str] = Professionallijn.SUB
    reden: Tekst
    vervangen_door: Lijnverwijzing | None = None

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield nothing: the fields say it all."""
        yield from ()
