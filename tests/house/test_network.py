# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Tests talk to this machine and to nobody else."""

import socket
import tempfile
from pathlib import Path

import pytest

ELSEWHERE = ("192.0.2.1", 9)  # RFC 5737: an address of nobody


def test_a_test_cannot_reach_another_machine() -> None:
    assert socket.socket.connect.__name__ == "guarded_connect"  # so nothing is sent, not even when this fails
    with socket.socket() as outward, pytest.raises(Warning, match="allowed:"):
        outward.connect(ELSEWHERE)


def test_a_test_can_reach_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_test_can_use_a_unix_socket() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # macOS: a path of a socket has at most 104 bytes
        path = str(Path(folder) / "s")
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(path)
            server.listen()
            client.connect(path)
            assert client.getpeername() == path
