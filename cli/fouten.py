# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Exit codes, and an error as a person or a program reads it.

For people, on stderr:

    Fout: De inhoud van de verklaring klopt niet.
      kanalen[0].nummer: Dit telefoonnummer bestaat niet.

With `--json`, also on stderr, one line: {"code": "schema", "titel": "…", "detail": "…", "uitgang": 1,
"fouten": [{"veld", "code", "uitleg", "bestand"?, "regel"?}]}. Nothing else is on stderr then.
"""

from collections.abc import Sequence
from typing import Final

from cli.uitvoer import Uitvoer, rood
from registry.errors import TITELS, Fout, RegistryError, TooManyError, UnreachableError

JA: Final = 0
NEE: Final = 1
VERKEERD: Final = 2
ONBEREIKBAAR: Final = 3
AFGEBROKEN: Final = 130


class GebruikError(Exception):
    """The command cannot be done as it was given: an option, a file or a profile that cannot be used."""

    code: Final = "gebruik"

    def __init__(self, detail: str, *, fouten: Sequence[Fout] = (), hulp: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fouten = tuple(fouten)
        self.hulp = hulp


def exit_code(fault: RegistryError | GebruikError) -> int:
    """Say with which code `lijn` stops because of an error."""
    if isinstance(fault, GebruikError):
        return VERKEERD
    return ONBEREIKBAAR if isinstance(fault, UnreachableError) else NEE


def toon_fout(fault: RegistryError | GebruikError, uit: Uitvoer) -> None:
    """Say on stderr what went wrong: everything, in one go."""
    detail = fault.detail
    if isinstance(fault, TooManyError):
        detail += f" Probeer het over {fault.after_s} {'seconde' if fault.after_s == 1 else 'seconden'} weer."
    if uit.json:
        uit.fout(
            {
                "code": fault.code,
                "titel": TITELS.get(fault.code, "Zo kan de opdracht niet"),
                "detail": detail,
                "uitgang": exit_code(fault),
                "fouten": fault.fouten,
            }
        )
        return
    fouten = fault.fouten
    if detail == " ".join(fout.uitleg for fout in fouten):  # the sentences of the faults themselves: each is said once
        detail, fouten = (detail, ()) if len(fouten) == 1 else (f"{TITELS.get(fault.code, 'Dit klopt niet')}.", fouten)
    uit.meld(rood("Fout:"), f" {detail}")
    for fout in fouten:
        plek = fout.plek() if hasattr(fout, "plek") else fout.veld
        uit.meld(f"  {plek}: {fout.uitleg}" if plek else f"  {fout.uitleg}")
    if isinstance(fault, GebruikError) and fault.hulp:
        uit.meld(f"Hulp: {fault.hulp}")
