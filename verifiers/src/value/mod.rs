//! Reading a value from the answer found.
//!
//! Everything is exact: no float is ever made, so `2.675` is 107/40 and a key of a thousand
//! digits is compared digit by digit. A text that is not exactly one value of the kind asked for
//! reads as nothing; never as the first number in it.
//!
//! | spelling | read as |
//! |---|---|
//! | `42`, `+42`, `42.0`, `042`, `４２`, `٤٢`, `\text{42}`, `$42$` | 42 |
//! | `-42`, `−42`, `–42`, `- 42` | -42; `--42` is nothing |
//! | `12,345`, `12 345`, `12\,345`, `12{,}345`, `12'345`, `12_345` | 12345; `1,2` and `0,123` are nothing |
//! | `7/2`, `\frac{7}{2}`, `\dfrac72`, `3\frac{1}{2}`, `3 1/2`, `3½` | 7/2 |
//! | `3.5`, `.5`, `1.2e5`, `1.2 \times 10^{5}`, `1.2×10⁵` | exact decimals |
//! | `0.\overline{3}`, `50%` | 1/3, 1/2, both as exact values |
//! | `[1, 2]`, `(1; 2)`, `\{1,2\}`, `⟨1 2⟩`, `1, 2 and 3`, `\begin{bmatrix}1 & 2\end{bmatrix}` | lists |
//! | `[]`, `\emptyset`, `empty list` | the empty list |
//! | `[[3, 2], [5, 1]]`, `3: 2, 5: 1`, `3 → 2; 5 → 1`, `{"3": 2, "5": 1}`, a table of two columns | values with their counts |
//! | `3+4=7`, `40-42`, `2^{10}`, `[1, 2, …]`, `42 or 43` | nothing |
//!
//! In a list a comma always parts elements, so `[1,324]` has two; outside one, `1,324` is 1324.
//! Digits of a base are read as digits; see `value/numeral.rs`.
//!
//! Numbers of more than [`MAX_DIGITS`] digits and lists of more than [`MAX_ITEMS`] elements are
//! not read.

mod certificate;
mod choice;
mod cipher;
pub(crate) mod clause;
mod colours;
mod configuration;
mod counterexample;
mod expression;
mod fraction;
mod grid;
mod letters;
mod list;
mod machine;
mod moves;
mod number;
mod numeral;
pub(crate) mod plain;
mod portfolio;
mod ratio;
mod roster;
mod shape;
mod tally;
mod text;
mod tokens;
mod truth;
mod word;

pub use certificate::CertificateShape;
pub use choice::ChoiceShape;
pub use cipher::CipherShape;
pub use colours::{Colour, ColoursShape};
pub use configuration::{ConfigurationShape, TapeShape};
pub use counterexample::{Claim, CounterexampleShape};
pub use expression::ExpressionShape;
pub(crate) use fraction::power_of_ten;
pub use fraction::{Fraction, Tie};
pub use grid::GridShape;
pub use letters::LettersShape;
pub use list::{ListShape, MAX_ITEMS, NumbersShape};
pub use machine::{MachineShape, StatedMachine};
pub use moves::{MovesShape, StatedMove};
pub use number::{MAX_DIGITS, Number, Spelling};
pub use numeral::{BASES, Numeral, NumeralShape};
pub use portfolio::PortfolioShape;
pub use ratio::{Ratio, RatioError};
pub use roster::{Named, RosterShape, Statement};
pub use shape::{Lead, NumberShape, Shape};
pub use tally::TallyShape;
pub use text::TextShape;
pub use truth::{TruthShape, Truths};
pub use word::{WordShape, word};
