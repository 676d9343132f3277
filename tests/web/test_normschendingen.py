# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases over HTTP: who sees them, who does not, what is explained beside them, and how it is erased."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from httpx import Response
from litestar.testing import TestClient

from registry.projections.bundel import Bundel, verify
from registry.registrar.audit import audit
from registry.statements.normschendingen import Toelichting
from registry.web.tempo import Grenzen
from registry.wire import NalevingLijn
from tests.projections.test_signalen import judged
from tests.support import Lid
from tests.support.zaken import LIJN, NORM, Zaken, norm

Http = TestClient[Any]
ZOUT: Final = "0123456789abcdef" * 2
TEKST: Final = Toelichting(zout=ZOUT, tekst="Na een kwartier wachten werd er opgehangen.\nTwee keer.")
JOSE: Final = {"Content-Type": "application/jose"}


@pytest.fixture
def zaken() -> Zaken:
    return Zaken()


@pytest.fixture
def http(zaken: Zaken) -> Iterator[Http]:
    with zaken.net.http(reports_per_hour=5) as client:
        yield client


class Vraag:
    """Asks as a member."""

    def __init__(self, http: Http, lid: Lid | None) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {lid.register(http)._token()}"} if lid else {}

    def __call__(self, method: str, path: str, **request: Any) -> Response:
        headers = self.headers | request.pop("headers", {})
        answer: Response = self.http.request(method, path, headers=headers, **request)
        return answer

    def get(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


def code(answer: Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def addresses(zaken: Zaken, zaak: str) -> list[str]:
    """Everywhere where something of a case can be read."""
    digest = zaken.stand(zaak).gemeld.digest
    return [
        f"/v1/normschendingen/{zaak}",
        f"/v1/normschendingen/{zaken.stand(zaak).nummer}",
        f"/v1/verklaringen/{digest}",
        f"/v1/verklaringen/{digest}/bundel",
        f"/v1/verklaringen/{digest}/toelichting",
    ]


def explained(zaken: Zaken, http: Http, lid: Lid | None = None) -> str:
    zaak = zaken.meld(lid, toelichting_hash=TEKST.hash)
    (lid or zaken.utrecht).register(http).leg_bij(zaken.stand(zaak).gemeld.digest, TEKST)
    return zaak


# --- who sees it -----------------------------------------------------------------------------------------------------


def test_both_parties_and_the_beheerder_see_a_case_and_nobody_else_learns_that_it_is_there(
    zaken: Zaken, http: Http
) -> None:
    zaak = explained(zaken, http)
    for path in addresses(zaken, zaak):
        for lid in (zaken.utrecht, zaken.svb, zaken.obpt):
            assert Vraag(http, lid)("GET", path).status_code == 200, path
        other = Vraag(http, zaken.uwv)("GET", path)
        assert code(other) == (404, "niet-gevonden")
        there_is_none = path.replace(zaak, zaken.uuid()).replace(zaken.stand(zaak).gemeld.digest, "0" * 64)
        assert other.content == Vraag(http, zaken.uwv)("GET", there_is_none).content or "NS-" in path
        assert code(Vraag(http, None)("GET", path)) == (401, "token-ontbreekt")


def test_the_list_of_what_was_said_in_a_case_is_empty_for_others(zaken: Zaken, http: Http) -> None:
    zaak = zaken.meld()
    path = f"/v1/verklaringen?sub=zaak/{zaak}"
    assert len(Vraag(http, zaken.svb).get(path)["verklaringen"]) == 1
    other = Vraag(http, zaken.uwv)("GET", path)
    assert other.json() == {"verklaringen": []}
    assert other.headers["link"] == Vraag(http, zaken.uwv)("GET", path).headers["link"]
    assert "page=2" not in other.headers["link"]


def test_a_list_holds_ones_own_cases_whatever_is_asked(zaken: Zaken, http: Http) -> None:
    own = zaken.meld()
    zaken.meld(zaken.uwv, lijn=f"{zaken.svb.oin}/{LIJN}")
    utrecht, uwv = Vraag(http, zaken.utrecht), Vraag(http, zaken.uwv)
    for query in (
        "",
        "organisatie=svb",
        f"lijn={zaken.svb.oin}/{LIJN}",
        f"lijn=svb/{LIJN}",
        f"norm={NORM}",
        "open=true",
    ):
        found = utrecht.get(f"/v1/normschendingen?{query}")
        assert [one["zaak"] for one in found["normschendingen"]] == [own], query
        assert (found["totaal"], found["aantallen"]) == (1, [{"status": "gemeld", "aantal": 1, "teLaat": 0}])
    for query in (
        "organisatie=utrecht",
        "rol=betrokkene",
        "status=hersteld",
        "lijn=uwv/ww",
        "lijn=niemand/x",
        "norm=x",
    ):
        assert uwv.get(f"/v1/normschendingen?{query}")["totaal"] == 0, query
    assert Vraag(http, zaken.svb).get("/v1/normschendingen?rol=betrokkene")["totaal"] == 2
    assert Vraag(http, zaken.svb).get("/v1/normschendingen?organisatie=uwv")["totaal"] == 1
    assert Vraag(http, zaken.obpt).get("/v1/normschendingen")["totaal"] == 2
    assert Vraag(http, zaken.obpt).get("/v1/normschendingen?organisatie=utrecht")["totaal"] == 1


@pytest.mark.parametrize("query", ["status=x", "teLaat=ja", "rol=beheerder", "kijker=x", "lijn=x", "pageSize=101"])
def test_a_question_that_is_none_is_refused(zaken: Zaken, http: Http, query: str) -> None:
    assert code(Vraag(http, zaken.svb)("GET", f"/v1/normschendingen?{query}")) == (400, "vraag-onjuist")


def test_figures_are_for_the_organisation_and_the_beheerder(zaken: Zaken, http: Http) -> None:
    zaak = zaken.meld()
    zaken.meld(zaken.uwv)
    zaken.reageer(zaak)
    zaken.oordeel(zaak)
    zaken.net.clock.move(days=4)
    zaken.herstel(zaak)
    path = f"/v1/organisaties/{zaken.svb.oin}/normschendingen"
    [figures] = Vraag(http, zaken.svb).get(path)["normen"]
    assert figures == {
        "norm": NORM, "totaal": 2, "gegrond": 1, "ongegrond": 0, "nietOntvankelijk": 0, "ingetrokken": 0, "open": 2,
        "teLaat": 0, "hersteld": 1, "veelvuldig": 0, "mediaanHersteldagen": 4.0, "contacten": None,
    }  # fmt: skip
    zaken.net.clock.move(days=60)
    [figures] = Vraag(http, zaken.obpt).get(path)["normen"]
    assert (figures["open"], figures["teLaat"]) == (1, 1)
    assert Vraag(http, zaken.svb)("GET", "/v1/organisaties/svb/normschendingen").status_code == 200
    for lid in (zaken.utrecht, zaken.uwv):
        assert code(Vraag(http, lid)("GET", path)) == (404, "niet-gevonden")


def test_contacts_stand_beside_the_cases(zaken: Zaken) -> None:
    zaken.meld()
    with zaken.net.http(contacten=lambda oin, norm: 1234 if (oin, norm) == (zaken.svb.oin, NORM) else None) as http:
        [figures] = Vraag(http, zaken.svb).get("/v1/organisaties/svb/normschendingen")["normen"]
    assert figures["contacten"] == 1234


# --- the file --------------------------------------------------------------------------------------------------------


def test_both_parties_see_the_same_file_in_order_with_digests_terms_and_next_steps(zaken: Zaken, http: Http) -> None:
    zaak = explained(zaken, http)
    zaken.reageer(zaak, "erkend")
    files = [Vraag(http, lid).get(f"/v1/normschendingen/{zaak}") for lid in (zaken.utrecht, zaken.svb, zaken.obpt)]
    assert [file.pop("uwRol") for file in files] == ["melder", "betrokkene", "beheerder"]
    assert files[0] == files[1] == files[2]
    [file, *_] = files
    assert [(stuk["soort"], stuk["door"]["afkorting"], stuk["toelichting"]) for stuk in file["stukken"]] == [
        ("normschending", "utrecht", "aanwezig"),
        ("reactie", "svb", "geen"),
    ]
    assert file["stukken"][0]["tekst"] == TEKST.tekst
    assert file["stukken"][1]["digest"] == file["vorige"] == zaken.net.head(f"zaak/{zaak}")
    assert file["termijnen"] == {"reactie": "2026-11-30", "oordeel": "2026-12-07", "herstel": "2026-12-07"}
    assert [(stap["soort"], stap["wie"]) for stap in file["stappen"]] == [
        ("oordeel", "beheerder"),
        ("herstel", "betrokkene"),
        ("terugtrekking", "melder"),
    ]
    assert file["stappen"][0]["uitleg"].startswith("U moet oordelen, uiterlijk maandag 7 december.")
    assert file["zaak"]["staat"] == "erkend, wacht op het oordeel"
    zaken.oordeel(zaak, "ongegrond")
    closed = Vraag(http, zaken.svb).get(f"/v1/normschendingen/{zaak}")
    assert closed["termijnen"] == {"reactie": "2026-11-30", "oordeel": "2026-12-07", "bezwaar": "2026-12-07"}
    assert closed["zaak"]["staat"] == "ongegrond, bezwaar kan nog"


def test_what_was_measured_of_the_line_then_stands_in_the_file(zaken: Zaken) -> None:
    zaak, asked = zaken.meld(), []

    def gemeten(*question: object) -> NalevingLijn:
        asked.append(question)
        return NalevingLijn.of(judged(lijn=f"{zaken.svb.oin}/{LIJN}"), norm())

    with zaken.net.http(gemeten=gemeten) as http:
        found = Vraag(http, zaken.svb).get(f"/v1/normschendingen/{zaak}")["naleving"]
    assert (found["oordeel"], found["waarde"], found["waarnemingen"]) == ("niet-gehaald", 0.625, 212)
    assert asked == [(f"{zaken.svb.oin}/{LIJN}", NORM, 1, zaken.stand(zaak).moment)]
    with zaken.net.http() as http:
        assert "naleving" not in Vraag(http, zaken.svb).get(f"/v1/normschendingen/{zaak}")


def test_what_is_overdue_is_visible_to_both_parties_and_the_beheerder(zaken: Zaken, http: Http) -> None:
    zaak = zaken.meld()
    zaken.net.clock.move(days=14)
    for lid in (zaken.utrecht, zaken.svb, zaken.obpt):
        [found] = Vraag(http, lid).get("/v1/normschendingen?teLaat=true")["normschendingen"]
        assert (found["zaak"], found["teLaat"], found["tot"]) == (zaak, True, "2026-11-30")
        steps = Vraag(http, lid).get(f"/v1/normschendingen/{zaak}")["stappen"]
        assert [step["uitleg"] for step in steps if step.get("teLaat")] == [
            "Te laat: reageren: erkennen of betwisten moest uiterlijk maandag 30 november. Doe het alsnog."
        ]


# --- explanations ----------------------------------------------------------------------------------------------------


def put(vraag: Vraag, digest: str, tekst: str = TEKST.tekst, zout: str = ZOUT, **more: Any) -> Response:
    return vraag("PUT", f"/v1/verklaringen/{digest}/toelichting", json={"zout": zout, "tekst": tekst} | more)


def test_only_its_author_lays_a_text_beside_a_statement_and_only_that_text(zaken: Zaken, http: Http) -> None:
    zaak = zaken.meld(toelichting_hash=TEKST.hash)
    digest = zaken.stand(zaak).gemeld.digest
    for lid, wanted in (
        (zaken.svb, (403, "niet-bevoegd")),
        (zaken.obpt, (403, "niet-bevoegd")),
        (zaken.uwv, (404, "niet-gevonden")),
        (None, (401, "token-ontbreekt")),
    ):
        assert code(put(Vraag(http, lid), digest)) == wanted
    utrecht = Vraag(http, zaken.utrecht)
    assert code(put(utrecht, digest, "Iets anders.")) == (400, "toelichting")
    assert code(put(utrecht, digest, zout="f" * 32)) == (400, "toelichting")
    for more in ({"extra": 1}, {"zout": "kort"}, {"tekst": ""}, {"tekst": "stuur\x1b[2J"}, {"tekst": None}):
        assert code(put(utrecht, digest, **more)) == (400, "vraag-onjuist")
    assert code(utrecht("GET", f"/v1/verklaringen/{digest}/toelichting")) == (404, "niet-gevonden")
    for _ in range(2):
        assert put(utrecht, digest).status_code == 200
    said = Vraag(http, zaken.svb)("GET", f"/v1/verklaringen/{digest}/toelichting")
    assert (said.json()["zout"], said.json()["tekst"]) == (ZOUT, TEKST.tekst)
    assert said.headers["cache-control"] == "no-store"


def test_a_statement_without_a_hash_or_outside_a_case_has_no_text(zaken: Zaken, http: Http) -> None:
    digest = zaken.stand(zaken.meld()).gemeld.digest
    assert code(put(Vraag(http, zaken.utrecht), digest)) == (400, "toelichting")
    line = zaken.net.head(f"professionallijn/{zaken.svb.oin}/{LIJN}") or ""
    assert code(put(Vraag(http, zaken.svb), line)) == (404, "niet-gevonden")


@pytest.mark.parametrize(
    ("tekst", "fouten"),
    [
        ("De beller met 123456782 wachtte.", ["bsn"]),
        ("Terugstorten op NL91 ABNA 0417 1643 00.", ["iban"]),
        ("Mail naar jan.jansen@example.nl gestuurd.", ["emailadres"]),
        ("Hij is te bereiken op 06-12345678.", ["telefoonnummer"]),
        ("BSN 123456782, tel. +31 6 12345678", ["bsn", "telefoonnummer"]),
        (f"OIN {'00000099000000001000'} en KvK 12345678 en lijn 088 000 01 01 of +31 (0)88 0000101.", []),
    ],
)
def test_personal_data_is_refused_and_never_repeated(zaken: Zaken, http: Http, tekst: str, fouten: list[str]) -> None:
    said = Toelichting(zout=ZOUT, tekst=tekst)
    digest = zaken.stand(zaken.meld(toelichting_hash=said.hash)).gemeld.digest
    answer = put(Vraag(http, zaken.utrecht), digest, tekst)
    assert [fout["code"] for fout in answer.json().get("fouten", [])] == fouten
    assert answer.status_code == (400 if fouten else 200)
    assert not any(word in answer.text for word in ("123456782", "0417", "jansen", "12345678", "NL91"))


def test_an_author_erases_its_text_and_every_proof_stays_valid(zaken: Zaken, http: Http) -> None:
    zaak = explained(zaken, http)
    zaken.reageer(zaak)
    digest = zaken.stand(zaak).gemeld.digest
    utrecht, path = Vraag(http, zaken.utrecht), f"/v1/verklaringen/{digest}/toelichting"
    for lid, wanted in ((zaken.svb, (403, "niet-bevoegd")), (zaken.uwv, (404, "niet-gevonden"))):
        assert code(Vraag(http, lid)("DELETE", path)) == wanted
    for _ in range(2):
        gone = utrecht("DELETE", path)
        assert (gone.status_code, gone.json()["stand"], gone.json()["reden"]) == (200, "gewist", "auteur")
    assert code(utrecht("GET", path)) == (404, "niet-gevonden")
    assert code(put(utrecht, digest)) == (400, "toelichting")  # it does not come back
    [stuk, _] = Vraag(http, zaken.svb).get(f"/v1/normschendingen/{zaak}")["stukken"]
    assert (stuk["toelichting"], "tekst" in stuk) == ("gewist", False)
    with zaken.net.store.read() as tx:
        assert TEKST.tekst.encode() not in (tx.text(digest) or b"")
    import msgspec  # noqa: PLC0415  # beside what it reads

    raw = Vraag(http, zaken.svb)("GET", f"/v1/verklaringen/{zaken.net.head(f'zaak/{zaak}')}/bundel").content
    bundel = msgspec.json.decode(raw, type=Bundel)
    verify(bundel, logboek=zaken.net.signer.verifier, beheerder=zaken.obpt.geheim.kid)
    assert audit(zaken.net.store).afwijkend == ()


def test_the_beheerder_erases_personal_data_at_once_and_the_rest_after_its_term(zaken: Zaken, http: Http) -> None:
    first, second = explained(zaken, http), explained(zaken, http, zaken.uwv)
    path, other = (f"/v1/verklaringen/{zaken.stand(zaak).gemeld.digest}/toelichting" for zaak in (first, second))
    obpt = Vraag(http, zaken.obpt)
    assert code(obpt("DELETE", path)) == (400, "toelichting")
    assert code(obpt("DELETE", f"{path}?reden=zomaar")) == (400, "vraag-onjuist")
    assert obpt("DELETE", f"{path}?reden=persoonsgegevens").json()["reden"] == "persoonsgegevens"
    zaken.trek_terug(second, zaken.uwv)
    assert obpt.get(f"/v1/normschendingen/{second}")["toelichtingenWisbaarVanaf"] == "2028-11-23"
    assert code(obpt("DELETE", f"{other}?reden=bewaartermijn")) == (400, "toelichting")
    with zaken.net.http(explanation_months=0) as lenient:
        assert Vraag(lenient, zaken.obpt)("DELETE", other).json()["reden"] == "bewaartermijn"


def test_a_suspended_party_answers_and_explains_without_a_token(zaken: Zaken, http: Http) -> None:
    zaak = zaken.meld()
    jws = zaken.svb.sign(zaken.reactie(toelichting_hash=TEKST.hash), f"zaak/{zaak}")
    assert code(http.post("/v1/verklaringen", content=jws, headers=JOSE)) == (401, "token-ontbreekt")
    zaken.net.schors(zaken.svb)
    said = http.post("/v1/verklaringen", content=jws, headers=JOSE)
    assert said.status_code == 201
    nobody = Vraag(http, None)
    assert code(put(nobody, said.json()["digest"], "Een andere tekst.")) == (400, "toelichting")
    assert put(nobody, said.json()["digest"]).status_code == 200
    assert code(nobody("GET", f"/v1/verklaringen/{said.json()['digest']}/toelichting")) == (401, "token-ontbreekt")
    for digest in ("0" * 64, "x", zaken.stand(zaak).gemeld.digest):
        assert code(put(nobody, digest)) == (401, "token-ontbreekt")


def test_knocking_without_a_token_is_counted(zaken: Zaken) -> None:
    with zaken.net.http(grenzen=Grenzen(applications_per_minute=3)) as http:
        answers = [put(Vraag(http, None), "0" * 64).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]


# --- very many -------------------------------------------------------------------------------------------------------


def test_a_stream_of_reports_waits_for_the_next_hour_and_loses_nothing(zaken: Zaken, http: Http) -> None:
    zaken.net.clock.move(minutes=50)
    utrecht = Vraag(http, zaken.utrecht)
    signed = [
        zaken.utrecht.sign(zaken.melding(moment=zaken.dag_moment(-number)), f"zaak/{zaken.uuid()}")
        for number in range(1, 9)
    ]
    answers = [utrecht("POST", "/v1/verklaringen", content=jws, headers=JOSE) for jws in signed]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429] * 3
    assert answers[-1].headers["retry-after"] == "601"
    other = zaken.uwv.sign(zaken.melding(), f"zaak/{zaken.uuid()}")
    assert Vraag(http, zaken.uwv)("POST", "/v1/verklaringen", content=other, headers=JOSE).status_code == 201
    line = zaken.utrecht.sign(zaken.reactie(), f"zaak/{zaken.uuid()}")  # something else goes on
    assert code(utrecht("POST", "/v1/verklaringen", content=line, headers=JOSE)) == (403, "niet-bevoegd")
    zaken.net.clock.move(seconds=601)
    again = Vraag(http, zaken.utrecht)
    answers = [again("POST", "/v1/verklaringen", content=jws, headers=JOSE) for jws in signed[5:]]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert Vraag(http, zaken.obpt).get("/v1/normschendingen?organisatie=utrecht")["totaal"] == 8


def test_nothing_of_a_case_is_in_what_is_open(zaken: Zaken, http: Http) -> None:
    zaken.meld()
    for path in ("/v1/openapi.json", "/logboek/checkpoint", "/logboek/tile/0/000.p/1"):
        text = http.get(path).text
        assert zaken.utrecht.oin not in text
        assert "NS-2026" not in text.replace("NS-2026-000017", "")


def test_a_file_with_a_doubled_name_is_read_by_its_hash(zaken: Zaken, http: Http) -> None:
    """Two readers may read two texts in it, but only one of them has the hash that was signed."""
    digest = zaken.stand(zaken.meld(toelichting_hash=TEKST.hash)).gemeld.digest
    raw = f'{{"zout": "{ZOUT}", "tekst": {json.dumps(TEKST.tekst)}, "tekst": "Iets anders."}}'
    answer = Vraag(http, zaken.utrecht)(
        "PUT", f"/v1/verklaringen/{digest}/toelichting", content=raw, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
