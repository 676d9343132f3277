# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test: made-up cases are the same ones each time in CI, and new ones at a desk."""

import os

from hypothesis import settings

settings.register_profile("bureau", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "bureau")
