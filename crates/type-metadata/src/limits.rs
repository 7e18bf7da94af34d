//! The most that is read. One past a limit is an error, never a shorter result.

/// The longest document, in bytes.
pub const MAX_DOCUMENT_LENGTH: usize = 512 * 1024;
/// The most documents in one chain: a type, the one that it extends, and so on.
pub const MAX_DOCUMENTS: usize = 8;
/// The most entries of one `display`, one for each language.
pub const MAX_LOCALES: usize = 128;
/// The most claims that one document describes, and that a type describes with all that it extends.
pub const MAX_CLAIMS: usize = 512;
/// The most issuer headers of BBS credentials that a type lists as in use.
pub const MAX_BBS_ISSUER_HEADERS: usize = 64;
/// The most SVG templates for one language.
pub const MAX_SVG_TEMPLATES: usize = 16;
/// The longest name, label or alternative text, in bytes.
pub const MAX_NAME_LENGTH: usize = 512;
/// The longest description, in bytes.
pub const MAX_DESCRIPTION_LENGTH: usize = 4_096;
/// The longest language tag, in bytes.
pub const MAX_LANGUAGE_TAG_LENGTH: usize = 64;
/// The longest `svg_id`, in bytes.
pub const MAX_SVG_ID_LENGTH: usize = 128;
/// The longest colour, in bytes.
pub const MAX_COLOR_LENGTH: usize = 64;
/// The longest integrity string, in bytes.
pub const MAX_INTEGRITY_LENGTH: usize = 1_024;
/// The longest `https` address of an image or a template, in bytes.
pub const MAX_URL_LENGTH: usize = 2_048;
/// The longest `data:` address of an image or a template, in bytes: about 190 KiB of image.
pub const MAX_DATA_URI_LENGTH: usize = 256 * 1024;
/// The most values of a credential that are visited to hold it to its type, counted again for each claim that is described.
pub const MAX_VISITED: usize = 262_144;
/// The longest [stored](crate::TypeMetadata::to_stored) chain, in bytes: all documents at their longest, in base64url, and
/// what stands around them.
pub const MAX_STORED_LENGTH: usize = 6 * 1024 * 1024;
