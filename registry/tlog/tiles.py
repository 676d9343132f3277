# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Tiles: how others fetch the tree, 256 hashes at a time.

    tile/0/000                    leaf hashes 0 to 255: 256 x 32 bytes, no separator
    tile/0/x001/x234/067.p/8      the first 8 hashes of tile 1,234,067
    tile/1/000                    roots of the tiles tile/0/000 to tile/0/255
    tile/entries/000.p/5          the data of leaves 0 to 4, each after its length (2 bytes,
                                  big-endian); ours are digests, so always 0x00 0x20 and 32 bytes

Tile level L holds nodes of tree level 8 x L; the levels between are for the reader to hash. `<N>` is
written in groups of three digits, all but the last with an x. `.p/<W>` is a partial tile of W (1 to
255) hashes, the beginning of a tile that is not full yet; a full tile has no suffix. Each path has
one spelling, and every other one is malformed: no leading zeros, no empty group, ASCII digits only.

A tile is immutable. The narrower partial tiles of a tree remain askable, since a checkpoint may
once have needed them.

Source: c2sp.org/tlog-tiles.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from registry.errors import MalformedError
from registry.tlog.tree import Node, check_size

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8  # 2**8 = 256 hashes make one hash of the next tile level
MAX_LEVEL: Final = 63
MAX_ENTRY_BYTES: Final = 0xFFFF

_LENGTH_BYTES: Final = 2
# At most seven groups: 21 digits are enough for any 64-bit number. [0-9], as \d takes other scripts.
_PATH: Final = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


class Tile(Struct, frozen=True, kw_only=True):
    """Hashes of one tile; `width` 256 is a full one."""

    level: int
    n: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix.

        >>> Tile(level=0, n=1234067, width=8).path
        'tile/0/x001/x234/067.p/8'
        """
        return f"tile/{self.level}/{_tail(self.n, self.width)}"


class Entries(Struct, frozen=True, kw_only=True):
    """Leaf data of one bundle; `width` 256 is a full one."""

    n: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix."""
        return f"tile/entries/{_tail(self.n, self.width)}"

    @property
    def indexes(self) -> range:
        """Which leaves are in it."""
        return range(self.n * TILE_WIDTH, self.n * TILE_WIDTH + self.width)


def parse(path: str) -> Tile | Entries:
    """Read the path of a tile or of an entry bundle, from `tile/` on.

    Raises:
        MalformedError: this is no such path, or not its only spelling.
    """
    if found := _PATH.fullmatch(path):
        level, groups, width = found.groups(default=str(TILE_WIDTH))
        n = int(groups.replace("x", "").replace("/", ""))
        parsed = Entries(n=n, width=int(width)) if level == "entries" else Tile(level=int(level), n=n, width=int(width))
        # Writing it again is the whole test of spelling: leading zeros and `.p/256` do not return.
        if parsed.path == path and _possible(parsed):
            return parsed
    raise MalformedError("Dit is geen pad van een tegel, zoals tile/0/x001/234.p/8.")


def tile_nodes(level: int, n: int, width: int) -> list[Node]:
    """List the tree nodes of one tile, in the order of its bytes.

    Raises:
        MalformedError: there can be no such tile.
    """
    _check_tile(level, n, width)
    start = n * TILE_WIDTH
    return [(level * TILE_HEIGHT, node) for node in range(start, start + width)]


def exists(level: int, n: int, width: int, size: int) -> bool:
    """Say whether the tree of `size` leaves has all hashes of this tile (level 0: of this bundle).

    Raises:
        MalformedError: there can be no such tile, or no such tree.
    """
    _check_tile(level, n, width)
    check_size(size)
    return n * TILE_WIDTH + width <= size >> level * TILE_HEIGHT


def resources(size: int) -> Iterator[Tile | Entries]:
    """List all that a log of this size serves: full ones, and the widest partial ones.

    Raises:
        MalformedError: there can be no such tree.
    """
    check_size(size)
    for n, width in _row(size):
        yield Entries(n=n, width=width)
    level = 0
    while hashes := size >> level * TILE_HEIGHT:
        for n, width in _row(hashes):
            yield Tile(level=level, n=n, width=width)
        level += 1


def entries_bundle(leaves: Sequence[bytes]) -> bytes:
    """Write leaf data one after another, each after its length.

    Raises:
        MalformedError: one of them is longer than 65,535 bytes.
    """
    if any(len(leaf) > MAX_ENTRY_BYTES for leaf in leaves):
        raise MalformedError("De gegevens van een blad mogen ten hoogste 65.535 bytes zijn.")
    return b"".join(len(leaf).to_bytes(_LENGTH_BYTES, "big") + leaf for leaf in leaves)


def split_entries_bundle(bundle: bytes) -> list[bytes]:
    """Read what `entries_bundle` wrote.

    Raises:
        MalformedError: it ends in the middle of an entry.
    """
    leaves: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start], "big")
        leaves.append(bundle[start:at])
        if at > len(bundle):
            raise MalformedError("De bundel met bladen houdt te vroeg op.")
    return leaves


def _tail(n: int, width: int) -> str:
    digits = str(n)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return "".join(f"x{group}/" for group in groups) + last + partial


def _row(hashes: int) -> Iterator[tuple[int, int]]:
    """Cut one row of hashes in tiles: number and width of each."""
    for start in range(0, hashes, TILE_WIDTH):
        yield start // TILE_WIDTH, min(TILE_WIDTH, hashes - start)


def _possible(tile: Tile | Entries) -> bool:
    level = tile.level if isinstance(tile, Tile) else 0
    return 0 <= level <= MAX_LEVEL and tile.n >= 0 and 1 <= tile.width <= TILE_WIDTH


def _check_tile(level: int, n: int, width: int) -> None:
    if not _possible(Tile(level=level, n=n, width=width)):
        raise MalformedError("Een tegel heeft niveau 0 tot en met 63 en breedte 1 tot en met 256.")
