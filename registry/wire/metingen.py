# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What became of a batch of measurements."""

from typing import Literal

from msgspec import Struct

from registry.errors import Fout


class Metinguitkomst(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What became of one measurement. `nummer`: its place in the batch, from 0; `id` when it has a good one."""

    nummer: int
    id: str | None = None
    uitkomst: Literal["aangenomen", "bekend", "geweigerd"]
    fouten: tuple[Fout, ...] = ()


class Meetbewijs(Struct, frozen=True, kw_only=True):
    """What became of a batch. What is `aangenomen` or `bekend` is on disk and counts, each once."""

    aangenomen: int
    bekend: int
    geweigerd: int
    metingen: tuple[Metinguitkomst, ...]
