# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Exit codes, and what goes to stdout and what to stderr."""

import io
import json
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import SVB_AOW, Lijn, unreachable

COMMANDS: list[tuple[str, ...]] = [
    ("zoek", "AOW"),
    ("toon", "svb/aow-professionals"),
    ("publiceer", str(SVB_AOW)),
    ("intrekken", "aow-professionals", "--reden", "Weg."),
    ("storing", "aow-professionals", "--tot", "2026-11-24T16:00", "--reden", "Verhuizing."),
    ("toelaten", "00000099000000002000", "--rol", "loket"),
    ("schorsen", "00000099000000002000", "--reden", "Weg."),
    ("afwijzen", "00000099000000002000", "--reden", "Weg."),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_register_is_could_not_ask(as_svb: Lijn, command: tuple[str, ...]) -> None:
    as_svb.http = unreachable
    done = as_svb(*command)
    assert done.code == 3
    assert done.out == ""
    assert "Fout:" in done.err
    told = as_svb(*command, "--json")
    assert told.code == 3
    assert told.fout["code"] == "onbereikbaar"
    assert told.fout["uitgang"] == 3


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Meld u aan bij het gastnetwerk</h1>"),
        httpx.Response(302, headers={"Location": "https://elders.example/"}),
        httpx.Response(502, text="bad gateway"),
        httpx.Response(503, json={"detail": "x"}),
        httpx.Response(200, json={"access_token": "x"}),
        httpx.Response(
            429, json={"type": "x", "title": "x", "status": 500, "detail": "x"}, headers={"Retry-After": "nu"}
        ),
    ],
    ids=["login page", "redirect", "gateway", "no problem", "half a token", "no code"],
)
def test_an_answer_that_is_not_a_registers_is_no_answer(as_svb: Lijn, answer: httpx.Response) -> None:
    as_svb.http = lambda register: httpx.Client(base_url=register, transport=httpx.MockTransport(lambda _: answer))
    assert as_svb("zoek", "AOW").code == 3
    assert as_svb("publiceer", SVB_AOW).code == 3


def test_too_many_questions_is_a_no_that_says_when_to_come_back(as_svb: Lijn) -> None:
    problem = {"type": "x", "title": "x", "status": 429, "detail": "Te veel vragen.", "code": "te-vaak"}
    for header, seconds in (
        ({"Retry-After": "1"}, "1 seconde weer"),
        ({"Retry-After": "7"}, "7 seconden"),
        ({"Retry-After": "Wed"}, "60 seconden"),
    ):
        answer = httpx.Response(429, json=problem, headers=header)
        as_svb.http = lambda register, answer=answer: httpx.Client(  # type: ignore[misc]
            base_url=register, transport=httpx.MockTransport(lambda _: answer)
        )
        done = as_svb("zoek", "AOW")
        assert done.code == 1
        assert seconds in done.err


@pytest.mark.parametrize(
    "command",
    [
        ("toon", "svb/niets"),
        ("toon", "niemand/aow"),
        ("intrekken", "niets", "--reden", "Weg."),
        ("storing", "niets", "--tot", "2026-11-24T16:00", "--reden", "Weg."),
        ("storing", "../niets", "--voorbij"),
    ],
)
def test_what_is_not_there_is_a_no(as_svb: Lijn, command: tuple[str, ...]) -> None:
    assert as_svb(*command, "--json").fout["uitgang"] == 1


