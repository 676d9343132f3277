# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The doors for measurements: what they take, what they refuse, and that nothing counts twice or by halves."""

import gzip
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest

from registry.registrar.meetpost import MAX_BYTES, MAX_METINGEN
from registry.registrar.telraam import Geteld
from registry.statements.professionallijnen import Email
from registry.store.meetboek import Plek
from tests.support import Lid, Network, lijn
from tests.support.metingen import BEGONNEN, contactmoment, hulpvraag, id_of, loket

ALTIJD = (date(2000, 1, 1), date(2100, 1, 1))
Send = Callable[..., httpx.Response]


class Netwerk:
    """A register with a line, a loket, and clients that may and may not hand in."""

    def __init__(self, net: Network, http: Any) -> None:
        self.net, self.http = net, http
        self.svb, self.utrecht = net.lid("svb"), net.lid("utrecht", ("loket",))
        self.tokens: dict[str, str] = {}
        self.svb.publiceer(lijn(onderwerpen=("pensioen in het buitenland",), levensgebeurtenissen=("verhuizen",)))
        self.utrecht.say(loket(), f"loket/{self.utrecht.oin}/balie")

    def send(
        self, content: Any, path: str = "contactmomenten", *, who: Lid | None = None, **headers: str
    ) -> httpx.Response:
        lid = who or self.utrecht
        if lid.oin not in self.tokens:
            self.tokens[lid.oin] = lid.register(self.http)._token()
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        sent = {"Authorization": f"Bearer {self.tokens[lid.oin]}", "Content-Type": "application/json"}
        answer: httpx.Response = self.http.post(
            f"/v1/{path}",
            content=raw,
            headers=sent | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        return answer

    def ndjson(self, content: bytes | list[Any], path: str = "contactmomenten") -> httpx.Response:
        raw = content if isinstance(content, bytes) else b"".join(json.dumps(one).encode() + b"\n" for one in content)
        return self.send(raw, path, Content_Type="application/x-ndjson")

    def counted(self, begin: str = "") -> dict[Plek, Geteld]:
        boek = self.net.meetboek
        return dict(boek.tellingen(boek.reeksen(begin), *ALTIJD))

    def rows(self) -> int:
        found = self.net.meetboek.hertel()
        assert found.afwijkend == ()
        return found.rijen


@pytest.fixture
def netwerk() -> Iterator[Netwerk]:
    net = Network()
    with net.http() as http:
        yield Netwerk(net, http)


def amount(geteld: Geteld) -> int:
    return geteld.wat if isinstance(geteld.wat, int) else geteld.wat.waarnemingen


def outcomes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["uitkomst"] for one in answer.json()["metingen"]]


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {(fout["veld"], fout["code"]) for fout in answer.json().get("fouten", ())}


# --- taken in


def test_one_contactmoment_is_taken_in(netwerk: Netwerk) -> None:
    answer = netwerk.send(contactmoment())
    assert answer.status_code == 200
    assert answer.json() == {
        "aangenomen": 1,
        "bekend": 0,
        "geweigerd": 0,
        "metingen": [{"nummer": 0, "id": id_of(1), "uitkomst": "aangenomen"}],
    }
    assert answer.headers["cache-control"] == "no-store"
    assert netwerk.rows() == 1


def test_a_line_is_counted_by_day_and_a_reporter_by_month(netwerk: Netwerk) -> None:
    netwerk.send([contactmoment(n, loket="utrecht/balie") for n in range(3)])
    svb, utrecht = netwerk.svb.oin, netwerk.utrecht.oin
    assert {
        (place.reeks, date.fromordinal(place.dag)): amount(geteld) for place, geteld in netwerk.counted().items()
    } == {
        (f"lijn/{svb}/aow", date(2026, 11, 23)): 3,
        (f"maand/{svb}/aow", date(2026, 11, 1)): 3,
        (f"melder/{utrecht}/balie/{svb}/aow", date(2026, 11, 1)): 3,
    }


