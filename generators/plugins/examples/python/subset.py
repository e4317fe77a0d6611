"""example.subset: some of the numbers that have a given sum. Several choices may be right, so the
plugin judges by itself."""

TASK = {
    "api": 1,
    "name": "example.subset",
    "version": 1,
    "summary": "numbers of a list that have a given sum",
    "variations": {"default": "positive numbers", "signed": "numbers of both signs"},
    "params": {
        "size": {"kind": "int", "min": 3, "max": 40, "default": 10, "doc": "length of the list"},
        "high": {"kind": "int", "min": 50, "max": 1_000_000, "default": 500,
                 "doc": "the largest number"},
    },
    "answers": "many",
    "prompt": """\
Choose some of these numbers so that their sum is {{ target }}:

{{ numbers }}

Each may be used once. Give the chosen numbers as \\boxed{a, b, ...}.""",
    "space": 10**15,
}


def generate(rng, params):
    size, high = params["size"], params["high"]
    numbers = rng.distinct(size, -high if params["variation"] == "signed" else 1, high)
    chosen = numbers[: rng.range(2, size - 1)]
    rng.shuffle(numbers)
    right, wrong = chosen, chosen[1:]
    # Leaving out a zero changes nothing.
    if chosen[0] == 0:
        wrong = chosen[:1]
    if sum(wrong) == sum(right):
        wrong = chosen + chosen[:1]
    return {
        "vars": {"numbers": numbers, "target": sum(chosen)},
        "right": ", ".join(map(str, right)),
        "wrong": ", ".join(map(str, wrong)),
    }


def verify(item, answer):
    try:
        chosen = sorted(int(part) for part in answer.strip("[](){} ").split(","))
    except ValueError:
        return {"outcome": "unparsable", "reason": "not a list of integers"}
    left = list(item["vars"]["numbers"])
    spelled = ", ".join(map(str, chosen))
    for number in chosen:
        if number not in left:
            return {"outcome": "incorrect", "answer": spelled,
                    "reason": f"{number} is not there, or not so often"}
        left.remove(number)
    total = sum(chosen)
    if total != item["vars"]["target"]:
        return {"outcome": "incorrect", "answer": spelled, "reason": f"the sum is {total}"}
    return {"outcome": "correct", "answer": spelled}


def test_any_choice_with_the_sum_is_right():
    item = {"vars": {"numbers": [1, 2, 3, 4], "target": 5}}
    assert verify(item, "1, 4")["outcome"] == "correct"
    assert verify(item, "[3, 2]")["outcome"] == "correct"
    assert verify(item, "5")["outcome"] == "incorrect"
    assert verify(item, "1, 1, 3")["outcome"] == "incorrect"
    assert verify(item, "one and four")["outcome"] == "unparsable"
