//! Finding what fails among things that can be checked together, without checking much more often than each of them alone.

use std::ops::Range;

/// Of so many things the ones that fail, where `hold` says whether all of a range hold together. It is asked at most once for each
/// of them and so many times [`more`].
///
/// While few fail, halves are asked about until those are found. As soon as halving could cost more than that in the worst case, what
/// is left is asked about one by one.
pub(crate) fn failing(count: usize, mut hold: impl FnMut(Range<usize>) -> bool) -> Vec<usize> {
    let mut failing = Vec::new();
    let mut left = Left { unresolved: count, questions: count.saturating_add(more(count)) };
    // Ranges, and whether it is known that something in them fails.
    let mut ranges = vec![(0..count, false)];
    while let Some((range, known_to_fail)) = ranges.pop() {
        match (range.len(), known_to_fail) {
            (0, _) => {}
            (1, true) => {
                left.unresolved -= 1;
                failing.push(range.start);
            }
            (1, false) => {
                left.questions -= 1;
                left.unresolved -= 1;
                if !hold(range.clone()) {
                    failing.push(range.start);
                }
            }
            _ if !left.allow_a_guess() => {
                left.questions -= range.len();
                left.unresolved -= range.len();
                failing.extend(range.filter(|one| !hold(*one..*one + 1)));
            }
            (_, false) => {
                left.questions -= 1;
                if hold(range.clone()) {
                    left.unresolved -= range.len();
                } else {
                    ranges.push((range, true));
                }
            }
            (length, true) => {
                let middle = range.start + length / 2;
                let (one, other) = (range.start..middle, middle..range.end);
                left.questions -= 1;
                if hold(one.clone()) {
                    // Then it is the other half that does not.
                    left.unresolved -= one.len();
                    ranges.push((other, true));
                } else {
                    ranges.extend([(other, false), (one, true)]);
                }
            }
        }
    }
    failing
}

/// How often it is asked in vain at most: a fifth of the times that it takes one by one. Of three and more it is once at least, so that
/// they are asked about together; of two that could cost too much.
fn more(count: usize) -> usize {
    (count / 5).max(usize::from(count > 2))
}

/// What is not known yet, and how often may be asked for it: at least once for each.
struct Left {
    unresolved: usize,
    questions: usize,
}

impl Left {
    /// Whether a question may be asked that resolves nothing if the answer is no.
    fn allow_a_guess(&self) -> bool {
        self.questions > self.unresolved
    }
}

#[cfg(test)]
mod tests {
    use super::{failing, more};

    /// The failing ones that are found, and how often it asked.
    fn find(fails: &[bool]) -> (Vec<usize>, usize) {
        let mut questions = 0;
        let mut found = failing(fails.len(), |range| {
            assert!(!range.is_empty());
            questions += 1;
            !fails[range].contains(&true)
        });
        found.sort_unstable();
        (found, questions)
    }

    fn assert_found(fails: &[bool]) -> usize {
        let (found, questions) = find(fails);
        let expected: Vec<usize> = (0..fails.len()).filter(|index| fails[*index]).collect();
        assert_eq!(found, expected, "{fails:?}");
        let most = fails.len() + more(fails.len());
        assert!(questions <= most, "{questions} of {most} for {fails:?}");
        questions
    }

    #[test]
    fn every_pattern_of_up_to_twelve() {
        for count in 0..=12 {
            for pattern in 0..1_u32 << count {
                let fails: Vec<bool> = (0..count).map(|index| pattern >> index & 1 == 1).collect();
                assert_found(&fails);
            }
        }
        assert_eq!(find(&[]), (vec![], 0));
        assert_eq!([1, 2, 3, 9, 10, 64].map(more), [0, 0, 1, 1, 2, 12]);
        assert_eq!([1, 2, 3, 12].map(|count| find(&vec![false; count]).1), [1, 2, 1, 1]);
    }

    #[test]
    fn many() {
        for count in [63, 64, 65, 1000] {
            assert_eq!(assert_found(&vec![false; count]), 1);
            assert_found(&vec![true; count]);
            for step in [2, 3, 7, 20] {
                for start in 0..step {
                    let fails: Vec<bool> = (0..count).map(|index| index % step == start).collect();
                    assert_found(&fails);
                }
            }
            // One failure anywhere is found by halving.
            for one in 0..count {
                let mut fails = vec![false; count];
                fails[one] = true;
                assert!(assert_found(&fails) <= 2 + 2 * usize::try_from(count.ilog2()).unwrap());
            }
        }
    }
}
