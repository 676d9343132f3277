# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements: how an attempt to reach a line went, and what a loket was asked (contract, section 6).

    {"id": "3f0c…", "lijn": "svb/aow-professionals", "kanaal": "telefoon", "begonnen": "2026-11-23T09:00:00Z",
     "uitkomst": "beantwoord", "wachttijd": 41, "vraagtype": 2}
    {"id": "9a1e…", "loket": "utrecht/servicepunt", "ontvangen": "2026-11-23T10:15:00Z",
     "organisaties": ["00000099000000007000"], "contactGelegd": "ja"}

What is not known is left out; `organisaties: []` says that none is involved. Every field is a number, a moment, a word
of a closed list or the name of something in the register, so that nothing about a person can be told: whoever takes
a measurement in also holds `onderwerp` and `levensgebeurtenis` to what the register knows, and `lijn` and `loket` to
what is there. A measurement is no statement: nobody signs it, and it stands in no log.

`wachttijd` is in whole seconds, until a person answered or the caller gave up. A moment counts by its whole second.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements import schema
from registry.statements.dubbel import dubbele_waarden
from registry.statements.namen import Kanaalsoort, Lijnverwijzing, Moment, Oin
from registry.statements.storingen import EERSTE_MOMENT

Uitkomst = Literal[
    "beantwoord",
    "niet-opgenomen",
    "geweigerd",
    "afgebroken",
    "teruggebeld",
    "niet-teruggebeld",
    "verkeerde-deur",
]
UITKOMSTEN: Final[tuple[Uitkomst, ...]] = get_args(Uitkomst)
ONBEANTWOORD: Final = frozenset({"niet-opgenomen", "geweigerd", "afgebroken", "niet-teruggebeld"})
Hulpuitkomst = Literal["opgelost", "vervolgafspraak", "doorverwezen", "niet-opgelost"]
_EEN_KEER: Final = "Noem elke organisatie één keer."
VOORLOOP: Final = timedelta(minutes=5)  # a clock that reports may be this far ahead of ours
MAX_LOOPTIJD: Final = timedelta(days=5 * 366)  # no question to a line is open longer
MAX_WACHTTIJD_S: Final = 86_400

MetingId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$(?!\n)",
        description="UUID, door de melder gekozen.",
    ),
]
Vraagtype = Annotated[int, Meta(ge=1, le=3)]
Onderwerpcode = Annotated[
    str,
    Meta(
        pattern=r"^(http://standaarden\.overheid\.nl/owms/terms/[A-Za-zà-ÿ0-9_()-]+|[a-z0-9]+(-[a-z0-9]+)*)$(?!\n)",
        max_length=200,
        description="URI uit de UPL, of een code uit de onderwerpenlijst van het register.",
    ),
]
Gebeurtenis = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{1,2} )?[A-Za-zÀ-ÿ]+([ -][A-Za-zÀ-ÿ]+)*$(?!\n)",
        max_length=80,
        description="Een levensgebeurtenis die het register kent, zoals met pensioen gaan.",
    ),
]
T = TypeVar("T", "Contactmoment", "Hulpvraag")


