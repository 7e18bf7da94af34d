use crate::Error;

/// Which messages are shown and which are not.
pub(crate) struct Disclosure {
    disclosed: Vec<usize>,
    undisclosed: Vec<usize>,
}

impl Disclosure {
    /// Of so many messages, those with these indexes.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`].
    pub(crate) fn new(count: usize, disclosed: impl IntoIterator<Item = usize>) -> Result<Self, Error> {
        let disclosed: Vec<usize> = disclosed.into_iter().collect();
        if disclosed.iter().any(|index| *index >= count) {
            return Err(Error::IndexOutOfRange);
        }
        if !disclosed.iter().zip(disclosed.iter().skip(1)).all(|(one, next)| one < next) {
            return Err(Error::IndexesNotAscending);
        }
        let undisclosed = (0..count).filter(|index| disclosed.binary_search(index).is_err()).collect();
        Ok(Self { disclosed, undisclosed })
    }

    pub(crate) fn disclosed(&self) -> &[usize] {
        &self.disclosed
    }

    pub(crate) fn undisclosed(&self) -> &[usize] {
        &self.undisclosed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undisclosed(count: usize, disclosed: &[usize]) -> Result<Vec<usize>, Error> {
        Disclosure::new(count, disclosed.iter().copied()).map(|disclosure| disclosure.undisclosed)
    }

    #[test]
    fn indexes_are_parted() {
        assert_eq!(undisclosed(5, &[1, 3]), Ok(vec![0, 2, 4]));
        assert_eq!(undisclosed(2, &[0, 1]), Ok(vec![]));
        assert_eq!(undisclosed(2, &[]), Ok(vec![0, 1]));
        assert_eq!(undisclosed(0, &[]), Ok(vec![]));
        assert_eq!(undisclosed(5, &[1, 1]), Err(Error::IndexesNotAscending));
        assert_eq!(undisclosed(5, &[3, 1]), Err(Error::IndexesNotAscending));
        assert_eq!(undisclosed(5, &[4, 5]), Err(Error::IndexOutOfRange));
    }
}
