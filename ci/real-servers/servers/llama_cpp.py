"""llama.cpp's own server with a model of random weights: real sampling, real token counts.

It speaks chat completions, OpenAI responses and Anthropic messages. Its metrics say how many
tokens it read and wrote, and a reply at temperature 0 can be asked for again, so that stored
counts and texts are held to what the server itself says.
"""

import os
import subprocess

from kit import http, install
from kit.ledger import expect, require
from kit.process import Server

NAME = "llama.cpp"
VERSION = "xllamacpp 2026.10.11549"
QUICK = True

MODEL = "tiny-gibberish"
KEY = "the-right-key"
CONTEXT = 4096
GATE = ("--concurrency", 4)


def prepare(folder):
    """Installs the packages and makes the model in `folder`."""
    python = install.python_packages("llama-cpp")
    script = install.HERE / "inside" / "tiny_gguf.py"
    subprocess.run([python, script, model_file(folder)], check=True)


def model_file(folder):
    """Where the model stands."""
    return folder / "tiny.gguf"


def server(folder, context=CONTEXT):
    """The server, to be started."""
    python = install.python_packages("llama-cpp")
    script = install.HERE / "inside" / "serve_llama_cpp.py"
    return Server(
        [python, script, model_file(folder), KEY, context],
        folder / f"llama-cpp-{context}.log",
        environment={"PATH": os.environ["PATH"]},
        ready="/health",
    )


def metrics(url):
    """The server's counters."""
    lines = http.get(f"{url}/metrics", KEY).splitlines()
    return {
        name.removeprefix("llamacpp:"): float(value)
        for name, value in (line.split() for line in lines if not line.startswith("#"))
    }


def check(ledger, tribunal, folder):
    with server(folder) as running:
        for provider in ("llamacpp", "openai-responses", "anthropic"):
            for stream in (False, True):
                way = "streamed" if stream else "whole"
                with ledger.check(NAME, f"{provider}, {way}") as notes:
                    notes += counted(tribunal, running.url, provider, stream)
        with ledger.check(NAME, "cut off at 16 tokens") as notes:
            notes += cut_off(tribunal, running.url)
        with ledger.check(NAME, "texts asked for again") as notes:
            notes += same_texts(tribunal, running.url)
        with ledger.check(NAME, "wrong key") as notes:
            run = tribunal.run(f"llamacpp/{MODEL}", url=running.url, key="wrong")
            run.must_stop(saying=["401", "check the key in SERVER_KEY"])
            notes.append(run.words.splitlines()[1])
    with server(folder, context=256) as running:
        with ledger.check(NAME, "prompts beyond a context of 256") as notes:
            notes += too_long(tribunal, running.url)


def counted(tribunal, url, provider, stream):
    """Every item is answered, and server and store count the same tokens."""
    before = metrics(url)
    more = (*GATE, "--max-tokens", 64)
    run = tribunal.run(f"{provider}/{MODEL}", url=url, key=KEY, stream=stream, more=more)
    rows = run.must_be_answered()
    after = metrics(url)
    said = {name: after[name] - before[name] for name in after}
    expect(sum(row["output_tokens"] for row in rows), said["tokens_predicted_total"], "written")
    read = said["prompt_tokens_total"] + said.get("prompt_tokens_cached_total", 0)
    expect(sum(row["input_tokens"] for row in rows), read, "read")
    expect({row["model_reported"] for row in rows}, {MODEL}, "models reported")
    # Through the chat API its closing of connections behind streams costs nothing; the providers
    # of the other two do not close so, and the client keeps connections for them.
    again = dict(run.retried())
    if provider == "llamacpp" or not stream:
        expect(again, {}, "attempts that failed")
    expect(run.attempts, run.items + sum(again.values()), "attempts")
    require(set(again) <= {"network"}, f"attempts that failed: {again}")
    notes = [f"{run.items} answered", f"{sum(r['output_tokens'] for r in rows)} tokens"]
    return notes + ([f"asked again after {again}"] if again else [])


def cut_off(tribunal, url):
    """The finish reason says which replies were cut, and only they are."""
    more = (*GATE, "--max-tokens", 16)
    run = tribunal.run(f"llamacpp/{MODEL}", url=url, key=KEY, more=more)
    rows = run.must_be_answered()
    cut = [row for row in rows if row["finish"] == "length"]
    require(len(cut) > run.items // 2, f"only {len(cut)} replies are said to be cut off")
    expect({row["output_tokens"] for row in cut}, {16}, "tokens of those cut off")
    # The end token counts, so that a reply of 16 tokens may have ended of itself.
    ended = [row for row in rows if row["finish"] != "length"]
    expect({row["finish"] for row in ended} - {"stop"}, set(), "other finish reasons")
    expect(run.report["headline"]["cut_off"], len(cut), "cut off by the report")
    truncated = sum(row["lenient_outcome"] == "truncated" for row in rows)
    require(truncated > 0, "no item is truncated")
    expect(run.outcomes.get("truncated", 0), truncated, "truncated by the report")
    return [f"{len(cut)} cut, {truncated} of them without an answer"]


def same_texts(tribunal, url):
    """At temperature 0 the stored requests, sent once more, give the stored texts; whole and
    streamed replies are the same."""
    more = ("--concurrency", 1, "--temperature", 0, "--max-tokens", 40)
    texts = {}
    for stream in (False, True):
        run = tribunal.run(
            f"llamacpp/{MODEL}", url=url, key=KEY, stream=stream, items=10, more=more
        )
        rows = run.must_be_answered()
        texts[stream] = [row["text"] for row in rows]
        asked = [run.exchanges(row["ordinal"])[0]["request"] for row in rows]
        for body in asked:
            body.pop("stream", None)
            body.pop("stream_options", None)
        replies = [http.post(f"{url}/v1/chat/completions", body, KEY) for body in asked]
        said = [reply["choices"][0]["message"]["content"] for reply in replies]
        expect(texts[stream], said, "stored texts")
    expect(texts[True], texts[False], "streamed texts")
    require(len(set(texts[False])) > 1, "all texts are the same")
    return ["10 whole, 10 streamed"]


def too_long(tribunal, url):
    """What does not fit is told apart from what fits; a wrong answer is made of neither."""
    run = tribunal.run(f"llamacpp/{MODEL}", url=url, key=KEY, more=(*GATE, "--max-tokens", 16))
    expect(run.code, 4, "exit code")
    failures = {failure["class"]: failure["count"] for failure in run.report["failures"]}
    expect(set(failures), {"context_length"}, "classes of failures")
    count = failures["context_length"]
    expect(run.outcomes.get("error"), count, "errors")
    require(0 < count < run.items, f"{count} of {run.items} are too long")
    expect(run.attempts, run.items, "attempts")
    words = run.report["failures"][0]["example"]
    require("do not fit the context" in words, f"no advice in: {words}")
    return [f"{count} errors, {run.items - count} answered"]
