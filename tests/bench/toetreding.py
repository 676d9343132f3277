# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What it costs to say how a member stood, as the log grows around it.

    python -m tests.bench.toetreding

The member itself says the same in every row: six lines, each published five times, that fall back on a line of
another. Beside it a replay of the log from its first record, which is what "as of then" would cost without chains.
"""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import msgspec

from registry.projections.replay import replay
from registry.projections.toetreding import sinds, straks, toetreding, verloop
from registry.projections.toetredingsdossier import Bronnen
from registry.registrar.toetreding import Dossiers
from registry.statements.servicenormen import Servicenorm
from registry.statements.soorten import SOORT_OF, Body
from registry.statements.toetreding import Toetredingscriterium
from registry.store.sqlite import SqliteStore
from tests.support import Network, lijn
from tests.support.demo import DEMO, decoded
from tests.support.network import START

GROOTTEN: Final = (100, 1_000, 4_000)
LEDEN: Final = 40
TOEN: Final = START + timedelta(days=5)
NIETS: Final = Bronnen()


def main() -> None:
    """Measure, and write a row for each size of the log."""
    with tempfile.TemporaryDirectory() as folder:
        net = Network(SqliteStore(Path(folder) / "register.sqlite"))
        agree(net)
        svb, duo = net.lid("svb"), net.lid("duo")
        duo.publiceer(lijn("algemeen"))
        for keer in range(5):
            for nummer in range(6):
                svb.publiceer(lijn(f"lijn-{nummer}", titel=f"Keer {keer}", terugval="duo/algemeen"))
            net.clock.move(days=3)
        others = [net.lid(f"lid{nummer}") for nummer in range(LEDEN)]
        print("   log   toen, eerst   toen, weer   verloop      nu   herspelen (ms)")
        count = 0
        for size in GROOTTEN:
            while net.size() < size:
                others[count % LEDEN].publiceer(lijn(f"x{count // LEDEN % 10}", titel=f"Titel {count}"))
                count += 1
            row(net, svb.oin)
        matrix(net, [svb.oin, duo.oin, *(lid.oin for lid in others)])


def agree(net: Network) -> None:
    """Agree upon what the demo network agreed upon."""
    kinds: tuple[tuple[str, type[Body]], ...] = (("normen", Servicenorm), ("criteria", Toetredingscriterium))
    for folder, kind in kinds:
        for path in sorted(DEMO.glob(f"obpt/{folder}/*.yaml")):
            net.obpt.say(msgspec.convert(decoded(path), kind), f"{SOORT_OF[kind]}/{path.stem}")


def row(net: Network, oin: str) -> None:
    """Measure one member, on a file of its own each time and once more."""
    dossiers, at = Dossiers(net.store), net.clock.at
    first, again = ms(lambda: dossiers.op([oin], TOEN)), ms(lambda: dossiers.op([oin], TOEN))
    went = ms(lambda: sinds(verloop(dossiers.alle(oin, at), at, NIETS)))
    now = ms(lambda: dossiers.nu([oin]))
    with net.store.read() as tx:
        records = list(tx.records(0, tx.size()))
    print(f"{net.size():6}  {first:12.1f} {again:12.1f} {went:9.1f} {now:7.1f} {ms(lambda: replay(records)):16.0f}")


def matrix(net: Network, oins: list[str]) -> None:
    """Measure all members together."""
    dossiers, at = Dossiers(net.store), net.clock.at
    found = dossiers.nu(oins)[1]
    lijnen = sum(len(dossier.lijnen) for dossier in found)
    judge = ms(lambda: [toetreding(dossier, at, NIETS) for dossier in found])
    again = ms(lambda: [toetreding(dossier, at, NIETS) for dossier in found])
    soon = ms(lambda: [straks(dossier, at, at + timedelta(days=60), NIETS) for dossier in found])
    then, later = ms(lambda: dossiers.op(oins, TOEN)), ms(lambda: dossiers.op(oins, TOEN))
    print(
        f"{len(found)} leden, {lijnen} lijnen: beoordelen {judge:.0f}, weer {again:.0f}; 60 dagen vooruit {soon:.0f}; "
    )
    print(f"  zoals het toen was, eerst {then:.0f}, weer {later:.0f} (ms)")


def ms(work: Callable[[], Any]) -> float:
    """Do it once, and say how many milliseconds that took."""
    begin = perf_counter()
    work()
    return (perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
