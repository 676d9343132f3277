# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The file of a member as it stands, as it was at any moment, and after every statement that touched it.

As it stands comes from the facts. As it was is worked out from the statements that it rests on, and from no others: a
statement names the one before it about the same `sub`, so what was said about some subs is read by walking back from
their heads, and then followed in the order of the log, by the same `follows`. That costs what the member and the
network said, however long the log is. They were held to the rules when they came in, and are not held to them again.

Those subs are: the member's application, admissions, keys, lines and evidence; criteria, norms and kalenders; and of
each line that one of its lines ever fell back on, that line and its holder. Who holds an afkorting may change, so
everybody who ever applied with it is looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from threading import Lock
from typing import Final

from msgspec import Struct

from registry.projections.follows import follows
from registry.projections.replay import Facts
from registry.projections.stand import Kop, Plaats, View, dump, load
from registry.projections.toetredingsdossier import Dossier, Klokken, afspraken_of, dossier_of
from registry.registrar.history import chain
from registry.statements.envelope import Signed
from registry.statements.leden import Aanmelding
from registry.statements.professionallijnen import Professionallijn
from registry.statements.soorten import SPREEKSOORTEN
from registry.store.protocol import Store, Transaction

MAX_GEZEGD: Final = 10_000  # statements kept as read, with their bytes: some 80 MB
_EIGEN_NAMEN: Final = ("professionallijn", "bewijsstuk", "beoordeling")
_AFSPRAKEN: Final = ("toetredingscriterium", "servicenorm", "kalender")


class _Gezegd(Struct, frozen=True, gc=False):
    """A statement and its place."""

    plaats: Plaats
    signed: Signed


class Dossiers:
    """Gives files of members. Safe to ask from several threads; waits for the store."""

    def __init__(self, store: Store, *, most: int = MAX_GEZEGD) -> None:
        """Read from a store; keep so many statements at most."""
        self._store = store
        self._most = most
        self._lock = Lock()
        self._klokken = Klokken()
        self._said: dict[str, tuple[_Gezegd, ...]] = {}  # by sub, in order
        self._kept = 0

    def nu(self, oins: Iterable[str]) -> tuple[Plaats | None, list[Dossier]]:
        """Give the files of these as they stand, and the last record of the log that they are after."""
        with self._lock, self._store.read() as tx:
            afspraken = afspraken_of(tx, self._klokken)
            found = (dossier_of(tx, oin, afspraken) for oin in oins)
            return last_before(tx, None), [dossier for dossier in found if dossier is not None]

    def op(self, oins: Sequence[str], at: datetime) -> dict[str, Dossier]:
        """Give the files of these as they were at a moment, by OIN; of those that had applied by then."""
        with self._lock, self._store.read() as tx:
            facts = Facts()
            for said in self._gathered(tx, oins):
                if said.plaats.ordered_at > at:
                    break
                _follow(facts, said)
            afspraken = afspraken_of(facts, self._klokken)
            found = {oin: dossier_of(facts, oin, afspraken) for oin in oins}
            return {oin: dossier for oin, dossier in found.items() if dossier is not None}

    def alle(self, oin: str, tot: datetime) -> list[tuple[datetime, Dossier]]:
        """Give the file of one after every statement until a moment that touched it since it applied, in order."""
        with self._lock, self._store.read() as tx:
            facts, stukken = Facts(), []
            gathered = [said for said in self._gathered(tx, [oin]) if said.plaats.ordered_at <= tot]
            for i, said in enumerate(gathered):
                _follow(facts, said)
                at = said.plaats.ordered_at
                if i + 1 < len(gathered) and gathered[i + 1].plaats.ordered_at == at:
                    continue  # nobody can ask about the time between the two
                dossier = dossier_of(facts, oin, afspraken_of(facts, self._klokken))
                if dossier is not None:
                    stukken.append((at, dossier))
            return stukken

    def stand(self, at: datetime | None) -> Plaats | None:
        """Give the last record that was taken by a moment; None: of now."""
        with self._store.read() as tx:
            return last_before(tx, at)

    def _gathered(self, tx: Transaction, oins: Iterable[str]) -> list[_Gezegd]:
        """Read everything that the files of these rest on, in the order of the log."""
        subs = {sub for soort in _AFSPRAKEN for sub in _subs(tx, f"{soort}/")}
        for oin in oins:
            subs |= {f"{soort}/{oin}" for soort in SPREEKSOORTEN}
            subs |= {sub for soort in _EIGEN_NAMEN for sub in _subs(tx, f"{soort}/{oin}/")}
        found = {sub: self._read(tx, sub) for sub in subs}
        for verwijzing in _fallen_back_on(said for sub in found.values() for said in sub):
            partij, _, naam = verwijzing.partition("/")
            for houder in self._holders(tx, partij):
                for sub in (f"aanmelding/{houder}", f"toelating/{houder}", f"professionallijn/{houder}/{naam}"):
                    if sub not in found:
                        found[sub] = self._read(tx, sub)
        return sorted((said for sub in found.values() for said in sub), key=lambda said: said.plaats.index)

    def _holders(self, tx: Transaction, partij: str) -> list[str]:
        """List the OINs that something may ever have been called by."""
        if partij.isdigit():
            return [partij]
        return [
            sub.partition("/")[2]
            for sub in _subs(tx, "aanmelding/")
            if any(_applied_as(said.signed, partij) for said in self._read(tx, sub))
        ]

    def _read(self, tx: Transaction, sub: str) -> tuple[_Gezegd, ...]:
        """Read what was said about a sub, in order: only as far back as we had not read."""
        known = self._said.get(sub, ())
        kop = load(tx, f"kop/{sub}", Kop)
        if kop is None or (known and known[-1].plaats.digest == kop.digest):
            return known
        new: list[_Gezegd] = []
        for record, signed in chain(tx, sub):
            if known and record.index <= known[-1].plaats.index:
                break
            plaats = Plaats(index=record.index, digest=record.digest, ordered_at=record.ordered_at)
            new.append(_Gezegd(plaats, signed))
        self._kept += len(new)
        if self._kept > self._most:
            self._said.clear()
            self._kept = len(known) + len(new)
        made = self._said[sub] = (*known, *reversed(new))
        return made


def last_before(tx: Transaction, at: datetime | None) -> Plaats | None:
    """Find the last record that was taken by a moment, by halving; None as a moment: the last of all."""
    low, high = 0, tx.size()
    while at is not None and low < high:
        middle = (low + high) // 2
        if tx.records(middle, middle + 1)[0].ordered_at <= at:
            low = middle + 1
        else:
            high = middle
    size = high if at is None else low
    found: Sequence[Plaats] = [
        Plaats(index=record.index, digest=record.digest, ordered_at=record.ordered_at)
        for record in tx.records(size - 1, size)
    ]
    return found[0] if found else None


def _follow(facts: Facts, said: _Gezegd) -> None:
    for key, fact in follows(said.signed, facts, index=said.plaats.index, at=said.plaats.ordered_at).items():
        facts.keep(key, dump(fact))


def _subs(view: View, begin: str) -> list[str]:
    return [key.removeprefix("kop/") for key, _ in view.scan(f"kop/{begin}")]


def _fallen_back_on(gezegd: Iterable[_Gezegd]) -> set[str]:
    bodies: Iterator[object] = (said.signed.body for said in gezegd)
    return {body.terugval for body in bodies if isinstance(body, Professionallijn) and body.terugval is not None}


def _applied_as(signed: Signed, afkorting: str) -> bool:
    return isinstance(signed.body, Aanmelding) and signed.body.afkorting == afkorting