def test_of_a_line_is_not_kept_who_reported(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(loket="utrecht/balie"))
    [(place, geteld)] = netwerk.counted("lijn/").items()
    raw = repr((place, geteld))
    assert netwerk.utrecht.oin not in raw
    assert "balie" not in raw


@pytest.mark.parametrize("vorm", ["json", "ndjson"])
def test_a_batch_of_a_thousand_is_taken_in(netwerk: Netwerk, vorm: str) -> None:
    batch = [contactmoment(n) for n in range(MAX_METINGEN)]
    answer = netwerk.send(batch) if vorm == "json" else netwerk.ndjson(batch)
    assert outcomes(answer) == ["aangenomen"] * MAX_METINGEN
    assert netwerk.rows() == MAX_METINGEN


def test_ndjson_may_do_without_its_last_newline_and_with_empty_lines(netwerk: Netwerk) -> None:
    lines = [json.dumps(contactmoment(n)).encode() for n in range(3)]
    assert outcomes(netwerk.ndjson(b"\r\n\n".join(lines))) == ["aangenomen"] * 3


def test_nothing_is_nothing(netwerk: Netwerk) -> None:
    for answer in (netwerk.send([]), netwerk.ndjson(b""), netwerk.ndjson(b"\n\n")):
        assert outcomes(answer) == []


def test_a_hulpvraag_is_taken_in_and_counted_with_its_answers(netwerk: Netwerk) -> None:
    svb = netwerk.svb.oin
    batch = [
        hulpvraag(1, organisaties=[svb], contactGelegd="ja", vraagtype=2, levensgebeurtenis="verhuizen"),
        hulpvraag(2, organisaties=[]),
        hulpvraag(3),
        hulpvraag(4),
    ]
    assert outcomes(netwerk.send(batch, "hulpvragen")) == ["aangenomen"] * 4
    assert sorted(amount(geteld) for geteld in netwerk.counted(f"loket/{netwerk.utrecht.oin}/balie").values()) == [
        1,
        1,
        2,
    ]


def test_a_contactmoment_and_a_hulpvraag_may_have_the_same_id(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1))
    assert outcomes(netwerk.send(hulpvraag(1), "hulpvragen")) == ["aangenomen"]


# --- once


def test_a_retry_counts_once(netwerk: Netwerk) -> None:
    batch = [contactmoment(n) for n in range(5)]
    netwerk.send(batch)
    before = netwerk.counted()
    assert outcomes(netwerk.send(batch)) == ["bekend"] * 5
    assert outcomes(netwerk.ndjson([contactmoment(n) for n in range(4, 7)])) == ["bekend", "aangenomen", "aangenomen"]
    assert {place: amount(geteld) for place, geteld in netwerk.counted().items()} == {
        place: amount(geteld) + 2 for place, geteld in before.items()
    }


@pytest.mark.parametrize(
    "again",
    [
        {"id": id_of(1).upper()},
        {"begonnen": "2026-11-23T09:30:00+01:00"},
        {"begonnen": "2026-11-23T08:30:00.250Z"},
        {"lijn": None},
    ],
)
def test_the_same_in_another_spelling_is_the_same(netwerk: Netwerk, again: dict[str, Any]) -> None:
    number = 0xABCDEF
    first = contactmoment(number)
    netwerk.send(first)
    spelled = {"lijn": f"{netwerk.svb.oin}/aow"} if again == {"lijn": None} else again
    if "id" in spelled:
        spelled = {"id": first["id"].upper()}
    assert outcomes(netwerk.send(first | spelled)) == ["bekend"]


