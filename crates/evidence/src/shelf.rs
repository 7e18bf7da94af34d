use std::collections::HashMap;
use std::hash::Hash;

/// Things by name, so many and so many bytes at most: what was not asked for longest makes room.
pub(crate) struct Shelf<K, V> {
    places: HashMap<K, Place<V>>,
    most: usize,
    most_bytes: usize,
    bytes: usize,
    /// Counts every use, so that the least is the oldest.
    clock: u64,
}

struct Place<V> {
    value: V,
    bytes: usize,
    used: u64,
}

impl<K: Hash + Eq + Clone, V> Shelf<K, V> {
    pub(crate) fn new(most: usize, most_bytes: usize) -> Self {
        Self { places: HashMap::new(), most, most_bytes, bytes: 0, clock: 0 }
    }

    pub(crate) fn get(&mut self, key: &K) -> Option<&V> {
        self.clock = self.clock.saturating_add(1);
        let place = self.places.get_mut(key)?;
        place.used = self.clock;
        Some(&place.value)
    }

    /// Puts something in its place; where it is too long for the whole shelf, nothing is there.
    pub(crate) fn put(&mut self, key: K, value: V, bytes: usize) {
        self.remove(&key);
        if bytes > self.most_bytes || self.most == 0 {
            return;
        }
        while self.places.len() >= self.most || self.bytes.saturating_add(bytes) > self.most_bytes {
            let Some(oldest) =
                self.places.iter().min_by_key(|(_, place)| place.used).map(|(key, _)| key.clone())
            else {
                break;
            };
            self.remove(&oldest);
        }
        self.clock = self.clock.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
        self.places.insert(key, Place { value, bytes, used: self.clock });
    }

    pub(crate) fn remove(&mut self, key: &K) {
        if let Some(place) = self.places.remove(key) {
            self.bytes = self.bytes.saturating_sub(place.bytes);
        }
    }

    /// All there is, in no order. Is no use.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.places.iter().map(|(key, place)| (key, &place.value))
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    fn names(shelf: &Shelf<&'static str, u8>) -> Vec<&'static str> {
        let mut names: Vec<_> = shelf.iter().map(|(key, _)| *key).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room() {
        let mut shelf = Shelf::new(3, 100);
        for name in ["a", "b", "c"] {
            shelf.put(name, 0, 10);
        }
        assert_eq!(names(&shelf), ["a", "b", "c"]);
        assert!(shelf.get(&"a").is_some());
        shelf.put("d", 0, 10);
        assert_eq!(names(&shelf), ["a", "c", "d"]);
        shelf.put("c", 1, 10);
        shelf.put("e", 0, 10);
        assert_eq!(names(&shelf), ["c", "d", "e"]);
        assert_eq!(shelf.get(&"c"), Some(&1));
    }

    #[test]
    fn bytes_count_too() {
        let mut shelf = Shelf::new(10, 100);
        shelf.put("a", 0, 60);
        shelf.put("b", 0, 40);
        assert_eq!(names(&shelf), ["a", "b"]);
        shelf.put("c", 0, 1);
        assert_eq!(names(&shelf), ["b", "c"]);
        shelf.put("d", 0, 100);
        assert_eq!(names(&shelf), ["d"]);
        shelf.put("d", 0, 101);
        assert_eq!(names(&shelf), [""; 0]);
    }
}
