# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Figures as ratios, measured side by side in one run: `make bench`."""
