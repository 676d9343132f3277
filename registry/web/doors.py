# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a route takes and gives, said once: it is obeyed here and described by openapi.py.

    @get("/contactroutes", **door(inzage="lijnen", query=Routevraag, answer=wire.Contactroutes))
    async def contactroutes(request: Request) -> Response[bytes]:
        asked = query(request, Routevraag)

Before a handler runs, `check` has held the request to its door: the media type sent (415) and wanted
(406), and every query parameter, unknown and repeated ones too, all faults at once (400).
"""

import hashlib
import re
import string
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Struct, inspect

from registry.errors import Fout, MalformedError
from registry.oauth.scopes import Scope
from registry.projections.inzage import INZAGE, Gegeven
from registry.statements import schema
from registry.web.oauth import guard

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
T = TypeVar("T", bound=Struct)
AnyRequest = Request[Any, Any, Any]
KEPT: Final = {"Cache-Control": "private, no-cache", "Vary": "Accept, Authorization"}
MAX_PARAMETERS: Final = 50  # no route has as many; more is not a question
MAX_KNOWN: Final = 5_000  # some 2 MB for each route
MOMENTS: Final = r"^2(0[0-9]{2}|1[0-8][0-9]|19[0-8])-"  # 2000-2198: further off there is no calendar to reckon with
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
_YEAR: Final = re.compile(r"[0-9]{4}-")
_PLAIN: Final = string.ascii_letters.encode() + string.digits.encode() + b"+-.:/_=&"
_MOMENT: Final = re.compile(MOMENTS)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_BOOLEANS: Final = {"true": True, "false": False}


class Batch(NamedTuple):
    """What a route takes: one of these, or a list of at most so many."""

    kind: type[Struct]
    most: int


class Door(Struct, frozen=True, kw_only=True):
    """The declaration of a route. `answer` None: bytes of `gives[0]`. `fouten` are statuses besides 400, 401, 403.

    `inzage` is the row of projections/inzage.py that the route shows; None: it shows nothing, as the write door.
    """

    answer: type[Struct] | None
    inzage: Gegeven | None = None
    scope: Scope | None = None
    van_buiten: Scope | None = None
    query: type[Struct] | None = None
    takes: tuple[str, ...] = ()
    body: Batch | None = None  # None: a compact JWS
    gives: tuple[str, ...] = (JSON,)
    status: int = 200
    also: tuple[int, ...] = ()
    fouten: tuple[int, ...] = ()


def door(
    *, inzage: Gegeven | None = None, scope: Scope | None = None, van_buiten: Scope | None = None, **declared: Any
) -> dict[str, Any]:
    """Declare a route: what it shows, and what it takes and gives.

    Args:
        scope: what a token must have; without, that of `inzage`. None of either: guarded by the handler itself.
        van_buiten: what the token of a member must have that is suspended, or whose term is over; None: it stays out.
    """
    scope = scope or (INZAGE[inzage].scope if inzage else None)
    made = Door(inzage=inzage, scope=scope, van_buiten=van_buiten, **declared)
    guards = [guard(scope, van_buiten)] if scope else []
    return {"opt": {"door": made}, "guards": guards, "status_code": made.status}


async def check(request: AnyRequest) -> None:
    """Hold a request to its door.

    A body comes as it is: unpacking what somebody packed (Content-Encoding) may take any amount of memory.

    Raises:
        MalformedError: names every query parameter that is wrong.
        HTTPException: 406 or 415.
    """
    declared = request.route_handler.opt.get("door")
    if not isinstance(declared, Door):  # OPTIONS, which Litestar answers itself
        return
    if declared.takes and (
        media_type(request) not in declared.takes or request.headers.get("content-encoding", "identity") != "identity"
    ):
        raise HTTPException(status_code=415)
    request.state.gives = wanted(request.headers.get("accept"), declared.gives)
    if request.state.gives is None:
        raise HTTPException(status_code=406)
    request.state.query = read_query(request, declared.query)


def media_type(request: AnyRequest) -> str:
    """Give the media type of what was sent, without its parameters."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def query(request: AnyRequest, kind: type[T]) -> T:
    """Give the query parameters, as `check` found them good."""
    found = request.state.query
    if not isinstance(found, kind):
        raise TypeError
    return found


