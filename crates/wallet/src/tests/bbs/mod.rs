//! BBS credentials in a wallet.

mod answers;
mod import;
mod prepared;
mod properties;
mod scene;
mod showing;
mod stored;
