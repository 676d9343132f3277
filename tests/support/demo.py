# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The demo network of fixtures/demo, in memory: members, lines, norms and criteria, with keys of tests. TEST ONLY."""

from pathlib import Path
from typing import Any

import msgspec

from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
from registry.statements.professionallijnen import Professionallijn
from registry.statements.servicenormen import Servicenorm
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Toetredingscriterium
from tests.support.network import Lid, Network

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


def demo_network() -> tuple[Network, dict[str, Lid]]:
    """Give the network and its members by afkorting."""
    net = Network(kalender=False)
    for jaar in range(2025, 2029):
        net.obpt.say(voorstel_kalender(jaar, gelijkgesteld=GELIJKGESTELD), f"kalender/{jaar}")
    for path in sorted(DEMO.glob("obpt/normen/*.yaml")):
        net.obpt.say(msgspec.convert(decoded(path), Servicenorm), f"servicenorm/{path.stem}")
    for path in sorted(DEMO.glob("obpt/criteria/*.yaml")):
        net.obpt.say(msgspec.convert(decoded(path), Toetredingscriterium), f"toetredingscriterium/{path.stem}")
    leden: dict[str, Lid] = {}
    for path in sorted(DEMO.glob("*/organisatie.yaml")):
        about = decoded(path)
        if about["afkorting"] == "obpt":
            continue
        lid = leden[about["afkorting"]] = Lid(net, about["afkorting"])
        said = {name: about.get(name) for name in ("naam", "afkorting", "organisatiesoort", "tooi")}
        lid.say(lid.aanmelding(tuple(about["rollen"]), **said))
        net.laat_toe(lid, tuple(about["rollen"]))
        for line in sorted(path.parent.glob("lijnen/*.yaml")):
            lid.publiceer(msgspec.convert(decoded(line), Professionallijn))
        for proof in sorted(path.parent.glob("bewijs/*.yaml")):
            lid.say(msgspec.convert(decoded(proof), Bewijsstuk), f"bewijsstuk/{lid.oin}/{proof.stem}")
    for path in sorted(DEMO.glob("obpt/beoordelingen/*.yaml")):
        said = decoded(path)
        about = f"{leden[said.pop('organisatie')].oin}/{said['criterium']}"
        said["bewijsstuk"] = net.head(f"bewijsstuk/{about}")
        net.obpt.say(msgspec.convert(said, Beoordeling), f"beoordeling/{about}")
    return net, leden


def decoded(path: Path) -> Any:
    return msgspec.yaml.decode(path.read_bytes(), strict=False)
