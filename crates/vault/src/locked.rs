use region::LockGuard;
use std::ops::{Deref, DerefMut};
use zeroize::Zeroize;

/// A secret in memory of its own that the system does not write to its swap, where it lets itself be asked (mlock); wiped when
/// dropped.
///
/// Its pages are shared with nothing: locks do not add up, so unlocking a neighbour, as SQLCipher does all the time, would unlock
/// this.
pub(crate) struct Locked<T: Zeroize> {
    // Given up before the page is freed: fields are dropped in this order.
    lock: Option<LockGuard>,
    page: Box<Page<T>>,
}

/// Aligned, it also takes whole pages.
#[repr(align(4096))]
struct Page<T>(T);

impl<T: Zeroize> Locked<T> {
    /// Takes what is no secret yet, to be filled in place: moving a secret would leave a copy.
    pub(crate) fn new(empty: T) -> Self {
        let page = Box::new(Page(empty));
        let lock = region::lock(&raw const *page, size_of::<Page<T>>()).ok();
        Self { lock, page }
    }
}

impl<T: Zeroize> Deref for Locked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.page.0
    }
}

impl<T: Zeroize> DerefMut for Locked<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.page.0
    }
}

impl<T: Zeroize> Drop for Locked<T> {
    fn drop(&mut self) {
        self.page.0.zeroize();
    }
}

/// Whether the system keeps secrets out of its swap when asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLocking {
    /// It does.
    Works,
    /// It does not: more would be locked than the limit allows (`ulimit -l`), or there is no such thing here. Secrets are wiped
    /// all the same.
    Refused,
}

/// Asks the system to lock a page as those are that hold a vault's keys.
#[must_use]
pub fn page_locking() -> PageLocking {
    match Locked::new([0; 32]).lock {
        Some(_) => PageLocking::Works,
        None => PageLocking::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    /// How much of the memory at `address` is locked, in KiB.
    fn locked_kib(address: usize) -> u64 {
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut lines = maps.lines();
        let holds = |line: &str| {
            let (start, end) = line.split(' ').next()?.split_once('-')?;
            let number = |text| usize::from_str_radix(text, 16).ok();
            Some((number(start)?..number(end)?).contains(&address))
        };
        lines.by_ref().find(|line| holds(line) == Some(true)).unwrap();
        let line = lines.find_map(|line| line.strip_prefix("Locked:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn its_pages_are_its_own_and_locked_while_it_lives() {
        let secrets: Vec<Locked<[u8; 100]>> = (0..4).map(|_| Locked::new([7; 100])).collect();
        let mut pages: Vec<usize> = secrets.iter().map(|secret| secret.as_ptr().addr()).collect();
        assert!(pages.iter().all(|page| page % 4_096 == 0));
        for (secret, page) in secrets.iter().zip(&pages) {
            assert_eq!(locked_kib(*page) > 0, secret.lock.is_some());
        }
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), 4);
    }
}
