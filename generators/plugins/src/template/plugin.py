"""local.sums: what it asks, and what is hard about it.

Everything is in this file. Try it:   tribunal plugin check sums.py
Then use it:                          tribunal plugin add sums.py
"""

TASK = {
    "api": 1,
    "name": "local.sums",
    # Raise it whenever `generate` gives something else for the same random numbers.
    "version": 1,
    "summary": "two numbers with a given sum and product",
    "variations": {
        "default": "positive numbers",
        "signed": "one number may be negative",
    },
    "params": {
        "high": {"kind": "int", "min": 10, "max": 1_000_000, "default": 10_000,
                 "doc": "the largest number"},
    },
    # A minijinja template over the item's `vars`, and `variation`.
    "prompt": """\
Two {% if variation == "signed" %}integers{% else %}positive integers{% endif %} have the sum \
{{ sum }} and the product {{ product }}. Which are they?

Give both, in any order, as \\boxed{a, b}.""",
}


def generate(rng, params):
    """One item. `rng` is the only source of chance: below, range, chance, choose, shuffle,
    integers, distinct. `params` has every parameter, and the variation."""
    low = -params["high"] if params["variation"] == "signed" else 1
    a, b = rng.range(low, params["high"]), rng.range(1, params["high"])
    return {
        "vars": {"sum": a + b, "product": a * b},
        # Two answers that `verify` tells apart. An item whose answer is one number, say, can do
        # without a `verify`: give "check": {"kind": "integer", "expected": "42"} instead.
        "right": f"{a}, {b}",
        "wrong": f"{a}, {b + 1}",
    }


def verify(item, answer):
    """The verdict on the answer that was found in a response: True, False, (False, "why"), or a
    dict with an "outcome" and perhaps "score", "answer" and "reason"."""
    try:
        a, b = sorted(int(part) for part in answer.split(","))
    except ValueError:
        return {"outcome": "unparsable", "reason": "not two integers"}
    asked = item["vars"]
    return {
        "outcome": "correct" if a + b == asked["sum"] and a * b == asked["product"] else "incorrect",
        # Equal answers spelled alike can be counted for a majority vote.
        "answer": f"{a}, {b}",
        "reason": f"sum {a + b}, product {a * b}",
    }


def test_any_order_is_right():
    item = {"vars": {"sum": 5, "product": 6}}
    assert verify(item, "3, 2")["outcome"] == "correct"
    assert verify(item, "2,3")["outcome"] == "correct"
    assert verify(item, "1, 6")["outcome"] == "incorrect"
    assert verify(item, "two and three")["outcome"] == "unparsable"


def test_items_are_what_they_say(rng):
    item = generate(rng, {"variation": "default", "high": 50})
    assert verify(item, item["right"])["outcome"] == "correct"
