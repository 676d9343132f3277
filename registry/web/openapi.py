# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API (OpenAPI 3.1), worked out of the doors and of msgspec's own schemas.

Litestar can write one too, but not ours: it leaves additionalProperties and docstrings of Structs out,
takes times for durations, and describes errors in a shape we do not answer. Here the types that decode
and encode are the types described, and each route is described by the declaration it obeys.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, TypeAlias

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta, Struct

from registry import wire
from registry.projections import inzage, rechten
from registry.statements.namen import Digest, Naam, Partij
from registry.statements.soorten import PAYLOADS
from registry.web.doors import JSON, MOMENTS, NDJSON, AnyRequest, Door, answer, door

MEDIA_TYPE: Final = "application/vnd.oai.openapi+json;version=3.1"
_PREFIX: Final = "/v1"
_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE"})
Schemas: TypeAlias = dict[str, Any]
_REF: Final = "#/components/schemas/{name}"
# Python needs these in a pattern; other engines need neither, and not all of them (RE2, Rust) can read them
_NO_NEWLINE: Final = r"(?!\n)"
_SURROGATES: Final = r"\ud800-\udfff"
_TEXT: Final[dict[int, str]] = {
    200: "Het antwoord.",
    201: "De verklaring staat in het logboek.",
    400: "De vraag of de verklaring klopt niet; `fouten` noemt elke fout.",
    401: "Er is geen geldig toegangstoken.",
    403: "Dit mag u niet.",
    404: "Dit bestaat niet, of niet voor u.",
    406: "Geen van de vormen in Accept kan.",
    408: "Het verzoek kwam te langzaam binnen.",
    409: "Er is intussen iets anders gezegd; `huidig` is de digest daarvan.",
    413: "Dit is te groot.",
    415: "Deze Content-Type kan niet.",
    429: "Te veel vragen achter elkaar; Retry-After zegt wanneer het weer mag.",
}
_INFO: Final = {
    "title": "Lijnwijzer: register van professionallijnen",
    "version": wire.VERSION,
    "description": (
        "Het register waarin Nederlandse overheidsorganisaties hun professionallijnen publiceren en ondertekenen. "
        "Loketsoftware vraagt: wie kan ik nu bereiken voor deze vraag, mag ik dat, en wie anders?\n\n"
        "## Wie mag wat\n\nWie publicist, loket of beheerder is, is ook lid.\n\n"
        + "\n".join(rechten.tabel())
        + "\n\n## Wie ziet wat\n\n"
        + "\n".join(inzage.tabel())
    ),
    "contact": {
        "name": "Beheerteam Lijnwijzer",
        "email": "beheer@lijnwijzer.example",
        "url": "https://lijnwijzer.example/contact",
    },
    "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
}
_PATH_PARAMETERS: Final[dict[str, Any]] = {
    "oin": Partij,
    "naam": Naam,
    "digest": Digest,
    "zaak": Annotated[
        str,
        Meta(
            pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|NS-[0-9]{4}-[0-9]{6,})$",
            description="UUID van de zaak, of haar nummer.",
            examples=["NS-2026-000017"],
        ),
    ],
    "jaar": Annotated[str, Meta(pattern=r"^[0-9]{4}$", description="Jaartal.", examples=["2026"])],
}
_COMPACT_JWS: Final = {"type": "string", "maxLength": 65536, "pattern": r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}$"}
_TAGS: Final = {
    "contactroutes": "De hoofdvraag: wie kan ik nu bereiken?",
    "professionallijnen": "Lijnen zoals zij nu staan.",
    "organisaties": "Leden en hun sleutels.",
    "verklaringen": "De schrijfdeur, en wat er gezegd is.",
    "netwerk": "Wat het netwerk afsprak.",
    "toezicht": "Wat de beheerder van het netwerk ziet.",
    "metingen": "Hoe contact verliep, en met welke vragen burgers kwamen.",
    "normschendingen": "Zaken over een norm die een lijn niet haalde, voor de partijen en de beheerder.",
}


@get("/openapi.json", **door(inzage="beschrijving", answer=None, gives=(MEDIA_TYPE, JSON)))
async def openapi_json(request: AnyRequest) -> Response[bytes | None]:
    """Give the description. Open to everyone, from everywhere (ADR /core/publish-openapi)."""
    return answer(
        request,
        request.app.state.openapi,
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"},
    )


