"""CopilotKit's aimock, which speaks five dialects and fails on demand.

It is given an answer for each item of the plan: right, wrong, vague, cut off, withheld, or right
after a thought. The report must then count exactly what was given out, in every dialect, and the
store must hold every text, thought and count as aimock was told to send it.
"""

import json
import os
from collections import Counter

from kit import http, install
from kit.ledger import expect, require
from kit.process import Server
from kit.tribunal import ITEMS

NAME = "aimock"
VERSION = "@copilotkit/aimock 1.43.0"
QUICK = True

KEY = "the-right-key"
THOUGHT = "Let me see: one after the other, \u2014 carefully."
VAGUE = "It depends on how one looks at it."

# What becomes of an item, by what it is answered with.
OUTCOMES = {
    "right": "correct",
    "thought": "correct",
    "wrong": "incorrect",
    "vague": "unparsable",
    "cut": "truncated",
    "withheld": "refused",
}
# aimock's Ollama ends every answer with "stop" and has a field for thoughts that Ollama hasn't; in
# the dialects of Anthropic and of OpenAI's responses aimock can't say that an answer is withheld.
GIVEN = {
    "openai": list(OUTCOMES),
    "gemini": list(OUTCOMES),
    "openai-responses": ["right", "thought", "wrong", "vague", "cut"],
    "anthropic": ["right", "thought", "wrong", "vague", "cut"],
    "ollama": ["right", "wrong", "vague"],
}
# Ollama's counts are always 0 in aimock.
UNCOUNTED = {"ollama"}

FAULTS = {"ratelimit": 0.10, "drop": 0.05, "malformed": 0.03, "disconnect": 0.02}
FAULT_ITEMS = 200


def prepare(_folder):
    """Installs the package."""
    package()


def package():
    """Where the package stands."""
    name, version = VERSION.split(" ")
    return install.npm_package("aimock", name, version)


def server(folder, fixtures, *options):
    """The server, to be started, with these answers."""
    file = folder / "fixtures.json"
    file.write_text(json.dumps({"fixtures": fixtures}))
    program = package() / "dist" / "cli.js"
    node, _ = install.node()
    return Server(
        [
            *(*node, program, "--port", 0, "--fixtures", file),
            *("--strict", "--journal-max", 0, *options),
        ],
        folder / "aimock.log",
        environment={"PATH": os.environ["PATH"], "AIMOCK_API_KEYS": KEY},
        ready="/health",
    )


def check(ledger, tribunal, folder):
    for provider, kinds in GIVEN.items():
        answers = answers_for(tribunal, ITEMS, kinds)
        with server(folder, [fixture(answer) for answer in answers]) as running:
            for stream in (False, True):
                way = "streamed" if stream else "whole"
                with ledger.check(NAME, f"{provider}, {way}") as notes:
                    notes += told(tribunal, running.url, provider, stream, answers)
            with ledger.check(NAME, f"{provider}, wrong key") as notes:
                run = tribunal.run(f"{provider}/tester", url=running.url, key="wrong")
                run.must_stop(saying=["401", "check the key in SERVER_KEY"])
                notes.append("stopped at the first refusal")
    answers = answers_for(tribunal, FAULT_ITEMS, ["right", "wrong"])
    options = [word for fault, rate in FAULTS.items() for word in (f"--chaos-{fault}", rate)]
    for stream in (False, True):
        with server(folder, [fixture(answer) for answer in answers], *options) as running:
            way = "streamed" if stream else "whole"
            with ledger.check(NAME, f"one answer in five spoilt, {way}") as notes:
                notes += spoilt(tribunal, running.url, stream, answers)


