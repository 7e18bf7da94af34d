//! The largest and smallest that is accepted.

/// No signature covers more messages, and no proof hides more.
pub const MAX_MESSAGES: usize = 1024;

/// Key material has at least so many octets (draft section 3.4.1).
pub const MIN_KEY_MATERIAL: usize = 32;

/// The context of a key has at most so many octets (draft section 3.4.1).
pub const MAX_KEY_INFO: usize = 65_535;

/// A domain separation tag has at most so many octets (draft section 4.2.2).
pub const MAX_DST: usize = 255;
