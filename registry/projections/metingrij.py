# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A measurement as it is kept: what was said, small, and one spelling for one content.

A row of MessagePack holds the values of the fields in the order of the Struct, without the `id` (that is the name of
the row) and without what is absent at the end; a moment is its whole second since 1970. So a new field comes last, or
what was kept before is read wrongly: tests/projections/test_metingrij.py pins the order.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from registry.statements.metingen import Contactmoment, Hulpvraag

M = TypeVar("M", Contactmoment, Hulpvraag)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {
    kind: tuple(name for name in kind.__struct_fields__ if name != "id") for kind in (Contactmoment, Hulpvraag)
}
_MOMENTS: Final[dict[type[Any], tuple[int, ...]]] = {
    Contactmoment: tuple(
        i
        for i, name in enumerate(_FIELDS[Contactmoment])
        if name in {"begonnen", "bevestigd", "toegezegd", "teruggebeld", "beantwoord", "afgehandeld", "afspraak"}
    ),
    Hulpvraag: (_FIELDS[Hulpvraag].index("ontvangen"),),
}


class Contactrij(Struct, frozen=True, array_like=True, gc=False):
    """A contactmoment as it is kept: what counting asks, without making moments of seconds."""

    lijn: str
    kanaal: str
    begonnen: int
    uitkomst: str
    wachttijd: int | None = None
    bevestigd: int | None = None
    toegezegd: int | None = None
    teruggebeld: int | None = None
    beantwoord: int | None = None
    afgehandeld: int | None = None
    afspraak: int | None = None
    doorverbonden: int | None = None
    tevredenheid: int | None = None
    juist: bool | None = None
    vraagtype: int | None = None
    onderwerp: str | None = None
    loket: str | None = None


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder()
_CONTACTRIJ: Final = msgspec.msgpack.Decoder(Contactrij)


def ingepakt(meting: Contactmoment | Hulpvraag) -> bytes:
    """Write a measurement as it is kept.

    >>> from registry.statements.metingen import Hulpvraag
    >>> said = Hulpvraag(id="", loket="00000099000000001000/balie", ontvangen=_EPOCH, organisaties=())
    >>> _DECODER.decode(ingepakt(said))
    ['00000099000000001000/balie', 0, None, []]
    """
    kind = type(meting)
    _, *values = astuple(meting)
    for i in _MOMENTS[kind]:
        if values[i] is not None:
            values[i] = int(values[i].timestamp())
    while values[-1] is None:
        values.pop()
    return _ENCODER.encode(values)


def contactrij(raw: bytes) -> Contactrij:
    """Read a contactmoment as it is kept.

    Raises:
        msgspec.DecodeError: this is none.
    """
    return _CONTACTRIJ.decode(raw)


def uitgepakt(raw: bytes, kind: type[M]) -> M:
    """Read it back; its `id` is empty.

    Raises:
        msgspec.DecodeError, TypeError, ValueError: this is no measurement of that kind.
    """
    values: Sequence[Any] = _DECODER.decode(raw)
    said = dict(zip(_FIELDS[kind], values, strict=False))
    for i in _MOMENTS[kind]:
        if i < len(values) and values[i] is not None:
            said[_FIELDS[kind][i]] = _EPOCH + timedelta(seconds=values[i])
    if isinstance(organisaties := said.get("organisaties"), list):
        said["organisaties"] = tuple(organisaties)
    return kind(id="", **said)
