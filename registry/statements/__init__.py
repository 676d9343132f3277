# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What may be said: a Struct per soort, one closed union, and the signed envelope around it.

namen            identifiers, in the one spelling that is allowed
sleutels         public keys as members publish them; sign and verify
openingstijden   weekly hours, exceptions and holidays, and when a channel is open
aanmelding … kalenders   one file per soort: the body of that statement
soorten          the closed union, and what a payload of each soort looks like
schema           every fault of a value, not only the first
envelope         the compact JWS around a payload, original bytes kept
"""
