use std::borrow::Cow;

/// The first eight bytes of a digest's text as a number. Most comparisons end here.
fn prefix(text: &str) -> u64 {
    text.bytes().take(8).fold(0, |prefix, byte| prefix << 8 | u64::from(byte))
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
pub(super) struct Seen<'a>(Vec<(u64, Cow<'a, str>)>);

impl<'a> Seen<'a> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, digest: Cow<'a, str>) {
        self.0.push((prefix(&digest), digest));
    }

    /// True if a digest was met twice.
    pub(super) fn has_repeated(mut self) -> bool {
        self.0.sort_unstable();
        self.0.iter().zip(self.0.iter().skip(1)).any(|(one, other)| one == other)
    }
}
