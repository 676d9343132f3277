# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Publishing: everything is checked first, the difference is shown, and the key stays here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from cli.bestanden import lees
from registry.statements.envelope import open_envelope
from registry.tlog.checkpoint import Signer, generate
from tests.cli.conftest import SVB_AOW, Lijn, overheard, write_profile
from tests.support import Lid, Network
from tests.support import lijn as a_line


def changed(tmp_path: Path, *changes: tuple[str, str], name: str = "aow.yaml") -> Path:
    text = SVB_AOW.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_only_what_changes_is_shown(as_svb: Lijn, tmp_path: Path) -> None:
    as_svb("publiceer", SVB_AOW)
    path = changed(tmp_path, ("keuze: toets 2", "keuze: toets 3"), ("  - weduwe\n", ""), ("[nl, en]", "[nl, en, de]"))
    done = as_svb("publiceer", path)
    assert done.err.splitlines()[1:] == [
        "  - trefwoorden[15]: weduwe",
        "  - kanalen[0].keuze: toets 2",
        "  + kanalen[0].keuze: toets 3",
        "  + kwaliteit.talen[2]: de",
    ]
    told = as_svb("publiceer", SVB_AOW, "--proef", "--json").json["lijnen"][0]["verschil"]
    assert {"veld": "kanalen[0].keuze", "oud": "toets 3", "nieuw": "toets 2"} in told
    assert {"veld": "kwaliteit.talen[2]", "oud": "de"} in told


def test_what_stands_already_is_skipped(as_svb: Lijn, net: Network) -> None:
    as_svb("publiceer", SVB_AOW)
    size = net.size()
    again = as_svb("publiceer", SVB_AOW, "--json")
    assert again.code == 0
    assert again.json["lijnen"][0]["uitkomst"] == "ongewijzigd"
    assert net.size() == size


def test_the_same_line_as_json_is_the_same_line(as_svb: Lijn, tmp_path: Path) -> None:
    as_svb("publiceer", SVB_AOW)
    (tmp_path / "aow.json").write_bytes(msgspec.json.encode(lees(SVB_AOW).inhoud))
    assert as_svb("publiceer", tmp_path / "aow.json", "--json").json["lijnen"][0]["uitkomst"] == "ongewijzigd"


def test_a_trial_sends_nothing(as_svb: Lijn, net: Network) -> None:
    size = net.size()
    done = as_svb("publiceer", SVB_AOW, "--proef")
    assert done.code == 0
    assert "niet verstuurd" in done.out
    assert net.size() == size


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("j\n", 0, 1), ("ja\n", 0, 1), ("n\n", 1, 0), ("\n", 1, 0), ("", 1, 0)]
)
def test_a_person_is_asked_first(as_svb: Lijn, net: Network, answer: str, code: int, said: int) -> None:
    size = net.size()
    done = as_svb("publiceer", SVB_AOW, answer=answer)
    assert done.code == code
    assert "Deze lijn publiceren? [j/N]" in done.err
    assert "[j/N]" not in done.out
    assert net.size() == size + said


def test_a_person_who_said_yes_already_is_not_asked(as_svb: Lijn) -> None:
    done = as_svb("publiceer", SVB_AOW, "--ja", answer="n\n")
    assert done.code == 0
    assert "[j/N]" not in done.err


def test_nothing_goes_out_when_one_of_the_files_is_wrong_and_every_fault_is_named(
    as_svb: Lijn, net: Network, tmp_path: Path
) -> None:
    size = net.size()
    first = changed(tmp_path, ("naam: aow-professionals", "naam: AOW"), name="een.yaml")
    second = changed(
        tmp_path, ("+31880000101", "+31900123456"), ("bevestigd: 2026-11-01", "bevestigd: 2027-01-01"), name="twee.yaml"
    )
    done = as_svb("publiceer", SVB_AOW, first, second, "--json")
    assert done.code == 1
    assert done.out == ""
    assert [(Path(f["bestand"]).name, f["veld"], f["regel"]) for f in done.fout["fouten"]] == [
        ("een.yaml", "naam", 2),
        ("twee.yaml", "kanalen[0].nummer", 47),
        ("twee.yaml", "bevestigd", 75),
    ]
    assert net.size() == size


def test_two_files_with_one_name_are_refused(as_svb: Lijn, tmp_path: Path) -> None:
    done = as_svb("publiceer", SVB_AOW, changed(tmp_path), "--json")
    assert [fout["code"] for fout in done.fout["fouten"]] == ["dubbel"]


