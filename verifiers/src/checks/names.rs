//! Names that are single capital letters, as the checks of routes, orders and selections hold them.

/// The fewest and the most names of one instance: there are 26 capital letters.
pub(super) const SIZES: std::ops::RangeInclusive<usize> = 2..=26;

/// Whether these are capital letters from A to Z in strictly ascending order, two or more.
pub(super) fn are_names(names: &[char]) -> bool {
    SIZES.contains(&names.len())
        && names.iter().all(char::is_ascii_uppercase)
        && names.windows(2).all(|pair| pair[0] < pair[1])
}

/// The places in `names` of what was `stated`, or a name that there is not.
pub(super) fn places(names: &[char], stated: &[char]) -> Result<Vec<usize>, char> {
    stated
        .iter()
        .map(|name| names.binary_search(name).map_err(|_| *name))
        .collect()
}

/// The names at these places, joined by `mark`.
pub(super) fn spell(names: &[char], places: impl Iterator<Item = usize>, mark: &str) -> String {
    let mut text = String::with_capacity(names.len() * (1 + mark.len()));
    for place in places {
        if !text.is_empty() {
            text.push_str(mark);
        }
        text.extend(names.get(place));
    }
    text
}

/// What was `stated`, joined by `mark`, for the evidence. An answer that is much longer than any
/// right one is cut.
pub(super) fn spell_stated(stated: &[char], mark: &str) -> String {
    let longest = 4 * SIZES.end();
    let mut text = String::new();
    for name in stated.iter().take(longest) {
        if !text.is_empty() {
            text.push_str(mark);
        }
        text.push(*name);
    }
    if stated.len() > longest {
        text.push_str(mark);
        text.push('…');
    }
    text
}

/// The first place that is named twice. Places are below 32.
pub(super) fn repeated(places: &[usize]) -> Option<usize> {
    let mut seen = 0u32;
    places.iter().copied().find(|place| {
        let bit = 1u32 << (place & 31);
        let again = seen & bit != 0;
        seen |= bit;
        again
    })
}
