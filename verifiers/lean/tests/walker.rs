//! The walker on memories that hold what Lean would put there, the same with bits flipped, and
//! anything: it reads the first, and never panics or hangs on the others.

use proptest::prelude::*;
use tribunal_lean::readout::constants::{Hints, Safety};
use tribunal_lean::readout::terms::{Binder, Expr, Level};
use tribunal_lean::readout::{Kind, Readout, WalkError, walk};

/// A boxed scalar.
fn boxed(value: u32) -> u32 {
    (value << 1) | 1
}

const NONE: u32 = 1;

/// Writes objects as Lean lays them out.
struct Writer(Vec<u8>);

impl Writer {
    fn new() -> Self {
        // Address 0 holds nothing.
        Self(vec![0; 16])
    }

    fn here(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap()
    }

    fn words(&mut self, words: &[u32]) {
        self.0
            .extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    fn object(&mut self, tag: u8, count: usize, words: &[u32], scalars: &[u8]) -> u32 {
        let at = self.here();
        self.words(&[1]);
        self.0
            .extend_from_slice(&[0, 0, u8::try_from(count).unwrap(), tag]);
        self.words(words);
        self.0.extend_from_slice(scalars);
        while !self.0.len().is_multiple_of(8) {
            self.0.push(0);
        }
        at
    }

    fn make(&mut self, tag: u8, fields: &[u32], scalars: &[u8]) -> u32 {
        self.object(tag, fields.len(), fields, scalars)
    }

    fn array(&mut self, items: &[u32]) -> u32 {
        let count = u32::try_from(items.len()).unwrap();
        let mut words = vec![count, count];
        words.extend_from_slice(items);
        self.object(246, 0, &words, &[])
    }

    fn text(&mut self, text: &str) -> u32 {
        let size = u32::try_from(text.len() + 1).unwrap();
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        self.object(249, 0, &[size, size, size - 1], &bytes)
    }

    fn list(&mut self, items: &[u32]) -> u32 {
        let items = items.iter().rev();
        items.fold(NONE, |rest, item| self.make(1, &[*item, rest], &[]))
    }

    fn name(&mut self, part: &str) -> u32 {
        let part = self.text(part);
        self.make(1, &[NONE, part], &[0; 8])
    }

    /// An expression, whose cached data take 8 bytes.
    fn expr(&mut self, tag: u8, fields: &[u32], flags: &[u8]) -> u32 {
        let mut scalars = vec![0; 8];
        scalars.extend_from_slice(flags);
        self.make(tag, fields, &scalars)
    }

    /// A kernel's environment to which these constants were added.
    fn environment(&mut self, infos: &[u32]) -> u32 {
        let mut entries = vec![NONE; 32];
        let (first, rest) = infos.split_at(infos.len().min(4));
        for (entry, info) in entries.iter_mut().zip(first) {
            *entry = self.make(0, &[NONE, *info], &[]);
        }
        // The others hang in a node of their own, as keys that collide do.
        let values = self.array(rest);
        let keys = self.array(&vec![NONE; rest.len()]);
        let collision = self.make(1, &[keys, values], &[]);
        entries[31] = self.make(1, &[collision], &[]);
        let entries = self.array(&entries);
        let added = self.make(0, &[entries], &[]);
        let constants = self.make(0, &[NONE, added], &[0]);
        self.make(0, &[constants, NONE, NONE, NONE, NONE, NONE], &[0])
    }

    fn base(&mut self, name: &str, ty: u32) -> u32 {
        let name = self.name(name);
        let param = self.name("u");
        let levels = self.list(&[param]);
        self.make(0, &[name, levels, ty], &[])
    }

    /// A constant: its number among the kinds, and what stands behind its name and type.
    fn info(&mut self, kind: u8, base: u32, fields: &[u32], scalars: &[u8]) -> u32 {
        let mut all = vec![base];
        all.extend_from_slice(fields);
        let value = self.make(0, &all, scalars);
        self.make(kind, &[value], &[])
    }

    /// An environment with one axiom of this type.
    fn axiom(&mut self, ty: u32) -> u32 {
        let base = self.base("axiom", ty);
        let info = self.info(0, base, &[], &[0]);
        self.environment(&[info])
    }
}

/// A memory with one constant of every kind, and where its environment is.
fn memory() -> (Vec<u8>, u32) {
    let mut out = Writer::new();
    let param = out.name("u");
    let level = out.make(4, &[param], &[0; 8]);
    let level = out.make(1, &[level], &[0; 8]);
    let sort = out.expr(3, &[level], &[]);
    let digits = out.here();
    out.words(&[5, 7]);
    let big = out.object(250, 0, &[2, 2, digits], &[]);
    let literal = out.make(0, &[big], &[]);
    let number = out.expr(9, &[literal], &[]);
    let text = out.text("λ");
    let literal = out.make(1, &[text], &[]);
    let text = out.expr(9, &[literal], &[]);
    let x = out.name("x");
    let variable = out.expr(0, &[boxed(0)], &[]);
    let lambda = out.expr(6, &[x, sort, variable], &[1]);
    let nat = out.name("Nat");
    let levels = out.list(&[level]);
    let constant = out.expr(4, &[nat, levels], &[]);
    let marked = out.expr(10, &[NONE, constant], &[]);
    let apply = out.expr(5, &[lambda, marked], &[]);
    let project = out.expr(11, &[nat, boxed(1), apply], &[]);
    let bound = out.expr(8, &[x, sort, number, project], &[0]);
    let pi = out.expr(7, &[x, text, bound], &[3]);
    let ty = out.name("Type");
    let all = out.list(&[ty]);
    let rule = out.make(0, &[ty, boxed(2), apply], &[]);
    let rules = out.list(&[rule]);
    let hints = out.make(2, &[], &9_u32.to_le_bytes());
    let (zero, one, two) = (boxed(0), boxed(1), boxed(2));

    let mut infos = Vec::new();
    let kinds: [(&str, u8, &[u32], &[u8]); 8] = [
        ("axiom", 0, &[], &[0]),
        ("definition", 1, &[apply, hints, NONE], &[1]),
        ("theorem", 2, &[apply, NONE], &[]),
        ("opaque", 3, &[apply, NONE], &[0]),
        ("quotient", 4, &[], &[2]),
        ("Type", 5, &[zero, zero, all, NONE, zero], &[1, 0, 0]),
        ("constructor", 6, &[ty, zero, zero, two], &[0]),
        ("recursor", 7, &[all, zero, zero, one, one, rules], &[0, 0]),
    ];
    for (name, kind, fields, scalars) in kinds {
        let base = out.base(name, if name == "axiom" { pi } else { sort });
        infos.push(out.info(kind, base, fields, scalars));
    }
    let environment = out.environment(&infos);
    (out.0, environment)
}

fn read(bytes: &[u8], environment: u32) -> Result<Readout, WalkError> {
    walk(bytes, environment)
}

#[test]
fn every_kind_is_read() {
    let (bytes, environment) = memory();
    let readout = read(&bytes, environment).unwrap();
    let terms = &readout.terms;
    assert_eq!(readout.len(), 8);
    let get = |name: &str| readout.get(terms.find_name(name).unwrap()).unwrap();
    let hints = Hints::Regular(9);
    assert!(matches!(
        get("definition").kind,
        Kind::Definition { hints: found, safety: Safety::Safe, .. } if found == hints
    ));
    assert!(matches!(
        &get("recursor").kind,
        Kind::Recursor { rules, motives: 1, .. } if rules.len() == 1
    ));
    assert!(matches!(get("quotient").kind, Kind::Quotient { part: 2 }));
    let Expr::Pi {
        binder, ty, body, ..
    } = terms.expr(get("axiom").ty)
    else {
        panic!("no function type");
    };
    assert_eq!(*binder, Binder::Instance);
    assert!(matches!(terms.expr(*ty), Expr::Text(text) if &**text == "λ"));
    let Expr::Let { value, body, .. } = terms.expr(*body) else {
        panic!("no let");
    };
    let Expr::Natural(number) = terms.expr(*value) else {
        panic!("no number");
    };
    assert_eq!(number.to_string(), (5 + 7 * (1_u64 << 32)).to_string());
    let Expr::Project { index: 1, of, .. } = terms.expr(*body) else {
        panic!("no projection");
    };
    // The metadata around the argument is gone.
    let Expr::Apply(_, argument) = terms.expr(*of) else {
        panic!("no application");
    };
    assert!(matches!(terms.expr(*argument), Expr::Constant(_, levels) if levels.len() == 1));
    let Expr::Sort(level) = terms.expr(get("theorem").ty) else {
        panic!("no sort");
    };
    assert!(matches!(terms.level(*level), Level::Succ(_)));
}

#[test]
fn what_holds_itself_is_refused() {
    let mut out = Writer::new();
    let at = out.here();
    // An application of itself to itself.
    let circle = out.expr(5, &[at, at], &[]);
    let environment = out.axiom(circle);
    assert_eq!(
        read(&out.0, environment).unwrap_err(),
        WalkError::Cycle(at.into())
    );

    // A list without an end.
    let mut out = Writer::new();
    let at = out.here();
    let list = out.make(1, &[NONE, at], &[]);
    let name = out.name("endless");
    let base = out.make(0, &[name, list, NONE], &[]);
    let info = out.info(0, base, &[], &[0]);
    let environment = out.environment(&[info]);
    let found = read(&out.0, environment);
    assert!(matches!(found, Err(WalkError::TooMuch(_))), "{found:?}");

    // A map that holds itself.
    let mut out = Writer::new();
    let node = out.here();
    let entries = node + 16;
    let entry = entries + 24;
    assert_eq!(out.make(0, &[entries], &[]), node);
    assert_eq!(out.array(&[entry]), entries);
    assert_eq!(out.make(1, &[node], &[]), entry);
    let constants = out.make(0, &[NONE, node], &[0]);
    let environment = out.make(0, &[constants], &[0]);
    let found = read(&out.0, environment);
    assert!(matches!(found, Err(WalkError::TooMuch(_))), "{found:?}");
}

#[test]
fn what_is_open_is_refused() {
    for tag in [1, 2] {
        let mut out = Writer::new();
        let name = out.name("x");
        let open = out.expr(tag, &[name], &[]);
        let environment = out.axiom(open);
        assert!(matches!(read(&out.0, environment), Err(WalkError::Open(_))));
    }
}

#[test]
fn deep_terms_need_no_stack() {
    let mut out = Writer::new();
    let level = out.make(0, &[], &[0; 8]);
    let sort = out.expr(3, &[level], &[]);
    let term = (0..200_000).fold(sort, |term, _| out.expr(5, &[term, sort], &[]));
    let environment = out.axiom(term);
    assert_eq!(
        read(&out.0, environment).unwrap().terms.expr_count(),
        200_001
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Flipped bits anywhere in a good memory.
    #[test]
    fn flipped_bits_do_no_harm(flips in proptest::collection::vec(any::<(u16, u8)>(), 1..24)) {
        let (mut bytes, environment) = memory();
        for (place, bit) in flips {
            let place = usize::from(place) % bytes.len();
            bytes[place] ^= 1 << (bit % 8);
        }
        let _ = read(&bytes, environment);
    }

    /// Words that point somewhere else within a good memory, which makes circles and sharing.
    #[test]
    fn moved_pointers_do_no_harm(moves in proptest::collection::vec(any::<(u16, u16)>(), 1..16)) {
        let (mut bytes, environment) = memory();
        let words = bytes.len() / 4 - 1;
        for (place, to) in moves {
            let place = 4 * (usize::from(place) % words);
            let to = u32::try_from(8 * (usize::from(to) % (words / 2))).unwrap();
            bytes[place..place + 4].copy_from_slice(&to.to_le_bytes());
        }
        let _ = read(&bytes, environment);
    }

    /// Anything at all.
    #[test]
    fn any_memory_does_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..4_096), at: u32) {
        let _ = read(&bytes, at);
        let _ = read(&bytes, at % 4_096);
    }

    /// Small words, most of which are addresses within the memory.
    #[test]
    fn tangled_memory_does_no_harm(
        words in proptest::collection::vec(0_u32..2_048, 0..512),
        at in 0_u32..2_048,
    ) {
        let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
        let _ = read(&bytes, at);
    }
}
