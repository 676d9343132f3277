# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Every fault of a value at once, in Dutch, by the same types that msgspec decodes with.

msgspec stops at the first fault, and a publisher who may only mend one fault a time gives up.
So what msgspec refuses is walked once more, along `msgspec.inspect`'s description of the type:

    >>> from registry.statements.openingstijden import Duur
    >>> [(f.veld, f.code) for f in faults({"aantal": -1, "eenheid": "jaren", "x": 1}, Duur)]
    [('aantal', 'bereik'), ('eenheid', 'waarde'), ('x', 'onbekend-veld')]

A fault names where it is and what would be right; it never repeats what was sent.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cache
from itertools import islice
from typing import Annotated, Any, Final, Protocol, TypeVar, runtime_checkable

import msgspec
from msgspec import Meta, inspect

from registry.errors import Fout
from registry.statements.oin import oin_faults
from registry.statements.persoonsgegevens import personal_faults
from registry.statements.telefoon import phone_faults

T = TypeVar("T")
MAX_FAULTS: Final = 100
_SHOWABLE: Final = re.compile(r"(?!.*[0-9]{4})[A-Za-z0-9_-]{1,40}")


def convert(value: object, kind: type[T]) -> tuple[T | None, list[Fout]]:
    """Make a typed value of parsed JSON, or say everything that is wrong with it.

    Returns:
        The value and no faults, or None and 1 to `MAX_FAULTS` faults, in the order of the schema.
    """
    try:
        return msgspec.convert(value, kind), []
    except msgspec.ValidationError:
        found = faults(value, kind)
        return None, found or [Fout(veld="", code="schema", uitleg="De inhoud past niet bij het schema.")]


def faults(value: object, kind: Any) -> list[Fout]:
    """Walk a value along a type and collect what does not fit, in the order of the schema, at most `MAX_FAULTS`."""
    return list(islice(_walk(value, _type_info(kind), ""), MAX_FAULTS))


