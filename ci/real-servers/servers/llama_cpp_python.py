"""The OpenAI-dialect server of llama-cpp-python, another server around llama.cpp, in Python.

Built from source, which takes many minutes. It counts nothing in streams.
"""

import os
import re

from kit import install
from kit.ledger import expect, require
from kit.process import Server
from kit.tribunal import ITEMS

from . import llama_cpp

NAME = "llama-cpp-python"
VERSION = "llama-cpp-python[server] 0.3.36"
QUICK = False

KEY = "the-right-key"
MODEL = "tiny"


def packages():
    """The interpreter of its environment, built for any processor of this kind."""
    # Older and newer versions of pip read the versions to build with from different variables.
    tools = str(install.HERE / "requirements" / "build.txt")
    return install.python_packages(
        "llama-cpp-python",
        {
            "CMAKE_ARGS": "-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF",
            "CMAKE_BUILD_PARALLEL_LEVEL": "2",
            "PIP_CONSTRAINT": tools,
            "PIP_BUILD_CONSTRAINT": tools,
        },
    )


def prepare(folder):
    """Builds the packages and makes the model in `folder`."""
    packages()
    llama_cpp.prepare(folder)


def server(folder):
    """The server, to be started."""
    return Server(
        [
            *(packages(), "-m", "llama_cpp.server", "--model", llama_cpp.model_file(folder)),
            *("--host", "127.0.0.1", "--port", 0, "--api_key", KEY, "--model_alias", MODEL),
            *("--n_ctx", 4096, "--n_threads", 1, "--n_threads_batch", 1),
            # Left on, a new request ends the one before it in the middle.
            *("--interrupt_requests", False),
        ],
        folder / "llama-cpp-python.log",
        environment={"PATH": os.environ["PATH"]},
        ready="/docs",
    )


def check(ledger, tribunal, folder):
    with server(folder) as running:
        for stream in (False, True):
            way = "streamed" if stream else "whole"
            with ledger.check(NAME, f"compatible, {way}") as notes:
                notes += answered(tribunal, running, stream)
        with ledger.check(NAME, "wrong key") as notes:
            run = tribunal.run(f"compatible/{MODEL}", url=running.url, key="wrong")
            run.must_stop(saying=["401", "check the key in SERVER_KEY"])
            notes.append(run.words.splitlines()[1])


def answered(tribunal, running, stream):
    """Every item is answered, and the server's log holds one request for each."""
    served = re.compile(r'"POST /v1/chat/completions[^"]*" 200')
    before = len(served.findall(running.said()))
    more = ("--max-tokens", 16, *llama_cpp.GATE)
    run = tribunal.run(
        f"compatible/{MODEL}", url=running.url, key=KEY, stream=stream, more=more
    )
    rows = run.must_be_answered(usage=not stream)
    expect(len(served.findall(running.said())) - before, ITEMS, "requests in its log")
    expect({row["model_reported"] for row in rows}, {MODEL}, "models reported")
    cut = sum(row["finish"] == "length" for row in rows)
    require(cut > 0, "no reply is said to be cut off")
    expect(run.report["headline"]["cut_off"], cut, "cut off by the report")
    if stream:
        # What nobody counted is unknown, not 0.
        expect({row["output_tokens"] for row in rows}, {None}, "output tokens")
    else:
        require(all(0 < row["output_tokens"] <= 16 for row in rows), "more tokens than allowed")
    return [f"{ITEMS} answered", f"{cut} cut off"]
