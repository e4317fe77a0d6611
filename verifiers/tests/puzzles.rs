//! Laws of the checks that verify whatever answer they are given: no text makes them panic, none
//! passes that is not an answer, and long texts are read in linear time.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use tribunal_verifiers::checks::{
    Asked, Category, ChangeCheck, ColouringCheck, CryptarithmCheck, EquivalenceCheck, FillingCheck,
    FormulaCheck, HanoiCheck, LogicCheck, Operation, PortfolioCheck, PrecedenceCheck, QueensCheck,
    RouteAsk, RouteCheck, SelectionCheck, SelectionRule, SudokuCheck, WordCheck, with_unknown,
};
use tribunal_verifiers::formula::Connective;
use tribunal_verifiers::logic::Clue;
use tribunal_verifiers::mba::{Variables, parse};
use tribunal_verifiers::portfolio::{Average, Limit, Projects, Side};
use tribunal_verifiers::sudoku::{Board, box_regions};
use tribunal_verifiers::{Answer, Check, Finish, Judgement, NoAnswer, Outcome};

fn judge(check: &Check, text: &str, finish: Finish) -> Judgement {
    check.judge(Answer { text, finish })
}

/// One check of each kind, none of which has an answer of a few characters.
fn checks() -> Vec<Check> {
    let hanoi = HanoiCheck::new(
        vec![3, 40, 512],
        ['A', 'K', 'R'],
        vec![0, 0, 0],
        vec![1, 2, 2],
        false,
    );
    let queens = QueensCheck::new(vec![0, 4, 7, 5, 2, 6, 1, 3], vec![2], vec![[0, 1], [7, 7]]);
    let clauses = vec![vec![1, 2], vec![-1, 3], vec![-2, -3], vec![4, 5, -6]];
    let values = vec![true, false, true, true, true, false];
    let formula = FormulaCheck::new(6, Connective::Or, clauses, Some(values));
    let colouring = ColouringCheck::new(
        vec![7, 12, 40, 512],
        vec![[0, 1], [1, 2], [2, 3], [0, 3], [0, 2]],
        vec![0, 1, 2, 1],
    );
    let names = || "ABKQRXZ".chars().collect::<Vec<char>>();
    let chain: Vec<[u8; 2]> = (0..6).map(|place| [place, place + 1]).collect();
    let precedence = PrecedenceCheck::new(names(), chain.clone(), (0..7).collect());
    let edges: Vec<[u32; 3]> = chain
        .iter()
        .map(|&[a, b]| [a.into(), b.into(), 3])
        .collect();
    let path = RouteCheck::new(RouteAsk::Path, names(), edges.clone(), (0..7).collect());
    let around = edges.iter().copied().chain([[6, 0, 9]]).collect();
    let tour = RouteCheck::new(RouteAsk::Tour, names(), around, (0..7).collect());
    let rule = SelectionRule::Capacity {
        weights: vec![1, 2, 3, 4, 5, 6, 7],
        capacity: 21,
    };
    let selection = SelectionCheck::new(names(), vec![7, 6, 5, 4, 4, 4, 1], rule, (0..6).collect());
    let change = ChangeCheck::new(vec![1, 7, 40, 512], vec![512, 512, 40, 40, 7, 1, 1]);
    let projects = Projects {
        profits: vec![310, 420, 250, 380],
        limits: vec![Limit {
            name: "cost".to_owned(),
            uses: vec![40, 55, 20, 45],
            most: 100,
        }],
        averages: vec![Average {
            name: "risk".to_owned(),
            values: vec![2, 4, 3, 1],
            side: Side::AtMost,
            tenths: 30,
        }],
        needs: vec![[1, 3]],
        least: 2,
    };
    let portfolio = PortfolioCheck::new(vec![12, 25, 40, 77], projects);
    let category = |name: &str, values: [&str; 3]| Category {
        name: name.to_owned(),
        values: values.map(str::to_owned).to_vec(),
    };
    let logic = LogicCheck::new(
        ["Anna", "Ben", "Clara"].map(str::to_owned).to_vec(),
        vec![
            category("age", ["34", "40", "51"]),
            category("pet", ["dog", "cat", "owl"]),
        ],
        vec![
            Clue::Less {
                category: 1,
                terms: [[0, 0], [0, 1]],
            },
            Clue::Same {
                terms: [[0, 2], [1, 2]],
            },
            Clue::Same {
                terms: [[1, 2], [2, 0]],
            },
            Clue::Different {
                terms: [[0, 0], [2, 1]],
            },
        ],
    );
    let regions = box_regions(4).expect("a side");
    let board = Board::new(4, regions, false, vec![]).expect("a board");
    let solution = vec![1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1];
    let sudoku = SudokuCheck::new(board, vec![0; 16], solution);
    // SEND + MORE = MONEY.
    let key = [
        ('D', 7),
        ('E', 5),
        ('M', 1),
        ('N', 6),
        ('O', 0),
        ('R', 8),
        ('S', 9),
        ('Y', 2),
    ];
    let words = ["SEND", "MORE", "MONEY"].map(str::to_owned);
    let cryptarithm = CryptarithmCheck::new(Operation::Addition, words, &key, String::new());
    vec![
        Check::Precedence(precedence.expect("an order")),
        Check::Route(path.expect("a path")),
        Check::Route(tour.expect("a tour")),
        Check::Selection(selection.expect("a selection")),
        Check::Change(change.expect("a payment")),
        Check::Portfolio(portfolio.expect("a choice")),
        Check::Logic(logic.expect("a puzzle")),
        Check::Sudoku(sudoku.expect("a Sudoku")),
        Check::Cryptarithm(cryptarithm.expect("an equation")),
        Check::Hanoi(hanoi.expect("a puzzle")),
        Check::Queens(queens.expect("a placement")),
        Check::Formula(formula.expect("a formula")),
        Check::Colouring(colouring.expect("a colouring")),
        Check::Word(WordCheck::new(64, 0x9234_5678_9abc_def0).expect("a word")),
        equivalence(),
        filling(),
    ]
}

