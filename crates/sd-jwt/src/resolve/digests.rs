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
        let mut index = Self { sorted: Vec::with_capacity(texts.len() / width.max(1)), texts, width };
        let mut sorted: Vec<_> =
            (0..index.texts.len() / width.max(1)).map(|at| (prefix(index.text(at)), at)).collect();
        sorted.sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| index.text(one.1).cmp(index.text(other.1)))
        });
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
        let key = |entry: &(u64, usize)| entry.0.cmp(&prefix).then_with(|| self.text(entry.1).cmp(digest));
        let found = self.sorted.binary_search_by(key).ok()?;
        self.sorted.get(found).map(|(_, at)| *at)
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
