"""A server in a process of its own, started, awaited and ended."""

import re
import subprocess
import time
import urllib.error
import urllib.request

ADDRESS = re.compile(r"(?:listening|running) on (http://127\.0\.0\.1:\d+)")


class NotReady(Exception):
    """The server ended or kept silent."""


class Server:
    """A process that says in its output at which address of the loopback interface it listens.

    Used in a `with` statement: left by whatever way, this very process is ended.
    """

    def __init__(self, command, log, *, environment, ready="/", within=120):
        self.command = [str(word) for word in command]
        self.log = log
        self.environment = environment
        self.ready = ready
        self.within = within
        self.url = None
        self.process = None

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self.log.parent,
            )
        try:
            self._await()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _await(self):
        deadline = time.monotonic() + self.within
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NotReady(f"it ended with {self.process.returncode}:\n{self.tail()}")
            if self.url is None:
                found = ADDRESS.search(self.said())
                self.url = found and found[1]
            elif self._answers():
                return
            time.sleep(0.1)
        raise NotReady(f"it was not ready within {self.within} s:\n{self.tail()}")

    def _answers(self):
        try:
            urllib.request.urlopen(self.url + self.ready, timeout=5).close()
        except urllib.error.HTTPError:
            return False
        except OSError:
            return False
        return True

    def said(self):
        """All it has written so far."""
        return self.log.read_text(errors="replace")

    def tail(self):
        """Its last words."""
        return "\n".join(self.said().splitlines()[-15:])
