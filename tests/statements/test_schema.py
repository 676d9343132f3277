# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Every fault at once, by a second walk; what that walk says is held against what msgspec itself says."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statements.feestdagen import voorstel_kalender
from registry.statements.leden import Aanmelding, Contact, Toelating
from registry.statements.loketten import Aanwezigheid, Loket
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Normverwijzing,
    Oordeel,
    Reactie,
    Terugtrekking,
)
from registry.statements.openingstijden import Afwijking, Duur, Openingsblok, Tijdvak
from registry.statements.professionallijnen import (
    Adres,
    Balie,
    BurgerAanwezig,
    Chat,
    EenKanaal,
    EenToegangseis,
    Email,
    Forum,
    Gegevensuitwisseling,
    Geldigheid,
    Identificatie,
    Intrekking,
    Kwaliteit,
    Leercirkel,
    MachtigingEis,
    OrganisatiesoortEis,
    Post,
    Professionallijn,
    RolEis,
    SocialeMedia,
    Telefoon,
    Terugbelverzoek,
    Toezegging,
    Videobellen,
    Webformulier,
    WerkgebiedEis,
)
from registry.statements.schema import convert, faults
from registry.statements.servicenormen import Servicenorm, TeltNietMee, Voorwaarden
from registry.statements.sleutels import Okp, Rsa, Sleutel, Sleutels, b64
from registry.statements.soorten import PAYLOADS, SOORT_OF, Body
from registry.statements.storingen import Storing
from registry.statements.toetreding import (
    Beoordeling,
    Bevestigdtoets,
    Bewijsstuk,
    Bewijstoets,
    Bron,
    EenToets,
    Grondslagtoets,
    Kanaaltoets,
    Leercirkeltoets,
    Nalevingtoets,
    Openstellingtoets,
    Schendingtoets,
    Sleuteltoets,
    Terugvaltoets,
    Toegangseisentoets,
    Toetredingscriterium,
    Toezeggingtoets,
)
from tests.support.network import members, secret

