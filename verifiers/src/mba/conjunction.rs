//! Monomials in conjunctions of variables, and the conjunction of two sums of them.

use super::polynomial::{Polynomial, Ring};

/// The highest degree of a monomial.
pub const MAX_DEGREE: usize = 8;

/// A product of at most [`MAX_DEGREE`] conjunctions. Each is the set of its variables, a byte; the
/// bytes stand in one word, the largest first, so that equal products are equal words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Monomial(u64);

/// The factors of a monomial.
#[derive(Clone, Copy, Debug, Default)]
pub struct Factors {
    atoms: [u8; MAX_DEGREE],
    len: usize,
}

impl Monomial {
    /// The empty product.
    pub const ONE: Self = Self(0);

    /// The conjunction of a set of variables alone; 1 for the empty set.
    pub fn atom(set: u8) -> Self {
        Self(u64::from(set) << 56)
    }

    /// The number of factors.
    pub fn degree(self) -> u32 {
        (64 - self.0.trailing_zeros().min(64)).div_ceil(8)
    }

    /// The factors.
    pub fn factors(self) -> Factors {
        Factors {
            atoms: self.0.to_be_bytes(),
            len: self.degree() as usize,
        }
    }

    /// The product, unless it has too many factors.
    pub fn times(self, other: Self) -> Option<Self> {
        if self.0 == 0 {
            return Some(other);
        }
        let mut factors = self.factors();
        for &atom in other.factors().atoms() {
            factors.push(atom)?;
        }
        Some(factors.monomial())
    }
}

impl Factors {
    fn atoms(&self) -> &[u8] {
        &self.atoms[..self.len]
    }

    /// One factor more, unless there are too many.
    pub fn push(&mut self, atom: u8) -> Option<()> {
        *self.atoms.get_mut(self.len)? = atom;
        self.len += 1;
        Some(())
    }

    /// Their product.
    pub fn monomial(mut self) -> Monomial {
        self.atoms[..self.len].sort_unstable_by(|one, other| other.cmp(one));
        Monomial(u64::from_be_bytes(self.atoms))
    }

    /// Each different factor and how often it stands there; of a monomial, whose equal factors are
    /// neighbours.
    pub fn powers(&self) -> impl Iterator<Item = (u8, u32)> + use<> {
        let Self { atoms, len } = *self;
        let mut at = 0;
        std::iter::from_fn(move || {
            let &atom = atoms[..len].get(at)?;
            let start = at;
            while at < len && atoms[at] == atom {
                at += 1;
            }
            Some((atom, (at - start) as u32))
        })
    }
}

/// Whether a linear polynomial is a bitwise function of its variables: whether each sum of its
/// coefficients over the subsets of a set is 0 or 1, a constant c standing for -c at the empty set,
/// as -1 is the word that is 1 everywhere.
pub(super) fn is_bitwise(polynomial: &Polynomial, ring: Ring) -> bool {
    if !polynomial.is_linear() {
        return false;
    }
    let support = polynomial
        .terms()
        .flat_map(|(monomial, _)| monomial.factors().powers())
        .fold(0u8, |all, (set, _)| all | set);
    let mut sums = [0i128; 256];
    for (set, value) in by_set(polynomial) {
        sums[usize::from(set)] = value;
    }
    for index in 0..8 {
        let bit = 1usize << index;
        if usize::from(support) & bit == 0 {
            continue;
        }
        for set in 0..256 {
            if set & !usize::from(support) == 0 && set & bit != 0 {
                let sum = match ring {
                    // Sums this large are no bits.
                    Ring::Integers => sums[set].checked_add(sums[set ^ bit]),
                    Ring::Width(_) => Some(sums[set].wrapping_add(sums[set ^ bit])),
                };
                let Some(sum) = sum else { return false };
                sums[set] = sum;
            }
        }
    }
    let bit = |sum: i128| match ring {
        Ring::Integers => sum == 0 || sum == 1,
        Ring::Width(width) => sum & i128::from(super::mask(width)) <= 1,
    };
    (0..256usize)
        .filter(|set| set & !usize::from(support) == 0)
        .all(|set| bit(sums[set]))
}

/// The conjunction of two bitwise functions. It is bilinear, and the conjunction of x_S and x_T is
/// x_(S ∪ T), where the word of the empty set is -1.
pub(super) fn conjunction(one: &Polynomial, other: &Polynomial, ring: Ring) -> Option<Polynomial> {
    let mut result = Polynomial::default();
    for (s, a) in by_set(one) {
        for (t, b) in by_set(other) {
            let product = ring.mul(a, b)?;
            let value = if s | t == 0 { -product } else { product };
            result.add_term(ring, Monomial::atom(s | t), value)?;
        }
    }
    Some(result)
}

/// The coefficients of a linear polynomial by set.
fn by_set(polynomial: &Polynomial) -> impl Iterator<Item = (u8, i128)> + '_ {
    polynomial.terms().map(
        |(monomial, value)| match monomial.factors().powers().next() {
            Some((set, _)) => (set, value),
            None => (0, -value),
        },
    )
}
