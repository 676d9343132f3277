# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""An OIN looked at closely: of which number register it is, and whether the number can exist.

    00000001 002179908 000      eight digits say which register, then its number, then a suffix
    00000003 12345678 0000      a number of the KvK has eight digits, so its suffix has four

The standard itself has no check digit. An OIN on an RSIN inherits the eleven test of the RSIN, and so do those on a
Fi-number, as far as anyone has seen: for those it is a warning. Historical ones have other suffixes than 000, so only
the one of the KvK is held to its zeros. A BRIN has letters in it; on the wire an OIN is 20 digits, so a school applies
with the OIN on its number of the KvK, which the standard prefers too.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from registry.errors import Fout
from registry.statements.persoonsgegevens import elfproef

RSIN: Final = "00000001"
FI: Final = "00000002"
KVK: Final = "00000003"
BRIN: Final = "00000007"
TEST: Final = "00000099"
NUMMERREGISTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        RSIN: "RSIN",
        FI: "Fi-nummer",
        KVK: "KvK-nummer",
        "00000004": "subOIN",
        "00000006": "nummer van Logius",
        BRIN: "BRIN",
        "00000008": "buitenlands nummer",
        "00000009": "UZI- of Dezi-nummer van een zorgaanbieder",
        "00000010": "nummer in het register van dienstverleners (TRR)",
        "00000011": "Dezi-nummer van een zorgverzekeraar",
        TEST: "testnummer",
    }
)


def nummerregister(oin: str) -> str | None:
    """Say of which register the number in an OIN is; None: no register has this prefix.

    >>> nummerregister("00000001002179908000")
    'RSIN'
    """
    return NUMMERREGISTERS.get(oin[:8])


def oin_faults(veld: str, oin: str) -> Iterator[Fout]:
    """Yield why an OIN of 20 digits cannot exist. Codes: voorvoegsel, nummer, elfproef.

    >>> [fout.code for fout in oin_faults("oin", "00000001002179909000")]
    ['elfproef']
    """
    if nummerregister(oin) is None:
        uitleg = f"Een OIN begint met een van deze reeksen: {', '.join(sorted(NUMMERREGISTERS))}."
        yield Fout(veld=veld, code="voorvoegsel", uitleg=uitleg)
    elif not oin[8:].strip("0"):
        yield Fout(veld=veld, code="nummer", uitleg="Achter de eerste acht cijfers staat geen nummer.")
    elif oin.startswith(KVK) and not oin.endswith("0000"):
        uitleg = "Een KvK-nummer heeft acht cijfers: de laatste vier cijfers van deze OIN zijn dan 0000."
        yield Fout(veld=veld, code="nummer", uitleg=uitleg)
    elif oin.startswith(RSIN) and not elfproef(oin[8:17]):
        uitleg = "Het RSIN in deze OIN voldoet niet aan de elfproef. Kijk of er een cijfer verkeerd staat."
        yield Fout(veld=veld, code="elfproef", uitleg=uitleg)


def oin_warnings(oin: str) -> Iterator[str]:
    """Yield what somebody should look at, in an OIN that has no fault."""
    if oin.startswith(TEST):
        yield "Dit is een testnummer: elke organisatie mag het gebruiken, dus het zegt niet wie dit is."
    if oin.startswith(FI) and not elfproef(oin[8:17]):
        yield "Het Fi-nummer voldoet niet aan de elfproef. Dat komt bijna nooit voor."
    if oin.startswith(BRIN):
        yield "Een BRIN heeft letters. Vraag om de OIN op het KvK-nummer van de instelling."
