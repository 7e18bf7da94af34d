//! An encrypted file of opaque, versioned records: SQLCipher under a key wrapped by a passphrase.
#![forbid(unsafe_code)]