def test_a_line_that_changed_meanwhile_is_a_conflict_that_says_what_to_do(as_svb: Lijn, svb: Lid, net: Network) -> None:
    def meanwhile(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/v1/verklaringen":
            svb.publiceer(a_line("aow-professionals"))

    @contextmanager
    def http(register: str) -> Iterator[httpx.Client]:
        with net.http() as client:
            client.event_hooks = {"request": [meanwhile]}
            yield client

    as_svb.http = http
    done = as_svb("publiceer", SVB_AOW, "--json")
    assert done.code == 1
    assert done.fout["code"] == "conflict"
    assert "opnieuw" in done.fout["detail"]
    assert done.json["lijnen"][0].get("digest") is None


def test_no_answer_is_asked_once_more_with_the_same_bytes(as_svb: Lijn, net: Network) -> None:
    sent: list[bytes] = []
    size = net.size()

    @contextmanager
    def http(register: str) -> Iterator[httpx.Client]:
        with net.http() as client:

            def lose(response: httpx.Response) -> None:
                if response.request.url.path == "/v1/verklaringen" and response.request.method == "POST":
                    sent.append(response.request.content)
                    if len(sent) == 1:
                        raise httpx.ReadTimeout("lost on the way back", request=response.request)

            client.event_hooks = {"response": [lose]}
            yield client

    as_svb.http = http
    done = as_svb("publiceer", SVB_AOW)
    assert done.code == 0
    assert "telt maar één keer" in done.err
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert net.size() == size + 1


def test_no_private_key_leaves_the_machine(as_svb: Lijn, svb: Lid, net: Network) -> None:
    heard: list[httpx.Request] = []
    as_svb.http = lambda _: overheard(net, heard)
    done = as_svb("publiceer", SVB_AOW)
    assert done.code == 0
    assert heard
    secrets = [msgspec.json.decode(key.dump())["d"] for key in (svb.geheim, svb.toegang)]
    for request in heard:
        sent = f"{request.url} {dict(request.headers)} {request.content.decode()}"
        assert not any(secret in sent for secret in secrets)
    statements = [r.content for r in heard if r.headers.get("content-type") == "application/jose"]
    assert [open_envelope(jws).kid for jws in statements] == [svb.geheim.kid]


def test_no_token_is_ever_shown(as_svb: Lijn, net: Network) -> None:
    heard: list[httpx.Request] = []
    as_svb.http = lambda _: overheard(net, heard)
    done = [as_svb("publiceer", SVB_AOW), as_svb("zoek", "AOW", "--json"), as_svb("toon", "svb/niets")]
    tokens = {r.headers["authorization"].split()[1] for r in heard if "authorization" in r.headers}
    assert tokens
    assert not any(token in one.out + one.err for token in tokens for one in done)


def test_what_was_handed_in_before_a_refusal_is_still_told(
    as_svb: Lijn, svb: Lid, net: Network, tmp_path: Path
) -> None:
    itself = changed(
        tmp_path,
        ("naam: aow-professionals", "naam: kringetje"),
        ("geldig:", f"terugval: {svb.oin}/kringetje\ngeldig:"),
    )
    done = as_svb("publiceer", SVB_AOW, itself, "--json")
    assert done.code == 1
    assert done.fout["code"] == "regel"
    first, second = done.json["lijnen"]
    assert first["digest"] == net.head(f"professionallijn/{svb.oin}/aow-professionals")
    assert "digest" not in second


def test_a_receipt_that_the_pinned_log_does_not_swear_to_is_refused(
    as_svb: Lijn, svb: Lid, net: Network, tmp_path: Path
) -> None:
    other = Signer.parse(generate("test.example/logboek", bytes(32))).verifier
    as_svb.profiel = write_profile(tmp_path / "anders", svb, logboek=other)
    done = as_svb("publiceer", SVB_AOW, "--json")
    assert done.code == 1
    assert done.fout["code"] == "bewijs"


def test_a_fallback_that_is_not_there_is_pointed_out(as_svb: Lijn, tmp_path: Path) -> None:
    line = tmp_path / "lijn.yaml"
    line.write_text(SVB_AOW.read_text() + "\nterugval: cjib/algemeenn\n")
    done = as_svb("publiceer", line)
    assert done.code == 0
    assert "let op: cjib/algemeenn is er niet" in done.err
