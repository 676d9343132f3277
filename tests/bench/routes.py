# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one hot route beside what else could answer its question, on one core each, over the same lines. TEST ONLY.

Ours checks a token, judges access, works out hours, promises and reasons, and writes JSON; each peer does less
(see its module). So a ratio below one beside nginx is no loss, and one above one beside the others is a gain.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Final

import httpx
import msgspec
from msgspec import Struct

from tests.bench.laders import Ronde, closed, ldap, poisson, write_paths, write_searches, wrk
from tests.bench.netwerk import Netwerk, netwerk
from tests.bench.postgres import postgres
from tests.bench.registerbestand import copied
from tests.bench.servers import OntbreektError, Server, datasette, datasette_path, nginx, register
from tests.bench.slapd import search, slapd
from tests.bench.tabel import Opties, Uitkomst, hoogstens, minstens
from tests.bench.vragen import in_woorden, op_onderwerp, path

QUESTIONS: Final = 50_000
SAMPLE: Final = 60
PER_S: Final = 1_000
OURS: Final = ("op onderwerp", "in woorden")
GOALS: Final[dict[str, dict[str, float | None]]] = {
    "op onderwerp": {"nginx": 0.20, "PostgreSQL": 1.5, "slapd": 2.5, "Datasette": 15.0},
    "in woorden": {"nginx": None, "PostgreSQL, full text": 1.0},
}


class Gevraagd(Struct, frozen=True, kw_only=True):
    """Questions in a file, and what the register answers to some of them; `body` is the middle one by size."""

    paths: Path
    body: bytes
    mean_bytes: float
    routes: float


class Antwoord(Struct, frozen=True, rename="camel"):
    """As much of an answer as tells whether it is one."""

    routes: list[msgspec.Raw]
    geen_verkeerde_deur: msgspec.Raw


def ask(server: Server, paths: Iterable[str]) -> Iterator[tuple[bytes, int]]:
    """Ask questions one by one; gives each answer and how many routes it has.

    Raises:
        RuntimeError: it is no answer, or neither has routes nor says who is nearest.
    """
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, timeout=120, trust_env=False, headers=headers) as http:
        for asked in paths:
            answer = http.get(asked)
            if answer.status_code != httpx.codes.OK:
                raise RuntimeError(f"{asked}: {answer.status_code} {answer.text}")
            found = msgspec.json.decode(answer.content, type=Antwoord)
            if not found.routes and bytes(found.geen_verkeerde_deur) == b"null":
                raise RuntimeError(f"{asked}: geen antwoord")
            yield answer.content, len(found.routes)


def try_some(server: Server, paths: Sequence[str], file: Path) -> Gevraagd:
    """Ask the first of many questions, and write them all to a file."""
    bodies, routes = zip(*ask(server, paths[:SAMPLE]), strict=True)
    return Gevraagd(
        paths=write_paths(file, paths),
        body=sorted(bodies, key=len)[len(bodies) // 2],
        mean_bytes=mean(map(len, bodies)),
        routes=mean(routes),
    )


def questions(server: Server, net: Netwerk, folder: Path) -> dict[str, Gevraagd]:
    """Make both kinds of question, and try some."""
    return {
        kind: try_some(server, [path(net, vraag) for vraag in made(net, QUESTIONS)], folder / kind)
        for kind, made in zip(OURS, (op_onderwerp, in_woorden), strict=True)
    }


def routes(opties: Opties) -> Iterator[Uitkomst]:
    """Capacity, closed loop: each server in turn, a few rounds; the middle round of each counts."""
    net = netwerk(opties.gewoon)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="lijnwijzer-vragen-")))
        ours = stack.enter_context(register(stack.enter_context(copied(net))))
        asked = questions(ours, net, folder)
        cases: dict[str, Callable[[], Ronde]] = {kind: asked_closed(ours, said, opties) for kind, said in asked.items()}
        missing: dict[str, str] = {}
        for names, start in _peers(net, asked, folder, opties).items():
            try:
                made = start(stack)
            except OntbreektError as error:
                missing |= dict.fromkeys(names, str(error))
            else:
                cases |= dict(zip(names, made, strict=True))
        found = in_turn(cases, opties.rondes)
    for kind, said in asked.items():
        what = f"{kind}, {opties.gewoon} lijnen ({said.routes:.1f} routes)"
        for peer, goal in GOALS[kind].items():
            if peer in missing:
                yield Uitkomst(wat=what, naast=f"niet gemeten: {missing[peer]}", eenheid="/s")
                continue
            yield minstens(what, peer, found[kind].per_s, found[peer].per_s, "/s", goal)
            most = 1 / goal if goal else None
            yield hoogstens(f"{kind}, CPU per vraag", peer, found[kind].cpu_us, found[peer].cpu_us, "µs", most)