def test_another_measurement_by_the_same_id_is_refused(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1))
    answer = netwerk.send(
        [contactmoment(1, wachttijd=42), contactmoment(2), contactmoment(2, uitkomst="verkeerde-deur")]
    )
    assert outcomes(answer) == ["geweigerd", "aangenomen", "geweigerd"]
    assert answer.json()["metingen"][0]["fouten"][0]["code"] == "ander-bericht"
    assert faults(netwerk.send(contactmoment(1, begonnen="2026-11-22T08:30:00Z"))) == {("id", "ander-bericht")}


def test_ids_of_others_are_not_taken(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1))
    assert outcomes(netwerk.send(contactmoment(1, wachttijd=1), who=netwerk.svb)) == ["aangenomen"]


def test_many_at_once_all_count_once(netwerk: Netwerk) -> None:
    batches = [[contactmoment(n) for n in range(start, start + 20)] for start in range(0, 200, 10)]  # each half anew
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(netwerk.send, batches))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json()["aangenomen"] for answer in answers) == 210
    assert netwerk.rows() == 210


# --- refused by name


@pytest.mark.parametrize(
    ("fields", "veld", "code"),
    [
        ({"lijn": "svb/anders"}, "lijn", "onbekend"),
        ({"lijn": "onbekend/aow"}, "lijn", "onbekend"),
        ({"lijn": "aow"}, "lijn", "patroon"),
        ({"kanaal": "email"}, "kanaal", "onbekend"),
        ({"kanaal": "fax"}, "kanaal", "waarde"),
        ({"begonnen": "2025-12-31T10:00:00Z"}, "begonnen", "bestond-niet"),
        ({"begonnen": "2026-11-23T10:06:00Z"}, "begonnen", "toekomst"),
        ({"begonnen": "2026-11-23T08:30:00"}, "begonnen", "type"),
        ({"beantwoord": "2026-11-23T08:29:00Z"}, "beantwoord", "volgorde"),
        ({"wachttijd": 90_000}, "wachttijd", "bereik"),
        ({"wachttijd": -1}, "wachttijd", "bereik"),
        ({"onderwerp": "mevrouw-jansen"}, "onderwerp", "onbekend"),
        ({"onderwerp": "0612345678"}, "onderwerp", "onbekend"),
        ({"loket": "utrecht/kelder"}, "loket", "onbekend"),
        ({"toelichting": "mevrouw belde"}, "toelichting", "onbekend-veld"),
        ({"id": "1"}, "id", "patroon"),
    ],
)
def test_what_is_wrong_is_named(netwerk: Netwerk, fields: dict[str, Any], veld: str, code: str) -> None:
    found = faults(netwerk.send(contactmoment(**fields)))
    assert {name for name, _ in found} == {veld}
    if code not in {"patroon", "type"}:
        assert found == {(veld, code)}
    assert netwerk.rows() == 0


@pytest.mark.parametrize(
    ("fields", "veld", "code"),
    [
        ({"loket": "utrecht/kelder"}, "loket", "onbekend"),
        ({"organisaties": ["00000000000000000009"]}, "organisaties[0]", "onbekend"),
        ({"organisaties": ["123456789"]}, "organisaties[0]", "patroon"),
        ({"levensgebeurtenis": "ruzie met Jan"}, "levensgebeurtenis", "onbekend"),
        ({"ontvangen": "2026-12-23T08:30:00Z"}, "ontvangen", "toekomst"),
        ({"uitkomst": "boos"}, "uitkomst", "waarde"),
    ],
)
def test_what_is_wrong_with_a_hulpvraag_is_named(
    netwerk: Netwerk, fields: dict[str, Any], veld: str, code: str
) -> None:
    found = faults(netwerk.send(hulpvraag(**fields), "hulpvragen"))
    assert {name for name, _ in found} == {veld}
    if code != "patroon":
        assert found == {(veld, code)}


