# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the beheerder decides about an organisation, once it has seen who that is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from registry import wire
    from registry.statements.leden import Toelating


def besluit(
    omgeving: "Omgeving",
    oin: str,
    body: "Toelating",
    *,
    bezwaar: "Callable[[wire.Organisatie], str | None]",
    woord: str,
    ja: bool,
    json: bool,
) -> None:
    """Show the organisation, ask, and say it.

    Args:
        bezwaar: why this cannot be decided about an organisation as it stands, or None.
        woord: the decision in one word, as in "geschorst".

    Raises:
        RefusedError: `bezwaar` has one, or the register refuses.
    """
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van
    from registry.errors import RefusedError

    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        standing = register.organisatie(oin)
        if (why := bezwaar(standing)) is not None:
            raise RefusedError("regel", why)
        uit.meld(f"{standing.naam} ({standing.oin}) is nu {standing.status}, en wordt {woord}.")
        omgeving.vraag_akkoord("Is dat wat u wilt?", ja=ja, uit=uit)
        sub = f"toelating/{standing.oin}"
        head = next(iter(indiener.gezegd(sub)), None)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    uit.data(
        {"oin": standing.oin, "status": woord, "index": bewijs.index, "digest": bewijs.digest},
        [(f"{woord}  {standing.oin}  nummer {bewijs.index}  {bewijs.digest}",)],
    )
