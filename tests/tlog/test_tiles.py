# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import MalformedError
from registry.tlog import tiles
from registry.tlog.tiles import Entries, Tile
from tests.tlog import naive


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/000", Tile(level=0, n=0)),
        ("tile/0/x001/x234/067", Tile(level=0, n=1234067)),  # the example of the specification
        ("tile/0/x001/x234/067.p/8", Tile(level=0, n=1234067, width=8)),
        ("tile/1/000.p/1", Tile(level=1, n=0, width=1)),
        ("tile/63/999.p/255", Tile(level=63, n=999, width=255)),
        ("tile/8/x001/000", Tile(level=8, n=1000)),
        ("tile/entries/000", Entries(n=0)),
        ("tile/entries/x001/x234/067", Entries(n=1234067)),
        ("tile/entries/273.p/112", Entries(n=273, width=112)),
    ],
)
def test_a_path_is_read_and_written_as_specified(path: str, tile: Tile | Entries) -> None:
    assert tiles.parse(path) == tile
    assert tile.path == path


@given(st.integers(0, 63), st.integers(0, 2**64), st.integers(1, 256))
def test_any_tile_finds_its_way_back(level: int, n: int, width: int) -> None:
    tile, entries = Tile(level=level, n=n, width=width), Entries(n=n, width=width)
    assert tiles.parse(tile.path) == tile
    assert tiles.parse(entries.path) == entries


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/x000/001",  # an empty group in front
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/x01/002",
        "tile/0/X001/002",
        "tile/0/x001//002",
        "tile/0/-01",
        "tile/0/٠٠١",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/99/000",
        "tile/100/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/٣/000",
        "tile//000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/999",
        "tile/0/000.p/1000",
        "tile/0/000.p/-1",
        "tile/0/000.P/1",
        "tile/0/000p/1",
        "tile/0/000.p/1/",
        "tile/0/000/",
        "tile/0/000\n",
        " tile/0/000",
        "/tile/0/000",
        "tile/8/0/000",  # Go's own sumdb puts the height first
        "tile/entries",
        "tile/entries/0",
        "tile/entries/0/000",
        "tile/entries/x000/000",
        "tile/entries/000.p/256",
        "tile/Entries/000",
        "tile/data/000",
        "tile/0/../0/000",
        "tile/0/" + "x001/" * 7 + "000",
        "tile/0/" + "x001/" * 5000 + "000",
    ],
)
def test_every_other_spelling_is_malformed(path: str) -> None:
    with pytest.raises(MalformedError, match="pad van een tegel"):
        tiles.parse(path)


def test_no_spelling_near_a_good_one_gives_another_tile_the_same_path() -> None:
    for good in ("tile/0/x001/x234/067.p/8", "tile/entries/273.p/112"):
        for at in range(len(good)):
            for wrong in (good[:at], good[:at] + good[at + 1 :], *(good[:at] + c + good[at:] for c in "0x/1.p")):
                try:
                    found = tiles.parse(wrong)
                except MalformedError:
                    continue
                assert found.path == wrong


def test_a_tree_of_70_000_is_served_as_the_specification_says() -> None:
    served = list(tiles.resources(70_000))
    levels = {level: [t.width for t in served if isinstance(t, Tile) and t.level == level] for level in range(4)}
    assert levels == {0: [256] * 273 + [112], 1: [256, 17], 2: [1], 3: []}
    assert [t.width for t in served if isinstance(t, Entries)] == levels[0]


