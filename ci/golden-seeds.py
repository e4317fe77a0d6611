#!/usr/bin/env python3
"""Recomputes the golden vectors of item seeds and samplers by another route.

The Rust tests in generators/src/seed.rs and generators/src/sample.rs freeze what the keys, the
ChaCha12 stream and the samplers give. This script works the same values out from the written
definition: BLAKE3 from the PyPI package `blake3`, everything else in plain Python.

    pip install blake3==1.0.8
    python3 ci/golden-seeds.py            # print the values
    python3 ci/golden-seeds.py --check    # look each of them up in the Rust tests; exit 1 if one is not there
"""

import re
import struct
import sys
from pathlib import Path

from blake3 import blake3

MASK64 = (1 << 64) - 1


def field(data: bytes) -> bytes:
    """`data` with its length in front."""
    return struct.pack("<Q", len(data)) + data


def item_key(seed, task, version, variation, params, index, format_version=1) -> bytes:
    """The key of an item's stream; `params` is the canonical JSON text."""
    material = struct.pack("<I", format_version)
    material += field(seed.encode()) + field(task.encode()) + struct.pack("<I", version)
    material += field(variation.encode()) + field(params.encode()) + struct.pack("<Q", index)
    return blake3(material, derive_key_context="tribunal 2026-11 item stream").digest()


def commitment(seed: str) -> str:
    """What is published about a seed before it is revealed."""
    context = "tribunal 2026-11 seed commitment"
    return blake3(seed.encode(), derive_key_context=context).hexdigest()


def chacha_block(key: bytes, counter: int, rounds: int) -> bytes:
    """One block of ChaCha with a 64-bit counter and a zero nonce."""
    words = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key))
    words += [counter & 0xFFFFFFFF, counter >> 32, 0, 0]
    state = words[:]

    def mix(a, b, c, d):
        for target, source, other, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[target] = (state[target] + state[source]) & 0xFFFFFFFF
            turned = state[other] ^ state[target]
            state[other] = (turned << turn | turned >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(rounds // 2):
        for column in range(4):
            mix(column, column + 4, column + 8, column + 12)
        for diagonal in range(4):
            mix(diagonal, (diagonal + 1) % 4 + 4, (diagonal + 2) % 4 + 8, (diagonal + 3) % 4 + 12)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(state, words)))


# RFC 8439, appendix A.1, test vector 1 (20 rounds) shows that the rounds above are ChaCha's.
assert chacha_block(bytes(32), 0, 20).hex().startswith("76b8e0ada0f13d90405d6ae55386bd28")


class Stream:
    """A stream of ChaCha12 output and the samplers over it."""

    def __init__(self, key: bytes):
        self.key, self.counter, self.words = key, 0, []

    def bits(self) -> int:
        """The next eight bytes, little-endian."""
        if not self.words:
            self.words = list(struct.unpack("<8Q", chacha_block(self.key, self.counter, 12)))
            self.counter += 1
        return self.words.pop(0)

    def below(self, n: int) -> int:
        """Lemire's multiplication with rejection of the low products that come once too often."""
        while True:
            product = self.bits() * n
            if n == 0 or product & MASK64 >= (1 << 64) % n:
                return product >> 64

    def range(self, low: int, high: int) -> int:
        """A uniform integer in low..=high."""
        if high <= low:
            return low
        if high - low == MASK64:
            value = self.bits()
            return value - (1 << 64) if value >> 63 else value
        return low + self.below(high - low + 1)

    def chance(self, numerator: int, denominator: int) -> bool:
        """True with that probability."""
        return self.below(denominator) < numerator

    def shuffle(self, items: list) -> None:
        """Fisher-Yates from the end."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def integers(self, n: int, low: int, high: int) -> list:
        """Independent integers."""
        return [self.range(low, high) for _ in range(n)]

    def distinct(self, n: int, low: int, high: int):
        """Different integers: a partial shuffle of a crowded pool, else rejection."""
        pool = high - low + 1
        if pool < n:
            return None
        if pool <= 2 * n:
            everything = list(range(low, high + 1))
            for i in range(n):
                j = i + self.below(pool - i)
                everything[i], everything[j] = everything[j], everything[i]
            return everything[:n]
        drawn = []
        while len(drawn) < n:
            value = self.range(low, high)
            if value not in drawn:
                drawn.append(value)
        return drawn


def values() -> dict:
    """Every frozen value: the file whose tests freeze it, and what it is called there."""
    stream = Stream(bytes([7] * 32))
    deck = list(range(10))
    found = {
        ("seed.rs", "key of item 0"): item_key("42", "beyondbench.easy.sum", 1, "default", "{}", 0).hex(),
        ("seed.rs", "key of the last item"): item_key("", "", 1, "", "{}", MASK64).hex(),
        ("seed.rs", "commitment"): commitment("42"),
        ("sample.rs", "stream under a zero key"): list(chacha_block(bytes(32), 0, 12)[:32]),
    }
    # In the order of the Rust test, since each draw moves the stream on.
    found["sample.rs", "below(10)"] = [stream.below(10) for _ in range(8)]
    found["sample.rs", "integers"] = stream.integers(6, -100, 100)
    found["sample.rs", "distinct, crowded"] = stream.distinct(5, 1, 6)
    found["sample.rs", "distinct, sparse"] = stream.distinct(6, -100, 100)
    stream.shuffle(deck)
    found["sample.rs", "shuffle"] = deck
    found["sample.rs", "range of all i64"] = stream.range(-(1 << 63), (1 << 63) - 1)
    found["sample.rs", "below(2^63 + 1)"] = [stream.below((1 << 63) + 1) for _ in range(4)]
    found["sample.rs", "chance(1, 3)"] = sum(stream.chance(1, 3) for _ in range(12))
    return found


def plain(source: str) -> str:
    """Rust text in which numbers are decimal and nothing depends on layout."""
    source = re.sub(r"0x([0-9a-f]{2})\b", lambda byte: str(int(byte[1], 16)), source)
    return re.sub(r",(?=[\])])", "", re.sub(r"[\s_]", "", source))


def main() -> int:
    sources = Path(__file__).parent.parent / "generators" / "src"
    missing = 0
    for (file, name), value in values().items():
        line = f"{file:10} {name:25} {value}"
        if sys.argv[1:] == ["--check"]:
            wanted = re.sub(r"\s", "", str(value))
            # A single number must stand alone as an argument, a text in quotes.
            wanted = {int: f",{wanted})", str: f'"{wanted}"', list: wanted}[type(value)]
            there = wanted in plain((sources / file).read_text())
            missing += not there
            line = f"{'ok' if there else 'NOT FOUND':10} {line}"
        print(line)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
