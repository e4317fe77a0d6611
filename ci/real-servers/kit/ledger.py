"""What was checked and what came of it."""

import time
import traceback
from contextlib import contextmanager


class Mismatch(Exception):
    """Something is not as it must be."""


def expect(actual, wanted, what):
    """Fails unless `actual` equals `wanted`."""
    if actual != wanted:
        raise Mismatch(f"{what}: {shorten(actual)} where {shorten(wanted)} was expected")


def require(holds, what):
    """Fails unless `holds`."""
    if not holds:
        raise Mismatch(what)


def shorten(value):
    """The value in at most 300 characters."""
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"


class Ledger:
    """Rows of (server, check, passed, seconds, note)."""

    def __init__(self):
        self.rows = []

    @contextmanager
    def check(self, server, name):
        """Carries out one check. The block may put words into the list it is given; a failure in
        it fails this check alone."""
        began, notes, failure = time.monotonic(), [], None
        try:
            yield notes
        except Exception as error:  # whatever goes wrong in a check is that check's failure
            failure = str(error) or type(error).__name__
            if not isinstance(error, Mismatch):
                traceback.print_exc()
        note = failure if failure is not None else ", ".join(notes)
        seconds = time.monotonic() - began
        self.rows.append((server, name, failure is None, seconds, note))
        mark = "ok    " if failure is None else "FAILED"
        print(f"  {mark} {seconds:6.1f} s  {name}: {note}", flush=True)

    def conclude(self):
        """Prints the table and the closing line; true when nothing failed."""
        print("\n| server | check | result | seconds |")
        print("| --- | --- | --- | ---: |")
        for server, name, passed, seconds, note in self.rows:
            note = note.replace("|", "\\|").replace("\n", " ")
            result = note or "ok" if passed else f"**failed**: {note}"
            print(f"| {server} | {name} | {result} | {seconds:.1f} |")
        failed = sum(not row[2] for row in self.rows)
        print(f"\n{len(self.rows) - failed} passed, {failed} failed")
        return failed == 0 and bool(self.rows)
