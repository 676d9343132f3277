# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The tale of a line, told with `lijn` alone: published, found, shown, proved, withdrawn, gone."""

from pathlib import Path

from tests.cli.conftest import SVB_AOW, Lijn
from tests.support import Lid, Network


def test_a_line_is_published_found_proved_withdrawn_and_gone(
    as_svb: Lijn, svb: Lid, net: Network, tmp_path: Path
) -> None:
    published = as_svb("publiceer", SVB_AOW, "--json")
    print(published)
    assert published.code == 0
    (line,) = published.json["lijnen"]
    assert line["uitkomst"] == "nieuw"
    assert line["lijn"] == f"{svb.oin}/aow-professionals"
    assert net.head(f"professionallijn/{svb.oin}/aow-professionals") == line["digest"]

    found = as_svb("zoek", "AOW", "--rol", "casemanager")
    print(found.out)
    assert found.code == 0
    assert "+31880000101, toets 2" in found.out

    bundle = tmp_path / "aow.json"
    shown = as_svb("toon", f"{svb.oin}/aow-professionals", "--bewijs", bundle)
    print(shown.out, shown.err)
    assert shown.code == 0
    assert "AOW en nabestaanden" in shown.out

    proved = as_svb("verifieer", bundle)
    print(proved.out, proved.err)
    assert proved.code == 0

    withdrawn = as_svb("intrekken", "aow-professionals", "--reden", "Opgegaan in een andere lijn.")
    print(withdrawn.out, withdrawn.err)
    assert withdrawn.code == 0
    gone = as_svb("zoek", "AOW")
    print(gone.out)
    assert "+31880000101" not in gone.out
    assert "ingetrokken" in as_svb("toon", f"svb/aow-professionals").out
