# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Handing in what a telephone system wrote down: any columns, again and again, and nothing counts twice."""

import csv
import json
import stat
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.meetkaart import Kaart, Namer, Veld
from tests.cli.conftest import Lijn, unreachable, write_profile
from tests.support import Lid, Network
from tests.support import lijn as a_line
from tests.support.metingen import contactmoment, hulpvraag, loket

CARD = """
soort: contactmoment
scheiding: ";"
velden:
  lijn: {vast: svb/aow}
  begonnen: Starttijd
  kanaal: {kolom: Type, waarden: {Tel.: telefoon, Mail: email}}
  uitkomst: {kolom: Resultaat, waarden: {OK: beantwoord, Geen gehoor: niet-opgenomen}}
  wachttijd: Wacht
  juist: Klopte
"""
EXPORT = """Starttijd;Type;Resultaat;Wacht;Klopte;Medewerker
2026-11-23 09:30:00;Tel.;OK;41;ja;J. Jansen
2026-11-23 09:30:00;Tel.;OK;41;ja;P. Pietersen
2026-11-23T08:31:00Z;Tel.;Geen gehoor;90;;J. Jansen
2026-11-23 09:40:00;Mail;OK;;nee;J. Jansen
2026-11-23 09:41:00;Tel.;Weet niet;5;;J. Jansen
"""


@pytest.fixture
def utrecht(net: Network, svb: Lid) -> Lid:
    svb.publiceer(a_line())
    lid = net.lid("utrecht", ("loket",))
    lid.say(loket(), f"loket/{lid.oin}/balie")
    return lid


