use std::borrow::Cow;

/// The first eight bytes of a digest's text as a number. Most comparisons end here.
fn prefix(text: &str) -> u64 {
    text.as_bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// The digests of the disclosures received, to find one by its text.
pub(super) struct Index {
    /// All texts, each `width` bytes long.
    texts: String,
    width: usize,
    /// Prefix and disclosure, in the order of the texts.
    sorted: Vec<(u64, usize)>,
}

impl Index {
    /// Of `texts`, each `width` bytes long.
    pub(super) fn new(texts: String, width: usize) -> Self {
        let mut index = Self { texts, width, sorted: Vec::new() };
        let count = index.texts.len().checked_div(width).unwrap_or_default();
        let mut sorted: Vec<_> = (0..count).map(|at| (prefix(index.text(at)), at)).collect();
        sorted.sort_unstable_by_key(|(prefix, at)| (*prefix, index.text(*at)));
        index.sorted = sorted;
        index
    }

    /// The length of each digest's text.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// True if two disclosures have one digest.
    pub(super) fn has_repeated(&self) -> bool {
        let texts = self.sorted.iter().map(|(_, at)| self.text(*at));
        texts.clone().zip(texts.skip(1)).any(|(one, other)| one == other)
    }

    /// The disclosure whose digest this is.
    pub(super) fn find(&self, digest: &str) -> Option<usize> {
        let prefix = prefix(digest);
        // Those indexed are digests of texts, so hardly two have one prefix.
        let first = self.sorted.partition_point(|(other, _)| *other < prefix);
        let same_prefix = self.sorted.get(first..)?.iter().take_while(|(other, _)| *other == prefix);
        same_prefix.map(|(_, at)| *at).find(|at| self.text(*at) == digest)
    }

    fn text(&self, at: usize) -> &str {
        self.texts.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }
}

/// Every digest that the walk has met.
#[derive(Default)]
pub(super) struct Seen<'a> {
    texts: Vec<Cow<'a, str>>,
    /// Prefix and position in `texts`.
    prefixes: Vec<(u64, usize)>,
}

impl<'a> Seen<'a> {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn push(&mut self, digest: Cow<'a, str>) {
        self.prefixes.push((prefix(&digest), self.texts.len()));
        self.texts.push(digest);
    }

    /// True if a digest was met twice.
    pub(super) fn has_repeated(mut self) -> bool {
        self.prefixes.sort_unstable();
        // Digests of hash functions differ in their prefix; those that do not are compared in full, however many they are.
        self.prefixes.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1).any(|alike| {
            let mut texts: Vec<_> = alike.iter().filter_map(|(_, at)| self.texts.get(*at)).collect();
            texts.sort_unstable();
            texts.iter().zip(texts.iter().skip(1)).any(|(one, other)| one == other)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_by_the_whole_text() {
        let index = Index::new("ccccccccccaaaaaaaaaaccccccccabaaaaaaaabb".to_owned(), 10);
        assert_eq!(index.find("cccccccccc"), Some(0));
        assert_eq!(index.find("aaaaaaaaaa"), Some(1));
        assert_eq!(index.find("ccccccccab"), Some(2));
        assert_eq!(index.find("aaaaaaaabb"), Some(3));
        for absent in ["", "cccccccc", "ccccccccaa", "bbbbbbbbbb", "zzzzzzzzzz", "ccccccccccc"] {
            assert_eq!(index.find(absent), None, "{absent}");
        }
        assert!(!index.has_repeated());
        assert!(Index::new("aaaaaaaaabbbbbbbbbbbaaaaaaaaab".to_owned(), 10).has_repeated());
        assert_eq!(Index::new(String::new(), 43).find("a"), None);
    }

    #[test]
    fn seen_twice() {
        let repeated = |texts: &[&'static str]| {
            let mut seen = Seen::default();
            texts.iter().for_each(|text| seen.push(Cow::Borrowed(*text)));
            seen.has_repeated()
        };
        assert!(!repeated(&[]));
        assert!(!repeated(&["aaaaaaaab", "aaaaaaaac", "baaaaaaab", "aaaaaaaaa"]));
        assert!(repeated(&["aaaaaaaab", "c", "aaaaaaaac", "aaaaaaaab"]));
    }
}