class Contactmoment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One attempt to reach a line over one channel, and how it went.

    `toegezegd` is the moment promised for a call back: it may be to come. `afspraak` is the one agreed for a meeting:
    at a desk or on video the meeting that one came for, on other channels one that was agreed then.
    `juist` says whether what the line published was right.
    """

    id: MetingId
    lijn: Lijnverwijzing
    kanaal: Kanaalsoort
    begonnen: Moment
    uitkomst: Uitkomst
    wachttijd: Annotated[int, Meta(ge=0, le=MAX_WACHTTIJD_S)] | None = None
    bevestigd: Moment | None = None
    toegezegd: Moment | None = None
    teruggebeld: Moment | None = None
    beantwoord: Moment | None = None
    afgehandeld: Moment | None = None
    afspraak: Moment | None = None
    doorverbonden: Annotated[int, Meta(ge=0, le=100)] | None = None
    tevredenheid: Annotated[int, Meta(ge=1, le=10)] | None = None
    juist: bool | None = None
    vraagtype: Vraagtype | None = None
    onderwerp: Onderwerpcode | None = None
    loket: Lijnverwijzing | None = None

    def fouten(self, nu: datetime) -> Iterator[Fout]:
        """Yield moments that cannot be, or that contradict the uitkomst, as far as one can tell at `nu`."""
        past = nu + VOORLOOP - timedelta(seconds=self.wachttijd or 0)
        if EERSTE_MOMENT <= self.begonnen <= past and _later(self) == _NIETS_LATER:  # as nearly all are
            return iter(())
        moments = {naam: moment for naam in _MOMENTEN if (moment := getattr(self, naam)) is not None}
        return _contact_faults(moments, self.uitkomst, self.wachttijd, nu)

    @staticmethod
    def losse_fouten(members: Mapping[str, Any], nu: datetime) -> Iterator[Fout]:
        """Yield the same of the fields that have the right form, when others have not."""
        moments = {naam: moment for naam in _MOMENTEN if (moment := _formed(members.get(naam), Moment)) is not None}
        wachttijd = _formed(members.get("wachttijd"), Annotated[int, Meta(ge=0, le=MAX_WACHTTIJD_S)])
        return _contact_faults(moments, _formed(members.get("uitkomst"), Uitkomst), wachttijd, nu)


class Hulpvraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """What a citizen came to a loket with. `organisaties` are all that are involved, the municipality too when it is.

    None of `organisaties`: not known; an empty list: nobody is involved.
    """

    id: MetingId
    loket: Lijnverwijzing
    ontvangen: Moment
    vraagtype: Vraagtype | None = None
    organisaties: Annotated[tuple[Oin, ...], Meta(max_length=50)] | None = None
    contact_gelegd: Literal["ja", "nee", "niet-van-toepassing"] | None = None
    levensgebeurtenis: Gebeurtenis | None = None
    uitkomst: Hulpuitkomst | None = None

    def fouten(self, nu: datetime) -> Iterator[Fout]:
        """Yield a moment that cannot be, and organisations that are named twice."""
        yield from _begin_faults("ontvangen", self.ontvangen, nu)
        yield from dubbele_waarden("organisaties", self.organisaties or (), _EEN_KEER)

    @staticmethod
    def losse_fouten(members: Mapping[str, Any], nu: datetime) -> Iterator[Fout]:
        """Yield the same of the fields that have the right form, when others have not."""
        if (ontvangen := _formed(members.get("ontvangen"), Moment)) is not None:
            yield from _begin_faults("ontvangen", ontvangen, nu)
        yield from dubbele_waarden(
            "organisaties", _formed(members.get("organisaties"), tuple[Oin, ...]) or (), _EEN_KEER
        )


def lees(value: object, kind: type[T], nu: datetime) -> tuple[T | None, list[Fout]]:
    """Make a measurement of parsed JSON, or say everything that is wrong with it, as far as one can tell at `nu`.

    Returns:
        The measurement and no faults, or None and at least one.
    """
    item, fouten = schema.convert(value, kind)
    if item is not None:
        fouten = list(item.fouten(nu))
    elif isinstance(value, dict):
        fouten += kind.losse_fouten(value, nu)
    return (item if not fouten else None), fouten[: schema.MAX_FAULTS]


_MOMENTEN: Final = ("begonnen", "bevestigd", "toegezegd", "teruggebeld", "beantwoord", "afgehandeld", "afspraak")
_later: Final = attrgetter(*_MOMENTEN[1:])
_NIETS_LATER: Final = (None,) * (len(_MOMENTEN) - 1)
_GEBEURD: Final = ("bevestigd", "teruggebeld", "beantwoord", "afgehandeld")  # all but what was agreed
# an uitkomst that says that a moment never came, and what it should be when it did
_NOOIT: Final = {
    "teruggebeld": (ONBEANTWOORD, "teruggebeld"),
    "beantwoord": (ONBEANTWOORD, "beantwoord of teruggebeld"),
    "afgehandeld": (ONBEANTWOORD, "beantwoord of teruggebeld"),
}


def _contact_faults(
    moments: Mapping[str, datetime], uitkomst: str | None, wachttijd: int | None, nu: datetime
) -> Iterator[Fout]:
    begonnen = moments.get("begonnen")
    if begonnen is not None:
        yield from _begin_faults("begonnen", begonnen, nu)
        if wachttijd is not None and nu + VOORLOOP >= begonnen > nu + VOORLOOP - timedelta(seconds=wachttijd):
            yield Fout(veld="wachttijd", code="toekomst", uitleg="Zo lang kan het wachten nog niet geduurd hebben.")
    for naam in _GEBEURD:
        if (moment := moments.get(naam)) is None:
            continue
        if moment > nu + VOORLOOP:
            yield Fout(veld=naam, code="toekomst", uitleg="Noem een moment dat al geweest is.")
        if naam in _NOOIT and uitkomst in _NOOIT[naam][0]:
            goed = _NOOIT[naam][1]
            uitleg = f"Dit moment past niet bij de uitkomst {uitkomst}: laat het weg, of kies als uitkomst {goed}."
            yield Fout(veld=naam, code="tegenspraak", uitleg=uitleg)
    if begonnen is not None:
        yield from _order_faults(moments, begonnen)
    afgehandeld, beantwoord = moments.get("afgehandeld"), moments.get("beantwoord")
    if afgehandeld is not None and beantwoord is not None and afgehandeld < beantwoord:
        yield Fout(veld="afgehandeld", code="volgorde", uitleg="Afgehandeld ligt voor het moment van het antwoord.")
    if uitkomst == "niet-teruggebeld" and "toegezegd" in moments and moments["toegezegd"] > nu + VOORLOOP:
        uitleg = "Het toegezegde moment komt nog: meld dit pas als blijkt of er is teruggebeld."
        yield Fout(veld="toegezegd", code="tegenspraak", uitleg=uitleg)


def _order_faults(moments: Mapping[str, datetime], begonnen: datetime) -> Iterator[Fout]:
    for naam, moment in moments.items():
        if naam == "begonnen":
            continue
        if moment < begonnen and naam != "afspraak":  # somebody may come in late for what was agreed
            yield Fout(veld=naam, code="volgorde", uitleg="Dit moment ligt voor 'begonnen'.")
        elif abs(moment - begonnen) > MAX_LOOPTIJD:
            uitleg = "Dit moment ligt meer dan vijf jaar van 'begonnen' af."
            yield Fout(veld=naam, code="te-lang", uitleg=uitleg)


def _begin_faults(veld: str, moment: datetime, nu: datetime) -> Iterator[Fout]:
    if moment > nu + VOORLOOP:
        yield Fout(veld=veld, code="toekomst", uitleg="Noem een moment dat al geweest is.")
    elif moment < EERSTE_MOMENT:
        yield Fout(veld=veld, code="bereik", uitleg=f"Noem een moment vanaf het jaar {EERSTE_MOMENT.year}.")


def _formed(member: object, kind: Any) -> Any:
    try:
        return None if member is None else msgspec.convert(member, kind)
    except msgspec.ValidationError:
        return None
