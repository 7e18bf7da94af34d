//! BBS credentials in a wallet.

mod answers;
mod forks;
mod import;
mod periods;
mod prepared;
mod properties;
mod registrar;
mod revocation;
mod scene;
mod showing;
mod stored;
mod type_metadata;
