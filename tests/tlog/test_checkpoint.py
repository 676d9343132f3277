# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import re
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.errors import MalformedError, ProofError
from registry.tlog import checkpoint, note
from registry.tlog.checkpoint import Checkpoint, Signer, Verifier
from tests.tlog import naive

# TEST ONLY. Made once with golang.org/x/mod v0.7.0: note.GenerateKey from the seed 00 01 .. 1f, note.Sign, and the
# root by tlog.TreeHash over the five leaves of `naive.data(5)`. Ours must be the same to the byte.
ORIGIN = "voorbeeld.test/logboek"
SEED = bytes(range(32))
PRIVATE_KEY = "PRIVATE+KEY+voorbeeld.test/logboek+3f9b7bfd+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
VERIFIER_KEY = "voorbeeld.test/logboek+3f9b7bfd+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
TEXT = "voorbeeld.test/logboek\n5\nQ09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Y=\n"
LINE = (
    "— voorbeeld.test/logboek P5t7/W2Cx7slpeZf0rPwM1hrgEGBSpsrUvEJU9TL0Dqx88zu6G/vuvWViSmAOsDuM7NVAavarNv1AlesCKo73R45"
    "MA8=\n"
)
NOTE = f"{TEXT}\n{LINE}"
SWORN = Checkpoint(origin=ORIGIN, size=5, root=naive.mth(naive.data(5)))

# TEST ONLY. The published example of Go's note package (its documentation, and its note_test.go).
PETER_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def other_line(name: str, *, value: bytes = bytes(64)) -> str:
    return f"— {name} {note.encode_base64(b'abcd' + value)}\n"


def flipped(text: str) -> Iterator[str]:
    """The text with each bit of its UTF-8 flipped; what is then no UTF-8 keeps the odd bytes as surrogates."""
    raw = text.encode()
    for at in range(len(raw)):
        for bit in range(8):
            changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
            yield changed.decode(errors="surrogateescape")


def cut_or_grown(text: str) -> Iterator[str]:
    """The text without its end, its beginning or one character, and with one character more."""
    for at in range(len(text)):
        yield text[:at]
        yield text[at + 1 :]
        yield text[:at] + text[at + 1 :]
    for at in range(len(text) + 1):
        for extra in ("\n", " ", "A", "=", "+", "0", "\x00", "\r", "—", "é", "\u00a0", "\ud800"):
            yield text[:at] + extra + text[at:]


def test_a_signed_checkpoint_is_the_same_as_that_of_go() -> None:
    signer = Signer.parse(PRIVATE_KEY)
    assert checkpoint.generate(ORIGIN, SEED) == PRIVATE_KEY
    assert signer.name == ORIGIN
    assert signer.verifier == VERIFIER_KEY
    assert signer.sign(SWORN) == NOTE


def test_a_checkpoint_signed_by_go_opens() -> None:
    assert Verifier.parse(VERIFIER_KEY).open(NOTE) == SWORN
    assert Checkpoint.parse(TEXT) == SWORN
    assert SWORN.text() == TEXT


def test_the_published_example_of_go_is_reproduced_and_verified() -> None:
    signer = Signer.parse(PETER_KEY)
    assert signer.verifier == PETER_VERIFIER
    assert note.sign(PETER_TEXT, signer.name, signer.key) == f"{PETER_TEXT}\n{PETER_LINE}"
    verifier = Verifier.parse(PETER_VERIFIER)
    assert note.verify(f"{PETER_TEXT}\n{PETER_LINE}", verifier.name, verifier.public) == PETER_TEXT


def test_the_example_of_the_checkpoint_specification_is_read() -> None:
    text, signatures = note.parse(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    read = Checkpoint.parse(text)
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20852163)
    assert read.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert [(s.name, s.key_id.hex(), len(s.value)) for s in signatures] == [(read.origin, "033de0ae", 64)]


