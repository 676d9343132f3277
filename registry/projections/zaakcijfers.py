# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What became of the cases about an organisation, per norm: for itself and the beheerder only.

A number of cases says nothing without the number of contacts: a line that is called a lot is reported a lot. So
`contacten` stands beside it, of the same norm; None when nobody measured.

    open        something can still be said in it; so one that is gegrond and waits for repair counts in both
    te_laat     the organisation is late: with its reactie or its repair. What the beheerder is late with is no shame
    veelvuldig  one of very many reports at once; counted nowhere else as long as it is not judged
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import msgspec
from msgspec import Struct

from registry.projections.zaaklijst import Bladeren, Groep, Zaakvraag, groepen
from registry.projections.zaakverloop import Hersteltijden

Contacten = Callable[[str, str], int | None]
_ONBEOORDEELD: Final = frozenset({"gemeld", "erkend", "betwist", "ingetrokken"})
_VAN_DE_ORGANISATIE: Final = frozenset({"gemeld", "gegrond"})


class Normcijfers(Struct, frozen=True, kw_only=True):
    """The cases about an organisation and a norm."""

    norm: str
    totaal: int
    gegrond: int
    ongegrond: int
    niet_ontvankelijk: int
    ingetrokken: int
    open: int
    te_laat: int
    veelvuldig: int
    hersteld: int
    mediaan_hersteldagen: float | None
    contacten: int | None


def cijfers(view: Bladeren, oin: str, normen: Iterable[str], dag: date, contacten: Contacten) -> Iterator[Normcijfers]:
    """Count the cases about an organisation, for each of these norms that has any."""
    for norm in normen:
        found = groepen(view, Zaakvraag(organisatie=oin, rol="betrokkene", norm=norm), dag)
        if found:
            yield _counted(norm, found, _times(view, oin, norm), contacten(oin, norm))


def _counted(norm: str, found: Sequence[Groep], dagen: Sequence[tuple[int, int]], contacten: int | None) -> Normcijfers:
    apart = [groep for groep in found if groep.veelvuldig and groep.fase in _ONBEOORDEELD]
    rest = [groep for groep in found if groep not in apart]

    def count(*fasen: str) -> int:
        return sum(groep.aantal for groep in rest if groep.fase in fasen)

    return Normcijfers(
        norm=norm,
        totaal=sum(groep.aantal for groep in rest),
        gegrond=count("gegrond", "hersteld"),
        ongegrond=count("ongegrond"),
        niet_ontvankelijk=count("niet-ontvankelijk"),
        ingetrokken=count("ingetrokken"),
        open=sum(groep.aantal for groep in rest if not groep.gesloten),
        te_laat=sum(groep.aantal for groep in rest if groep.te_laat and groep.fase in _VAN_DE_ORGANISATIE),
        veelvuldig=sum(groep.aantal for groep in apart),
        hersteld=count("hersteld"),
        mediaan_hersteldagen=median(dagen),
        contacten=contacten,
    )


def median(counts: Sequence[tuple[int, int]]) -> float | None:
    """Give the middle of counted values, in order; of an even number the mean of the two in the middle.

    >>> median([(1, 1), (3, 2), (9, 1)]), median([(1, 1), (4, 1)]), median([])
    (3.0, 2.5, None)
    """
    total = sum(count for _, count in counts)
    if not total:
        return None
    return (_nth(counts, (total - 1) // 2) + _nth(counts, total // 2)) / 2


def _nth(counts: Sequence[tuple[int, int]], n: int) -> int:
    for value, count in counts:
        if n < count:
            return value
        n -= count
    raise IndexError(n)


def _times(view: Bladeren, oin: str, norm: str) -> Sequence[tuple[int, int]]:
    key = f"hersteltijd/{oin}/{norm}"
    found = next((raw for name, raw in view.scan(key, most=1) if name == key), None)
    return msgspec.json.decode(found, type=Hersteltijden).dagen if found else ()