BSN: Final = "123456782"
OIN: Final = "00000099000000001000"
UREN: Final = Openingsblok(dagen=("ma", "wo"), van=time(9), tot=time(17), week="even", nde=(1, -1))
ADRES: Final = Adres(straat="Markt 1", postcode="7511 JX", plaats="Enschede")
URL: Final = "https://lijn.example/kanaal"
OPEN: Final[dict[str, Any]] = {"openingstijden": (UREN,)}
KANALEN: Final[tuple[EenKanaal, ...]] = (
    Telefoon(
        nummer="+31880000101",
        keuze="toets 2",
        toelichting="Noem uw organisatie.",
        toezeggingen=(Toezegging(maat="wachttijd", drempel=Duur(aantal=60, eenheid="seconden"), aandeel=0.8),),
        afwijkingen=(
            Afwijking(
                van=date(2026, 12, 24),
                tot=date(2026, 12, 24),
                open=(Tijdvak(van=time(9), tot=time(12)),),
                reden="feest",
            ),
        ),
        feestdagen="alleen-erkend",
        **OPEN,
    ),
    Terugbelverzoek(url=URL),
    Email(adres="lijn@example.nl"),
    Videobellen(url=URL, **OPEN),
    Balie(adres=ADRES, gemeente="gm0153", afspraak=True, **OPEN),
    Webformulier(url=URL),
    Forum(url=URL),
    Chat(url=URL, **OPEN),
    SocialeMedia(url=URL),
    Post(adres=ADRES),
)
EISEN: Final[tuple[EenToegangseis, ...]] = (
    RolEis(toegestaan=("casemanager",), toelichting="Alleen wie de zaak kent."),
    BurgerAanwezig(),
    MachtigingEis(vormen=("mondeling", "schriftelijk")),
    Identificatie(gegevens=("postcode",)),
    OrganisatiesoortEis(toegestaan=("gemeente",)),
    WerkgebiedEis(gemeenten=("gm0363",)),
)
LIJN: Final = Professionallijn(
    naam="aow",
    titel="AOW",
    omschrijving="Rechtstreeks overleg.",
    onderwerpen=("aow",),
    trefwoorden=("pensioen",),
    vraagtypen=(1, 2, 3),
    levensgebeurtenissen=("met pensioen gaan",),
    werkgebied=("gm0153", "gm0363"),
    kanalen=KANALEN,
    toegangseisen=EISEN,
    gegevensuitwisseling=(Gegevensuitwisseling(gegevens="postcode", richting="geeft", grondslag="Wet SUWI art. 62"),),
    kwaliteit=Kwaliteit(mandaat="beslist-zelf", talen=("nl",), toegankelijk=("teksttelefoon",)),
    leercirkel=Leercirkel(contact="leer@example.nl", terugkoppeling=Duur(aantal=5, eenheid="werkdagen")),
    terugval="svb/algemeen",
    geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2027, 12, 31)),
    bevestigd=date(2026, 11, 1),
)
UUID: Final = "0b9d3f5e-7c1a-4b2d-8e6f-1a2b3c4d5e6f"
ZAAK: Final = f"zaak/{UUID}"
UNTIL: Final = datetime(2027, 11, 23, tzinfo=UTC)
SLEUTELS: Final = (
    Sleutel(naam="spreken", gebruik="verklaringen", jwk=secret(1).jwk, geldig_tot=UNTIL, geldig_van=UNTIL),
    Sleutel(naam="ed", gebruik="toegang", jwk=Okp(crv="Ed25519", x=b64(b"\x09" * 32)), geldig_tot=UNTIL),
    Sleutel(naam="rsa", gebruik="toegang", jwk=Rsa(n=b64(b"\xff" * 256), e="AQAB"), geldig_tot=UNTIL),
)
LIJNEN: Final[dict[str, Any]] = {"kanalen": ("telefoon", "chat"), "lijnen": "een"}
TOETSEN: Final[tuple[EenToets, ...]] = (
    Kanaaltoets(kanalen=("telefoon",)),
    Openstellingtoets(uren=7.5, **LIJNEN),
    Toezeggingtoets(norm="opnemen", **LIJNEN),
    Nalevingtoets(norm="opnemen", maanden=6, **LIJNEN),
    Bevestigdtoets(dagen=180, **LIJNEN),
    Terugvaltoets(**LIJNEN),
    Leercirkeltoets(binnen=Duur(aantal=5, eenheid="werkdagen"), **LIJNEN),
    Toegangseisentoets(eisen=("rol", "werkgebied"), **LIJNEN),
    Grondslagtoets(**LIJNEN),
    Sleuteltoets(maanden=12),
    Schendingtoets(),
    Bewijstoets(wat="Het mandaatbesluit."),
)
BODIES: Final[tuple[tuple[str, Body], ...]] = (
    (
        f"aanmelding/{OIN}",
        Aanmelding(
            oin=OIN,
            naam="SVB",
            afkorting="svb",
            organisatiesoort="uitvoeringsorganisatie",
            tooi="https://identifier.overheid.nl/tooi/id/zbo/zb000123",
            rollen=("publicist", "loket"),
            contact=Contact(functie="Beheer", email="beheer@example.nl", telefoon="14020"),
            sleutels=SLEUTELS,
        ),
    ),
    (
        f"toelating/{OIN}",
        Toelating(
            status="toegelaten",
            rollen=("publicist",),
            plateau=1,
            geldig_tot=date(2027, 1, 1),
            geschorst_tot=date(2026, 12, 1),
            aanmelding="ab" * 32,
            reden="Op onderzoek.",
            dpop_verplicht=True,
        ),
    ),
    (
        f"sleutels/{OIN}",
        Sleutels(sleutels=SLEUTELS, reden="gecompromitteerd", gecompromitteerd_sinds=datetime(2026, 11, 1, tzinfo=UTC)),
    ),
    (f"professionallijn/{OIN}/aow", LIJN),
    (f"professionallijn/{OIN}/aow", Intrekking(reden="Opgeheven.", vervangen_door="svb/algemeen")),
    (
        f"storing/{OIN}/aow",
        Storing(
            gevolg="beperkt",
            van=datetime(2026, 11, 24, 12, tzinfo=UTC),
            tot=datetime(2026, 11, 24, 16, tzinfo=UTC),
            reden="Verhuizing.",
            kanalen=("telefoon", "chat"),
            alternatief="svb/algemeen",
        ),
    ),
    (
        f"loket/{OIN}/stadhuis",
        Loket(
            naam="stadhuis",
            titel="Stadhuis",
            omschrijving="Aan de markt.",
            adres=ADRES,
            gemeenten=("gm0153",),
            afspraak=True,
            ontvangst="De gastvrouw",
            casemanager="De casemanager",
            toont_metingen=True,
            aanwezig=(Aanwezigheid(organisatie="svb", dagen=("ma",), toelichting="Kamer 1."),),
            afwijkingen=(Afwijking(van=date(2026, 12, 24), tot=date(2026, 12, 26), reden="kerst"),),
            feestdagen="gewoon",
            **OPEN,
        ),
    ),
    ("kalender/2026", voorstel_kalender(2026)),
    (
        ZAAK,
        Normschending(
            lijn=f"{OIN}/aow",
            kanaal="telefoon",
            norm=Normverwijzing(naam="opnemen", versie=2),
            moment=datetime(2026, 11, 3, 10, tzinfo=UTC),
            waargenomen=("te-lang-gewacht", "anders"),
            gevolg="burger-moest-terugkomen",
            contactmomenten=(UUID,),
            naast=UUID,
            toelichting_hash="ef" * 32,
        ),
    ),
    (
        ZAAK,
        Reactie(
            standpunt="betwist",
            herstel_voor=date(2026, 12, 1),
            gronden=("overmacht",),
            maatregelen=("meer-bezetting",),
            contactmomenten=(UUID,),
            toelichting_hash="ef" * 32,
        ),
    ),
    (
        ZAAK,
        Oordeel(
            uitkomst="gegrond",
            gronden=("waarneming-bevestigd",),
            herstel_voor=date(2026, 12, 24),
            toelichting_hash="ef" * 32,
        ),
    ),
    (ZAAK, Bezwaar(gronden=("nieuwe-feiten",), toelichting_hash="ef" * 32)),
    (ZAAK, Herstel(hersteld_op=date(2026, 11, 1), maatregelen=("anders",), toelichting_hash="ef" * 32)),
    (ZAAK, Terugtrekking(reden="anders", toelichting_hash="ef" * 32)),
    (
        "servicenorm/opnemen",
        Servicenorm(
            naam="opnemen",
            versie=2,
            titel="Opnemen",
            bron="Afgesproken.",
            dimensie="bereikbaarheid",
            kanalen=("telefoon",),
            maat="wachttijd",
            statistiek="aandeel-binnen",
            drempel=Duur(aantal=20, eenheid="seconden"),
            uitkomsten=("beantwoord",),
            percentiel=90.0,
            richting="minstens",
            doel=0.8,
            noemer="begonnen",
            telt_niet_mee=TeltNietMee(afgebroken_binnen=Duur(aantal=5, eenheid="seconden")),
            voorwaarden=Voorwaarden(afspraak=True, vraagtypen=(1,), onderwerpen=("aow",)),
            venster="kwartaal",
            klok="doorlopend",
            minimum_waarnemingen=30,
            ingangsdatum=date(2026, 1, 1),
            einddatum=date(2026, 12, 31),
        ),
    ),
    *(
        (
            f"toetredingscriterium/eis-{number}",
            Toetredingscriterium(
                naam=f"eis-{number}",
                versie=2,
                titel="Een eis",
                bron=Bron(document="Adviesnotitie", plaats="hoofdstuk 6", citaat="Is mandatering nodig?"),
                plateau=3,
                dimensie="randvoorwaarden",
                voor=("publicist", "loket"),
                toets=toets,
                ingangsdatum=date(2026, 1, 1),
                einddatum=date(2026, 12, 31),
            ),
        )
        for number, toets in enumerate(TOETSEN)
    ),
    (
        f"bewijsstuk/{OIN}/mandaat",
        Bewijsstuk(
            criterium="mandaat", versie=1, documentsoort="dpia", hash="ab" * 32, waar="https://example.nl/document"
        ),
    ),
    (
        f"beoordeling/{OIN}/mandaat",
        Beoordeling(
            criterium="mandaat",
            bewijsstuk="ab" * 32,
            oordeel="onvoldoende",
            redenen=("verouderd", "onvolledig"),
            geldig_tot=date(2027, 1, 1),
        ),
    ),
)


