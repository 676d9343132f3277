# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The API as Python functions over a given httpx client: for loket software, for cli/, for mirrors.

    with httpx.Client(base_url="https://register.example") as http:
        register = Register(http, toegang=Toegang(client_id, geheim), now=now, new_id=new_id)
        register.contactroutes(vraag="bekeuring kan ik niet betalen", gemeente="gm0153")

register     what can be asked and said
verbinding   how: tokens, proofs, and errors as they were there
"""

from registry.client.register import Register as Register
from registry.client.verbinding import Toegang as Toegang
