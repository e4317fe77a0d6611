"""example.weekday: the day of the week of a date. One built-in check, nothing to verify."""

import datetime

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

TASK = {
    "api": 1,
    "name": "example.weekday",
    "version": 1,
    "summary": "the day of the week on which a date falls",
    "variations": {
        "date": "a date",
        "after": "the day so many days after a date whose day is given",
    },
    "params": {
        "first": {"kind": "int", "min": 1, "max": 9000, "default": 1600, "doc": "first year"},
        "last": {"kind": "int", "min": 1, "max": 9000, "default": 2400, "doc": "last year"},
    },
    "prompt": """\
{% if variation == "date" -%}
On which day of the week does {{ date }} fall in the Gregorian calendar?
{%- else -%}
In the Gregorian calendar {{ date }} is a {{ day }}. Which day of the week is it {{ days }} days later?
{%- endif %}

Give the day's English name as \\boxed{day}.""",
    "space": 200_000,
}


def generate(rng, params):
    from tribunal import NoProblem

    first, last = params["first"], params["last"]
    if first > last:
        raise NoProblem("`first` must not come after `last`")
    low, high = datetime.date(first, 1, 1).toordinal(), datetime.date(last, 12, 31).toordinal()
    date = datetime.date.fromordinal(rng.range(low, high))
    shown = {"date": date.isoformat()}
    day = date.weekday()
    if params["variation"] == "after":
        days = rng.range(8, 100_000)
        shown |= {"day": DAYS[day], "days": days}
        day = (day + days) % 7
    options = [{"name": name, "also": [name[:3]]} for name in DAYS]
    return {"vars": shown, "check": {"kind": "choice", "expected": day, "options": options}}


def test_a_known_date():
    class Fixed:
        def range(self, low, high):
            return datetime.date(1969, 7, 20).toordinal()

    item = generate(Fixed(), {"variation": "date", "first": 1969, "last": 1969})
    assert DAYS[item["check"]["expected"]] == "Sunday"
