# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What may be said: a Struct per soort, one closed union, and the signed envelope around it.

namen            identifiers, in the one spelling that is allowed
sleutels         public keys as members publish them; sign and verify
openingstijden   weekly hours, exceptions and holidays, as they are written
klok, werktijd   Amsterdam wall time; when something is open
bereikbaarheid   open now, until when, and when again; in sentences too
termijnen        a term to its last moment
feestdagen       the calendar of a year, as the law has it
spreektaal       moments as people say them
oin, telefoon    which numbers can exist: of organisations, and of phones that a colleague may dial
aanmelding … kalenders   one file per soort: the body of that statement
soorten          the closed union, and what a payload of each soort looks like
schema           every fault of a value, not only the first
geheim           private keys, on the side of those who sign
envelope         the compact JWS around a payload, original bytes kept
"""
