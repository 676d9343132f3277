# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What can be checked of an application without a person, and what a person should look at.

    goed            nothing to see
    let-op          look at this; it need not be wrong
    fout            this is wrong, or will not work
    niet-nagegaan   we did not ask, or got no answer: that says nothing of the candidate

No check refuses anything: what can be refused is refused at the door. `eigen` rests on the application alone, so its
sender may see it; `vergeleken` and `opgezocht` say things of others, and are for the beheerder.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from unicodedata import combining, normalize

from msgspec import Struct

from registry.projections.gids import Gids
from registry.statements.klok import local_date
from registry.statements.leden import Aanmelding, Toelating
from registry.statements.oin import nummerregister, oin_faults, oin_warnings
from registry.statements.sleutels import Rsa, Sleutel, unb64
from registry.statements.spreektaal import spreek_datum_voluit

Oordeel = Literal["goed", "let-op", "fout", "niet-nagegaan"]
Controlenaam = Literal[
    "oin", "oin-register", "sleutels", "toegang", "rollen", "contact", "tooi", "naam", "afkorting", "eerder"
]
KORT: Final = timedelta(days=30)
LANG: Final = timedelta(days=731)
RSA_BITS: Final = 3072
_TIKJE: Final = timedelta(microseconds=1)  # a key ends at the end of its last day
LIKE: Final = 0.8
SHOWN: Final = 5
TOOI: Final = "https://identifier.overheid.nl/tooi/id/"
# one may be of anybody; no list of government domains is complete, so the rest is for a person to look at
POSTBUSSEN: Final = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.nl", "live.com",
    "icloud.com", "me.com", "yahoo.com", "proton.me", "protonmail.com", "ziggo.nl", "kpnmail.nl", "planet.nl",
    "home.nl", "xs4all.nl", "hetnet.nl", "gmx.com", "gmx.net",
})  # fmt: skip
OVERHEID: Final = ("overheid.nl", "rijksoverheid.nl", "belastingdienst.nl", "minbzk.nl")


