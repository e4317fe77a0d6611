//! The walker on memories of an installed Lean, whose pointers have eight bytes: what it should hold, the
//! same with bits flipped, and anything. Neither panics or hangs.

use proptest::prelude::*;
use tribunal_lean::readout::terms::Expr;
use tribunal_lean::readout::{Kind, Layout, Readout, WalkError, walk_as};

/// The boxed scalar zero.
const NONE: u64 = 1;

/// Writes objects as Lean lays them out.
struct Writer(Vec<u8>);

impl Writer {
    fn object(&mut self, tag: u8, fields: u8, words: &[u64], scalars: &[u8]) -> u64 {
        let at = self.0.len() as u64;
        self.0.extend_from_slice(&[1, 0, 0, 0, 0, 0, fields, tag]);
        self.0
            .extend(words.iter().flat_map(|word| word.to_le_bytes()));
        self.0.extend_from_slice(scalars);
        self.0.resize(self.0.len().next_multiple_of(8), 0);
        at
    }

    fn make(&mut self, tag: u8, fields: &[u64], scalars: &[u8]) -> u64 {
        let count = u8::try_from(fields.len()).unwrap();
        self.object(tag, count, fields, scalars)
    }

    fn array(&mut self, items: &[u64]) -> u64 {
        let count = items.len() as u64;
        let words = [&[count, count], items].concat();
        self.object(246, 0, &words, &[])
    }

    fn text(&mut self, text: &str) -> u64 {
        let size = text.len() as u64 + 1;
        let bytes = [text.as_bytes(), &[0]].concat();
        self.object(249, 0, &[size, size, text.chars().count() as u64], &bytes)
    }

    fn name(&mut self, text: &str) -> u64 {
        let text = self.text(text);
        self.make(1, &[NONE, text], &[0; 8])
    }

    /// 2⁶⁴ + 5, as the GNU library holds it.
    fn large(&mut self) -> u64 {
        let digits = self.0.len() as u64;
        self.0
            .extend([5_u64, 1].iter().flat_map(|digit| digit.to_le_bytes()));
        self.object(250, 0, &[2 << 32 | 2, digits], &[])
    }
}

/// `def answer : Nat := 2⁶⁴ + 5` in a kernel's environment.
fn memory() -> (Vec<u8>, u64) {
    // Address 0 holds nothing.
    let mut writer = Writer(vec![0; 16]);
    let (nat, answer) = (writer.name("Nat"), writer.name("answer"));
    let ty = writer.make(4, &[nat, NONE], &[0; 8]);
    let number = writer.large();
    let literal = writer.make(0, &[number], &[]);
    let value = writer.make(9, &[literal], &[0; 8]);
    let base = writer.make(0, &[answer, NONE, ty], &[]);
    let hints = writer.make(2, &[], &7_u32.to_le_bytes());
    let definition = writer.make(0, &[base, value, hints, NONE], &[1]);
    let info = writer.make(1, &[definition], &[]);
    let entry = writer.make(0, &[answer, info], &[]);
    let entries = writer.array(&[NONE, entry]);
    let map = writer.make(0, &[entries], &[]);
    let constants = writer.make(0, &[NONE, map], &[1]);
    let environment = writer.make(0, &[constants, NONE], &[]);
    (writer.0, environment)
}

fn read(memory: &[u8], environment: u64) -> Result<Readout, WalkError> {
    walk_as(memory, environment, Layout::Wide)
}

#[test]
fn what_lean_puts_there_is_read() {
    let (memory, environment) = memory();
    let readout = read(&memory, environment).expect("it is well formed");
    assert_eq!(readout.len(), 1);
    let name = readout.terms.find_name("answer").expect("a name");
    let constant = readout.get(name).expect("a constant");
    let Kind::Definition { value, .. } = constant.kind else {
        panic!("{:?}", constant.kind);
    };
    match readout.terms.expr(value) {
        Expr::Natural(number) => assert_eq!(number.to_string(), "18446744073709551621"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn addresses_at_the_end_of_the_space_are_outside() {
    let (memory, _) = memory();
    for at in [0, 1, 2, u64::MAX - 1, u64::MAX - 6, 1 << 63, 1 << 32] {
        assert!(read(&memory, at).is_err(), "{at:#x}");
    }
}

proptest! {
    #[test]
    fn flipped_bits_do_no_harm(flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..6)) {
        let (mut memory, environment) = memory();
        for (place, bit) in flips {
            let place = place.index(memory.len());
            memory[place] ^= 1 << bit;
        }
        let _ = read(&memory, environment);
    }

    #[test]
    fn anything_does_no_harm(memory in prop::collection::vec(any::<u8>(), 0..2_000), at in any::<u64>()) {
        let _ = read(&memory, at);
        let _ = read(&memory, (at % 2_000) & !1);
    }
}
