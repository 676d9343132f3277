# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who may call: OAuth 2.0 after the NL GOV profile, on Authlib.

    member's software ──assertion (RFC 7523)──▶ server ──token (RFC 9068)──▶ guard ──▶ a route

scopes          which member may have which scope: the one table
clients         which software a member has registered: its access keys in the directory
jwts            reading a JWT from outside, strictly, before anything is believed
tokensleutels   the keys that sign tokens, now and around a change of keys
assertions      private_key_jwt: how software shows who it is
dpop            how software shows that a token is its own, at each request
tokens          what stands in a token, and reading one back
forms           what goes in and comes out at /oauth/…, as RFC 6749 wants it
server          the authorization server: from a form to a token
guard           the resource server: from an Authorization header to a caller
inzage          what a client may know of a token, and how it calls one back

What needs HTTP is in web/oauth.py. No file here does I/O of its own; the clock, chance, the
directory and the memory of what was seen before are passed in.
"""