/// Two expressions that differ at one pair of words alone.
fn equivalence() -> Check {
    let variables = Variables::new(["p", "q"]).expect("names");
    let read = |text: &str| parse(text, &variables, None).expect("an expression");
    let d = "((p ^ 3735928559) | (q ^ 305419896))";
    let left = read(&format!("(~{d} & ({d} - 1)) & 2147483648"));
    let right = read("0");
    let witness = Some(vec![3_735_928_559, 305_419_896]);
    let check = EquivalenceCheck::new(32, variables.clone(), left, right, witness);
    Check::Equivalence(check.expect("they differ"))
}

/// An expression that hides another.
fn filling() -> Check {
    let variables = Variables::new(["p", "q"]).expect("names");
    let all = with_unknown(&variables).expect("room");
    let read = |text, variables: &Variables| parse(text, variables, None).expect("an expression");
    let given = read(
        "77*(p | q) + 77*(p & q) - 5*(p ^ q) - 10*(p & ~q) + 10*(p & ~q)",
        &all,
    );
    let witness = read("77 * (p + q) - 5 * (p ^ q)", &variables);
    let asked = Asked {
        largest: 11,
        constant: false,
    };
    let unknown = read("H", &all);
    let check = FillingCheck::new(32, variables, given, unknown, witness, asked);
    Check::Filling(check.expect("a question"))
}

