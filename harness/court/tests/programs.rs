//! Programs as answers, honest and otherwise. The guests have to be installed:
//!
//! ```sh
//! tribunal guest install python && tribunal guest install quickjs
//! ```

use tribunal_court::court;
use tribunal_verifiers::checks::{Case, IntegerCheck, Language, ProgramCheck, ProgramLimits};
use tribunal_verifiers::{Answer, Check, Finish, Integer, Judgement, NoAnswer, Outcome};

/// "Add the numbers", on eight hidden problems.
fn check(language: Language) -> Check {
    let case = |n: i64| Case {
        input: format!("{{\"numbers\":[{n},{},7]}}", n * n).into(),
        check: Check::Integer(IntegerCheck {
            expected: Integer::from(n + n * n + 7),
        }),
    };
    Check::Program(ProgramCheck {
        language,
        cases: (1..=8).map(case).collect(),
        limits: ProgramLimits {
            fuel: 500_000_000,
            total_fuel: 2_000_000_000,
            memory: 64 << 20,
        },
    })
}

fn judge(check: &Check, text: &str) -> Judgement {
    let judgement = court().judge(
        check,
        Answer {
            text,
            finish: Finish::Stop,
        },
    );
    assert_ne!(
        judgement.strict.outcome,
        Outcome::Error,
        "{:?}",
        judgement.strict.evidence.reason
    );
    judgement
}

fn python(program: &str) -> Judgement {
    judge(
        &check(Language::Python),
        &format!("Here it is.\n```python\n{program}\n```\n"),
    )
}

const HONEST: &str = "import json, sys\nprint(sum(json.load(sys.stdin)['numbers']))";

#[test]
fn an_honest_program_is_right() {
    for program in [
        HONEST,
        "import json\ndata = json.loads(input())\nprint('\\\\boxed{' + str(sum(data['numbers'])) + '}')",
        "import json, sys\nprint('thinking', file=sys.stderr)\nprint(sum(json.load(sys.stdin)['numbers']))\nexit()",
        "if __name__ == '__main__':\n    import json\n    print(sum(json.loads(input())['numbers']))",
    ] {
        let judgement = python(program);
        assert_eq!(judgement.strict.outcome, Outcome::Correct, "{program}");
        assert_eq!(judgement.strict.score, 1.0);
        assert_eq!(judgement.lenient, judgement.strict);
    }
}

#[test]
fn a_program_right_on_some_has_their_share() {
    let judgement = python(
        "import json, sys\nn = json.load(sys.stdin)['numbers']\nprint(sum(n) if n[0] <= 2 else 0)",
    );
    assert_eq!(judgement.strict.outcome, Outcome::Incorrect);
    assert_eq!(judgement.strict.score, 0.25);
    assert_eq!(
        judgement.strict.evidence.reason.as_deref(),
        Some("case 3: 0 is not 19 [11000000]")
    );
}

#[test]
fn the_players_are_right_and_wrong() {
    for language in [Language::Python, Language::Javascript] {
        let check = check(language);
        assert_eq!(
            judge(&check, &check.reference()).strict.outcome,
            Outcome::Correct
        );
        let wrong = judge(&check, &check.counterfeit());
        assert_eq!(
            (wrong.lenient.outcome, wrong.lenient.score),
            (Outcome::Incorrect, 0.0)
        );
    }
}

#[test]
fn javascript_is_run_as_well() {
    let program = "```javascript\nconst {numbers} = JSON.parse(std.in.readAsString());\nconsole.log(numbers.reduce((a, b) => a + b));\n```";
    let judgement = judge(&check(Language::Javascript), program);
    assert_eq!(judgement.strict.outcome, Outcome::Correct);
}

