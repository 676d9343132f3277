# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register of professionallijnen: said → ordered → follows → kept → shown."""
