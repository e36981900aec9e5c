//! Choices in a row: what proptest shrinks. The first choice of every kind is the plainest, and a tape that ends
//! goes on with first choices, so that a shorter tape of smaller numbers is a plainer schema.

/// Choices that have not been made yet.
#[derive(Debug)]
pub(super) struct Tape<'a> {
    rest: std::slice::Iter<'a, u16>,
}

impl<'a> Tape<'a> {
    pub(super) fn new(choices: &'a [u16]) -> Self {
        Self { rest: choices.iter() }
    }

    /// A number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.rest.next().map_or(0, |choice| usize::from(*choice) % end)
    }

    /// True once in `n` times.
    pub(super) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub(super) fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// At most `most` of `list`, in any order.
    pub(super) fn some<T: Clone>(&mut self, list: &[T], least: usize, most: usize) -> Vec<T> {
        let mut rest = list.to_vec();
        let least = least.min(list.len());
        let count = least + self.below(most.min(list.len()) + 1 - least);
        (0..count).map(|_| rest.remove(self.below(rest.len()))).collect()
    }
}
