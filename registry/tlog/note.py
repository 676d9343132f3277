# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Signed notes: text with Ed25519 signatures under it.

    voorbeeld.test/logboek                                          # the text, up to and with
    5                                                               # its last newline
    Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Y=
                                                                    # the last empty line
    — voorbeeld.test/logboek P5t7/W2Cx7slpeZf0rPwM1hrgEGBSpsrUv…    # em dash, name, signature

A signature is base64 of 4 bytes key id and then 64 bytes Ed25519 over the text as UTF-8; the key id
is SHA-256(name, newline, 0x01, public key)[:4]. Name and key id together say whose it is.

Strict: valid UTF-8, no control character but the newline, canonical base64, every signature line
well made, at most 100 lines and 1,000,000 bytes (the limits of Go's note package; the specification
asks for room for 16). Signatures of others, of any kind and length, are read and then ignored:
witnesses and a next key may sign as well. Every line under our own name and key id must hold.

Source: c2sp.org/signed-note; golang.org/x/mod/sumdb/note.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from registry.errors import MalformedError, ProofError

ED25519: Final = b"\x01"  # the signature type
KEY_ID_BYTES: Final = 4
MAX_NOTE_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 100

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Signature(Struct, frozen=True, kw_only=True):
    """One signature line: who (`name`, `key_id`), and the signature itself."""

    name: str
    key_id: bytes
    value: bytes


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Write the note with one signature. Same text and key, same bytes.

    Raises:
        MalformedError: the text does not end in a newline or has a control character, or the name
            is no key name.
    """
    check_name(name)
    signed = _encode(text)
    if not text.endswith("\n"):
        raise MalformedError("De tekst boven een handtekening moet eindigen met een nieuwe regel.")
    blob = key_id(name, key.public_key().public_bytes_raw()) + key.sign(signed)
    return f"{text}\n— {name} {encode_base64(blob)}\n"


def verify(note: str, name: str, public: bytes) -> str:
    """Return the text of a note that this key signed.

    Args:
        public: the 32 bytes of an Ed25519 key.

    Raises:
        ProofError: the signature of this key is missing, or one under its name and id is false.
        MalformedError: this is not a signed note.
    """
    text, signatures = parse(note)
    wanted = key_id(name, public)
    ours = [s for s in signatures if s.name == name and s.key_id == wanted]
    if not ours:
        raise ProofError("De handtekening van het logboek ontbreekt.")
    key = Ed25519PublicKey.from_public_bytes(public)
    for signature in ours:
        try:
            key.verify(signature.value, text.encode())
        except InvalidSignature:
            raise ProofError("De handtekening van het logboek klopt niet.") from None
    return text


def parse(note: str) -> tuple[str, list[Signature]]:
    """Split a note in its text and its signatures. Nothing is verified: see `verify`.

    Raises:
        MalformedError: this is not a signed note.
    """
    # Characters first: encoding a huge text only to refuse it would cost more than its length.
    if len(note) > MAX_NOTE_BYTES or len(_encode(note)) > MAX_NOTE_BYTES:
        raise MalformedError(f"De ondertekende tekst mag ten hoogste {MAX_NOTE_BYTES} bytes zijn.")
    text, blank, block = note.rpartition("\n\n")
    if not text or not blank or not block.endswith("\n"):
        raise MalformedError("Onder de tekst moet een lege regel met handtekeningen staan.")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedError(f"Er mogen ten hoogste {MAX_SIGNATURES} handtekeningen onder staan.")
    return f"{text}\n", [_parse_line(line) for line in lines]


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a key.

    Raises:
        MalformedError: it is empty, or has a space, a plus or a control character in it.
    """
    _encode(name)
    if not name or "+" in name or any(character.isspace() for character in name):
        raise MalformedError("De naam van een sleutel mag geen spatie of plusteken bevatten.")


def key_id(name: str, public: bytes) -> bytes:
    """Return the 4 bytes that tell keys of one name apart. It identifies; it proves nothing."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def encode_base64(data: bytes) -> str:
    """Encode in the standard alphabet (RFC 4648 section 4), with padding."""
    return b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Decode standard base64 that is written in the one canonical way.

    Raises:
        MalformedError: another alphabet, wrong padding, or bits left over at the end.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError:  # also what is not ASCII
        data = b""
    if encode_base64(data) != text:  # 'QQ==' and 'QR==' are the same byte to a lenient reader
        raise MalformedError("De base64 is niet geldig of niet op de enige juiste manier geschreven.")
    return data


def _parse_line(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = decode_base64(encoded)
    if dash != "—" or len(blob) <= KEY_ID_BYTES:
        raise MalformedError("Een regel met een handtekening is niet goed geschreven.")
    check_name(name)
    return Signature(name=name, key_id=blob[:KEY_ID_BYTES], value=blob[KEY_ID_BYTES:])


def _encode(text: str) -> bytes:
    if _CONTROL.search(text):
        raise MalformedError("De tekst mag geen stuurtekens bevatten, behalve de nieuwe regel.")
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        raise MalformedError("De tekst is geen geldige UTF-8.") from None