class Said(Protocol):
    """A body that knows what its fields must mean together, when it is said on a day."""

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield what is wrong with the body as a whole."""
        ...


@runtime_checkable
class WithNumbers(Protocol):
    """A body that has phone numbers in it."""

    def nummers(self) -> Iterator[tuple[str, str]]:
        """List them: (field, number)."""
        ...


@runtime_checkable
class WithOins(Protocol):
    """A body that says whose number is whose."""

    def oins(self) -> Iterator[tuple[str, str]]:
        """List the OINs that must be able to exist: (field, OIN)."""
        ...


@runtime_checkable
class WithFreeText(Protocol):
    """A body with text in it that may be about nobody."""

    def teksten(self) -> Iterator[tuple[str, str]]:
        """List those texts: (field, text)."""
        ...


def body_faults(body: Said, op: date, *, nieuw: bool = True) -> Iterator[Fout]:
    """Yield what is wrong with a body whose fields each have the right form, when it is said on `op`.

    Args:
        nieuw: hold phone numbers to the numbering plan too, OINs to the registers there are, and free text to being
            about nobody. The plan and the registers change: a number that existed when a statement was taken need not
            exist when somebody checks it years later. And what we recognise as personal may grow, while what was taken
            stays.
    """
    if nieuw and isinstance(body, WithOins):
        for veld, oin in body.oins():
            yield from oin_faults(veld, oin)
    if nieuw and isinstance(body, WithNumbers):
        for veld, nummer in body.nummers():
            yield from phone_faults(veld, nummer)
    if nieuw and isinstance(body, WithFreeText):
        for veld, tekst in body.teksten():
            yield from personal_faults(veld, tekst)
    yield from body.fouten(op)


def loose_faults(members: object, kind: Any, op: date) -> list[Fout]:
    """Name what is wrong with the meaning of the parts that have the right form, when the whole has not.

    So that a publisher sees every fault at once, and not those of the hours after mending those of the title.
    """
    if isinstance(members, dict) and (loose := getattr(kind, "losse_fouten", None)) is not None:
        return list(islice(loose(members, op), MAX_FAULTS))
    return []


def depth(value: object) -> int:
    """Count the layers of parsed JSON or YAML below the first; 0 for what holds nothing.

    >>> depth({"a": [1]}), depth({}), depth(1)
    (2, 0, 0)
    """
    layers, layer = 0, [value]
    while layer := [
        child
        for node in layer
        for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
    ]:
        layers += 1
    return layers


def shown(name: str) -> str:
    """Show a name that somebody else made up, unless it can be more than a name: a number, a sentence."""
    return name if _SHOWABLE.fullmatch(name) else "…"


def within(fouten: Iterator[Fout], veld: str) -> Iterator[Fout]:
    """Rename faults of a part to where that part stands in the whole."""
    for fout in fouten:
        yield msgspec.structs.replace(fout, veld=_join(veld, fout.veld))


@cache
def _type_info(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _join(parent: str, child: str) -> str:
    return f"{parent}.{child}" if parent and child and not child.startswith("[") else parent + child


def _walk(value: object, kind: inspect.Type, veld: str, description: str = "") -> Iterator[Fout]:
    match kind:
        case inspect.Metadata():
            yield from _walk(value, kind.type, veld, (kind.extra_json_schema or {}).get("description", description))
        case inspect.StructType():
            yield from _struct(value, kind, veld)
        case inspect.UnionType():
            yield from _union(value, kind, veld)
        case inspect.VarTupleType():
            yield from _list(value, kind, veld)
        case inspect.DictType():
            yield from _map(value, kind, veld)
        case _:
            if uitleg := _leaf(value, kind, description):
                yield Fout(veld=veld, code=uitleg[0], uitleg=uitleg[1])


def _struct(value: object, kind: inspect.StructType, veld: str) -> Iterator[Fout]:
    if not isinstance(value, dict):
        yield Fout(veld=veld, code="type", uitleg="Geef hier een groep velden (een object).")
        return
    known = {field.encode_name for field in kind.fields} | ({kind.tag_field} if kind.tag_field else set())
    if kind.tag_field and value.get(kind.tag_field) != kind.tag:
        yield Fout(veld=_join(veld, kind.tag_field), code="waarde", uitleg=f"Kies uit: {kind.tag}.")
    for field in kind.fields:
        if field.encode_name in value:
            yield from _walk(value[field.encode_name], field.type, _join(veld, field.encode_name))
        elif field.required:
            yield Fout(veld=_join(veld, field.encode_name), code="ontbreekt", uitleg="Dit veld ontbreekt.")
    if kind.forbid_unknown_fields:
        for name in value:
            if name not in known:
                uitleg = f"Dit veld kennen we niet. Mogelijk is: {', '.join(sorted(known))}."
                yield Fout(veld=_join(veld, shown(name)), code="onbekend-veld", uitleg=uitleg)


def _map(value: object, kind: inspect.DictType, veld: str) -> Iterator[Fout]:
    """Walk a group whose names are free, as long as they are texts."""
    if not isinstance(value, dict):
        yield Fout(veld=veld, code="type", uitleg="Geef hier een groep velden (een object).")
        return
    for name, member in value.items():
        yield from _walk(member, kind.value_type, _join(veld, shown(name)))


def _union(value: object, kind: inspect.UnionType, veld: str) -> Iterator[Fout]:
    options = [_bare(option) for option in kind.types]
    structs = [option for option in options if isinstance(option, inspect.StructType)]
    if len(structs) > 1 and isinstance(value, dict):
        tag_field = structs[0].tag_field or ""
        chosen = [option for option in structs if option.tag == value.get(tag_field)]
        if not chosen:
            tags = ", ".join(str(option.tag) for option in structs)
            code, uitleg = ("waarde" if tag_field in value else "ontbreekt"), f"Kies uit: {tags}."
            yield Fout(veld=_join(veld, tag_field), code=code, uitleg=uitleg)
            return
        yield from _struct(value, chosen[0], veld)
        return
    attempts = [(_bare(option), list(_walk(value, option, veld))) for option in kind.types if not _absent(option)]
    if value is None and any(isinstance(option, inspect.NoneType) for option in options):
        return
    if all(fouten for _, fouten in attempts):  # none fits: tell of the option that was likely meant
        likely = [
            fouten for option, fouten in attempts if isinstance(option, inspect.VarTupleType) is isinstance(value, list)
        ]
        yield from (likely or [attempts[0][1]])[0]


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _absent(kind: inspect.Type) -> bool:
    return isinstance(_bare(kind), inspect.NoneType)


def _list(value: object, kind: inspect.VarTupleType, veld: str) -> Iterator[Fout]:
    if not isinstance(value, list | tuple):
        yield Fout(veld=veld, code="type", uitleg="Geef hier een lijst.")
        return
    if kind.min_length is not None and len(value) < kind.min_length:
        yield Fout(veld=veld, code="lengte", uitleg=f"Geef er hier ten minste {kind.min_length}.")
    if kind.max_length is not None and len(value) > kind.max_length:
        yield Fout(veld=veld, code="lengte", uitleg=f"Geef er hier hoogstens {kind.max_length}.")
        return
    for i, item in enumerate(value):
        yield from _walk(item, kind.item_type, f"{veld}[{i}]")


def _leaf(value: object, kind: inspect.Type, description: str) -> tuple[str, str] | None:
    match kind:
        case inspect.StrType():
            return _text(value, kind, description)
        case inspect.LiteralType():
            return None if _literal(value, kind) else ("waarde", f"Kies uit: {', '.join(map(str, kind.values))}.")
        case inspect.IntType() | inspect.FloatType():
            return _number(value, kind)
        case inspect.BoolType():
            return None if isinstance(value, bool) else ("type", "Geef hier ja of nee (true of false).")
        case inspect.DateType():
            return _converts(value, date, "Schrijf een datum als 2026-11-23.")
        case inspect.TimeType():
            return _converts(
                value, Annotated[time, Meta(tz=False)], "Schrijf een kloktijd als 09:00:00, tussen aanhalingstekens."
            )
        case inspect.DateTimeType():
            return _converts(
                value, Annotated[datetime, Meta(tz=True)], "Schrijf een moment met tijdzone, als 2026-11-23T09:00:00Z."
            )
        case _:
            message = f"no rule for {type(kind).__name__}"
            raise NotImplementedError(message)


def _literal(value: object, kind: inspect.LiteralType) -> bool:
    return any(type(value) is type(option) and value == option for option in kind.values)


def _text(value: object, kind: inspect.StrType, description: str) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "type", "Geef hier een tekst."
    if kind.min_length is not None and len(value) < kind.min_length:
        return (
            "lengte",
            "Vul hier iets in." if kind.min_length == 1 else f"Gebruik ten minste {kind.min_length} tekens.",
        )
    if kind.max_length is not None and len(value) > kind.max_length:
        return "lengte", f"Gebruik hoogstens {kind.max_length} tekens."
    if kind.pattern is not None and not re.search(kind.pattern, value):
        return "patroon", f"Dit past niet. Verwacht: {description or kind.pattern}"
    return None


def _number(value: object, kind: inspect.IntType | inspect.FloatType) -> tuple[str, str] | None:
    whole = isinstance(kind, inspect.IntType)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "type", "Geef hier een geheel getal." if whole else "Geef hier een getal."
    tests: list[tuple[float | None, Callable[[float], bool], str]] = [
        (kind.ge, lambda bound: value >= bound, "ten minste"),
        (kind.gt, lambda bound: value > bound, "meer dan"),
        (kind.le, lambda bound: value <= bound, "hoogstens"),
        (kind.lt, lambda bound: value < bound, "minder dan"),
    ]
    for bound, holds, words in tests:
        if bound is not None and not holds(bound):
            return "bereik", f"Geef een getal van {words} {bound:g}."
    return None


def _converts(value: object, kind: Any, uitleg: str) -> tuple[str, str] | None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return "vorm", uitleg
    return None