def document(handlers: Iterable[HTTPRouteHandler], base_url: str) -> bytes:
    """Write the description as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(describe(handlers, base_url)), indent=2) + b"\n"


def describe(handlers: Iterable[HTTPRouteHandler], base_url: str) -> dict[str, Any]:
    """Describe every route that has an operation_id; paths are those below /v1."""
    described = dict(_described(handlers))
    schemas = _schemas(described)
    paths: dict[str, dict[str, Any]] = {}
    for handler, path in described.items():
        for method in sorted(handler.http_methods):
            if method in _METHODS:
                paths.setdefault(path, {})[method.lower()] = _operation(handler, path, method, schemas)
    queries = {kind.__name__ for handler in described if (kind := handler.opt["door"].query)}
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": [{"url": f"{base_url}{_PREFIX}"}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {name: schema for name, schema in sorted(schemas.items()) if name not in queries},
            "headers": {"ApiVersion": {"description": "Versie van de API.", "schema": {"type": "string"}}},
            "securitySchemes": {
                "oauth": {
                    "type": "oauth2",
                    "description": (
                        "Een token van een uur of korter, als Bearer, of met DPoP (RFC 9449) gebonden aan een sleutel."
                    ),
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": f"{base_url}/oauth/token",
                            "scopes": {scope: recht.uitleg for scope, recht in rechten.VAN_SCOPE.items()},
                        }
                    },
                }
            },
        },
    }


def _described(handlers: Iterable[HTTPRouteHandler]) -> Iterator[tuple[HTTPRouteHandler, str]]:
    for handler in handlers:
        if getattr(handler, "operation_id", None) and isinstance(handler.opt.get("door"), Door):
            (path,) = handler.paths
            yield handler, re.sub(r":\w+}", "}", path)


def _operation(handler: HTTPRouteHandler, path: str, method: str, schemas: Schemas) -> dict[str, Any]:
    declared: Door = handler.opt["door"]
    operation: dict[str, Any] = {
        "operationId": handler.operation_id,
        "summary": handler.summary,
        "description": re.sub(r"\s*\n\s*", " ", (handler.fn.__doc__ or "").strip()),
        "tags": list(handler.tags or ()),
        "parameters": [*_path_parameters(path), *_query_parameters(declared.query, schemas)],
        "responses": _responses(declared, method),
        "security": [{"oauth": [scope]} for scope in (declared.scope, declared.van_buiten) if scope]
        or [{"oauth": ["verklaringen:indienen"]}, {}],
    }
    if declared.takes:
        content = {media: {"schema": _body(declared, media)} for media in declared.takes}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _body(declared: Door, media: str) -> dict[str, Any]:
    if declared.body is None:
        return _COMPACT_JWS
    if media == NDJSON:
        return {"type": "string", "description": "Eén per regel, elk als JSON."}
    one = {"$ref": _REF.format(name=declared.body.kind.__name__)}
    if declared.body.most == 1:
        return one
    return {"oneOf": [one, {"type": "array", "maxItems": declared.body.most, "items": one}]}


def _responses(declared: Door, method: str) -> dict[str, Any]:
    version = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
    content: dict[str, Any] = {media: {"schema": {"type": "string"}} for media in declared.gives}
    if declared.answer is not None:
        content[JSON] = {"schema": {"$ref": _REF.format(name=declared.answer.__name__)}}
    good = {
        code: {"description": _TEXT[code], "headers": version, "content": content}
        for code in (declared.status, *declared.also)
    }
    if method == "GET":
        good[304] = {"description": "Ongewijzigd sinds de ETag in If-None-Match.", "headers": version}
    problem = {"application/problem+json": {"schema": {"$ref": _REF.format(name="Probleem")}}}
    bad = {400, 406, *declared.fouten} | ({401, 403} if declared.scope else set())
    return {
        str(code): said
        for code, said in sorted(
            (
                good | {code: {"description": _TEXT[code], "headers": version, "content": problem} for code in bad}
            ).items()
        )
    }


def _path_parameters(path: str) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"{(\w+)}", path):
        schema = _spelled(msgspec.json.schema(_PATH_PARAMETERS[name]))
        said = schema.pop("description")
        found.append({"name": name, "in": "path", "required": True, "description": said, "schema": schema})
    return found


def _query_parameters(kind: type[Struct] | None, schemas: Schemas) -> list[dict[str, Any]]:
    if kind is None:
        return []
    found = []
    for name, described in schemas[kind.__name__]["properties"].items():
        plain = _without_null(described)
        if plain.get("format") == "date-time":
            plain["pattern"] = MOMENTS
        parameter = {
            "name": name,
            "in": "query",
            "required": name in schemas[kind.__name__].get("required", ()),
            "schema": plain,
        }
        if "description" in plain:
            parameter["description"] = plain.pop("description")
        found.append(parameter)
    return found


def _without_null(described: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not given is absent, never null."""
    plain = {key: value for key, value in described.items() if not (key == "default" and value is None)}
    if "anyOf" in plain:
        options = [option for option in plain.pop("anyOf") if option != {"type": "null"}]
        plain = options[0] | plain if len(options) == 1 else plain | {"anyOf": options}
    if None in plain.get("enum", ()):
        plain["enum"] = [value for value in plain["enum"] if value is not None]
    return dict(plain)


def _schemas(handlers: Iterable[HTTPRouteHandler]) -> Schemas:
    """Let msgspec describe every shape that goes over the line, statements included."""
    doors = [door for handler in handlers if isinstance(door := handler.opt.get("door"), Door)]
    shapes = {kind for door in doors for kind in (door.answer, door.query) if kind is not None}
    shapes |= {door.body.kind for door in doors if door.body is not None}
    kinds = [*sorted(shapes, key=lambda kind: kind.__name__), wire.Probleem, *PAYLOADS.values()]
    _, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    return {name: _spelled(schema) for name, schema in components.items()}


def _spelled(schema: Any) -> Any:
    """Spell clock times and patterns as others read them, and leave out what the tags say already.

    A discriminator is only a hint, and the government's linter takes its key "post" for a method.
    """
    if isinstance(schema, dict):
        said = {key: _spelled(value) for key, value in schema.items() if key != "discriminator"}
        if said.get("format") in {"time", "partial-time"}:  # ADR /core/date-time/format
            said["format"] = "time-local"
        if isinstance(pattern := said.get("pattern"), str):
            said["pattern"] = pattern.removesuffix(_NO_NEWLINE).replace(_SURROGATES, "")
        return said
    return [_spelled(item) for item in schema] if isinstance(schema, list) else schema
