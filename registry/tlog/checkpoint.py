# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints (signed tree heads): what the log swears to.

A checkpoint is three lines, and a signature under them (see note.py):

    voorbeeld.test/logboek                              # origin: which log
    5                                                   # size: leaves, not bytes
    Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Y=        # root: base64 of 32 bytes

Strict: no leading zeros, canonical base64, no empty line. Extension lines after the third are
covered by the signature, and otherwise ignored; we never write them.

Keys are text, as Go's note package writes them; both lines carry the key id, so a damaged key is
noticed when it is read:

    PRIVATE+KEY+<name>+<key id, 8 hex>+<base64 of 0x01 and the 32-byte seed>     `generate`, Signer
    <name>+<key id, 8 hex>+<base64 of 0x01 and the 32-byte public key>           Verifier

In our logs the name of the key is the origin, and a checkpoint of another origin is refused even
when the signature is ours. Rotating the key means a new verifier line under the same name.

Source: c2sp.org/tlog-checkpoint, c2sp.org/signed-note; the private key line is that of
golang.org/x/mod/sumdb/note (GenerateKey).
"""

import re
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from registry.errors import MalformedError, ProofError
from registry.tlog import note as notes
from registry.tlog.tree import check_hash, check_size

KEY_BYTES: Final = 32

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")  # 19 digits are enough for any signed 64-bit number
_PREFIX: Final = "PRIVATE+KEY+"
_LINES: Final = 3


class Checkpoint(Struct, frozen=True, kw_only=True):
    """The state of one log at one size. Nothing is sworn yet: see Signer and Verifier."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what cannot be written as a checkpoint.

        Raises:
            MalformedError: an empty origin or one of several lines, a negative size, no hash.
        """
        if not self.origin or "\n" in self.origin:
            raise MalformedError("De naam van het logboek moet uit precies één regel bestaan.")
        check_size(self.size)
        check_hash(self.root)

    def text(self) -> str:
        r"""Write the three lines that are signed.

        >>> Checkpoint(origin="a.test/log", size=0, root=bytes(32)).text()
        'a.test/log\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'
        """
        return f"{self.origin}\n{self.size}\n{notes.encode_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note, without the signatures.

        Raises:
            MalformedError: this is not a checkpoint.
        """
        *lines, last = text.split("\n")
        if last or len(lines) < _LINES or not all(lines):
            raise MalformedError("Een checkpoint heeft ten minste drie regels, en geen lege regels.")
        origin, size, root = lines[:_LINES]
        if not _SIZE.fullmatch(size):
            raise MalformedError("De boomgrootte in het checkpoint is geen getal zonder voorloopnul.")
        return cls(origin=origin, size=int(size), root=notes.decode_base64(root))


class Signer(Struct, frozen=True, kw_only=True):
    """The log's own key. `name` is also the origin of every checkpoint that it signs."""

    name: str
    key: Ed25519PrivateKey

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a private key line, as `generate` writes it.

        Raises:
            MalformedError: this is not such a line, or the key id does not fit the key.
        """
        if not text.startswith(_PREFIX):
            raise MalformedError("De geheime sleutel moet beginnen met PRIVATE+KEY+.")
        name, written_id, seed = _parse_key(text.removeprefix(_PREFIX))
        key = Ed25519PrivateKey.from_private_bytes(seed)
        _check_key_id(written_id, name, key.public_key().public_bytes_raw())
        return cls(name=name, key=key)

    @property
    def verifier(self) -> str:
        """The verifier key line: what others need to check our checkpoints."""
        public = self.key.public_key().public_bytes_raw()
        return _format_key(self.name, public, public)

    def sign(self, checkpoint: Checkpoint) -> str:
        """Write the signed note. Same checkpoint, same bytes.

        Raises:
            MalformedError: the checkpoint is of another origin.
        """
        if checkpoint.origin != self.name:
            raise MalformedError("Dit checkpoint hoort bij een ander logboek dan de sleutel.")
        return notes.sign(checkpoint.text(), self.name, self.key)


class Verifier(Struct, frozen=True, kw_only=True):
    """The public key of one log, under its name."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a verifier key line.

        Raises:
            MalformedError: this is not such a line, or the key id does not fit the key.
        """
        name, written_id, public = _parse_key(text)
        _check_key_id(written_id, name, public)
        return cls(name=name, public=public)

    def open(self, note: str) -> Checkpoint:
        """Return the checkpoint that this log signed; signatures of others are ignored.

        Raises:
            ProofError: our signature is missing or false, or the checkpoint is of another log.
            MalformedError: this is not a signed note, or its text is not a checkpoint.
        """
        checkpoint = Checkpoint.parse(notes.verify(note, self.name, self.public))
        if checkpoint.origin != self.name:
            raise ProofError("Dit checkpoint is van een ander logboek dan de sleutel.")
        return checkpoint


def generate(name: str, seed: bytes) -> str:
    """Write the private key line of a new key. Keep it secret.

    Args:
        seed: 32 random bytes; the same seed is the same key.

    Raises:
        MalformedError: the name is no key name, or the seed is not 32 bytes.
    """
    notes.check_name(name)
    if len(seed) != KEY_BYTES:
        raise MalformedError("Een nieuwe sleutel vraagt om precies 32 willekeurige bytes.")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return _PREFIX + _format_key(name, public, seed)


def _format_key(name: str, public: bytes, key: bytes) -> str:
    written_id = notes.key_id(name, public).hex()
    return f"{name}+{written_id}+{notes.encode_base64(notes.ED25519 + key)}"


def _parse_key(text: str) -> tuple[str, str, bytes]:
    """Split a line in name, key id and key; never say what was in it, since it may be secret."""
    parts = text.split("+", 2)  # the base64 may hold a plus itself
    if len(parts) != _LINES:
        raise MalformedError("Een sleutel bestaat uit naam, kenmerk en sleutel, met plustekens.")
    name, written_id, encoded = parts
    notes.check_name(name)
    blob = notes.decode_base64(encoded)
    if not blob.startswith(notes.ED25519) or len(blob) != 1 + KEY_BYTES:
        raise MalformedError("Dit is geen Ed25519-sleutel van 32 bytes.")
    return name, written_id, blob[1:]


def _check_key_id(written_id: str, name: str, public: bytes) -> None:
    if written_id != notes.key_id(name, public).hex():
        raise MalformedError("Het kenmerk in de sleutel past niet bij de naam en de sleutel.")
