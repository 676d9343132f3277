# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""There are as many kinds of channel as there are names for them."""

from typing import get_args

from registry.statements.namen import Kanaalsoort
from registry.statements.professionallijnen import EenKanaal


def test_every_kind_of_channel_has_its_name() -> None:
    tags = {kind.__struct_config__.tag for kind in get_args(EenKanaal)}
    assert tags == set(get_args(Kanaalsoort))