def test_every_fault_of_a_measurement_is_named_and_none_repeats_what_was_sent(netwerk: Netwerk) -> None:
    wrong = contactmoment(
        lijn="svb/nee", kanaal="fax", begonnen="2027-01-01T00:00:00Z", naam="Jansen", wachttijd="lang"
    )
    answer = netwerk.send(wrong)
    assert {veld for veld, _ in faults(answer)} >= {"kanaal", "begonnen", "naam", "wachttijd"}
    assert "Jansen" not in answer.text
    assert "lang" not in json.dumps([fout["veld"] for fout in answer.json()["fouten"]])


def test_a_loket_hands_in_for_itself_only(netwerk: Netwerk) -> None:
    other = netwerk.net.lid("enschede", ("loket",))
    assert faults(netwerk.send(hulpvraag(), "hulpvragen", who=other)) == {("loket", "niet-eigen")}
    assert faults(netwerk.send(contactmoment(loket="utrecht/balie"), who=other)) == {("loket", "niet-eigen")}


def test_what_is_good_in_a_batch_is_kept_and_the_rest_named(netwerk: Netwerk) -> None:
    batch = [
        contactmoment(1),
        contactmoment(2, kanaal="email"),
        "geen object",
        contactmoment(3, lijn="x/y"),
        contactmoment(4),
    ]
    answer = netwerk.send(batch)
    assert outcomes(answer) == ["aangenomen", "geweigerd", "geweigerd", "geweigerd", "aangenomen"]
    told = answer.json()
    assert (told["aangenomen"], told["geweigerd"]) == (2, 3)
    assert [one.get("id") for one in told["metingen"]] == [id_of(1), id_of(2), None, id_of(3), id_of(4)]
    assert told["metingen"][1]["fouten"] == [
        {"veld": "kanaal", "code": "onbekend", "uitleg": "Deze lijn had dit kanaal toen niet."}
    ]
    assert netwerk.rows() == 2


def test_a_broken_line_in_the_middle_is_refused_by_its_number(netwerk: Netwerk) -> None:
    good = [json.dumps(contactmoment(n)).encode() for n in range(2)]
    answer = netwerk.ndjson(b"\n".join([good[0], b'{"id": "', good[1]]))
    assert outcomes(answer) == ["aangenomen", "geweigerd", "aangenomen"]
    assert answer.json()["metingen"][1] == {
        "nummer": 1,
        "uitkomst": "geweigerd",
        "fouten": [{"veld": "", "code": "vorm", "uitleg": "Deze regel is geen goede JSON."}],
    }


def test_two_on_one_line_are_no_line(netwerk: Netwerk) -> None:
    two = json.dumps(contactmoment(1)) + "," + json.dumps(contactmoment(2))
    assert outcomes(netwerk.ndjson((json.dumps(contactmoment(3)) + "\n" + two + "\n").encode())) == [
        "aangenomen",
        "geweigerd",
    ]


@pytest.mark.parametrize("again", ['"wachttijd": 1', '"wachttijd" : 41', r'"wacht\u0074ijd": 2', '"wachttijd": null'])
@pytest.mark.parametrize("vorm", ["alleen", "lijst", "ndjson"])
def test_a_name_that_stands_twice_is_refused_by_that_name(netwerk: Netwerk, vorm: str, again: str) -> None:
    good, bad = contactmoment(1), f"{{{again}, {json.dumps(contactmoment(2, wachttijd=41))[1:]}"
    if vorm == "alleen":
        answer = netwerk.send(bad.encode())
        assert (answer.status_code, netwerk.rows()) == (400, 0)
        [fout] = answer.json()["fouten"]
        assert (fout["veld"], fout["code"]) == ("wachttijd", "dubbel")
        return
    if vorm == "lijst":
        answer = netwerk.send(f"[{json.dumps(good)}, {bad}]".encode())
    else:
        answer = netwerk.ndjson(f"{json.dumps(good)}\n{bad}\n".encode())
    first, second = answer.json()["metingen"]
    assert (answer.status_code, first["uitkomst"], second["uitkomst"]) == (200, "aangenomen", "geweigerd")
    assert [(fout["veld"], fout["code"]) for fout in second["fouten"]] == [("wachttijd", "dubbel")]
    assert netwerk.rows() == 1