def answers_for(tribunal, items, kinds):
    """An answer for each item of the plan, the kinds taking turns."""
    right = tribunal.run("builtin:oracle", items=items).must_be_answered(usage=False)
    wrong = tribunal.run("builtin:wrong", items=items).must_be_answered(usage=False)
    expect({row["lenient_outcome"] for row in right}, {"correct"}, "the oracle's outcomes")
    expect({row["lenient_outcome"] for row in wrong}, {"incorrect"}, "the wrong player's outcomes")
    prompts = [row["prompt"] for row in right]
    for prompt in prompts:
        # aimock looks for a prompt anywhere in what it is asked.
        expect(sum(prompt in other for other in prompts), 1, "prompts that hold this one")
    answers = []
    for number, (yes, no) in enumerate(zip(right, wrong)):
        kind = kinds[number % len(kinds)]
        text = {"wrong": no["text"], "vague": VAGUE, "cut": VAGUE, "withheld": ""}
        answers.append(
            {
                "kind": kind,
                "prompt": yes["prompt"],
                "text": text.get(kind, yes["text"]),
                "thought": THOUGHT if kind == "thought" else None,
                "read": 100 + number,
                "written": 1000 + number,
            }
        )
    return answers


def fixture(answer):
    """An answer as aimock wants it told, with its counts in the words of every dialect."""
    read, written = answer["read"], answer["written"]
    response = {
        "content": answer["text"],
        "usage": {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
            "input_tokens": read,
            "output_tokens": written,
            "promptTokenCount": read,
            "candidatesTokenCount": written,
        },
    }
    if answer["thought"]:
        response["reasoning"] = answer["thought"]
    finish = {"cut": "length", "withheld": "content_filter"}.get(answer["kind"])
    if finish:
        response["finishReason"] = finish
    return {"match": {"userMessage": answer["prompt"]}, "response": response}


def requests(url):
    """What aimock was asked since this was last called."""
    entries = json.loads(http.get(f"{url}/__aimock/journal", KEY))
    http.post(f"{url}/__aimock/reset/journal", {}, KEY)
    return entries


def told(tribunal, url, provider, stream, answers):
    """Report and store say what aimock was told to say."""
    requests(url)
    run = tribunal.run(f"{provider}/tester", url=url, key=KEY, stream=stream)
    rows = run.must_be_answered(usage=provider not in UNCOUNTED)
    wanted = Counter(OUTCOMES[answer["kind"]] for answer in answers)
    expect(run.outcomes, dict(wanted), "outcomes")
    for row, answer in zip(rows, answers):
        where = f"item {row['ordinal']} ({answer['kind']})"
        expect(row["text"], answer["text"], f"{where}: text")
        expect(row["reasoning"] or None, answer["thought"], f"{where}: reasoning")
        expect(row["lenient_outcome"], OUTCOMES[answer["kind"]], f"{where}: outcome")
        if provider not in UNCOUNTED:
            expect(row["input_tokens"], answer["read"], f"{where}: input tokens")
            expect(row["output_tokens"], answer["written"], f"{where}: output tokens")
    asked = requests(url)
    expect([entry["response"]["status"] for entry in asked], [200] * ITEMS, "aimock's replies")
    expect(run.attempts, ITEMS, "attempts")
    return [f"{count} {outcome}" for outcome, count in sorted(run.outcomes.items())]


def spoilt(tribunal, url, stream, answers):
    """Every item ends answered as without faults, and aimock was asked once for each item and
    once more for each fault."""
    requests(url)
    more = ("--max-attempts", 12, "--first-wait-ms", 20)
    run = tribunal.run(
        "openai/tester", url=url, key=KEY, stream=stream, items=FAULT_ITEMS, more=more
    )
    rows = run.must_be_answered()
    expect([row["text"] for row in rows], [answer["text"] for answer in answers], "texts")
    expect(
        run.outcomes, dict(Counter(OUTCOMES[answer["kind"]] for answer in answers)), "outcomes"
    )
    faults = Counter(
        entry["response"].get("chaosAction")
        for entry in requests(url)
        if entry["response"].get("chaosAction")
    )
    require(sum(faults.values()) > FAULT_ITEMS // 20, f"too few faults: {dict(faults)}")
    expect(run.attempts, FAULT_ITEMS + sum(faults.values()), "attempts")
    expect(sum(run.retried().values()), sum(faults.values()), "failed attempts stored")
    return [f"{FAULT_ITEMS} answered", f"{run.attempts} attempts", f"faults {dict(faults)}"]