/// Pieces that the grammars know, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\\boxed{",
        "}",
        "{",
        "[",
        "]",
        "(",
        ")",
        ",",
        ";",
        ":",
        "\n",
        " ",
        "->",
        "→",
        "\\to",
        "=",
        "x1",
        "x_{2}",
        "x₃",
        "¬",
        "-",
        "!",
        "not",
        "T",
        "F",
        "True",
        "0",
        "1",
        "7",
        "12",
        "40",
        "A",
        "K",
        "R",
        "disk",
        "from",
        "to",
        "Step 3",
        "S",
        "9",
        "1234",
        "Row 1:",
        "vertex",
        "red",
        "Project",
        "77",
        "Anna",
        "Ben",
        "Clara",
        "34",
        "51",
        "dog",
        "owl",
        "pet",
        "|",
        "...",
        "…",
        "or",
        "unsat",
        "equivalent",
        "p",
        "q",
        "&",
        "~",
        "^",
        "*",
        "0x1F",
        "\\land",
        "\\overline{",
        "<<",
        "the answer is",
        "<answer>",
        "</answer>",
        "**",
        "\u{0}",
        "é",
        "99999999999999999999",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Whatever stands in a reply, a verdict comes out, the strict reading is never kinder than the
    /// lenient one, and what is called right survives being said again in a box of its own.
    #[test]
    fn any_text_gets_a_verdict(text in prop_oneof![any::<String>(), pieces()]) {
        for check in checks() {
            for finish in [Finish::Stop, Finish::Length, Finish::Refused] {
                let judged = judge(&check, &text, finish);
                if judged.strict.outcome.is_correct() {
                    prop_assert!(judged.lenient.outcome.is_correct());
                }
            }
            judge(&check, &format!("\\boxed{{{text}}}"), Finish::Stop);
        }
    }

    /// Random bytes, read as text as far as they are, are never a right answer.
    #[test]
    fn noise_is_never_right(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        for check in checks() {
            let judged = judge(&check, &format!("\\boxed{{{text}}}"), Finish::Stop);
            prop_assert!(!judged.lenient.outcome.is_correct(), "{text}");
        }
    }

    /// A reply cut by the token limit inside its box is truncated, not wrong.
    #[test]
    fn a_cut_reply_is_truncated(part in 0usize..100) {
        for check in checks() {
            let reference = check.reference();
            let open = reference.find("\\boxed{").expect("a box");
            let cut = open + (reference.len() - 1 - open) * part / 100;
            let judged = judge(&check, &reference[..cut], Finish::Length);
            prop_assert_eq!(judged.strict.outcome, Outcome::NoAnswer(NoAnswer::Truncated));
            prop_assert_eq!(judged.lenient.outcome, Outcome::NoAnswer(NoAnswer::Truncated));
        }
    }
}

/// Each grammar on megabytes of what it takes for granted, and of what it stumbles over last.
#[test]
fn long_replies_are_read_in_linear_time() {
    for check in checks() {
        let reference = check.reference();
        let start = reference.find("{").expect("a box") + 1;
        let answer = &reference[start..reference.len() - 1];
        for unit in [
            answer,
            ", ",
            "the answer is 7: 1, 12: 2. ",
            "x1 = T, ",
            "A -> K, ",
            "Project 12 and ",
            "| Anna | 34 | owl |\n",
            "sssssss ",
            "S = 9, ",
            "1234, ",
            "1 2 3 4 | ",
            "p + ",
            "~(p & 0x7 | ",
            "p = 3, ",
            "((",
            "\\boxed{7: 1} ",
        ] {
            let filler = unit.repeat((1 << 20) / unit.len());
            for text in [
                format!("\\boxed{{{filler}}}"),
                format!("{filler}\n\n{reference}"),
                filler,
            ] {
                let start = Instant::now();
                judge(&check, &text, Finish::Stop);
                let took = start.elapsed();
                assert!(took < Duration::from_secs(5), "{unit}: {took:?}");
            }
        }
    }
}

#[test]
fn answers_survive_being_stored() {
    for check in checks() {
        let json = serde_json::to_string(&check).expect("plain data");
        let again: Check = serde_json::from_str(&json).expect("what was written is read");
        assert_eq!(again, check);
        assert!(
            judge(&again, &check.reference(), Finish::Stop)
                .strict
                .outcome
                .is_correct()
        );
        assert_eq!(
            judge(&again, &check.counterfeit(), Finish::Stop)
                .lenient
                .outcome,
            Outcome::Incorrect
        );
    }
}

/// Answers outside a box, as models give them; the strict reading asks for the box.
#[test]
fn stated_answers_count_leniently() {
    for check in checks() {
        let reference = check.reference();
        let start = reference.find("{").expect("a box") + 1;
        let answer = &reference[start..reference.len() - 1];
        let lines = answer.trim_matches(['[', ']']).replace(", ", "\n");
        for text in [
            format!("Thinking it through.\n\n<answer>{answer}</answer>"),
            format!("Thinking it through.\n\n<answer>\n{lines}\n</answer>"),
            format!("The final answer is {answer}."),
            format!("**Final answer:** {answer}"),
            format!("This works out:\n\n```\n{lines}\n```"),
            format!("This works out.\n\n{answer}"),
            format!("This works out.\n\n$${answer}$$"),
            format!("$\\fbox{{{answer}}}$"),
        ] {
            let judged = judge(&check, &text, Finish::Stop);
            assert_eq!(judged.lenient.outcome, Outcome::Correct, "{text}");
            assert!(!judged.strict.outcome.is_correct(), "{text}");
        }
    }
}