class Controle(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check: which, what came of it, and in words why. `advies` is what the candidate itself can do about it."""

    controle: Controlenaam
    oordeel: Oordeel
    uitleg: str
    advies: str | None = None


class Opzoeking(Struct, frozen=True, kw_only=True):
    """What the official OIN register says of a number. `mislukt`: it gave no answer; `uit`: nobody asked it."""

    stand: Literal["actief", "ingetrokken", "onbekend", "mislukt", "uit"]
    naam: str | None = None


class Besluit(Struct, frozen=True, kw_only=True):
    """What the beheerder decided about an OIN before, in a word, and why."""

    woord: Literal["toegelaten", "geschorst", "uitgetreden", "afgewezen"]
    op: date
    reden: str | None = None


def besluiten(said: Iterable[tuple[Toelating, datetime]]) -> list[Besluit]:
    """Read what the beheerder said about an OIN, oldest first; gives the last decision first.

    Who is put out without being a member was turned down.
    """
    found: list[Besluit] = []
    lid = False
    for body, at in said:
        woord = "afgewezen" if body.status == "uitgetreden" and not lid else body.status
        lid = body.status != "uitgetreden"
        found.append(Besluit(woord=woord, op=local_date(at), reden=body.reden))
    return found[::-1]


def eigen(body: Aanmelding, at: datetime) -> tuple[Controle, ...]:
    """Check what an application says by itself."""
    return (_oin(body.oin), _sleutels(body.sleutels, at), _toegang(body), _rollen(body), _tooi(body), _contact(body))


def vergeleken(body: Aanmelding, gids: Gids, eerder: Sequence[Besluit]) -> tuple[Controle, ...]:
    """Hold an application against who is in the register already, and what was decided about its OIN before."""
    return (_naam(body, gids), _afkorting(body, gids), _eerder(eerder))


def opgezocht(body: Aanmelding, found: Opzoeking) -> Controle:
    """Judge what the official OIN register says. Since 2025 most organisations are not in its public part."""
    if found.stand == "actief":
        same = found.naam is not None and _plain(found.naam) == _plain(body.naam)
        uitleg = f"In het OIN-register staat deze OIN op naam van {found.naam or 'een organisatie zonder naam'}."
        return Controle(controle="oin-register", oordeel=_GOED if same else _LET_OP, uitleg=uitleg)
    oordeel, uitleg = _OPGEZOCHT[found.stand]
    return Controle(controle="oin-register", oordeel=oordeel, uitleg=uitleg)


_GOED: Final[Oordeel] = "goed"
_LET_OP: Final[Oordeel] = "let-op"
_FOUT: Final[Oordeel] = "fout"
_ONGEVRAAGD: Final[Oordeel] = "niet-nagegaan"
_OPNIEUW: Final = "Verbeter dit en meld u opnieuw aan met `lijn aanmelden … --vervang`."
_OPGEZOCHT: Final[dict[str, tuple[Oordeel, str]]] = {
    "uit": (_ONGEVRAAGD, "Dit register zoekt OINs niet op in het OIN-register van Logius."),
    "mislukt": (_ONGEVRAAGD, "Het OIN-register gaf geen antwoord."),
    "onbekend": (_LET_OP, "Deze OIN staat niet in het openbare OIN-register. Dat geldt voor de meeste OINs."),
    "ingetrokken": (_FOUT, "Deze OIN is ingetrokken, zegt het OIN-register."),
}


def _oin(oin: str) -> Controle:
    faults = [fout.uitleg for fout in oin_faults("oin", oin)]  # none, unless it applied before this was asked of it
    warnings = list(oin_warnings(oin))
    oordeel = _FOUT if faults else _LET_OP if warnings else _GOED
    uitleg = " ".join(faults + warnings) or f"Deze OIN is goed van vorm ({nummerregister(oin)})."
    return Controle(controle="oin", oordeel=oordeel, uitleg=uitleg, advies=_OPNIEUW if faults else None)


def _sleutels(sleutels: tuple[Sleutel, ...], at: datetime) -> Controle:
    found = [(oordeel, uitleg) for sleutel in sleutels for oordeel, uitleg in _sleutel(sleutel, at)]
    worst = _FOUT if any(oordeel == _FOUT for oordeel, _ in found) else _LET_OP if found else _GOED
    uitleg = " ".join(uitleg for _, uitleg in found) or "Alle sleutels zijn sterk genoeg en gelden 30 dagen tot 2 jaar."
    return Controle(controle="sleutels", oordeel=worst, uitleg=uitleg, advies=_OPNIEUW if found else None)


def _sleutel(sleutel: Sleutel, at: datetime) -> Iterator[tuple[Oordeel, str]]:
    over = sleutel.geldig_tot - at
    if over <= timedelta(0):
        yield _FOUT, f"De sleutel '{sleutel.naam}' is al verlopen."
    elif over < KORT:
        dag = spreek_datum_voluit(local_date(sleutel.geldig_tot - _TIKJE))
        yield _LET_OP, f"De sleutel '{sleutel.naam}' geldt nog maar kort: tot en met {dag}."
    elif over > LANG:
        yield _LET_OP, f"De sleutel '{sleutel.naam}' geldt langer dan twee jaar."
    if isinstance(sleutel.jwk, Rsa) and (bits := len(unb64(sleutel.jwk.n)) * 8) < RSA_BITS:
        yield _LET_OP, f"De sleutel '{sleutel.naam}' is RSA van {bits} bits; neem er liever {RSA_BITS}, of een P-256."


def _toegang(body: Aanmelding) -> Controle:
    if any(sleutel.gebruik == "toegang" for sleutel in body.sleutels):
        uitleg = "Er is een sleutel waarmee software een toegangstoken krijgt."
        return Controle(controle="toegang", oordeel=_GOED, uitleg=uitleg)
    uitleg = "Er is geen toegangssleutel. Zonder kan de organisatie niets lezen en niets indienen."
    return Controle(controle="toegang", oordeel=_FOUT, uitleg=uitleg, advies=_OPNIEUW)


def _rollen(body: Aanmelding) -> Controle:
    asks = f"Gevraagd: {', '.join(body.rollen)}."
    if "beheerder" in body.rollen:
        uitleg, advies = f"{asks} De rol beheerder is van het OBPT zelf.", "Vraag die rol niet, als u dat niet bent."
        return Controle(controle="rollen", oordeel=_LET_OP, uitleg=uitleg, advies=advies)
    return Controle(controle="rollen", oordeel=_GOED, uitleg=asks)


def _tooi(body: Aanmelding) -> Controle:
    if body.tooi is None:
        advies = "Heeft uw organisatie er een, zet het er dan bij."
        return Controle(controle="tooi", oordeel=_LET_OP, uitleg="Er staat geen TOOI-adres bij.", advies=advies)
    if not body.tooi.startswith(TOOI):
        uitleg = f"Dit is geen TOOI-adres: dat begint met {TOOI}"
        return Controle(controle="tooi", oordeel=_LET_OP, uitleg=uitleg, advies=_OPNIEUW)
    uitleg = "Het TOOI-adres is goed van vorm. Kijk of het van deze organisatie is."
    return Controle(controle="tooi", oordeel=_GOED, uitleg=uitleg)


def _contact(body: Aanmelding) -> Controle:
    domein = body.contact.email.rpartition("@")[2].lower()
    if domein in POSTBUSSEN:
        uitleg = f"Iedereen kan een adres bij {domein} nemen."
        advies = "Geef een adres van uw organisatie zelf."
        return Controle(controle="contact", oordeel=_LET_OP, uitleg=uitleg, advies=advies)
    if any(domein == known or domein.endswith(f".{known}") for known in OVERHEID):
        return Controle(controle="contact", oordeel=_GOED, uitleg=f"{domein} is een domein van de overheid.")
    uitleg = f"Kijk of {domein} van deze organisatie is, bijvoorbeeld in het Register van Overheidsorganisaties."
    return Controle(controle="contact", oordeel=_LET_OP, uitleg=uitleg)


def _naam(body: Aanmelding, gids: Gids) -> Controle:
    like = [
        found.naam
        for oin, found in sorted(gids.organisaties.items())
        if oin != body.oin
        and found.lid_sinds is not None
        and (_alike(body.naam, found.naam) or (body.tooi is not None and found.tooi == body.tooi))
    ]
    if like:
        uitleg = f"De naam lijkt op die van {', '.join(like[:3])}, of het TOOI-adres is hetzelfde."
        return Controle(controle="naam", oordeel=_LET_OP, uitleg=uitleg)
    return Controle(controle="naam", oordeel=_GOED, uitleg="Geen lid heeft een naam die hierop lijkt.")


def _afkorting(body: Aanmelding, gids: Gids) -> Controle:
    if body.afkorting is None:
        return Controle(controle="afkorting", oordeel=_GOED, uitleg="Er is geen afkorting gevraagd.")
    holder = gids.afkortingen.get(body.afkorting)
    if holder is not None and holder != body.oin:
        uitleg = f"{gids.organisaties[holder].naam} heeft de afkorting {body.afkorting} al: toelaten kan zo niet."
        return Controle(controle="afkorting", oordeel=_FOUT, uitleg=uitleg)
    return Controle(controle="afkorting", oordeel=_GOED, uitleg=f"De afkorting {body.afkorting} is vrij.")


def _eerder(besluiten: Sequence[Besluit]) -> Controle:
    if not besluiten:
        return Controle(controle="eerder", oordeel=_GOED, uitleg="Over deze OIN is niet eerder iets besloten.")
    said = [f"{besluit.woord} op {spreek_datum_voluit(besluit.op)}{_why(besluit)}" for besluit in besluiten[:SHOWN]]
    return Controle(controle="eerder", oordeel=_LET_OP, uitleg=f"Eerder besloten over deze OIN: {'; '.join(said)}.")


def _why(besluit: Besluit) -> str:
    return f" ({besluit.reden.rstrip('.')})" if besluit.reden else ""


def _alike(one: str, other: str) -> bool:
    """Say whether two names could be taken for each other: most of their pairs of letters are the same (Dice)."""
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) >= LIKE * (len(pairs) + len(others))


@lru_cache(maxsize=4096)  # the names of members, for every application on a page
def _pairs(naam: str) -> frozenset[str]:
    plain = _plain(naam)
    return frozenset(plain[i : i + 2] for i in range(max(1, len(plain) - 1)))


def _plain(naam: str) -> str:
    """Take away what the eye passes over: case, accents, signs and spaces."""
    return "".join(sign for sign in normalize("NFKD", naam).casefold() if sign.isalnum() and not combining(sign))
