# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One text, one meaning: what a file may and may not hold."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.bestanden import MAX_BYTES, MAX_DEPTH, Plekfout, lees
from cli.fouten import GebruikError
from registry.errors import MalformedError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé- ", max_size=6), inner, max_size=3),
    max_leaves=12,
)


def read(tmp_path: Path, text: str | bytes, name: str = "x.yaml") -> Any:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return lees(path).inhoud


def refused(tmp_path: Path, text: str | bytes, name: str = "x.yaml") -> list[tuple[int | None, str, str]]:
    """Where and why a file is refused."""
    with pytest.raises(MalformedError) as caught:
        read(tmp_path, text, name)
    fouten = [fout for fout in caught.value.fouten if isinstance(fout, Plekfout)]
    assert fouten
    return [(fout.regel, fout.veld, fout.code) for fout in fouten]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-01", "2026-11-01"),
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z"),
        ("09:00:00", "09:00:00"),
        ("190:20:30", "190:20:30"),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("0153", "0153"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("+31880000101", "+31880000101"),
        ('"12"', "12"),
        ("0.8", 0.8),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 40, "9" * 40),
        ("|\n  een\n  twee\n", "een\ntwee\n"),
        (">-\n  een\n  twee", "een twee"),
        ("=", "="),
    ],
)
def test_a_word_in_yaml_means_what_it_means_in_json_and_is_text_otherwise(
    tmp_path: Path, text: str, value: object
) -> None:
    found = read(tmp_path, f"a: {text}\n")["a"]
    assert found == value
    assert type(found) is type(value)


def test_a_doubled_name_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("naam: een\ntitel: x\nnaam: twee\nkanalen:\n  - {soort: email, soort: post}\n")
    with pytest.raises(MalformedError) as caught:
        lees(path)
    first, second = caught.value.fouten
    assert isinstance(first, Plekfout)
    assert isinstance(second, Plekfout)
    assert (first.regel, first.veld, "regel 1" in first.uitleg) == (3, "naam", True)
    assert (second.regel, second.veld) == (5, "kanalen[0].soort")


def test_the_same_name_in_another_group_is_fine(tmp_path: Path) -> None:
    assert read(tmp_path, "a: {naam: x}\nb: {naam: y}\n") == {"a": {"naam": "x"}, "b": {"naam": "y"}}


@pytest.mark.parametrize(
    ("text", "regel", "code"),
    [
        ("a: &x 1\n", 1, "verwijzing"),
        ("a: *x\n", 1, "verwijzing"),
        ("b: 1\na: &x [1]\n", 2, "verwijzing"),
        ("b: 1\n&x a: 1\n", 2, "verwijzing"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: !!timestamp 2026-01-01\n", 1, "tag"),
        ("a: !eigen x\n", 1, "tag"),
        ("a: {<<: {b: 1}}\n", 1, "naam"),
        ("? [a, b]\n: 1\n", 1, "naam"),
        ("a: 1\n---\nb: 1\n", 2, "meer"),
    ],
)
def test_what_makes_yaml_clever_is_refused(tmp_path: Path, text: str, regel: int, code: str) -> None:
    assert (regel, code) in [(line, kind) for line, _, kind in refused(tmp_path, text)]


def test_everything_that_is_too_clever_is_named_at_once(tmp_path: Path) -> None:
    assert [regel for regel, _, _ in refused(tmp_path, "a: &x 1\nb: *x\nb: !!str 2\n")] == [1, 2, 3, 3]


def test_ten_lines_cannot_grow_into_ten_million(tmp_path: Path) -> None:
    laughs = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    laughs += [f"{y}: &{y} [{', '.join([f'*{x}'] * 9)}]" for x, y in zip("abcdefgh", "bcdefghi", strict=True)]
    began = time.monotonic()
    assert refused(tmp_path, "\n".join(laughs))
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_a_file_is_only_so_deep(tmp_path: Path, name: str) -> None:
    read(tmp_path, "[" * MAX_DEPTH + "]" * MAX_DEPTH, name)
    refused(tmp_path, "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), name)
    refused(tmp_path, "[" * 30_000 + "]" * 30_000, name)


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_a_file_is_only_so_long(tmp_path: Path, name: str) -> None:
    text = '"' + "x" * (MAX_BYTES - 2) + '"'
    assert read(tmp_path, text, name) == "x" * (MAX_BYTES - 2)
    with pytest.raises(MalformedError, match="64 KiB"):
        read(tmp_path, text + " ", name)


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_a_file_is_utf_8(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, '\ufeff{"a": "é"}', name) == {"a": "é"}
    assert refused(tmp_path, '{"a":\n"é"}'.encode("latin-1"), name) == [(2, "", "vorm")]
    refused(tmp_path, '{"a": 1}'.encode("utf-16"), name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("naam: x\n\ttitel: z\n", "tab"),
        ("titel: een: twee\n", "dubbele punt"),
        ("a: [1, 2\nb: 3\n", "lijst is niet gesloten"),
        ("a: {b: 1\nc: 2\n", "groep is niet gesloten"),
        ("a: 'x\nb: 1\n", "aanhalingsteken is niet gesloten"),
        ("a: @x\n", "aanhalingstekens"),
        ("a: x\n- b\n", "inspringen"),
        ("a: \x01\n", "onzichtbaar teken"),
        ("", "leeg"),
        ("# niets\n", "leeg"),
    ],
)
def test_broken_yaml_is_explained_in_dutch(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(MalformedError) as caught:
        read(tmp_path, text)
    assert words in caught.value.fouten[0].uitleg


@pytest.mark.parametrize(
    ("text", "regel"),
    [('{"a": 1\n"b": 2}', 2), ('{"a": 1, "a": 2}', None), ('{"a": NaN}', None), ("", 1), ("9" * 5000, None)],
)
def test_broken_json_is_refused(tmp_path: Path, text: str, regel: int | None) -> None:
    assert refused(tmp_path, text, "x.json")[0][0] == regel


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(GebruikError, match="bestaat niet"):
        lees(tmp_path / "weg.yaml")
    with pytest.raises(GebruikError, match="niet te lezen"):
        lees(tmp_path)


@given(value=JSON)
def test_json_is_read_as_json(value: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert read(tmp_path_factory.mktemp("json"), json.dumps(value), "x.json") == value


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("yaml") / "x.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(MalformedError):
        lees(path)


def test_a_fault_finds_the_line_of_the_nearest_part_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("naam: x\nkanalen:\n  - soort: email\n    drempel: {aantal: 1}\n")
    bestand = lees(path)
    places = {
        "naam": 1,
        "kanalen": 2,
        "kanalen[0]": 3,
        "kanalen[0].adres": 3,
        "kanalen[0].drempel.eenheid": 4,
        "kanalen[7].nummer": 2,
        "titel": 1,
    }
    for veld, regel in places.items():
        assert bestand.plaats(Plekfout(veld=veld, code="x", uitleg="x")).regel == regel
