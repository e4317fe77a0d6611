//! The states of one run, as windows over one tape.

/// The states of one run.
///
/// A tag system only deletes at the head and appends at the tail, so every state is a window over
/// the one word that ever entered the queue: state i is `tape[i * m .. ends[i]]`. A run of any
/// length therefore needs two buffers, and no state is ever copied.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    deletion: usize,
    tape: Vec<u8>,
    ends: Vec<u32>,
    halted: bool,
}

impl Trace {
    /// Fills the trace anew; see [`super::TagSystem::run`].
    pub(super) fn run<'a>(
        &mut self,
        deletion: u32,
        start: &[u8],
        steps: u32,
        production: impl Fn(u8) -> &'a [u8],
    ) {
        self.deletion = deletion as usize;
        self.tape.clear();
        self.ends.clear();
        self.tape.extend_from_slice(start);
        self.ends.push(self.tape.len() as u32);
        let mut head = 0;
        for _ in 0..steps {
            if self.tape.len() - head < self.deletion {
                break;
            }
            self.tape.extend_from_slice(production(self.tape[head]));
            head += self.deletion;
            self.ends.push(self.tape.len() as u32);
        }
        self.halted = self.tape.len() - head < self.deletion;
    }

    /// How many states there are, the start included; 0 before the first run.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was run yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether the last state is shorter than m, so that the machine can't go on.
    pub fn halted(&self) -> bool {
        self.halted
    }

    /// The queue after `step` steps; empty past the end.
    pub fn state(&self, step: usize) -> &[u8] {
        let (start, end) = self.window(step);
        &self.tape[start..end]
    }

    /// All states, in order.
    pub fn states(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|step| self.state(step))
    }

    /// The first step that left the queue as it was, if any.
    pub fn first_repeat(&self) -> Option<usize> {
        (1..self.len()).find(|&step| self.state(step - 1) == self.state(step))
    }

    /// Where the state lies on the tape.
    pub(crate) fn window(&self, step: usize) -> (usize, usize) {
        self.ends
            .get(step)
            .map_or((0, 0), |&end| (step * self.deletion, end as usize))
    }

    /// Everything that ever entered the queue.
    pub(crate) fn tape(&self) -> &[u8] {
        &self.tape
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::super::{TagSystem, Words};
    use super::*;

    /// One step in the textbook order: append, then delete, on a queue of its own.
    fn append_first(m: usize, rules: &[Vec<u8>], queue: &VecDeque<u8>) -> VecDeque<u8> {
        let mut next = queue.clone();
        next.extend(&rules[usize::from(queue[0])]);
        next.drain(..m);
        next
    }

    /// One step in the published order: delete, then append.
    fn delete_first(m: usize, rules: &[Vec<u8>], queue: &VecDeque<u8>) -> VecDeque<u8> {
        let mut next: VecDeque<u8> = queue.iter().skip(m).copied().collect();
        next.extend(&rules[usize::from(queue[0])]);
        next
    }

    proptest! {
        #[test]
        fn both_orders_agree_with_the_trace(
            m in 1usize..5,
            rules in prop::collection::vec(prop::collection::vec(0u8..4, 0..5), 4),
            start in prop::collection::vec(0u8..4, 0..9),
            steps in 0u32..40,
        ) {
            let alphabet: Vec<Cow<'static, str>> = ["A", "B", "C", "D"].map(Cow::Borrowed).into();
            let words: Words = rules.iter().collect();
            let system = TagSystem::new(m as u32, alphabet.into(), words).expect("valid");
            let mut trace = Trace::default();
            system.run(&start, steps, &mut trace);

            let mut queue: VecDeque<u8> = start.into();
            let mut repeat = None;
            for step in 0..trace.len() {
                prop_assert_eq!(trace.state(step), Vec::from(queue.clone()));
                if queue.len() < m {
                    prop_assert_eq!(step + 1, trace.len());
                    break;
                }
                let next = append_first(m, &rules, &queue);
                prop_assert_eq!(&next, &delete_first(m, &rules, &queue));
                if step + 1 < trace.len() && next == queue && repeat.is_none() {
                    repeat = Some(step + 1);
                }
                queue = next;
            }
            prop_assert_eq!(trace.first_repeat(), repeat);
            let last = trace.state(trace.len() - 1);
            prop_assert_eq!(trace.halted(), last.len() < m);
            prop_assert!(trace.halted() || trace.len() == steps as usize + 1);
        }
    }
}
