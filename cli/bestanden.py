# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""YAML and JSON files as members write them, read strictly: one text, one meaning.

A file is UTF-8, at most 64 KiB and 16 layers deep, and holds one document. In YAML:

    bevestigd: 2026-11-01      text; the schema makes it a date
    van: 09:00:00              text; YAML 1.1 would read 32400
    afspraak: yes              text "yes", so the schema says what it should be: true or false (YAML 1.2)
    postcode: 0153             text: a number does not begin with 0
    naam: een                  twice in one group: refused, with both line numbers
    titel: &a …, *a, <<, !!x   anchors, aliases, merges and tags: refused

The parser's events are read, not its objects: so nothing is ever built by a tag, and ten lines that
refer to each other cannot grow into ten million. Faults name the line they are on.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from cli.fouten import GebruikError
from registry.errors import Fout, MalformedError

MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 16
MAX_SHOWN: Final = 40
MAX_DIGITS: Final = 15  # a longer number is not the same number to every reader of JSON
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}
_PROBLEMS: Final = (
    ("tab character", "hier staat een tab; spring in met spaties"),
    ("cannot start any token", "hier staat een teken dat hier niet kan; zet de tekst tussen aanhalingstekens"),
    ("mapping values are not allowed", "er is een dubbele punt te veel, of deze regel springt te ver in"),
    (r"expected ',' or '\]'", "deze lijst is niet gesloten; er ontbreekt een komma of ]"),
    (r"expected ',' or '}'", "deze groep is niet gesloten; er ontbreekt een komma of }"),
    ("unexpected end of stream", "een aanhalingsteken is niet gesloten"),
    ("unknown escape", "dit teken kan niet na \\; gebruik enkele aanhalingstekens"),
    (
        "expected key|indicator|expected ':'",
        "dit past niet bij de regels erboven; let op het inspringen en de dubbele punt",
    ),
    ("document start", "hier staat iets te veel"),
)


class Plekfout(Fout, frozen=True, kw_only=True, omit_defaults=True):
    """A fault and where it stands: in which file, on which line."""

    bestand: str | None = None
    regel: int | None = None

    def plek(self) -> str:
        """Say where: the file, the line, the field, as far as known."""
        line = None if self.regel is None else f"regel {self.regel}"
        return ": ".join(part for part in (self.bestand, line, self.veld) if part)


def plekfout(fout: Fout, bestand: Path | None = None) -> Plekfout:
    """Make of a fault one that can say in which file it is."""
    regel = fout.regel if isinstance(fout, Plekfout) else None
    name = None if bestand is None else str(bestand)
    return Plekfout(veld=fout.veld, code=fout.code, uitleg=fout.uitleg, regel=regel, bestand=name)


class Bestand(Struct, frozen=True, kw_only=True):
    """What a file says, and on which line each part of it stands (`kanalen[0].nummer` → 12)."""

    pad: Path
    inhoud: Any
    regels: dict[str, int]

    def plaats(self, fout: Fout) -> Plekfout:
        """Say on which line a fault is: that of its field, or of the nearest part that is there."""
        veld = fout.veld
        while veld and veld not in self.regels:
            veld = re.sub(r"(\.?[^.\[\]]*|\[[0-9]*\])$", "", veld)
        return Plekfout(veld=fout.veld, code=fout.code, uitleg=fout.uitleg, regel=self.regels.get(veld))


def lees(pad: Path) -> Bestand:
    """Read a file as YAML, or as JSON when its name ends in `.json`.

    Raises:
        GebruikError: there is no such file, or it cannot be read.
        MalformedError: it is too large or not well made; every fault that can be seen at once.
    """
    text = _text(lees_bytes(pad, MAX_BYTES))
    if pad.suffix.lower() == ".json":
        return Bestand(pad=pad, inhoud=_json(text), regels={})
    reader = _Reader()
    inhoud = reader.read(text)
    if reader.fouten:
        raise MalformedError("Dit bestand kunnen we niet lezen.", fouten=reader.fouten)
    return Bestand(pad=pad, inhoud=inhoud, regels=reader.regels)


def lees_bytes(pad: Path, limit: int) -> bytes:
    """Read a file of at most so many bytes.

    Raises:
        GebruikError: there is no such file, or it cannot be read.
        MalformedError: it is larger.
    """
    try:
        with pad.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as fault:
        why = "bestaat niet" if isinstance(fault, FileNotFoundError) else "is niet te lezen"
        raise GebruikError(f"Het bestand {pad} {why}.") from None
    if len(raw) > limit:
        raise MalformedError(f"Het bestand {pad} is groter dan {limit // 1024} KiB.")
    return raw


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise _broken(line, "Dit bestand is geen UTF-8. Bewaar het als UTF-8.") from None


def _json(text: str) -> object:
    import json

    from registry.statements.schema import depth

    fouten: list[Plekfout] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        doubled = (name for name in dict.fromkeys(names) if names.count(name) > 1)
        uitleg = "Deze naam staat twee keer in één groep."
        fouten.extend(Plekfout(veld=_shown(name), code="dubbel", uitleg=uitleg) for name in doubled)
        return dict(pairs)

    def refuse(_: str) -> float:
        raise ValueError

    try:
        made: object = json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    except json.JSONDecodeError as fault:
        raise _broken(fault.lineno, "Dit is geen goede JSON, hier of vlak hiervoor.") from None
    except (ValueError, RecursionError):
        raise _broken(None, "Dit is geen goede JSON.") from None
    if depth(made) > MAX_DEPTH:
        raise _broken(None, f"Dit bestand is dieper dan {MAX_DEPTH} lagen.")
    if fouten:
        raise MalformedError("Dit bestand kunnen we niet lezen.", fouten=fouten)
    return made


