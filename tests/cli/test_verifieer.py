# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A proof is held to what was learnt out of band, and to nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from registry.tlog.checkpoint import Signer, generate
from tests.cli.conftest import SVB_AOW, Lijn, anchors, no_network
from tests.support import Network


@pytest.fixture
def bundle(as_svb: Lijn, tmp_path: Path) -> Path:
    path = tmp_path / "bewijs.json"
    as_svb("publiceer", SVB_AOW)
    assert as_svb("toon", "svb/aow-professionals", "--bewijs", path).code == 0
    as_svb.http = no_network
    return path


def test_what_is_true_is_said_and_also_what_a_proof_cannot_show(as_svb: Lijn, bundle: Path) -> None:
    done = as_svb("verifieer", bundle)
    assert done.code == 0
    assert done.out.startswith("Dit klopt, voor zover deze bundel toont.")
    for words in (
        "handtekening",
        "lid op dat moment  ja",
        "in het logboek     ja",
        "hele logboek       nee",
        "Dit toont niet",
    ):
        assert words in done.out


def test_who_asks_for_the_whole_log_gets_no_for_a_part(as_svb: Lijn, bundle: Path) -> None:
    assert as_svb("verifieer", bundle, "--volledig").code == 1


def test_a_bundle_of_the_whole_log_says_so(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    with net.http() as http:
        whole = net.obpt.register(http).bundel(net.head("kalender/2026") or "")
    path = tmp_path / "alles.json"
    path.write_bytes(msgspec.json.encode(whole))
    done = as_svb("verifieer", path, "--json")
    assert done.code == 0
    assert done.json["volledig"] == (len(whole.verklaringen) == net.size())


@pytest.mark.parametrize("given", ["profile", "options"])
def test_the_anchors_come_from_the_profile_or_from_the_one_who_asks(
    as_svb: Lijn, bundle: Path, net: Network, given: str
) -> None:
    options: list[str] = []
    if given == "options":
        as_svb.profiel = None
        options = [text for name, value in anchors(net).items() for text in (f"--{name}", value)]
    assert as_svb("verifieer", bundle, *options).code == 0


def test_without_anchors_nothing_is_said_to_be_true(as_svb: Lijn, bundle: Path) -> None:
    as_svb.profiel = None
    done = as_svb("verifieer", bundle)
    assert done.code == 2
    assert "--logboek" in done.err
    assert "--beheerder" in done.err


def test_another_log_or_another_founder_is_not_believed(as_svb: Lijn, bundle: Path, svb: Any) -> None:
    other = Signer.parse(generate("test.example/logboek", bytes(32))).verifier
    assert as_svb("verifieer", bundle, "--logboek", other).code == 1
    assert as_svb("verifieer", bundle, "--beheerder", svb.geheim.kid).code == 1
    assert as_svb("verifieer", bundle, "--logboek", "onzin").code == 2
    assert as_svb("verifieer", bundle, "--beheerder", "onzin").code == 2


def _swap(text: str) -> str:
    return ("B" if text[0] == "A" else "A") + text[1:]


def _flip_signature(bundle: dict[str, Any]) -> None:
    head, payload, signature = bundle["verklaringen"][-1]["verklaring"].split(".")
    bundle["verklaringen"][-1]["verklaring"] = f"{head}.{payload}.{_swap(signature)}"


def _flip_payload(bundle: dict[str, Any]) -> None:
    head, _, signature = bundle["verklaringen"][-1]["verklaring"].split(".")
    other = bundle["verklaringen"][-2]["verklaring"].split(".")[1]
    bundle["verklaringen"][-1]["verklaring"] = f"{head}.{other}.{signature}"


def _flip_hash(bundle: dict[str, Any]) -> None:
    hashes = bundle["verklaringen"][-1]["hashes"]
    hashes[0] = _swap(hashes[0])


def _cut_proof(bundle: dict[str, Any]) -> None:
    bundle["verklaringen"][-1]["hashes"].pop()


def _leave_out_admission(bundle: dict[str, Any]) -> None:
    del bundle["verklaringen"][-2]


def _leave_out_founding(bundle: dict[str, Any]) -> None:
    del bundle["verklaringen"][0]


def _empty(bundle: dict[str, Any]) -> None:
    bundle["verklaringen"] = []


def _other_index(bundle: dict[str, Any]) -> None:
    bundle["verklaringen"][-1]["index"] += 1


def _other_size(bundle: dict[str, Any]) -> None:
    origin, size, *rest = bundle["checkpoint"].split("\n")
    bundle["checkpoint"] = "\n".join([origin, str(int(size) + 1), *rest])


def _other_moment(bundle: dict[str, Any]) -> None:
    bundle["verklaringen"][-1]["ingeschrevenOp"] = "2030-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "tamper",
    [
        _flip_signature,
        _flip_payload,
        _flip_hash,
        _cut_proof,
        _leave_out_admission,
        _leave_out_founding,
        _empty,
        _other_index,
        _other_size,
        _other_moment,
    ],
)
def test_whoever_tampers_with_a_bundle_is_found_out(
    as_svb: Lijn, bundle: Path, tamper: Callable[[dict[str, Any]], None]
) -> None:
    held = msgspec.json.decode(bundle.read_bytes())
    tamper(held)
    bundle.write_bytes(msgspec.json.encode(held))
    done = as_svb("verifieer", bundle, "--json")
    assert done.code == 1
    assert done.out == ""
    assert done.fout["detail"]


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"logboek": 1, "checkpoint": "", "verklaringen": []}'])
def test_what_is_no_bundle_is_refused(as_svb: Lijn, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.json").write_bytes(raw)
    assert as_svb("verifieer", tmp_path / "x.json").code == 1
    assert as_svb("verifieer", tmp_path / "weg.json").code == 2


def test_a_proof_is_never_written_over_another_file(as_svb: Lijn, bundle: Path, net: Network) -> None:
    as_svb.http = lambda _: net.http()
    other = bundle.with_name("brief.txt")
    other.write_text("Lieve tante,")
    assert as_svb("toon", "svb/aow-professionals", "--bewijs", other).code == 2
    assert other.read_text() == "Lieve tante,"
    assert as_svb("toon", "svb/aow-professionals", "--bewijs", bundle).code == 0
