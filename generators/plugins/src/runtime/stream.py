"""The stream of an item's random numbers, and samplers over it: the same numbers, draw for draw, as
those of the built-in tasks."""

import struct

_MASK64 = (1 << 64) - 1
_SIGMA = struct.unpack("<4I", b"expand 32-byte k")
# Blocks that are worked out together. Each of the sixteen words of ChaCha's state is one large
# integer that holds the word of every block in a lane of 64 bits, so an operation costs hardly more
# for sixteen blocks than for one.
_LANES = 16
_ONES = sum(1 << (64 * lane) for lane in range(_LANES))
_LOW = _ONES * 0xFFFFFFFF
_COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
_DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def _blocks(key, first):
    """The words of 64 bits of `_LANES` blocks of ChaCha12, from block `first` on."""
    start = [word * _ONES for word in _SIGMA + struct.unpack("<8I", key)]
    counters = [first + lane for lane in range(_LANES)]
    for shift in (0, 32):
        start.append(sum((c >> shift & 0xFFFFFFFF) << (64 * i) for i, c in enumerate(counters)))
    start += [0, 0]
    state = start[:]
    for _ in range(6):
        for a, b, c, d in _COLUMNS + _DIAGONALS:
            va, vb, vc, vd = state[a], state[b], state[c], state[d]
            va = va + vb & _LOW
            vd ^= va
            vd = (vd << 16 | vd >> 16) & _LOW
            vc = vc + vd & _LOW
            vb ^= vc
            vb = (vb << 12 | vb >> 20) & _LOW
            va = va + vb & _LOW
            vd ^= va
            vd = (vd << 8 | vd >> 24) & _LOW
            vc = vc + vd & _LOW
            vb ^= vc
            vb = (vb << 7 | vb >> 25) & _LOW
            state[a], state[b], state[c], state[d] = va, vb, vc, vd
    words = [x + y & _LOW for x, y in zip(state, start)]
    unpack = struct.Struct(f"<{_LANES}Q").unpack
    columns = [
        unpack((low | high << 32).to_bytes(8 * _LANES, "little"))
        for low, high in zip(words[::2], words[1::2])
    ]
    return [word for block in zip(*columns) for word in block]


class Stream:
    """A deterministic stream of random numbers: ChaCha12 under a key of 32 bytes. `head` holds its
    first bytes, whole blocks of 64, where somebody worked them out already."""

    def __init__(self, key, head=b""):
        self._key = key
        self._words = struct.unpack(f"<{len(head) // 8}Q", head)
        self._at = 0
        self._block = len(head) // 64

    def bits(self):
        """The next 64 random bits."""
        if self._at == len(self._words):
            self._words, self._at = _blocks(self._key, self._block), 0
            self._block += _LANES
        word = self._words[self._at]
        self._at += 1
        return word

    def below(self, n):
        """A uniform integer in 0..n-1, for n up to 2**64 - 1; 0 for n = 0."""
        if not 0 <= n <= _MASK64:
            raise ValueError(f"below({n}): the bound must lie from 0 to 2**64 - 1")
        product = self.bits() * n
        if product & _MASK64 < n:
            threshold = (1 << 64) % n
            while product & _MASK64 < threshold:
                product = self.bits() * n
        return product >> 64

    def index(self, length):
        """A uniform index into a sequence of that length, which must not be 0."""
        if length < 1:
            raise ValueError("an empty sequence has no index")
        return self.below(length)

    def range(self, low, high):
        """A uniform integer in low..high, both included; low when the range is empty."""
        if not (-(1 << 63) <= low < 1 << 63 and -(1 << 63) <= high < 1 << 63):
            raise ValueError(f"range({low}, {high}): the bounds must fit 64 bits")
        if high <= low:
            return low
        width = high - low
        if width < _MASK64:
            return low + self.below(width + 1)
        value = self.bits()
        return value - (1 << 64) if value >> 63 else value

    def chance(self, numerator, denominator):
        """True with probability numerator / denominator."""
        return self.below(denominator) < numerator

    def choose(self, items):
        """A uniform element of a sequence, which must not be empty."""
        return items[self.index(len(items))]

    def shuffle(self, items):
        """Puts a list into uniform random order, in place."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def integers(self, n, low, high):
        """n independent uniform integers in low..high."""
        return [self.range(low, high) for _ in range(n)]

    def distinct(self, n, low, high):
        """n different uniform integers in low..high, in random order; None when the range holds
        fewer than n."""
        pool = high - low + 1
        if pool < n:
            return None
        if pool <= 2 * n:
            every = list(range(low, high + 1))
            for i in range(n):
                j = i + self.index(pool - i)
                every[i], every[j] = every[j], every[i]
            return every[:n]
        drawn = {}
        while len(drawn) < n:
            drawn.setdefault(self.range(low, high))
        return list(drawn)
