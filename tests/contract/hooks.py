# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What schemathesis must be told about our description. Loaded by schemathesis.toml and by the tests.

It knows a way in only as a header, a cookie or a parameter, so that behind `oauth2` its check
`ignored_auth` would quietly check nothing. What an OAuth token is on the wire is a bearer token
(RFC 6750), so that is what it is told.
"""

import json
from typing import Any

import schemathesis

BEARER = {"type": "http", "scheme": "bearer"}


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    schemes = raw_schema["components"]["securitySchemes"]
    for name, scheme in schemes.items():
        if scheme["type"] == "oauth2":
            schemes[name] = BEARER


@schemathesis.serializer("application/jose", "application/x-ndjson")
def as_it_is(ctx: schemathesis.SerializationContext, value: object) -> bytes:
    """A compact JWS, or NDJSON, is text already; what is none goes as the text that JSON makes of it."""
    return value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