/// None of these computes the sum, whatever else it does: none may pass, and each has a reason.
#[test]
fn no_verdict_can_be_forged() {
    let forgeries = [
        ("does nothing", "pass", "empty"),
        ("ends early and well", "raise SystemExit(0)", "empty"),
        (
            "ends early by the system's call",
            "import os\nos._exit(0)",
            "empty",
        ),
        ("claims to be right", "print('correct')", "box"),
        (
            "claims to be right in JSON",
            "print('{\"outcome\":\"correct\",\"score\":1.0}')",
            "box",
        ),
        (
            "prints every number",
            "for n in range(1000): print(n)",
            "box",
        ),
        (
            "prints every number in the form asked for",
            "for n in range(1000): print('\\\\boxed{%d}' % n)",
            "999 is not 9",
        ),
        (
            "prints every number in one box",
            "print('\\\\boxed{' + ', '.join(map(str, range(1000))) + '}')",
            "box",
        ),
        ("alternatives", "print('\\\\boxed{9 or 15 or 19}')", "box"),
        (
            "states it in words as well",
            "print('The answer is 9. \\\\boxed{5} The answer is 15')",
            "box",
        ),
        ("leaves the box", "print('9}\\\\boxed{15}\\\\boxed{19')", ""),
        (
            "writes on other descriptors",
            "import os\nfor fd in range(3, 100):\n    try: os.write(fd, b'1')\n    except OSError: pass",
            "empty",
        ),
        (
            "looks for the answer in its own memory",
            "import gc\nprint([o for o in gc.get_objects() if 'expected' in str(type(o))][:1])",
            "box",
        ),
        (
            "searches the interpreter for a driver",
            "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nprint(sorted(f.f_locals))",
            "box",
        ),
        (
            "patches whatever is around it",
            "import sys\nfor m in list(sys.modules.values()):\n    for k, v in list(vars(m).items()):\n        if callable(v) and 'judge' in k: setattr(m, k, lambda *a: True)\nprint(0)",
            "0 is not 9",
        ),
        (
            "replaces equality",
            "class Any(int):\n    def __eq__(self, other): return True\n    def __str__(self): return 'any'\n    __repr__ = __str__\nprint(Any(3))",
            "box",
        ),
        (
            "patches the driver's exit",
            "import os, sys\nos._exit = lambda code: None\nsys.exit = None\nprint(1)",
            "1 is not 9",
        ),
        (
            "patches JSON and print",
            "import json, builtins\njson.loads = lambda s: {'numbers': [0]}\nprint(sum(json.loads(input())['numbers']))",
            "0 is not 9",
        ),
        (
            "replaces its output by an object",
            "import sys\nclass Out:\n    closed = False\n    def write(self, text): sys.__stdout__.write('x')\n    def flush(self): pass\nsys.stdout = Out()\nprint(1)",
            "empty",
        ),
        (
            "counts on the next case",
            "import builtins\nbuiltins.n = getattr(builtins, 'n', 0) + 1\nprint(builtins.n)",
            "1 is not 9",
        ),
        (
            "leaves a note for the next case",
            "try:\n    print(open('/tmp/n').read())\nexcept OSError:\n    open('/tmp/n', 'w').write('9')",
            "exit code 1",
        ),
        (
            "writes terminal codes",
            "print('9\\x1b[2K\\x1b[1A15\\r19')",
            "",
        ),
        (
            "writes bytes that are no text",
            "import sys\nsys.stdout.buffer.write(b'\\xff\\xfe9')",
            "",
        ),
        ("zero bytes", "print('\\0' * 1000 + '9\\0')", ""),
        (
            "right numerals in a wrong script",
            "print('\\u0669\\u0661')",
            "",
        ),
        (
            "prints the answer and crashes",
            "import json\nprint(sum(json.loads(input())['numbers']), flush=True)\n1 / 0",
            "ZeroDivisionError",
        ),
        (
            "prints the answer and never ends",
            "import json\nprint(sum(json.loads(input())['numbers']), flush=True)\nwhile True: pass",
            "out of fuel",
        ),
        ("never ends", "while True: pass", "out of fuel"),
        (
            "eats memory",
            "x = []\nwhile True: x.append(bytes(10 ** 6))",
            "out of memory",
        ),
        (
            "floods its output",
            "while True: print('9' * 10 ** 6)",
            "too much output",
        ),
        (
            "crashes the interpreter",
            "import os\nos.abort()",
            "crashed",
        ),
        ("is no program", "the answer is 9", "SyntaxError"),
        (
            "hangs a regular expression",
            "import re\nre.match(r'(a|a)*b', 'a' * 64)",
            "out of fuel",
        ),
    ];
    assert!(forgeries.len() >= 25);
    let mut failed = Vec::new();
    for (what, program, why) in forgeries {
        let judgement = python(program);
        for verdict in [&judgement.strict, &judgement.lenient] {
            // A lucky constant solves one case at most and never all.
            if verdict.outcome != Outcome::Incorrect || verdict.score > 0.25 {
                failed.push(format!("{what}: {verdict:?}"));
            }
        }
        let reason = judgement.strict.evidence.reason.unwrap_or_default();
        if !reason.contains(why) {
            failed.push(format!("{what}: {reason}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Fuel used up by the first cases is missing for the last: a verdict takes bounded time.
#[test]
fn all_cases_together_have_a_limit() {
    let slow = format!("for _ in range(20000): pass\n{HONEST}");
    let Check::Program(mut program) = check(Language::Python) else {
        unreachable!("it is a program");
    };
    let whole = judge(
        &Check::Program(program.clone()),
        &format!("```python\n{slow}\n```"),
    );
    assert_eq!(whole.strict.outcome, Outcome::Correct, "{:?}", whole.strict);
    program.limits.total_fuel = 150_000_000;
    let cut = judge(&Check::Program(program), &format!("```python\n{slow}\n```"));
    let reason = cut.strict.evidence.reason.expect("a reason");
    assert!(
        reason.contains("out of fuel [1") && reason.ends_with("-]"),
        "{reason}"
    );
}

#[test]
fn no_program_is_no_answer() {
    let check = check(Language::Python);
    let outcome = |text: &str, finish| {
        let judgement = court().judge(&check, Answer { text, finish });
        (judgement.strict.outcome, judgement.lenient.outcome)
    };
    let none = |kind| (Outcome::NoAnswer(kind), Outcome::NoAnswer(kind));
    assert_eq!(
        outcome("The sum is 9.", Finish::Stop),
        none(NoAnswer::Unparsable)
    );
    assert_eq!(
        outcome("```python\nprint(", Finish::Length),
        none(NoAnswer::Truncated)
    );
    assert_eq!(
        outcome("I'm sorry, but I can't help with that.", Finish::Stop),
        none(NoAnswer::Refused)
    );
    let untagged = format!("```\n{HONEST}\n```");
    assert_eq!(
        outcome(&untagged, Finish::Stop),
        (Outcome::NoAnswer(NoAnswer::Unparsable), Outcome::Correct)
    );
}

#[test]
fn the_same_program_has_the_same_verdict() {
    let program =
        "import random, json\nprint(sum(json.loads(input())['numbers']) + random.randrange(2))";
    let first = python(program);
    for _ in 0..3 {
        assert_eq!(python(program), first);
    }
    let version = court().version(&check(Language::Python));
    assert!(version.starts_with("program-1+python-"), "{version}");
}
