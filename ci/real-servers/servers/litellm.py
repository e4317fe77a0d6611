"""LiteLLM's proxy, alone and before llama.cpp.

Alone it answers with a fixed text in four dialects. Before llama.cpp's server it translates real
streams with real token counts, so that what is stored has passed through two foreign servers.
"""

import json
import os
import re

from kit import install
from kit.ledger import expect, require
from kit.process import Server
from kit.tribunal import ITEMS

from . import llama_cpp

NAME = "LiteLLM"
VERSION = "litellm[proxy] 1.80.5"
QUICK = True

KEY = "sk-the-right-key"
TEXT = "I have thought it over: the answer is \\boxed{7}."
SHORT = ("--max-tokens", 32, *llama_cpp.GATE)


def prepare(folder):
    """Installs the packages, those of llama.cpp too."""
    install.python_packages("litellm")
    llama_cpp.prepare(folder)


def server(folder, backend):
    """The proxy, to be started; `backend` is the address of llama.cpp's server."""

    def model(name, **parameters):
        return {"model_name": name, "litellm_params": parameters}

    # JSON is YAML.
    config = {
        "model_list": [
            model("fixed", model="openai/fixed", api_key="none", mock_response=TEXT),
            model("claude", model="anthropic/claude", api_key="none", mock_response=TEXT),
            model("gemini", model="gemini/gemini", api_key="none", mock_response=TEXT),
            model(
                "limited",
                model="openai/limited",
                api_key="none",
                mock_response="litellm.RateLimitError",
            ),
            model(
                "tiny",
                model=f"openai/{llama_cpp.MODEL}",
                api_base=f"{backend}/v1",
                api_key=llama_cpp.KEY,
            ),
        ],
        "general_settings": {"master_key": KEY},
        "litellm_settings": {"telemetry": False, "num_retries": 0},
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
    }
    file = folder / "litellm.yaml"
    file.write_text(json.dumps(config))
    python = install.python_packages("litellm")
    return Server(
        [
            *(python.parent / "litellm", "--config", file),
            *("--host", "127.0.0.1", "--port", 0, "--telemetry", False),
        ],
        folder / "litellm.log",
        environment={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            # Its list of prices is in the package; it need not look for a newer one outside.
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        },
        ready="/health/liveliness",
    )


def check(ledger, tribunal, folder):
    with llama_cpp.server(folder) as backend, server(folder, backend.url) as running:
        # With a mock LiteLLM streams in the chat dialect alone.
        for provider, model, path, streams in (
            ("litellm", "fixed", "/v1/chat/completions", (False, True)),
            ("openai-responses", "fixed", "/v1/responses", (False,)),
            ("anthropic", "claude", "/v1/messages", (False,)),
            ("gemini", "gemini", "/v1beta/models/gemini%3AgenerateContent", (False,)),
        ):
            for stream in streams:
                way = "streamed" if stream else "whole"
                with ledger.check(NAME, f"fixed text, {provider}, {way}") as notes:
                    notes += fixed(tribunal, running, provider, model, path, stream)
        for provider in ("litellm", "anthropic"):
            for stream in (False, True):
                way = "streamed" if stream else "whole"
                with ledger.check(NAME, f"llama.cpp behind it, {provider}, {way}") as notes:
                    notes += passed_on(tribunal, running, backend, provider, stream)
        for provider in ("litellm", "anthropic"):
            with ledger.check(NAME, f"wrong key, {provider}") as notes:
                run = tribunal.run(f"{provider}/fixed", url=running.url, key="sk-wrong")
                run.must_stop(saying=["check the key in SERVER_KEY"])
                notes.append(run.words.splitlines()[1])
            with ledger.check(NAME, f"unknown model, {provider}") as notes:
                run = tribunal.run(f"{provider}/nobody", url=running.url, key=KEY)
                run.must_stop(saying=["knows no model `nobody`"])
                notes.append(run.words.splitlines()[1])
        with ledger.check(NAME, "always beyond the rate") as notes:
            notes += limited(tribunal, running)


def answered(running, path):
    """How many calls of `path` its log says it answered with 200."""
    return len(re.findall(rf'"POST {re.escape(path)}[^"]*" 200', running.said()))


def fixed(tribunal, running, provider, model, path, stream):
    """Every item holds the fixed text, judged for what it is."""
    before = answered(running, path)
    run = tribunal.run(f"{provider}/{model}", url=running.url, key=KEY, stream=stream)
    rows = run.must_be_answered()
    expect({row["text"] for row in rows}, {TEXT}, "texts")
    expect({row["finish"] for row in rows}, {"stop"}, "finish reasons")
    # It states a number in the requested form: right for few items, and never unreadable where
    # a number is asked for.
    require(run.outcomes.get("incorrect", 0) > ITEMS // 2, f"outcomes: {run.outcomes}")
    require("truncated" not in run.outcomes, f"outcomes: {run.outcomes}")
    expect(answered(running, path) - before, ITEMS, "requests in its log")
    expect(run.attempts, ITEMS, "attempts")
    return [f"{count} {outcome}" for outcome, count in sorted(run.outcomes.items())]


def passed_on(tribunal, running, backend, provider, stream):
    """What llama.cpp wrote behind the proxy is what is stored and counted."""
    before = llama_cpp.metrics(backend.url)
    run = tribunal.run(f"{provider}/tiny", url=running.url, key=KEY, stream=stream, more=SHORT)
    rows = run.must_be_answered()
    after = llama_cpp.metrics(backend.url)
    written = after["tokens_predicted_total"] - before["tokens_predicted_total"]
    expect(sum(row["output_tokens"] for row in rows), written, "tokens written")
    require({row["finish"] for row in rows} <= {"stop", "length"}, "finish reasons")
    cut = sum(row["finish"] == "length" for row in rows)
    require(cut > 0, "no reply is said to be cut off")
    expect(run.report["headline"]["cut_off"], cut, "cut off by the report")
    # LiteLLM keeps connections that llama.cpp closes behind its streams, and hands the failure on
    # as its own.
    again = dict(run.retried())
    require(set(again) <= ({"server"} if stream else set()), f"attempts that failed: {again}")
    expect(run.attempts, ITEMS + sum(again.values()), "attempts")
    notes = [f"{ITEMS} answered", f"{written:.0f} tokens", f"{cut} cut off"]
    return notes + ([f"asked again after {again}"] if again else [])


def limited(tribunal, running):
    """A server that says 429 and nothing else is given up, after the attempts allowed."""
    before = len(re.findall(r'" 429', running.said()))
    more = ("--max-attempts", 3, "--first-wait-ms", 10)
    run = tribunal.run("litellm/limited", url=running.url, key=KEY, items=3, more=more)
    run.must_stop(saying=["limits the rate (429)", "set rpm and tpm"])
    expect(len(re.findall(r'" 429', running.said())) - before, 3, "refusals in its log")
    return ["stopped after 3 attempts"]