def test_what_is_not_known_may_be_null(netwerk: Netwerk) -> None:
    batch = [contactmoment(n, wachttijd=None) for n in range(3)]
    assert netwerk.send([one | {"wachttijd": None, "loket": None} for one in batch]).json()["aangenomen"] == 3
    assert netwerk.send(batch).json()["bekend"] == 3


def test_when_all_are_refused_the_status_says_so(netwerk: Netwerk) -> None:
    answer = netwerk.send([contactmoment(1, kanaal="email"), contactmoment(2, lijn="x/y"), 3])
    assert faults(answer) == {("[0].kanaal", "onbekend"), ("[1].lijn", "onbekend"), ("[2]", "type")}


def test_an_answer_does_not_grow_with_nonsense(netwerk: Netwerk) -> None:
    nonsense: dict[str, Any] = {f"n{i}": 1 for i in range(100)}
    answer = netwerk.send([contactmoment(n, **nonsense) for n in range(400)] + [contactmoment(900)])
    assert answer.status_code == 200
    assert len(answer.content) < 600_000
    assert all(one["fouten"] for one in answer.json()["metingen"][:-1])


# --- whole or not at all


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_json_that_breaks_off_leaves_nothing(netwerk: Netwerk, cut: int) -> None:
    raw = json.dumps([contactmoment(n) for n in range(5)]).encode()[:-cut]
    assert faults(netwerk.send(raw)) == set()
    assert netwerk.rows() == 0


def test_ndjson_that_breaks_off_within_a_line_leaves_nothing(netwerk: Netwerk) -> None:
    raw = b"\n".join(json.dumps(contactmoment(n)).encode() for n in range(3))
    for cut in range(1, len(raw) - raw.rindex(b"\n") - 1):
        answer = netwerk.ndjson(raw[:-cut])
        assert answer.status_code == 400
        assert "breekt af" in answer.json()["detail"]
    assert netwerk.rows() == 0


def test_more_than_a_thousand_is_too_much(netwerk: Netwerk) -> None:
    batch = [contactmoment(n) for n in range(MAX_METINGEN + 1)]
    for answer in (netwerk.send(batch), netwerk.ndjson(batch)):
        assert (answer.status_code, answer.json()["code"]) == (413, "te-groot")
    assert netwerk.send([1] * (MAX_METINGEN + 1)).status_code == 413
    assert netwerk.rows() == 0


def test_more_than_a_mebibyte_is_too_much(netwerk: Netwerk) -> None:
    answer = netwerk.send(json.dumps([contactmoment(1)]).encode() + b" " * MAX_BYTES)
    assert answer.status_code == 413
    assert netwerk.rows() == 0


@pytest.mark.parametrize("packed", ["gzip", "br", "deflate", "GZIP", "identity, gzip"])
def test_what_is_packed_is_not_unpacked(netwerk: Netwerk, packed: str) -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    answer = netwerk.send(bomb, Content_Encoding=packed)
    assert (answer.status_code, answer.json()["code"]) == (415, "inhoudsvorm")
    assert "Content-Encoding" in answer.json()["detail"]  # its Content-Type is good


@pytest.mark.parametrize("kind", ["text/csv", "application/xml", "", "text/plain"])
def test_other_kinds_of_content_are_not_taken(netwerk: Netwerk, kind: str) -> None:
    assert netwerk.send(contactmoment(), Content_Type=kind).status_code == 415


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b"[NaN]",
        b"[1e999]",
        b'[{"id":"\\ud800"}]',
        b"\x00",
    ],
)
def test_no_content_at_all_is_a_crash(netwerk: Netwerk, raw: bytes) -> None:
    for answer in (netwerk.send(raw), netwerk.send(raw, "hulpvragen"), netwerk.ndjson(raw + b"\n")):
        assert answer.status_code in {200, 400}, answer.text
        assert "storing" not in answer.text
    assert netwerk.rows() == 0