def read_query(request: AnyRequest, kind: type[Struct] | None) -> Struct | None:
    """Read the query parameters as a Struct, whose field names are the parameters'.

    Raises:
        MalformedError: names every parameter that is unknown, repeated or wrong.
    """
    return parse_query(request.scope["query_string"], kind)


def parse_query(raw: bytes, kind: type[Struct] | None) -> Struct | None:
    """Read a query string, as `read_query`.

    Raises:
        MalformedError: names every parameter that is unknown, repeated or wrong.
    """
    fields = _fields(kind)
    if kind is not None and (found := _plainly(raw, kind, fields)) is not None:
        return found
    pairs = _pairs(raw)
    times = Counter(name for name, _ in pairs) if len({name for name, _ in pairs}) < len(pairs) else {}
    fouten = [
        Fout(veld=name, code="dubbel", uitleg="Geef deze parameter één keer.")
        for name, count in times.items()
        if count > 1 and name in fields
    ]
    unfit = {name: fout for name, text in pairs if (fout := _unfit(name, text, fields.get(name)))}
    values = {name: _typed(text, fields.get(name)) for name, text in pairs if name not in unfit}
    found, wrong = schema.convert(values, kind or Nothing)
    fouten += [*unfit.values(), *(fout for fout in wrong if fout.veld not in unfit)]
    if fouten:
        raise MalformedError("De parameters van de vraag kloppen niet.", fouten=fouten)
    return found


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """No query parameters."""


def wanted(accept: str | None, gives: tuple[str, ...]) -> str | None:
    """Choose what to answer in: the offer of the highest quality, else the earlier one (RFC 9110 section 12.5.1).

    >>> wanted("application/jose, */*;q=0.1", ("application/json", "application/jose"))
    'application/jose'
    >>> wanted("text/html", ("application/json",)) is None
    True
    """
    if not accept:
        return gives[0]
    ranges = [_range(item) for item in accept.split(",")]
    scored = [
        (max((r for r in (_match(offer, *range_) for range_ in ranges) if r), default=(0, 0.0))[1], offer)
        for offer in gives
    ]
    best, offer = max(scored, key=lambda pair: pair[0])
    return offer if best > 0 else None


def answer(
    request: AnyRequest, value: Struct | bytes, *, headers: dict[str, str] | None = None, tag: str | None = None
) -> Response[bytes | None]:
    """Answer with a value and its ETag, or 304 when the asker has it already.

    Args:
        tag: the ETag, when it is cheaper to say of what the value was made than to hash it.
    """
    body = value if isinstance(value, bytes) else msgspec.json.encode(value)
    if request.method != "GET":  # a receipt is no representation of this address: it has no tag, and is always given
        return Response(body, media_type=request.state.gives, headers=headers)
    tag = tag or tag_of(body)
    headers = {"ETag": tag, **KEPT} | (headers or {})
    if has(request.headers.get("if-none-match"), tag):
        return Response(None, status_code=304, headers=headers)
    return Response(body, media_type=request.state.gives, headers=headers)


def tag_of(raw: bytes) -> str:
    """Give the ETag of these bytes, or of what they were made of."""
    return f'"{hashlib.sha256(raw).hexdigest()[:32]}"'


def has(if_none_match: str | None, tag: str) -> bool:
    """Say whether the asker has what this tag is of (RFC 9110 section 13.1.2)."""
    if if_none_match is None:
        return False
    offered = {item.strip().removeprefix("W/") for item in if_none_match.split(",")}
    return tag in offered or "*" in offered


def _plainly(raw: bytes, kind: type[Struct], fields: Mapping[str, "_Field"]) -> Struct | None:
    """Read a question as lokets ask it all day, in which nothing needs care; None: it has to be looked at closely."""
    pairs, known = raw.split(b"&"), _known(kind)
    if len(pairs) > MAX_PARAMETERS:
        return None
    values: dict[str, object] = {}
    for pair in pairs:
        found = known.get(pair) or _read_pair(pair, kind, fields)
        if found is None or found[0] in values:
            return None
        values[found[0]] = found[1]
    try:
        return kind(**values)
    except TypeError:  # something is missing
        return None


