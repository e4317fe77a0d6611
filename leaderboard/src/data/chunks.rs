//! Rows that come by in a run's order, gathered into shards by the items' numbers.

use std::collections::BTreeMap;

use crate::error::BoardError;

/// Gathers what belongs to items, and puts a shard as soon as all of it has come by. The two orders
/// are nearly the same, so that only few shards are open at a time.
pub(super) struct Chunks<T, P> {
    per: usize,
    /// By shard: how many of its items will come.
    expected: Vec<usize>,
    open: BTreeMap<usize, BTreeMap<u32, T>>,
    last: Option<u32>,
    put: P,
}

impl<T, P> Chunks<T, P>
where
    T: Default,
    P: FnMut(usize, BTreeMap<u32, T>) -> Result<(), BoardError>,
{
    /// Shards of `per` items; `coming` tells of each item of the catalog whether it will come by.
    pub(super) fn new(per: usize, coming: impl Iterator<Item = bool>, put: P) -> Self {
        let mut expected = Vec::new();
        for (item, comes) in coming.enumerate() {
            if item % per == 0 {
                expected.push(0);
            }
            if let Some(last) = expected.last_mut() {
                *last += usize::from(comes);
            }
        }
        Self {
            per,
            expected,
            open: BTreeMap::new(),
            last: None,
            put,
        }
    }

    /// The place of `item`'s rows. All of an item's rows have come when another item's do.
    ///
    /// # Errors
    /// A shard can't be put.
    pub(super) fn of(&mut self, item: u32) -> Result<&mut T, BoardError> {
        if self.last != Some(item) {
            self.put_whole()?;
            self.last = Some(item);
        }
        let shard = self.open.entry(item as usize / self.per).or_default();
        Ok(shard.entry(item).or_default())
    }

    /// Puts the shard of the last item if nothing of it is missing any more.
    fn put_whole(&mut self) -> Result<(), BoardError> {
        let Some(last) = self.last else { return Ok(()) };
        let shard = last as usize / self.per;
        let come = self.open.get(&shard).map_or(0, BTreeMap::len);
        if come > 0
            && self.expected.get(shard) == Some(&come)
            && let Some(rows) = self.open.remove(&shard)
        {
            (self.put)(shard, rows)?;
        }
        Ok(())
    }

    /// Puts what is left.
    ///
    /// # Errors
    /// A shard can't be put.
    pub(super) fn finish(mut self) -> Result<(), BoardError> {
        for (shard, rows) in std::mem::take(&mut self.open) {
            (self.put)(shard, rows)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_put_when_it_is_whole_and_the_rest_at_the_end() {
        let mut put = Vec::new();
        let coming = [true, true, false, true, true];
        let mut chunks = Chunks::<Vec<u8>, _>::new(2, coming.into_iter(), |shard, rows| {
            put.push((shard, rows.into_values().flatten().collect::<Vec<u8>>()));
            Ok(())
        });
        for (item, row) in [(3, 7), (0, 1), (0, 2), (4, 9), (1, 3)] {
            chunks.of(item).unwrap().push(row);
        }
        chunks.finish().unwrap();
        assert_eq!(put, [(1, vec![7]), (2, vec![9]), (0, vec![1, 2, 3])]);
    }
}
