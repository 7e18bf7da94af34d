//! The key store against a real gnome-keyring in a session of its own, and against none.

mod scene;
mod session;
mod stores;

use scene::Scene;
use session::Session;
