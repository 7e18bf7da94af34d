use crate::answer::to_stderr;
use crate::screen::{Line, Page, Surface, Tone};

/// Shows where to sign in, and opens it in the person's browser.
pub(super) fn show(address: &str, host: &str, no_browser: bool) {
    let opened = !no_browser && open::that_detached(address).is_ok();
    let mut page = Page::new(Surface::stderr());
    let words = if opened {
        "Your browser opens, to sign in at "
    } else {
        "Sign in, in a browser on this computer, at "
    };
    page.line(Line::from(words).and(Tone::Strong, host).text("."));
    page.line(Line::quiet(if opened { "If it does not, go to" } else { "Go to" }));
    to_stderr(&page.finish());
    // On a line of its own, whole, to be copied.
    to_stderr(&format!("  {address}\n"));
}
