//! The verifier's side: from what is to be asked to what was answered.
//!
//! A [`Client`] is who asks, an [`Order`] what is asked. Together they begin a [`Session`], which holds all that its answer has to
//! fit: nonce, `state`, the key that alone decrypts it, the query, the end. It makes the link and the request objects for one
//! wallet. What a wallet posts is a [`PostedAnswer`]: it says which session it is for, and that session opens it.

mod answer;
mod client;
mod completion;
mod order;
mod parameters;
mod posted;
mod record;
mod session;

pub use answer::{Answer, WalletAnswer, WalletRefusal};
pub use client::Client;
pub use completion::{BrowserSecret, Completion};
pub use order::{Order, ResponseMode};
pub use posted::PostedAnswer;
pub use session::{Link, Session};