def _read_pair(pair: bytes, kind: type[Struct], fields: Mapping[str, "_Field"]) -> tuple[str, object] | None:
    """Read a parameter in which nothing needs care, and remember it when it is one of few: gives a member and value."""
    plain = pair.replace(b"%3A", b":")
    if plain.translate(None, _PLAIN):
        return None
    name, _, text = plain.decode("ascii").replace("+", " ").partition("=")
    field = fields.get(name)
    if field is None or (field.is_moment and not _MOMENT.match(text)):
        return None
    try:
        value = msgspec.convert({"value": text if field.is_text else _typed(text, field)}, field.alone).value
    except msgspec.ValidationError:
        return None
    if not field.is_moment and b"+" not in pair:
        known = _known(kind)
        if len(known) >= MAX_KNOWN:
            known.clear()
        known[pair] = (field.member, value)
    return field.member, value


@cache
def _known(_kind: type[Struct]) -> dict[bytes, tuple[str, object]]:
    """Parameters that were read before."""
    return {}


class _Field(NamedTuple):
    """What a parameter must become, as far as its text has to be read for it; `alone`: a Struct of its `value` only."""

    member: str
    alone: Any
    is_moment: bool
    is_integer: bool
    is_boolean: bool

    @property
    def is_text(self) -> bool:
        """Whether its text is its value."""
        return not (self.is_integer or self.is_boolean)


@cache
def _fields(kind: type[Struct] | None) -> dict[str, _Field]:
    info = inspect.type_info(kind or Nothing)
    fields = info.fields if isinstance(info, inspect.StructType) else ()
    hints = get_type_hints(kind or Nothing, include_extras=True)
    return {
        field.encode_name: _Field(
            field.name,
            msgspec.defstruct("Alone", [("value", hints[field.name])]),
            is_moment=_is(inspect.DateTimeType, field.type),
            is_integer=_is(inspect.IntType, field.type),
            is_boolean=_is(inspect.BoolType, field.type),
        )
        for field in fields
    }


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    """Split a query string; a byte that is not UTF-8 becomes a lone surrogate, for `_unfit` to find.

    Raises:
        MalformedError: more parameters than any question has.
    """
    try:
        text = raw.decode("utf-8", "surrogateescape")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="surrogateescape")
    except ValueError:
        raise MalformedError(f"Geef hoogstens {MAX_PARAMETERS} parameters.") from None


def _unfit(name: str, text: str, field: _Field | None) -> Fout | None:
    """Say what is wrong with a parameter that a schema cannot say."""
    if not (name.isascii() and text.isascii()) and _SURROGATE.search(name + text):
        shown = "…" if field is None else name
        return Fout(veld=shown, code="vorm", uitleg="Schrijf dit in UTF-8, met procentcodes.")
    if field is not None and field.is_moment and _YEAR.match(text) and not re.match(MOMENTS, text):
        return Fout(veld=name, code="bereik", uitleg="Noem een moment in de jaren 2000 tot en met 2198.")
    return None


def _typed(text: str, field: _Field | None) -> object:
    """Read a parameter as what it must become; what cannot be read so stays text, and the schema says why not."""
    if field is None:
        return text
    if field.is_integer and _INTEGER.fullmatch(text):
        return int(text)
    return _BOOLEANS.get(text, text) if field.is_boolean else text


def _is(wanted: type[inspect.Type], kind: inspect.Type | None) -> bool:
    """Say whether a parameter is of a kind, whatever stands around it: bounds, a description, or None."""
    match kind:
        case inspect.Metadata():
            return _is(wanted, kind.type)
        case inspect.UnionType():
            return any(_is(wanted, option) for option in kind.types)
        case _:
            return isinstance(kind, wanted)


def _range(item: str) -> tuple[str, float]:
    media, *parameters = (part.strip() for part in item.lower().split(";"))
    quality = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return media, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _match(offer: str, media: str, quality: float) -> tuple[int, float] | None:
    """Say how exactly a media range names an offer (3 exact, 2 subtype wild, 1 all), with its quality."""
    if media == offer.split(";", maxsplit=1)[0]:
        return 3, quality
    if media == offer.split("/", maxsplit=1)[0] + "/*":
        return 2, quality
    return (1, quality) if media == "*/*" else None
