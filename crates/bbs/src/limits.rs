//! The largest and smallest that is accepted.

/// No signature covers more messages, and no proof hides more.
pub const MAX_MESSAGES: usize = 1024;

/// Key material has at least so many octets (draft section 3.4.1).
pub const MIN_KEY_MATERIAL: usize = 32;

/// The context of a key has at most so many octets (draft section 3.4.1).
pub const MAX_KEY_INFO: usize = 65_535;

/// A domain separation tag has at most so many octets (draft section 4.2.2).
pub const MAX_DST: usize = 255;

/// The secret of a registry serves so many handles at most, deleted ones included: each deletion publishes another power of the secret,
/// and an attack on it (Cheon, 2006) gains from their number. With so many, about 117 bits of security are left.
pub const MAX_HANDLES: u32 = 1 << 20;

/// The id of a registry has from 1 to so many octets.
pub const MAX_REGISTRY_ID: usize = 2048;