class _Reader:
    """Reads the events of one YAML document, and remembers lines and faults as it goes."""

    def __init__(self) -> None:
        self.regels: dict[str, int] = {}
        self.fouten: list[Plekfout] = []

    def read(self, text: str) -> object:
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            events = iter(yaml.parse(text, Loader=loader))
            next(events)  # the stream begins
            if isinstance(next(events), yaml.StreamEndEvent):
                raise _broken(None, "Dit bestand is leeg.")
            value = self._value(next(events), events, "", 0)
            next(events)  # the document ends
            if not isinstance(after := next(events), yaml.StreamEndEvent):
                self._fault(after, "", "meer", "Zet in één bestand één document (zonder --- ertussen).")
        except yaml.MarkedYAMLError as fault:
            raise _yaml_fault(fault) from None
        except yaml.YAMLError:
            raise _broken(None, "Dit is geen goede YAML: er staat een onzichtbaar teken in.") from None
        return value

    def _value(self, event: Any, events: Iterator[Any], veld: str, depth: int) -> object:
        if depth > MAX_DEPTH:
            raise _broken(_line(event), f"Dit bestand is dieper dan {MAX_DEPTH} lagen.")
        self.regels[veld] = _line(event)
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._fault(event, veld, "verwijzing", "Een verwijzing (*) kan hier niet. Schrijf het uit.")
            return None
        if event.anchor is not None:
            self._fault(event, veld, "verwijzing", "Een anker (&) kan hier niet. Schrijf het uit.")
        if event.tag is not None:
            self._fault(
                event, veld, "tag", "Een tag (!) kan hier niet. Zet een tekst die met ! begint tussen aanhalingstekens."
            )
        if kind == "ScalarEvent":
            return _scalar(event)
        if kind == "SequenceStartEvent":
            return self._list(events, veld, depth)
        return self._group(events, veld, depth)

    def _list(self, events: Iterator[Any], veld: str, depth: int) -> list[object]:
        made: list[object] = []
        while type(event := next(events)).__name__ != "SequenceEndEvent":
            made.append(self._value(event, events, f"{veld}[{len(made)}]", depth + 1))
        return made

    def _group(self, events: Iterator[Any], veld: str, depth: int) -> dict[str, object]:
        made: dict[str, object] = {}
        lines: dict[str, int] = {}
        while type(event := next(events)).__name__ != "MappingEndEvent":
            name = self._name(event, events, veld, depth)
            path = f"{veld}.{_shown(name)}" if veld else _shown(name)
            if name in lines:
                uitleg = f"Deze naam staat al op regel {lines[name]}. Gebruik elke naam één keer."
                self._fault(event, path, "dubbel", uitleg)
            lines[name] = _line(event)
            made[name] = self._value(next(events), events, path, depth + 1)
            self.regels[path] = lines[name]  # where the name stands; what it names may begin a line later
        return made

    def _name(self, event: Any, events: Iterator[Any], veld: str, depth: int) -> str:
        if type(event).__name__ == "ScalarEvent" and event.value != "<<":
            if event.anchor is not None or event.tag is not None:
                self._fault(event, veld, "verwijzing", "Een anker (&) of tag (!) kan hier niet.")
            return str(event.value)
        self._fault(event, veld, "naam", "Een naam is hier één woord; verwijzingen en << kunnen niet.")
        if type(event).__name__ not in {"ScalarEvent", "AliasEvent"}:
            self._value(event, events, veld, depth + 1)
        return ""

    def _fault(self, event: Any, veld: str, code: str, uitleg: str) -> None:
        self.fouten.append(Plekfout(veld=veld, code=code, uitleg=uitleg, regel=_line(event)))


def _scalar(event: Any) -> object:
    """Read a plain word as JSON would; what is between quotes, or in a block, is text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    whole, dot, fraction = text.removeprefix("-").partition(".")
    if not _digits(whole) or (whole[0] == "0" and whole != "0"):
        return text
    if not dot:
        return int(text)
    return float(text) if _digits(fraction) else text


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _shown(name: str) -> str:
    plain = name.replace("-", "").replace("_", "")
    return name if plain.isascii() and plain.isalnum() and len(name) <= MAX_SHOWN else "…"


def _yaml_fault(fault: Any) -> MalformedError:
    mark = fault.problem_mark or fault.context_mark
    said = f"{fault.context or ''} {fault.problem or ''}"
    why = next(
        (dutch for english, dutch in _PROBLEMS if re.search(english, said)), "let op inspringen en aanhalingstekens"
    )
    return _broken(
        mark.line + 1 if mark else None,
        f"Dit is geen goede YAML{f' (teken {mark.column + 1})' if mark else ''}: {why}.",
    )


def _broken(regel: int | None, uitleg: str) -> MalformedError:
    fouten = [Plekfout(veld="", code="vorm", uitleg=uitleg, regel=regel)]
    return MalformedError("Dit bestand kunnen we niet lezen.", fouten=fouten)
