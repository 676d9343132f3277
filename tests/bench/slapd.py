# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""OpenLDAP as a peer: slapd on mdb with indexes, asked by searches that were encoded before. TEST ONLY.

    (&(lwOnderwerp=12)(|(lwGebied=-1)(lwGebied=345))(lwOpen=57))     at most ten, in no order

A directory knows no order by a promise and no closed lines after the open ones: it gives ten lines that are
open in this hour of the fortnight. That is less than the register does, and no token is checked.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from tests.bench.netwerk import Netwerk
from tests.bench.processen import Command, Proces, free_port, listens, started
from tests.bench.servers import program
from tests.bench.tabellen import OVERAL, Rij, parity, rijen
from tests.bench.vragen import LIMIET, WEEK_MINUTES, Vraag

HOUR: Final = 60
BASE: Final = "dc=bench"
_CONFIG: Final = """
include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
threads 4
attributetype ( 1.3.6.1.4.1.4203.666.1.1 NAME 'lwOnderwerp' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )
attributetype ( 1.3.6.1.4.1.4203.666.1.2 NAME 'lwGebied' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )
attributetype ( 1.3.6.1.4.1.4203.666.1.3 NAME 'lwOpen' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )
attributetype ( 1.3.6.1.4.1.4203.666.1.4 NAME 'lwDoc' SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
objectclass ( 1.3.6.1.4.1.4203.666.2.1 NAME 'lwLijn' SUP top STRUCTURAL
  MUST ( cn $ lwOnderwerp $ lwGebied $ lwDoc ) MAY lwOpen )
sortvals lwOnderwerp lwGebied lwOpen
database mdb
maxsize 4294967296
suffix "{base}"
directory {folder}/mdb
sizelimit unlimited
index objectClass,lwOnderwerp,lwGebied,lwOpen eq
"""


class Slapd(Struct, frozen=True):
    """A running slapd."""

    proces: Proces
    port: int


@contextmanager
def slapd(net: Netwerk) -> Iterator[Slapd]:
    """Run a directory of these lines.

    Raises:
        OntbreektError: slapd is not installed.
    """
    server, add = (program(name, "apt-get install slapd ldap-utils") for name in ("slapd", "slapadd"))
    with TemporaryDirectory(prefix="lijnwijzer-ldap-") as name:
        folder, port = Path(name), free_port()
        (folder / "mdb").mkdir()
        (folder / "slapd.conf").write_text(_CONFIG.format(folder=folder, base=BASE), encoding="utf-8")
        (folder / "lijnen.ldif").write_text("\n".join(_ldif(net)), encoding="utf-8")
        load: Command = [add, "-q", "-f", folder / "slapd.conf", "-l", folder / "lijnen.ldif"]
        subprocess.run(load, check=True, capture_output=True)
        command: Command = [server, "-d", "0", "-f", folder / "slapd.conf", "-h", f"ldap://127.0.0.1:{port}"]
        with started(command, lambda: listens(port)) as proces:
            yield Slapd(proces, port)


def search(vraag: Vraag) -> bytes:
    """Encode a question by subject as a search (RFC 4511 section 4.5.1), message 1."""
    areas = b"".join(_equal("lwGebied", place) for place in (OVERAL, vraag.gemeente))
    both = _equal("lwOnderwerp", vraag.onderwerp or 0) + _tlv(0xA1, areas) + _equal("lwOpen", _hour(vraag))
    request = (
        _tlv(0x04, BASE.encode())
        + bytes((0x0A, 1, 1))  # one level below the base
        + bytes((0x0A, 1, 0))  # aliases are never followed
        + bytes((0x02, 1, LIMIET))
        + bytes((0x02, 1, 0))
        + bytes((0x01, 1, 0))
        + _tlv(0xA0, both)
        + _tlv(0x30, _tlv(0x04, b"lwDoc"))
    )
    return _tlv(0x30, bytes((0x02, 1, 1)) + _tlv(0x63, request))


def _ldif(net: Netwerk) -> Iterator[str]:
    yield f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: bench\ndc: bench\n"
    for rij in rijen(net):
        yield f"dn: cn={rij.id},{BASE}\nobjectClass: lwLijn\ncn: {rij.id}"
        yield from (f"lwOnderwerp: {onderwerp}" for onderwerp in rij.onderwerpen)
        yield from (f"lwGebied: {gebied}" for gebied in rij.gebieden)
        yield from (f"lwOpen: {hour}" for hour in sorted(_open_hours(rij)))
        yield f"lwDoc: {rij.doc}\n"


def _open_hours(rij: Rij) -> set[int]:
    """List the hours of the fortnight that a line is open at their beginning, the even week first."""
    fortnight = WEEK_MINUTES // HOUR
    return {
        week * fortnight + hour for week, van, tot in rij.open for hour in range(ceil(van / HOUR), ceil(tot / HOUR))
    }


def _hour(vraag: Vraag) -> int:
    return (parity(vraag.week) * WEEK_MINUTES + vraag.minuut) // HOUR


def _equal(name: str, value: int) -> bytes:
    return _tlv(0xA3, _tlv(0x04, name.encode()) + _tlv(0x04, str(value).encode()))


def _tlv(tag: int, value: bytes) -> bytes:
    """Encode a value with its tag and length (X.690 section 8.1); here less than 64 KiB."""
    if len(value) < 0x80:
        return bytes((tag, len(value))) + value
    return bytes((tag, 0x82)) + len(value).to_bytes(2, "big") + value