# --- who may


def test_a_token_without_the_scope_does_not_open_the_door(netwerk: Netwerk) -> None:
    answer = netwerk.send(contactmoment(), who=netwerk.net.obpt)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-ontbreekt")


def test_without_a_token_it_stays_shut(netwerk: Netwerk) -> None:
    answer = netwerk.http.post("/v1/contactmomenten", json=contactmoment())
    assert (answer.status_code, answer.json()["code"]) == (401, "token-ontbreekt")


def test_a_member_that_is_suspended_hands_in_no_more(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1))
    netwerk.net.schors(netwerk.utrecht)
    assert netwerk.send(contactmoment(2)).status_code == 401


# --- what the line was then


def test_a_measurement_is_judged_by_the_line_of_its_moment(netwerk: Netwerk) -> None:
    net, svb = netwerk.net, netwerk.svb
    net.clock.move(days=2)  # Wednesday
    svb.publiceer(lijn(kanalen=(Email(adres="lijn@example.nl"),)))
    net.clock.move(days=2)  # Friday
    svb.trek_in()
    net.clock.move(days=3)  # Monday
    netwerk.tokens.clear()
    monday, thursday, saturday = "2026-11-23T11:00:00Z", "2026-11-26T11:00:00Z", "2026-11-28T11:00:00Z"
    batch = [
        contactmoment(n, begonnen=moment, kanaal=kanaal)
        for n, (moment, kanaal) in enumerate(
            (m, k) for m in (monday, thursday, saturday) for k in ("telefoon", "email")
        )
    ]
    answer = netwerk.send(batch)
    assert outcomes(answer) == ["aangenomen", "geweigerd", "geweigerd", "aangenomen", "geweigerd", "geweigerd"]
    assert [one["fouten"][0]["code"] for one in answer.json()["metingen"] if "fouten" in one] == [
        "onbekend",
        "onbekend",
        "bestond-niet",
        "bestond-niet",
    ]
    svb.publiceer(lijn())
    net.clock.move(hours=2)
    netwerk.tokens.clear()
    assert outcomes(netwerk.send(contactmoment(9, begonnen="2026-11-30T11:30:00Z"))) == ["aangenomen"]
    assert netwerk.rows() == 3


def test_a_subject_that_any_line_or_our_own_list_names_is_known(netwerk: Netwerk) -> None:
    netwerk.svb.publiceer(lijn("anw", onderwerpen=("nabestaanden",)))
    assert outcomes(netwerk.send(contactmoment(1, onderwerp="nabestaanden"))) == ["aangenomen"]


def test_late_arrivals_are_visible(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1))
    [first] = netwerk.counted("lijn/").values()
    netwerk.net.clock.move(hours=3)
    netwerk.tokens.clear()
    netwerk.send(contactmoment(2))
    [later] = netwerk.counted("lijn/").values()
    assert later.bijgewerkt - first.bijgewerkt == 3 * 3600
    netwerk.net.clock.move(hours=3)
    netwerk.tokens.clear()
    netwerk.send(contactmoment(2))
    assert list(netwerk.counted("lijn/").values()) == [later]  # a retry is no news


def test_rows_that_were_dropped_cannot_come_again(netwerk: Netwerk) -> None:
    netwerk.send(contactmoment(1, begonnen="2026-10-05T09:00:00Z"))
    assert netwerk.net.meetboek.vergeet(date(2026, 11, 23)) == 1
    answer = netwerk.send([contactmoment(1, begonnen="2026-10-05T09:00:00Z"), contactmoment(2)])
    assert outcomes(answer) == ["geweigerd", "aangenomen"]
    assert answer.json()["metingen"][0]["fouten"][0]["code"] == "te-oud"
    assert BEGONNEN > "2026-11"
