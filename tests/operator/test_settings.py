# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What an operator may choose, and what is no choice."""

import pytest

from registry.settings import Settings


def test_without_settings_a_register_runs_on_this_machine() -> None:
    settings = Settings.from_env({"SHELL": "sh"})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")


def test_a_setting_is_read_as_what_it_must_be() -> None:
    settings = Settings.from_env({"REGISTRY_PORT": "8123", "REGISTRY_DATA": "/srv/register"})
    assert settings.port == 8123
    assert str(settings.folder) == "/srv/register"


def test_every_fault_is_named_a_line_each() -> None:
    wrong = {"REGISTRY_PORT": "veel", "REGISTRY_POORT": "1", "REGISTRY_TOKEN_MINUTES": "61", "REGISTRY_HOST": "::1"}
    with pytest.raises(ValueError, match="REGISTRY_") as caught:
        Settings.from_env(wrong)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "REGISTRY_POORT",
        "REGISTRY_PORT",
        "REGISTRY_TOKEN_MINUTES",
    ]


@pytest.mark.parametrize(
    "url", ["register.example", "https://register.example/", "https://register.example/v1", "ftp://x"]
)
def test_a_base_url_is_a_scheme_and_a_host(url: str) -> None:
    with pytest.raises(ValueError, match="REGISTRY_BASE_URL"):
        Settings.from_env({"REGISTRY_BASE_URL": url})
