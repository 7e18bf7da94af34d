use std::collections::HashMap;
use std::hash::Hash;

/// Things by name, so many and so many bytes at most. What was loaded makes room before what was fetched, and only for that; of the same
/// origin, what was not asked for longest does.
pub(crate) struct Shelf<K, V> {
    places: HashMap<K, Place<V>>,
    most: usize,
    most_bytes: usize,
    bytes: usize,
    /// Counts every use, so that the least is the oldest.
    clock: u64,
}

/// How something came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// In a file that somebody carried: nothing that was fetched makes room for it.
    Loaded,
    /// From its address.
    Fetched,
}

struct Place<V> {
    value: V,
    bytes: usize,
    used: u64,
    origin: Origin,
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

    /// Looks at something. Is no use.
    pub(crate) fn peek(&self, key: &K) -> Option<&V> {
        self.places.get(key).map(|place| &place.value)
    }

    /// Puts something that was fetched in its place; where it is too long for the whole shelf, nothing is there.
    pub(crate) fn put(&mut self, key: K, value: V, bytes: usize) {
        self.take_out(&key);
        if self.make_room(bytes, Origin::Fetched) {
            self.put_in(key, value, bytes, Origin::Fetched);
        }
    }

    /// Puts something that was loaded in its place, if there is room beside what was fetched. What was fetched and is replaced by it
    /// counts as fetched.
    pub(crate) fn put_loaded(&mut self, key: K, value: V, bytes: usize) -> bool {
        let before = self.take_out(&key);
        let has_room = self.make_room(bytes, Origin::Loaded);
        match before {
            Some(before) if !has_room => {
                self.bytes = self.bytes.saturating_add(before.bytes);
                self.places.insert(key, before);
            }
            before if has_room => {
                let origin = before.as_ref().map_or(Origin::Loaded, |before| before.origin);
                let used = before.map(|before| before.used);
                self.put_in(key.clone(), value, bytes, origin);
                if let (Some(used), Some(place)) = (used, self.places.get_mut(&key)) {
                    place.used = used;
                }
            }
            _ => {}
        }
        has_room
    }

    pub(crate) fn put_by(&mut self, origin: Origin, key: K, value: V, bytes: usize) -> bool {
        match origin {
            Origin::Loaded => self.put_loaded(key, value, bytes),
            Origin::Fetched => {
                self.put(key, value, bytes);
                true
            }
        }
    }

    /// Makes room for so much more of this origin, if that can be.
    fn make_room(&mut self, bytes: usize, origin: Origin) -> bool {
        if bytes > self.most_bytes || self.most == 0 {
            return false;
        }
        while self.places.len() >= self.most || self.bytes.saturating_add(bytes) > self.most_bytes {
            let may_go = self.places.iter().filter(|(_, place)| place.origin <= origin);
            let first = may_go.min_by_key(|(_, place)| (place.origin, place.used));
            let Some(first) = first.map(|(key, _)| key.clone()) else { return false };
            self.remove(&first);
        }
        true
    }

    fn put_in(&mut self, key: K, value: V, bytes: usize, origin: Origin) {
        self.clock = self.clock.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
        self.places.insert(key, Place { value, bytes, used: self.clock, origin });
    }

    fn take_out(&mut self, key: &K) -> Option<Place<V>> {
        let place = self.places.remove(key)?;
        self.bytes = self.bytes.saturating_sub(place.bytes);
        Some(place)
    }

    pub(crate) fn remove(&mut self, key: &K) {
        self.take_out(key);
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

    #[test]
    fn nothing_that_was_fetched_makes_room_for_what_was_loaded() {
        let mut shelf = Shelf::new(3, 100);
        shelf.put("a", 0, 10);
        shelf.put("b", 0, 10);
        assert!(shelf.put_loaded("x", 0, 10));
        assert!(shelf.put_loaded("y", 0, 10));
        assert_eq!(names(&shelf), ["a", "b", "y"]);
        // What was loaded goes first, however lately it was asked for.
        assert!(shelf.get(&"y").is_some());
        shelf.put("c", 0, 10);
        assert_eq!(names(&shelf), ["a", "b", "c"]);
        assert!(!shelf.put_loaded("z", 0, 10));
        // In the place of something that was fetched it counts as that, for as long as it did.
        assert!(shelf.put_loaded("a", 1, 80));
        assert!(!shelf.put_loaded("a", 2, 81));
        assert_eq!(shelf.peek(&"a"), Some(&1));
        shelf.put("d", 0, 10);
        assert_eq!(names(&shelf), ["b", "c", "d"]);
    }
}