def payload(sub: str, body: Body) -> dict[str, Any]:
    soort = SOORT_OF[type(body)]
    around = {"iss": f"urn:nld:oin:{OIN}", "iat": 1_795_000_000, "sub": sub, "vorige": "cd" * 32}
    said: dict[str, Any] = json.loads(json.dumps(around | {soort: members(body)}))
    return said


def named(body: Body) -> str:
    """Name a document: by its soort, and of a criterion by what it asks too."""
    toets = f" {body.toets.soort}" if isinstance(body, Toetredingscriterium) else ""
    return SOORT_OF[type(body)] + toets


PAYLOAD_OF: Final = {named(body): payload(sub, body) for sub, body in BODIES}
KIND_OF: Final = {name: PAYLOADS[name.split()[0]] for name in PAYLOAD_OF}


def agrees(value: object, kind: Any) -> bool:
    """Say whether the walk and msgspec give the same verdict; True also means that neither crashed."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return bool(faults(value, kind))
    return not faults(value, kind)


# --- the golden case -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", PAYLOAD_OF)
def test_a_full_statement_of_every_soort_has_no_fault(soort: str) -> None:
    said = json.loads(json.dumps(PAYLOAD_OF[soort]))
    found, fouten = convert(said, KIND_OF[soort])
    assert fouten == []
    assert msgspec.json.decode(msgspec.json.encode(found)) == said


def test_these_documents_use_every_field_there_is() -> None:
    assert {name.split()[0] for name in PAYLOAD_OF} == PAYLOADS.keys()
    for _, body in BODIES:
        assert set(members(body)) == {field.encode_name for field in msgspec.structs.fields(body)}


# --- every member in turn --------------------------------------------------------------------------------------------

Path = tuple[str | int, ...]


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        yield from paths(child, (*path, name))


def changed(document: Any, path: Path, change: Any) -> Any:
    """A copy in which the value at a path is what `change` makes of it; DELETED takes it out."""
    if not path:
        return change(document)
    first, *rest = path
    made = copy.copy(document)
    new = changed(document[first], tuple(rest), change)
    if new is DELETED:
        del made[first]
    else:
        made[first] = new
    return made


DELETED: Final = object()
WRONG: Final[list[Any]] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    4,
    1.0,
    1.5,
    -0.0,
    10**18,
    2**63,
    2**64,
    10**30,
    "",
    "x",
    "X\n",
    "a" * 65,
    "a" * 201,
    "a" * 2001,
    "\x00",
    "\u202e",
    "\u2028",
    "1",
    "true",
    "2026-11-23",
    "2026-02-30",
    "2026-11-23T10:00:00",
    "2026-11-23T10:00:00Z",
    "2026-11-23T10:00:00+01:00",
    "2026-11-23 10:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "09:00:00",
    "09:00",
    "09:00:00Z",
    "24:00:00",
    "23:59:60",
    "09:00:00.5",
    "telefoon",
    "EC",
    "landelijk",
    "gm0153",
    "svb/aow",
    "https://a.example",
    [],
    {},
    [None],
    [[]],
    [{}],
    ["gm0153"] * 401,
    ["ma"] * 8,
    {"soort": "telefoon"},
    {"soort": "rol"},
    {"soort": None},
    {"soort": []},
    {"soort": 1},
    {"kty": "EC"},
    {"kty": ["EC"]},
    {"\x00": 1},
    {"van": "2026-01-01"},
]


@pytest.mark.parametrize("soort", PAYLOAD_OF)
def test_the_walk_and_msgspec_agree_on_every_wrong_value_in_every_place(soort: str) -> None:
    """Each disagreement would be a document that is refused without a reason, or taken with one.

    The longest documents, which hold every kind of place many times, get a part of the values in each place.
    """
    document, kind = PAYLOAD_OF[soort], KIND_OF[soort]
    places = [path for path in paths(document) if len(path) < 4 or soort != "kalender" or path[2] == 0]
    step = len(places) // 8 + 1
    tried = [(path, value) for n, path in enumerate(places) for value in WRONG[n % step :: step]]
    assert [place for place in tried if not agrees(changed(document, place[0], _to(place[1])), kind)] == []


def _to(value: Any) -> Any:
    return lambda _: copy.copy(value)


@pytest.mark.parametrize("soort", PAYLOAD_OF)
def test_they_agree_when_a_member_is_missing_or_one_too_many_is_there(soort: str) -> None:
    document, kind = PAYLOAD_OF[soort], KIND_OF[soort]
    places = [path for path in paths(document) if path]
    assert not [path for path in places if not agrees(changed(document, path, lambda _: DELETED), kind)]
    grown = [
        (path, name)
        for path in paths(document)
        for name in ("x", "soort", "\x00")
        if not agrees(changed(document, path, lambda old, name=name: _with(old, name)), kind)
    ]
    assert grown == []


def _with(old: Any, name: str) -> Any:
    if isinstance(old, dict):
        return old | {name: "x"}
    return [*old, *old[-1:]] * 9 if isinstance(old, list) else old


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat())
    | st.dates().map(str)
    | st.times().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["soort", "van", "x"]), inner),
    max_leaves=4,
)


@settings(max_examples=250)
@given(data=st.data(), soort=st.sampled_from(sorted(PAYLOAD_OF)))
def test_they_agree_on_documents_that_chance_changed(data: st.DataObject, soort: str) -> None:
    document = PAYLOAD_OF[soort]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(document))))
        value = data.draw(json_values)
        document = changed(document, path, _to(value))
        if not isinstance(document, dict):
            break
    assert agrees(document, KIND_OF[soort])


@settings(max_examples=250)
@given(data=st.data(), soort=st.sampled_from(sorted(PAYLOAD_OF)))
def test_what_has_the_right_shape_can_be_judged_as_a_whole_without_a_crash(data: st.DataObject, soort: str) -> None:
    """Dates and moments at the ends of the calendar, times of any kind: `fouten` says what is wrong, or nothing."""
    document = json.loads(json.dumps(PAYLOAD_OF[soort]))
    leaves = [path for path in paths(document) if _is_when(document, path)]
    for path in data.draw(st.lists(st.sampled_from(leaves), max_size=6)) if leaves else ():
        ends = st.sampled_from(["0001-01-01", "9999-12-31", "9999-12-30", "2026-02-28"]) | st.dates().map(str)
        moments = st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"])
        document = changed(document, path, _to(data.draw(ends | moments | st.times().map(str))))
    said, fouten = convert(document, KIND_OF[soort])
    assert (said is None) == bool(fouten)
    if said is not None:
        for fout in getattr(said, soort.split(maxsplit=1)[0]).fouten(date(2026, 11, 23)):
            assert fout.code
            assert fout.uitleg


def _is_when(document: Any, path: Path) -> bool:
    return bool(path) and path[-1] in {"van", "tot", "datum", "geldigTot", "geldigVan", "geschorstTot", "bevestigd"}


# --- all of them, where, and without what was sent -------------------------------------------------------------------


def test_every_fault_is_named_in_the_order_of_the_schema() -> None:
    said = {
        "naam": "AOW",
        "titel": "",
        "vraagtypen": [1, 9, True],
        "werkgebied": ["gm0153", "gm153"],
        "kanalen": [
            {"soort": "fax"},
            {"nummer": "x"},
            {"soort": "telefoon", "nummer": "112", "openingstijden": [{"dagen": [], "van": "9:00", "tot": 17}]},
            {"soort": "post", "adres": {"straat": "Markt", "postcode": "7511JX", "land": "NL"}},
        ],
        "geldig": {"van": "2026-13-01"},
        "extra": 1,
    }
    assert [(fout.veld, fout.code) for fout in faults(said, Professionallijn)] == [
        ("naam", "patroon"),
        ("titel", "lengte"),
        ("vraagtypen[1]", "bereik"),
        ("vraagtypen[2]", "type"),
        ("werkgebied[1]", "patroon"),
        ("kanalen[0].soort", "waarde"),
        ("kanalen[1].soort", "ontbreekt"),
        ("kanalen[2].openingstijden[0].dagen", "lengte"),
        ("kanalen[2].openingstijden[0].van", "vorm"),
        ("kanalen[2].openingstijden[0].tot", "vorm"),
        ("kanalen[2].nummer", "patroon"),
        ("kanalen[3].adres.postcode", "patroon"),
        ("kanalen[3].adres.plaats", "ontbreekt"),
        ("kanalen[3].adres.land", "onbekend-veld"),
        ("geldig.van", "vorm"),
        ("bevestigd", "ontbreekt"),
        ("extra", "onbekend-veld"),
    ]


@pytest.mark.parametrize("soort", PAYLOAD_OF)
def test_no_fault_repeats_what_was_sent(soort: str) -> None:
    document = PAYLOAD_OF[soort]
    for sent in (BSN, f"Jan Jansen {BSN}", [BSN], {"soort": BSN}, {"kty": BSN}, {BSN: BSN}, int(BSN), -int(BSN)):
        for path in paths(document):
            told = str(
                [(fout.code, fout.uitleg) for fout in faults(changed(document, path, _to(sent)), KIND_OF[soort])]
            )
            assert BSN not in told
            assert "Jan" not in told


@pytest.mark.parametrize("name", ["", "\x00", "\x1b[31m", "\u202e", "a b", "a" * 41, "é", "a.b", "<script>", "\n"])
def test_a_name_that_could_do_harm_is_not_shown(name: str) -> None:
    [fout] = faults({"aantal": 1, "eenheid": "uren", name: 1}, Duur)
    assert (fout.veld, fout.code) == ("…", "onbekend-veld")


def test_a_group_with_free_names_is_walked_by_its_members() -> None:
    class Los(msgspec.Struct, frozen=True):
        namen: dict[str, int] = {}

    assert faults({"namen": {"a": 1}}, Los) == []
    assert [(fout.veld, fout.code) for fout in faults({"namen": {"a": "x", "b": 2}}, Los)] == [("namen.a", "type")]
    assert [(fout.veld, fout.code) for fout in faults({"namen": [1]}, Los)] == [("namen", "type")]
