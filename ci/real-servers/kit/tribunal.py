"""Runs of the binary against a server, and what must hold of every one that ends well."""

import itertools
import json
import os
import subprocess
from collections import Counter

from .ledger import expect, require

SUITE = "beyondbench.easy.*"
SEED = "real"
ITEMS = 60
# No command against a server on this machine takes longer, or something hangs.
WITHIN = 300


class Tribunal:
    """The binary, with stores in `folder` and none of the caller's keys in its environment."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        self.numbers = itertools.count(1)

    def call(self, *words, environment=None):
        """One command, carried out in the folder of the stores."""
        return subprocess.run(
            [self.binary, *map(str, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WITHIN,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], **(environment or {})},
        )

    def run(self, model, *, url=None, key=None, stream=None, items=ITEMS, more=()):
        """`tribunal run` with a new store. The key reaches it through a named variable."""
        store = self.folder / f"{next(self.numbers)}.db"
        words = ["run", SUITE, "--seed", SEED, "--limit", items, "--model", model]
        words += ["--store", store, "--json", "--progress", "none"]
        if url:
            words += ["--base-url", url]
        if key:
            words += ["--key-env", "SERVER_KEY"]
        if stream is not None:
            words += ["--stream", str(stream).lower()]
        done = self.call(*words, *more, environment={"SERVER_KEY": key} if key else None)
        return Run(self, store, done, items)


class Run:
    """What one `tribunal run` printed and stored."""

    def __init__(self, tribunal, store, done, items):
        self.tribunal = tribunal
        self.store = store
        self.items = items
        self.code = done.returncode
        self.words = done.stderr
        self.report = json.loads(done.stdout) if done.stdout.startswith("{") else None

    def _read(self, *words):
        done = self.tribunal.call(*words, "--store", self.store)
        expect(done.returncode, 0, f"exit code of {words[0]} ({done.stderr.strip()})")
        return done.stdout

    @property
    def outcomes(self):
        """Counts by outcome, those that are 0 left out."""
        counts = self.report["headline"]["outcomes"]
        return {name: count for name, count in counts.items() if count}

    @property
    def attempts(self):
        """Attempts at the questions that ended."""
        return self.report["headline"]["effort"]["attempts"]

    def rows(self):
        """The rows of `tribunal export`, in the plan's order."""
        return [json.loads(line) for line in self._read("export").splitlines()]

    def exchanges(self, ordinal):
        """The attempts at one item, with request and reply as they were on the wire."""
        item = json.loads(self._read("show", "latest", ordinal, "--json"))
        return item["repeats"][0]["attempts"]

    def retried(self):
        """Classes of the failures behind every attempt after an item's first."""
        classes = Counter()
        for row in self.rows():
            if row["attempts"] > 1:
                found = (attempt["class"] for attempt in self.exchanges(row["ordinal"]))
                classes.update(name for name in found if name != "ok")
        return classes

    def must_be_answered(self, *, usage=True):
        """Every item was answered, judged, stored and counted; the stored verdicts reproduce.
        Gives the exported rows."""
        failures = self.report["failures"] if self.report else self.words
        expect(self.code, 0, f"exit code ({failures})")
        expect(self.report["coverage"]["ended"], self.items, "items that ended")
        require(self.report["coverage"]["complete"], "the run is not complete")
        expect(self.report["failures"], [], "failures")
        require("error" not in self.outcomes, f"errors among {self.outcomes}")
        expect(sum(self.outcomes.values()), self.items, "outcomes")
        rows = self.rows()
        expect([row["ordinal"] for row in rows], list(range(self.items)), "ordinals exported")
        for row in rows:
            where = f"item {row['ordinal']}"
            require(row["text"] is not None, f"{where} has no text")
            require(row["finish"], f"{where} has no finish reason")
            require(row["strict_outcome"] and row["lenient_outcome"], f"{where} has no verdict")
            expect(row["error_class"], None, f"{where}: class of error")
            if usage:
                require(row["input_tokens"], f"{where} has no input tokens")
                require(row["output_tokens"] is not None, f"{where} has no output tokens")
        tokens = self.report["headline"]["effort"]["tokens"]
        for kind in ("input", "output"):
            if usage:
                expect(tokens[kind]["known"], self.items, f"answers with known {kind} tokens")
                counted = sum(row[f"{kind}_tokens"] for row in rows)
                expect(tokens[kind]["total"], counted, f"{kind} tokens of report and export")
        self._read("rescore", "latest", "--check")
        return rows

    def must_stop(self, *, saying):
        """The run was given up as invalid, nothing was answered, and each of `saying` was said."""
        expect(self.code, 4, f"exit code ({self.words.strip()})")
        expect(self.outcomes, {}, "outcomes")
        require(self.words.splitlines()[1:2], "nothing was said")
        for words in saying:
            require(words in self.words, f"`{words}` is not said: {self.words.strip()}")
