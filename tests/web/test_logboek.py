# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The log over HTTP: what a witness fetches proves itself, and nothing but the log can be fetched."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.tlog import tree
from registry.tlog.checkpoint import Verifier
from tests.support.network import Network, lijn
from tests.web.routes import is_problem, raw

RECORDS = 300  # more than a tile holds


@pytest.fixture(scope="module")
def net() -> Network:
    made = Network()
    svb = made.lid("svb")
    while made.size() < RECORDS:
        svb.publiceer(lijn(titel=f"Versie {made.size()}"))
    return made


@pytest.fixture(scope="module")
def http(net: Network) -> Iterator[TestClient[Any]]:
    with net.http() as client:
        yield client


def digests(net: Network) -> list[bytes]:
    with net.store.read() as tx:
        return [bytes.fromhex(record.digest) for record in tx.records(0, tx.size())]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return tree.node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def test_a_witness_can_work_the_checkpoint_out_of_the_tiles(http: TestClient[Any], net: Network) -> None:
    verifier = Verifier.parse(http.get("/logboek/sleutel").text.strip())
    said = verifier.open(http.get("/logboek/checkpoint").text)
    assert said.size == RECORDS
    full, partial = http.get("/logboek/tile/0/000"), http.get(f"/logboek/tile/0/001.p/{RECORDS - 256}")
    hashes = full.content + partial.content
    leaves = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    assert len(leaves) == RECORDS
    assert naive_root(leaves) == said.root


def test_the_entries_are_the_digests_and_nothing_more(http: TestClient[Any], net: Network) -> None:
    entries = http.get("/logboek/tile/entries/000").content
    found = [entries[at + 2 : at + 34] for at in range(0, len(entries), 34)]
    assert found == digests(net)[:256]
    assert all(entries[at : at + 2] == b"\x00\x20" for at in range(0, len(entries), 34))
    assert b"".join(map(tree.leaf_hash, found)) == http.get("/logboek/tile/0/000").content


def test_the_log_is_open_and_says_what_it_sends(http: TestClient[Any]) -> None:
    for path, kind in (
        ("checkpoint", "text/plain"),
        ("sleutel", "text/plain"),
        ("tile/0/000", "application/octet-stream"),
    ):
        answer = http.get(f"/logboek/{path}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)


def test_a_tile_is_kept_for_ever_and_a_checkpoint_is_not(http: TestClient[Any]) -> None:
    assert http.get("/logboek/tile/0/000").headers["cache-control"] == "public, max-age=31536000, immutable"
    first = http.get("/logboek/checkpoint")
    assert first.headers["cache-control"] == "public, no-cache"
    again = http.get("/logboek/checkpoint", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["0/001", "0/002", "1/001", "2/000", "0/001.p/45", "1/000.p/2", "entries/001", "entries/001.p/45", "0/x001/000",
     "63/000", "entries/x999/x999/x999/999"],
)  # fmt: skip
def test_a_tile_that_is_not_there_yet_is_404_and_not_kept(http: TestClient[Any], path: str) -> None:
    answer = http.get(f"/logboek/tile/{path}")
    assert is_problem(answer, 404, "niet-gevonden")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["0/0", "0/000.p/0", "0/000.p/256", "0/000.p/-1", "0/000.p/01", "0/000.p", "0/000.p/", "64/000", "-1/000", "00/000",
     "x/000", "0/x000/000", "0/1000", "0/%EF%BC%90%EF%BC%90%EF%BC%90", "0/000.p/%D9%A3", "entries", "entries/0",
     "data/000", "0/000%0A", "0/000%00", "%2e%2e/checkpoint", "..%5ccheckpoint", "%2e%2e%2fsleutel",
     "....//checkpoint", "/etc/passwd", "0/000?x=1", "0/000.p/1/2", "9" * 400 + "/000", "0/" + "x999/" * 400 + "999"],
)  # fmt: skip
def test_nothing_but_the_log_can_be_had(http: TestClient[Any], path: str) -> None:
    answer = http.request("GET", http.base_url.copy_with(raw_path=f"/logboek/tile/{path}".encode()))
    assert answer.status_code in {400, 404}
    assert is_problem(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    "path", ["../checkpoint", "0/../0/000", "../tile/0/000", "../../logboek/sleutel", "./0/000", "..", "."]
)
def test_no_path_leads_out_of_the_log_or_back_into_it(http: TestClient[Any], path: str) -> None:
    status, body = raw(http.app, f"/logboek/tile/{path}")
    assert status in {400, 404}
    assert b'"code":' in body
