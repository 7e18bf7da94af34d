use std::ops::Range;

/// Where digests stand that no disclosure received opens: a claim that was not disclosed, or a decoy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unopened {
    /// Objects, by where they start in the claims.
    objects: Vec<usize>,
    /// Elements of lists, by where the list starts in the claims and their position as issued.
    elements: Vec<(usize, usize)>,
}

impl Unopened {
    /// The object at `object` has such a digest.
    pub(super) fn member_of(&mut self, object: usize) {
        if self.objects.last() != Some(&object) {
            self.objects.push(object);
        }
    }

    /// The element at `position` of the list at `list` is such a digest.
    pub(super) fn element_of(&mut self, list: usize, position: usize) {
        self.elements.push((list, position));
    }

    pub(super) fn sort(&mut self) {
        self.objects.sort_unstable();
        self.objects.dedup();
        self.elements.sort_unstable();
    }

    /// True if the object at `object` may have members that were not disclosed.
    pub(crate) fn may_hide_members(&self, object: usize) -> bool {
        self.objects.binary_search(&object).is_ok()
    }

    /// The positions of elements of the list at `list` that were not disclosed, in order.
    pub(crate) fn elements_of(&self, list: usize) -> impl ExactSizeIterator<Item = usize> {
        let start = self.elements.partition_point(|(at, _)| *at < list);
        let end = self.elements.partition_point(|(at, _)| *at <= list);
        let range: Range<usize> = start..end;
        self.elements.get(range).unwrap_or_default().iter().map(|(_, position)| *position)
    }
}