def wachten(opties: Opties) -> Iterator[Uitkomst]:
    """Waiting, open loop: how long one waits when a thousand others ask every second."""
    net = netwerk(opties.gewoon)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="lijnwijzer-vragen-")))
        ours = stack.enter_context(register(stack.enter_context(copied(net))))
        asked = questions(ours, net, folder)
        try:
            theirs = stack.enter_context(nginx(asked[OURS[0]].body))
        except OntbreektError as error:
            yield Uitkomst(wat=f"wachten bij {PER_S} vragen per seconde", naast=f"niet gemeten: {error}", eenheid="ms")
            return
        cases: dict[str, Callable[[], Ronde]] = {kind: _waiting(ours, said, opties) for kind, said in asked.items()}
        cases["nginx"] = _waiting(theirs, asked[OURS[0]], opties)
        found = in_turn(cases, opties.rondes)
    late = [ronde.late_ms or 0.0 for ronde in found.values()]
    yield Uitkomst(wat="de lader zelf was hoogstens te laat", naast="", ons=max(late), eenheid="ms")
    for kind in OURS:
        what = f"{kind}, {PER_S} vragen/s op willekeurige momenten"
        mine, its = found[kind], found["nginx"]
        yield hoogstens(f"{what}, p50", "nginx", mine.p50_ms or 0.0, its.p50_ms or 0.0, "ms")
        most = 2 * (its.p99_ms or 0.0) + 0.5
        yield Uitkomst(
            wat=f"{what}, p99",
            naast="nginx",
            ons=mine.p99_ms,
            dat=its.p99_ms,
            eenheid="ms",
            doel=f"≤ 2 × dat + 0.5 = {most:.2f} ms",
            gehaald=(mine.p99_ms or 0.0) <= most,
        )


def in_turn(cases: dict[str, Callable[[], Ronde]], rounds: int) -> dict[str, Ronde]:
    """Run every case once a round, and take the median of each figure over the rounds.

    A round before these warms up and does not count: a server that just started is busy with itself.
    """
    found: dict[str, list[Ronde]] = {name: [] for name in cases}
    for counts in (False, *[True] * rounds):
        for name, case in cases.items():
            ronde = case()
            if counts:
                found[name].append(ronde)
    return {name: _middle(rondes) for name, rondes in found.items()}


def _middle(rondes: Sequence[Ronde]) -> Ronde:
    def of(name: str) -> float | None:
        values = [value for ronde in rondes if (value := getattr(ronde, name)) is not None]
        return median(values) if values else None

    return Ronde(
        per_s=of("per_s") or 0.0,
        cpu_us=of("cpu_us") or 0.0,
        p50_ms=of("p50_ms"),
        p99_ms=of("p99_ms"),
        late_ms=of("late_ms"),
    )


def asked_closed(server: Server, said: Gevraagd, opties: Opties) -> Callable[[], Ronde]:
    """Say how a register is asked as fast as it answers."""
    return lambda: wrk(server, said.paths, opties.seconden, least_bytes=said.mean_bytes / 2)


def _waiting(server: Server, said: Gevraagd, opties: Opties) -> Callable[[], Ronde]:
    return lambda: poisson(server, said.paths, opties.seconden, per_s=PER_S)


Start = Callable[[ExitStack], Sequence[Callable[[], Ronde]]]


def _peers(net: Netwerk, asked: dict[str, Gevraagd], folder: Path, opties: Opties) -> dict[tuple[str, ...], Start]:
    """Say how to start each peer, and how it is asked."""
    seconds, said = opties.seconden, asked[OURS[0]]

    def start_nginx(stack: ExitStack) -> list[Callable[[], Ronde]]:
        server = stack.enter_context(nginx(said.body))
        return [lambda: wrk(server, said.paths, seconds, least_bytes=len(said.body))]

    def start_postgres(stack: ExitStack) -> list[Callable[[], Ronde]]:
        cluster = stack.enter_context(postgres(net, in_woorden(net, QUESTIONS)))
        return [
            lambda: closed(cluster.proces, lambda: cluster.ask(seconds)),
            lambda: closed(cluster.proces, lambda: cluster.ask(seconds, words=True)),
        ]

    def start_slapd(stack: ExitStack) -> list[Callable[[], Ronde]]:
        directory = stack.enter_context(slapd(net))
        searches = write_searches(folder, [search(vraag) for vraag in op_onderwerp(net, QUESTIONS)])
        return [lambda: closed(directory.proces, lambda: ldap(directory.port, searches, seconds))]

    def start_datasette(stack: ExitStack) -> list[Callable[[], Ronde]]:
        server = stack.enter_context(datasette(net))
        paths = [datasette_path(vraag) for vraag in op_onderwerp(net, QUESTIONS)]
        file = write_paths(folder / "datasette", paths)
        return [lambda: wrk(server, file, seconds, least_bytes=len(said.body) / 4)]

    return {
        ("nginx",): start_nginx,
        ("PostgreSQL", "PostgreSQL, full text"): start_postgres,
        ("slapd",): start_slapd,
        ("Datasette",): start_datasette,
    }
