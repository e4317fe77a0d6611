//! Laws of numerals: however a number is written in the base asked for, it is that number; in any
//! other base it is not.

use num_bigint::BigUint;
use proptest::prelude::*;
use tribunal_verifiers::checks::DigitsCheck;
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

fn outcome(base: u32, key: &str, answer: &str) -> Outcome {
    let check = Check::Digits(DigitsCheck::new(base, key).expect("a numeral"));
    let text = format!("\\boxed{{{answer}}}");
    let judgement = check.judge(Answer {
        text: &text,
        finish: Finish::Stop,
    });
    assert_eq!(
        judgement.strict.outcome, judgement.lenient.outcome,
        "{text}"
    );
    judgement.strict.outcome
}

fn written(number: u128, base: u32) -> String {
    let digits = BigUint::from(number).to_str_radix(base);
    digits.to_ascii_uppercase()
}

/// The digits in groups of `length`, counted from the right.
fn grouped(digits: &str, length: usize, mark: &str) -> String {
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(length) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

/// The prefix of a base, if it has one.
fn prefix(base: u32) -> &'static str {
    match base {
        2 => "0b",
        8 => "0o",
        16 => "0x",
        _ => "",
    }
}

const SPELLINGS: usize = 16;

fn spelled(digits: &str, base: u32, spelling: usize) -> String {
    match spelling {
        0 => digits.to_owned(),
        1 => digits.to_ascii_lowercase(),
        2 => format!("000{digits}"),
        3 => format!("{}{digits}", prefix(base)),
        4 => format!("{digits}_{base}"),
        5 => format!("{digits}_{{{base}}}"),
        6 => format!("({digits})_{{{base}}}"),
        7 => format!(r"\text{{{digits}}}_{{\text{{{base}}}}}"),
        8 => format!(r"\mathtt{{{digits}}}"),
        9 => grouped(digits, 4, " "),
        10 => grouped(digits, 3, ","),
        11 => grouped(digits, 3, "{,}"),
        12 => grouped(digits, 4, r"\,"),
        13 => format!("{}_{base}", grouped(digits, 4, r"\ ")),
        14 => format!("{digits} (base {base})"),
        _ => format!("{}{}", prefix(base), grouped(digits, 4, "_")),
    }
}

proptest! {
    #[test]
    fn every_spelling_is_read_back(number in 1_000_000u128.., base in 2u32..=36, spelling in 0..SPELLINGS) {
        let key = written(number, base);
        // A word of letters alone may be prose.
        prop_assume!(key.bytes().any(|digit| digit.is_ascii_digit()));
        let answer = spelled(&key, base, spelling);
        prop_assert_eq!(outcome(base, &key, &answer), Outcome::Correct, "{}", answer);
        let wrong = written(number - 1, base);
        let answer = spelled(&wrong, base, spelling);
        prop_assert!(!outcome(base, &key, &answer).is_correct(), "{}", answer);
    }

    #[test]
    fn another_base_is_never_right(number in 1_000_000u128.., bases in (2u32..=36, 2u32..=36), named in any::<bool>()) {
        let (base, other) = bases;
        prop_assume!(base != other);
        let key = written(number, base);
        let digits = written(number, other);
        let answer = if named { format!("{digits}_{{{other}}}") } else { digits };
        prop_assert!(!outcome(base, &key, &answer).is_correct(), "{}", answer);
        let misnamed = format!("{key}_{{{other}}}");
        prop_assert!(!outcome(base, &key, &misnamed).is_correct(), "{}", misnamed);
        if !prefix(other).is_empty() && base < 12 {
            let misnamed = format!("{}{key}", prefix(other));
            prop_assert_eq!(outcome(base, &key, &misnamed), Outcome::Incorrect, "{}", misnamed);
        }
    }

    /// Whatever is made of the pieces of numerals, it is judged, and right only if the digits are.
    #[test]
    fn pieces_make_no_right_answer_of_wrong_digits(pieces in prop::collection::vec(prop::sample::select(vec![
        "0x", "0b", "1F", "1f3", "_", "_{", "}", "16", "2", "(", ")", " ", ",", ".0", "0", "base", "in", "₁₆", "G", "-", "h", "{,}", r"\,", "=",
    ]), 0..10)) {
        let answer = pieces.concat();
        let key = "1F3";
        let bare: String = answer.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
        if !bare.contains("1F3") {
            let check = Check::Digits(DigitsCheck::new(16, key).expect("a numeral"));
            let text = format!("\\boxed{{{answer}}}");
            let judged = check.judge(Answer { text: &text, finish: Finish::Stop });
            prop_assert!(!judged.lenient.outcome.is_correct(), "{}", text);
        }
    }
}