def test_a_tree_of_256_is_one_full_tile_and_one_hash_above_it() -> None:
    assert [t.path for t in tiles.resources(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert [t.path for t in tiles.resources(255)] == ["tile/entries/000.p/255", "tile/0/000.p/255"]
    assert list(tiles.resources(0)) == []


def test_a_tile_holds_the_hashes_that_the_specification_gives_it() -> None:
    leaves = naive.data(600)
    log = naive.Log(leaves)
    for tile in tiles.resources(600):
        if isinstance(tile, Tile):
            span = 256**tile.level
            starts = [(tile.n * 256 + i) * span for i in range(tile.width)]
            nodes = tiles.tile_nodes(tile.level, tile.n, tile.width)
            assert log.read(nodes) == [naive.mth(leaves[start : start + span]) for start in starts]


def test_tile_level_l_is_tree_level_8l() -> None:
    assert tiles.tile_nodes(0, 1, 2) == [(0, 256), (0, 257)]
    assert tiles.tile_nodes(1, 0, 3) == [(8, 0), (8, 1), (8, 2)]
    assert tiles.tile_nodes(2, 1, 256)[-1] == (16, 511)


def test_a_tile_exists_as_soon_as_all_its_hashes_do() -> None:
    kept: set[tuple[int, int]] = set()
    log = naive.Log(naive.data(520))
    for size in range(521):
        kept |= {(level, n) for level, n in log.kept if (n + 1) << level == size}
        for level, n, width in ((0, 0, 1), (0, 0, 256), (0, 1, 255), (0, 2, 8), (1, 0, 1), (1, 0, 2), (1, 0, 3)):
            assert tiles.exists(level, n, width, size) == (kept >= {*tiles.tile_nodes(level, n, width)})


def test_what_is_listed_exists_and_nothing_wider_does() -> None:
    for size in (1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537):
        for tile in tiles.resources(size):
            level = tile.level if isinstance(tile, Tile) else 0
            assert tiles.exists(level, tile.n, tile.width, size)
            assert tile.width == 256 or not tiles.exists(level, tile.n, tile.width + 1, size)


def test_a_narrower_partial_tile_remains_askable() -> None:
    assert tiles.exists(0, 0, 5, 1000)
    assert tiles.exists(0, 3, 232, 1000)
    assert not tiles.exists(0, 3, 233, 1000)
    assert not tiles.exists(0, 4, 1, 1000)
    assert not tiles.exists(63, 0, 1, 2**63)


@pytest.mark.parametrize(("level", "n", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)])
def test_a_tile_that_cannot_be_is_malformed(level: int, n: int, width: int) -> None:
    with pytest.raises(MalformedError, match="tegel"):
        tiles.tile_nodes(level, n, width)
    with pytest.raises(MalformedError, match="tegel"):
        tiles.exists(level, n, width, 1000)


def test_a_tree_that_cannot_be_has_no_tiles() -> None:
    with pytest.raises(MalformedError, match="boomgrootte"):
        tiles.exists(0, 0, 1, -1)
    with pytest.raises(MalformedError, match="boomgrootte"):
        list(tiles.resources(-1))


def test_a_bundle_is_each_length_and_then_the_entry() -> None:
    assert tiles.entries_bundle([]) == b""
    assert tiles.entries_bundle([b"", b"ab"]) == b"\x00\x00\x00\x02ab"
    digest = naive.data(1)[0]
    assert tiles.entries_bundle([digest]) == b"\x00\x20" + digest
    assert tiles.entries_bundle([bytes(65_535)]) == b"\xff\xff" + bytes(65_535)
    with pytest.raises(MalformedError, match=r"65\.535"):
        tiles.entries_bundle([bytes(65_536)])


def test_a_bundle_says_which_leaves_it_holds() -> None:
    assert Entries(n=0, width=3).indexes == range(3)
    assert Entries(n=2).indexes == range(512, 768)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_is_read_back_as_written(leaves: list[bytes]) -> None:
    assert tiles.split_entries_bundle(tiles.entries_bundle(leaves)) == leaves


def test_a_cut_or_grown_bundle_is_malformed() -> None:
    bundle = tiles.entries_bundle(naive.data(3))
    for keep in range(len(bundle)):
        if keep % 34:  # a cut between two entries is a shorter bundle; its reader knows how many there should be
            with pytest.raises(MalformedError, match="te vroeg"):
                tiles.split_entries_bundle(bundle[:keep])
    for extra in (b"\x00", b"\x00\x20", b"\xff\xff" + bytes(65_534)):
        with pytest.raises(MalformedError, match="te vroeg"):
            tiles.split_entries_bundle(bundle + extra)