def test_a_note_with_an_empty_line_in_its_text_ends_at_the_last_one() -> None:
    """The example of the signed-note specification."""
    text, signatures = note.parse(
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore "
        "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    assert text.endswith("sole:\n\ned è subito sera.\n")
    assert [s.name for s in signatures] == ["quasimodo.example/salvatore"]


def test_a_note_with_any_bit_flipped_does_not_open() -> None:
    verifier = Verifier.parse(VERIFIER_KEY)
    for wrong in flipped(NOTE):
        with pytest.raises((ProofError, MalformedError)):
            verifier.open(wrong)


def test_a_note_that_is_cut_or_grown_does_not_open() -> None:
    verifier = Verifier.parse(VERIFIER_KEY)
    for wrong in cut_or_grown(NOTE):
        if wrong != NOTE:  # taking away one of two equal neighbours and such
            with pytest.raises((ProofError, MalformedError)):
                verifier.open(wrong)


def test_signatures_of_others_are_ignored() -> None:
    verifier = Verifier.parse(VERIFIER_KEY)
    witness = other_line("getuige.test", value=bytes(72))  # a cosignature has a timestamp as well
    next_key = Signer.parse(checkpoint.generate(ORIGIN, bytes(32))).sign(SWORN).removeprefix(f"{TEXT}\n")
    quantum = other_line("post-quantum.test", value=bytes(5000))
    same_id = f"— ander.test {note.encode_base64(bytes.fromhex('3f9b7bfd') + bytes(64))}\n"
    lines = witness + next_key + LINE + quantum + same_id + witness
    assert verifier.open(f"{TEXT}\n{lines}") == SWORN


def test_a_note_without_our_signature_is_refused() -> None:
    with pytest.raises(ProofError, match="ontbreekt"):
        Verifier.parse(VERIFIER_KEY).open(f"{TEXT}\n{other_line('getuige.test')}")


def test_another_key_of_the_same_name_is_not_ours() -> None:
    forged = Signer.parse(checkpoint.generate(ORIGIN, bytes(32))).sign(SWORN)
    with pytest.raises(ProofError, match="ontbreekt"):
        Verifier.parse(VERIFIER_KEY).open(forged)


@pytest.mark.parametrize("length", [1, 63, 64, 65])
def test_a_false_signature_under_our_key_is_refused_even_beside_a_true_one(length: int) -> None:
    false = f"— {ORIGIN} {note.encode_base64(bytes.fromhex('3f9b7bfd') + bytes(length))}\n"
    for lines in (false, false + LINE, LINE + false):
        with pytest.raises(ProofError, match="klopt niet"):
            Verifier.parse(VERIFIER_KEY).open(f"{TEXT}\n{lines}")


def test_a_signature_made_for_another_checkpoint_is_refused() -> None:
    later = Checkpoint(origin=ORIGIN, size=6, root=SWORN.root)
    with pytest.raises(ProofError, match="klopt niet"):
        Verifier.parse(VERIFIER_KEY).open(f"{later.text()}\n{LINE}")


def test_extension_lines_are_signed_and_then_ignored() -> None:
    signer = Signer.parse(PRIVATE_KEY)
    extended = note.sign(f"{TEXT}een regel\nnog een\n", ORIGIN, signer.key)
    verifier = Verifier.parse(signer.verifier)
    assert verifier.open(extended) == SWORN
    with pytest.raises(ProofError, match="klopt niet"):
        verifier.open(extended.replace("nog een", "nog 1"))


def test_our_key_under_a_checkpoint_of_another_log_is_refused() -> None:
    signer = Signer.parse(PRIVATE_KEY)
    other = Checkpoint(origin="ander.test/logboek", size=5, root=SWORN.root)
    with pytest.raises(MalformedError, match="ander logboek"):
        signer.sign(other)
    with pytest.raises(ProofError, match="ander logboek"):
        Verifier.parse(signer.verifier).open(note.sign(other.text(), ORIGIN, signer.key))


def test_a_note_has_room_for_a_hundred_signatures_and_no_more() -> None:
    verifier = Verifier.parse(VERIFIER_KEY)
    assert verifier.open(f"{TEXT}\n{other_line('getuige.test') * 99}{LINE}") == SWORN
    with pytest.raises(MalformedError, match="ten hoogste 100"):
        verifier.open(f"{TEXT}\n{other_line('getuige.test') * 100}{LINE}")


def test_a_huge_note_is_refused_unread() -> None:
    verifier = Verifier.parse(VERIFIER_KEY)
    room = 1_000_000 - len(note.sign(f"{TEXT}x\n", ORIGIN, Signer.parse(PRIVATE_KEY).key).encode())
    largest = note.sign(f"{TEXT}x{'x' * room}\n", ORIGIN, Signer.parse(PRIVATE_KEY).key)
    assert len(largest.encode()) == 1_000_000
    assert verifier.open(largest) == SWORN
    for wrong in (note.sign(f"{TEXT}xx{'x' * room}\n", ORIGIN, Signer.parse(PRIVATE_KEY).key), "é" * 500_001):
        with pytest.raises(MalformedError, match="1000000 bytes"):
            verifier.open(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "— \n",
        f"— {ORIGIN}\n",
        f"- {ORIGIN} {note.encode_base64(bytes(68))}\n",
        f"—{ORIGIN} {note.encode_base64(bytes(68))}\n",
        f"—  {note.encode_base64(bytes(68))}\n",
        f"— een+twee {note.encode_base64(bytes(68))}\n",
        f"— een\u2003twee {note.encode_base64(bytes(68))}\n",
        f"— {ORIGIN} {note.encode_base64(bytes(4))}\n",
        f"— {ORIGIN} {note.encode_base64(bytes(68))} \n",
        f"— {ORIGIN} {note.encode_base64(bytes(68))[:-1]}\n",
        f"— {ORIGIN} {note.encode_base64(bytes(68))}",
        f"— {ORIGIN} {note.encode_base64(bytes(68))}\r\n",
    ],
)
def test_a_badly_written_signature_line_spoils_the_note(line: str) -> None:
    with pytest.raises(MalformedError):
        Verifier.parse(VERIFIER_KEY).open(f"{TEXT}\n{LINE}{line}" if line else f"{TEXT}\n")