@pytest.fixture
def as_utrecht(lijn: Lijn, net: Network, utrecht: Lid, tmp_path: Path) -> Lijn:
    lijn.http = lambda _: net.http()
    lijn.now = net.clock
    lijn.profiel = write_profile(tmp_path / "utrecht", utrecht)
    return lijn


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "kaart.yaml").write_text(CARD, encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8-sig")
    return tmp_path / "export.csv"


def counted(net: Network) -> int:
    found = net.meetboek.hertel()
    assert found.afwijkend == ()
    return found.rijen


def refused(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_export_with_columns_of_its_own_is_handed_in(as_utrecht: Lijn, net: Network, export: Path) -> None:
    done = as_utrecht("meting", "importeer", export, "--kaart", export.with_name("kaart.yaml"))
    assert done.code == 1
    assert done.out == "5 rijen: 3 aangenomen, 0 al bekend, 2 geweigerd\n"
    assert counted(net) == 3
    wrong = export.with_name("export.csv.geweigerd.ndjson")
    assert str(wrong) in done.err
    assert stat.S_IMODE(wrong.stat().st_mode) == 0o600
    assert [(row["regel"], [(f["veld"], f["code"]) for f in row["fouten"]]) for row in refused(wrong)] == [
        (5, [("kanaal", "onbekend")]),
        (6, [("uitkomst", "waarde")]),
    ]


def test_what_the_card_does_not_name_is_not_sent(as_utrecht: Lijn, net: Network, export: Path) -> None:
    heard: list[httpx.Request] = []

    def listening(_: str) -> Any:
        from tests.cli.conftest import overheard  # noqa: PLC0415 - a context manager of the network

        return overheard(net, heard)

    as_utrecht.http = listening
    as_utrecht("meting", "importeer", export, "--kaart", export.with_name("kaart.yaml"))
    assert any(request.url.path == "/v1/contactmomenten" for request in heard)
    assert all(b"Jansen" not in request.read() for request in heard)


def test_the_same_file_again_counts_nothing_twice(as_utrecht: Lijn, net: Network, export: Path) -> None:
    card = export.with_name("kaart.yaml")
    as_utrecht("meting", "importeer", export, "--kaart", card)
    again = as_utrecht("meting", "importeer", export, "--kaart", card, "--json")
    assert again.json == {
        "rijen": 5,
        "aangenomen": 0,
        "bekend": 3,
        "geweigerd": 2,
        "geweigerdBestand": str(export.with_name("export.csv.geweigerd.ndjson")),
    }
    export.write_text(EXPORT + "2026-11-23 09:50:00;Tel.;OK;3;ja;x\n", encoding="utf-8")  # the export of a day later
    more = as_utrecht("meting", "importeer", export, "--kaart", card, "--json")
    assert (more.json["aangenomen"], more.json["bekend"]) == (1, 3)
    assert counted(net) == 4


@pytest.mark.parametrize("suffix", [".json", ".ndjson", ".jsonl", ".csv"])
def test_every_form_with_the_names_of_the_api_needs_no_card(
    as_utrecht: Lijn, net: Network, tmp_path: Path, suffix: str
) -> None:
    rows = [contactmoment(n, vraagtype=2, loket="utrecht/balie", juist=n % 2 == 0) for n in range(250)]
    path = tmp_path / f"rijen{suffix}"
    if suffix == ".json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    elif suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = as_utrecht("meting", "importeer", path)
    assert (done.code, done.out) == (0, "250 rijen: 250 aangenomen, 0 al bekend, 0 geweigerd\n")
    assert counted(net) == 250
    assert not path.with_name(f"{path.name}.geweigerd.ndjson").exists()


def test_hulpvragen_with_several_organisations(as_utrecht: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    path, card = tmp_path / "vragen.csv", tmp_path / "kaart.yaml"
    path.write_text(
        "wanneer,wie,contact\n2026-11-20T10:00,SVB,ja\n2026-11-20T11:00,-,\n2026-11-20T12:00,,nee\n", "utf-8"
    )
    card.write_text(
        "velden:\n  loket: {vast: utrecht/balie}\n  ontvangen: wanneer\n  contactGelegd: contact\n"
        f"  organisaties: {{kolom: wie, waarden: {{SVB: '{svb.oin}'}}}}\n",
        encoding="utf-8",
    )
    done = as_utrecht("meting", "importeer", path, "--hulpvragen", "--kaart", card)
    assert (done.code, done.err) == (0, "")
    found = net.meetboek.tellingen(net.meetboek.reeksen("loket/"), date(2026, 1, 1), date(2027, 1, 1))
    assert len(found) == 3


def test_refused_rows_that_were_mended_are_handed_in_from_the_file_of_refused_rows(
    as_utrecht: Lijn, net: Network, tmp_path: Path
) -> None:
    path = tmp_path / "rijen.ndjson"
    path.write_text("\n".join(json.dumps(contactmoment(n, kanaal="email")) for n in range(3)), encoding="utf-8")
    assert as_utrecht("meting", "importeer", path).out.startswith("3 rijen: 0 aangenomen, 0 al bekend, 3 geweigerd")
    wrong = tmp_path / "rijen.ndjson.geweigerd.ndjson"
    assert [row["fouten"][0]["veld"] for row in refused(wrong)] == ["kanaal"] * 3
    mended = tmp_path / "verbeterd.ndjson"
    mended.write_text(wrong.read_text(encoding="utf-8").replace('"email"', '"telefoon"'), encoding="utf-8")
    assert as_utrecht("meting", "importeer", mended).code == 0
    assert counted(net) == 3


def test_rows_that_cannot_be_read_are_refused_by_their_number(as_utrecht: Lijn, net: Network, tmp_path: Path) -> None:
    path = tmp_path / "rijen.ndjson"
    path.write_bytes(b'{"id":\n' + json.dumps(contactmoment(1)).encode() + b"\n\n[1]\n\xff\n")
    done = as_utrecht("meting", "importeer", path, "--geweigerd", tmp_path / "fout.ndjson", "--json")
    assert (done.code, done.json["rijen"], done.json["aangenomen"], done.json["geweigerd"]) == (1, 4, 1, 3)
    assert [row["regel"] for row in refused(tmp_path / "fout.ndjson")] == [1, 4, 5]


def test_without_an_answer_it_stops_with_3_and_goes_on_the_next_time(
    as_utrecht: Lijn, net: Network, tmp_path: Path
) -> None:
    path = tmp_path / "rijen.ndjson"
    path.write_text("\n".join(json.dumps(contactmoment(n)) for n in range(250)), encoding="utf-8")
    calls: list[str] = []

    def failing(_: str) -> Any:
        from contextlib import contextmanager  # noqa: PLC0415 - only here

        @contextmanager
        def client() -> Any:
            with net.http() as http:

                def refuse(request: httpx.Request) -> None:
                    calls.append(request.url.path)
                    if calls.count("/v1/contactmomenten") > 2:
                        raise httpx.ConnectError("gone", request=request)

                http.event_hooks = {"request": [refuse]}
                yield http

        return client()

    as_utrecht.http = failing
    broken = as_utrecht("meting", "importeer", path)
    assert broken.code == 3
    assert broken.out == "200 rijen: 200 aangenomen, 0 al bekend, 0 geweigerd\n"
    as_utrecht.http = lambda _: net.http()
    assert as_utrecht("meting", "importeer", path).out == "250 rijen: 50 aangenomen, 200 al bekend, 0 geweigerd\n"
    assert counted(net) == 250


@pytest.mark.parametrize(
    ("name", "text", "card", "said"),
    [
        ("export.xls", "x", None, "kies uit"),
        ("weg.csv", None, None, "bestaat niet"),
        ("export.csv", "a,b\n1,2\n", "velden: {begonnen: Starttijd}", "geen kolom Starttijd"),
        ("export.csv", "a,b\n1,2\n", "velden: {begonnen: {kolom: a, onzin: 1}}", "kaart"),
        ("export.csv", "a,b\n1,2\n", "soort: telefoontje", "kaart"),
        ("export.json", "[1,", None, "JSON"),
    ],
)
def test_misuse_is_said_and_nothing_is_sent(
    as_utrecht: Lijn, net: Network, tmp_path: Path, name: str, text: str | None, card: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    more: list[str | Path] = []
    if card is not None:
        (tmp_path / "kaart.yaml").write_text(card, encoding="utf-8")
        more = ["--kaart", tmp_path / "kaart.yaml"]
    done = as_utrecht("meting", "importeer", tmp_path / name, *more)
    assert done.code == 2
    assert said in done.err
    assert counted(net) == 0


def test_a_register_that_is_not_there_is_3(as_utrecht: Lijn, export: Path) -> None:
    as_utrecht.http = unreachable
    assert as_utrecht("meting", "importeer", export, "--kaart", export.with_name("kaart.yaml")).code == 3


# --- what a card makes of a row


def test_a_moment_without_a_zone_is_on_the_clock_of_the_netherlands() -> None:
    card = Kaart()
    assert card.gelezen({"begonnen": "2026-07-01 09:00", "wachttijd": " 12 ", "onderwerp": " ", "juist": "NEE"}) == {
        "begonnen": "2026-07-01T07:00:00Z",
        "wachttijd": 12,
        "juist": False,
    }


def test_what_cannot_be_made_stays_for_the_register_to_refuse() -> None:
    row = {"begonnen": "gisteren", "wachttijd": "1,5", "juist": "misschien"}
    assert Kaart().gelezen(row) == row


def test_words_mean_what_the_card_says() -> None:
    card = Kaart(
        velden={
            "kanaal": Veld(kolom="k", waarden={"T": "telefoon"}),
            "lijn": Veld(vast="a/b"),
            "organisaties": Veld(kolom="o", waarden={"SVB": "1"}),
        }
    )
    assert card.gelezen({"k": "T", "o": "SVB, 2"}) == {"kanaal": "telefoon", "lijn": "a/b", "organisaties": ["1", "2"]}
    assert card.gelezen({"k": "X"}) == {"kanaal": "X", "lijn": "a/b"}


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=30))
def test_names_follow_from_what_rows_say_and_alike_rows_are_still_two(kinds: list[str]) -> None:
    rows = [{"uitkomst": kind, "begonnen": "2026-11-23T09:00:00Z"} for kind in kinds]
    namer, again = Namer("contactmoment"), Namer("contactmoment")
    ids = [namer.named(row)["id"] for row in rows]
    assert ids == [again.named(row)["id"] for row in rows]
    assert len(set(ids)) == len(rows)
    shuffled = Namer("contactmoment")
    backwards = [(row["uitkomst"], shuffled.named(row)["id"]) for row in reversed(rows)]
    assert Counter(backwards) == Counter(zip(kinds, ids, strict=True))  # the order of rows does not matter
    assert all(UUID(one).version == 8 and UUID(one).variant == "specified in RFC 4122" for one in ids)


def test_names_stand_in_the_order_of_time() -> None:
    namer = Namer("contactmoment")
    ids = [namer.named({"begonnen": f"2026-11-{day:02}T09:00:00Z"})["id"] for day in range(1, 29)]
    assert ids == sorted(ids)


def test_an_id_of_ones_own_stays() -> None:
    assert Namer("hulpvraag").named(hulpvraag(5))["id"] == hulpvraag(5)["id"]