@pytest.mark.parametrize(
    "command",
    [
        ("bestaatniet",),
        ("zoek", "AOW", "--bestaatniet"),
        ("zoek", "AOW", "te veel"),
        ("zoek", "AOW", "--vraagtype", "4"),
        ("zoek", "AOW", "--kanaal", "fax"),
        ("zoek", "AOW", "--limiet", "0"),
        ("zoek", "AOW", "--tijdstip", "straks"),
        ("toon", "aow"),
        ("toon", "../aow"),
        ("toelaten", "123", "--rol", "loket"),
        ("toelaten", "00000099000000002000", "--rol", "baas"),
        ("toelaten", "00000099000000002000"),
        ("zoek", "AOW", "--tijdstip", "0001-01-01T00:00:00+14:00"),
        ("intrekken", "aow"),
        ("storing", "aow"),
        ("storing", "aow", "--tot", "2026-11-24T16:00"),
        ("storing", "aow", "--reden", "Verhuizing."),
        ("storing", "aow", "--tot", "straks", "--reden", "Verhuizing."),
        ("storing", "aow", "--tot", "2026-11-24T16:00", "--reden", "x", "--gevolg", "open"),
        ("storing", "aow", "--tot", "2026-11-24T16:00", "--reden", "x", "--kanaal", "fax"),
        ("storing", "aow", "--voorbij", "--reden", "x"),
        ("kalender",),
        ("kalender", "weg.yaml"),
        ("publiceer",),
        ("publiceer", "weg.yaml"),
        ("controleer", "weg.yaml"),
        ("sleutel", "toon", "--map", "weg"),
        (),
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_be_is_misuse(as_svb: Lijn, command: tuple[str, ...]) -> None:
    done = as_svb(*command)
    assert done.code == 2
    assert done.out == ""
    assert done.err


def test_with_json_every_error_is_one_line_of_json(as_svb: Lijn) -> None:
    for command in (("toon", "svb/niets"), ("zoek", "--vraagtype", "9"), ("publiceer", "weg.yaml")):
        done = as_svb(*command, "--json")
        assert done.out == ""
        assert done.err.count("\n") == 1
        assert {"code", "titel", "detail", "uitgang", "fouten"} == done.fout.keys()


def test_with_json_stdout_is_one_document_and_stderr_is_silent(as_svb: Lijn, tmp_path: Path) -> None:
    for command in (
        ("publiceer", str(SVB_AOW)),
        ("zoek", "AOW"),
        ("toon", "svb/aow-professionals", "--bewijs", str(tmp_path / "b.json")),
        ("verifieer", str(tmp_path / "b.json")),
        ("controleer", str(SVB_AOW)),
        ("sleutel", "toon"),
        ("sleutel", "nieuw", "--map", str(tmp_path / "k")),
        ("intrekken", "aow-professionals", "--reden", "Weg."),
    ):
        done = as_svb(*command, "--json")
        assert (command[0], done.code, done.err) == (command[0], 0, "")
        json.loads(done.out)


def test_a_fault_in_a_file_is_named_by_file_line_and_field(lijn: Lijn, tmp_path: Path) -> None:
    path = tmp_path / "fout.yaml"
    path.write_text(
        "naam: A B\ntitel: x\nkanalen:\n  - {soort: fax}\ngeldig: {van: 2026-01-01}\nbevestigd: 2026-11-01\n"
    )
    done = lijn("controleer", SVB_AOW, path)
    assert done.code == 1
    assert done.err == ""
    good, *faults = done.out.splitlines()
    assert good == f"{SVB_AOW}: goed"
    assert [line.partition(": ")[0] for line in faults] == [str(path)] * 2
    assert faults[0].startswith(f"{path}: regel 1: naam: ")
    assert faults[1].startswith(f"{path}: regel 4: kanalen[0].soort: Kies uit: telefoon")


def test_quiet_checking_names_only_faults(lijn: Lijn) -> None:
    assert lijn("controleer", SVB_AOW, "--stil") == type(lijn("--versie"))(0, "", "")


def test_a_reader_that_stops_early_is_no_disaster(
    as_svb: Lijn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    as_svb("publiceer", SVB_AOW)
    monkeypatch.setattr(sys, "stdout", Gone())
    done = as_svb("toon", "svb/aow-professionals", "--bewijs", tmp_path / "b.json")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "b.json").exists()