@pytest.mark.parametrize("size", ["", "05", "00", "+5", "-5", " 5", "5 ", "5.0", "0x5", "1_0", "٥", "1" * 20])
def test_a_size_has_one_spelling(size: str) -> None:
    with pytest.raises(MalformedError):
        Checkpoint.parse(TEXT.replace("\n5\n", f"\n{size}\n"))


@pytest.mark.parametrize("size", [0, 1, 10, 2**63 - 1])
def test_a_size_is_read_back_as_written(size: int) -> None:
    written = Checkpoint(origin=ORIGIN, size=size, root=SWORN.root)
    assert Checkpoint.parse(written.text()) == written


@pytest.mark.parametrize(
    "root",
    [
        "",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Y",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Z=",  # the same bytes, written in another way
        "Q09CCebCFgjfQPB7x-CRLVQmXcVrX7NHOAe1d9Ho62Y=",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho6w==",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62YA",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Y= ",
        "Q09CCebCFgjfQPB7x+CRLVQmXcVrX7NHOAe1d9Ho62Ÿ=",
    ],
)
def test_a_root_has_one_spelling(root: str) -> None:
    with pytest.raises(MalformedError):
        Checkpoint.parse(f"{ORIGIN}\n5\n{root}\n")


@pytest.mark.parametrize(
    "text", ["", "\n", TEXT[:-1], f"{TEXT}half", f"\n{TEXT}", f"{TEXT}\n", f"{ORIGIN}\n5\n", f"{TEXT}\nnog een\n"]
)
def test_a_checkpoint_has_three_full_lines_or_more(text: str) -> None:
    with pytest.raises(MalformedError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 5, bytes(32)), ("a\nb", 5, bytes(32)), ("a", -1, bytes(32)), ("a", 5, bytes(31)), ("a", 5, bytes(33))],
)
def test_what_cannot_be_written_is_no_checkpoint(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(MalformedError):
        Checkpoint(origin=origin, size=size, root=root)


@pytest.mark.parametrize("name", ["", " ", "a b", "a+b", "a\tb", "a\nb", "a\u00a0b", "a\u2003b", "a\x00b", "\ud800"])
def test_what_is_no_key_name_gets_no_key(name: str) -> None:
    with pytest.raises(MalformedError):
        checkpoint.generate(name, SEED)
    with pytest.raises(MalformedError):
        note.sign(TEXT, name, Ed25519PrivateKey.from_private_bytes(SEED))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(MalformedError, match="32 willekeurige bytes"):
        checkpoint.generate(ORIGIN, bytes(length))


def test_a_damaged_key_line_is_noticed_and_never_repeated() -> None:
    for good, parse in ((VERIFIER_KEY, Verifier.parse), (PRIVATE_KEY, Signer.parse)):
        for wrong in (*flipped(good), *cut_or_grown(good), good.upper(), good + "\n"):
            if wrong != good:
                with pytest.raises(MalformedError) as caught:
                    parse(wrong)
                assert good[-20:] not in f"{caught.value!r}{caught.value.__cause__!r}"


def test_a_key_of_another_kind_is_refused() -> None:
    public = Verifier.parse(VERIFIER_KEY).public
    for kind, key in ((b"\x02", public), (b"\x04", public), (b"\x01", public[:-1]), (b"\x01", public + b"\x00")):
        with pytest.raises(MalformedError, match="Ed25519"):
            Verifier.parse(f"{ORIGIN}+3f9b7bfd+{note.encode_base64(kind + key)}")
    with pytest.raises(MalformedError, match=re.escape("PRIVATE+KEY+")):
        Signer.parse(VERIFIER_KEY)


def test_the_private_key_does_not_show_in_print() -> None:
    assert note.encode_base64(SEED)[:-1] not in repr(Signer.parse(PRIVATE_KEY))
    assert SEED.hex() not in repr(Signer.parse(PRIVATE_KEY))


@pytest.mark.parametrize("text", ["", "geen nieuwe regel", "een\ttab\n", "een\rregel\n", "\ud800\n"])
def test_what_is_no_note_text_is_not_signed(text: str) -> None:
    with pytest.raises(MalformedError):
        note.sign(text, ORIGIN, Ed25519PrivateKey.from_private_bytes(SEED))
