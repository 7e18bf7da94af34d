use super::finding::Finding;
use crate::screen::Surface;
use std::io::IsTerminal as _;
use terminal_size::terminal_size_of;

/// Narrower than this, tables break lines.
const COMFORTABLE: u16 = 60;

pub(super) fn findings() -> Vec<Finding> {
    let stdout = std::io::stdout();
    let width = terminal_size_of(&stdout).map(|(width, _)| width.0);
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale =
        locale.into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    vec![judge(stdout.is_terminal(), width, Surface::stdout().colour, locale.as_deref())]
}

fn judge(terminal: bool, width: Option<u16>, colour: bool, locale: Option<&str>) -> Finding {
    const SUBJECT: &str = "terminal";
    if !terminal {
        return Finding::good(SUBJECT, "none: this is read from a file or a pipe");
    }
    let width = width.unwrap_or(80);
    let colour = if colour { "in colour" } else { "without colour" };
    let words = format!("{width} columns, {colour}");
    // Systems that are not Unix have no such variable, and one encoding.
    let utf8 = cfg!(not(unix))
        || locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
    if !utf8 {
        Finding::heed(SUBJECT, format!("{words}; its language setting does not say UTF-8"))
            .help("set LANG to one that ends in .UTF-8, as C.UTF-8, if you see odd characters here: ● ▲ ✕")
    } else if width < COMFORTABLE {
        Finding::heed(SUBJECT, words).help(format!("make the window {COMFORTABLE} columns wide"))
    } else {
        Finding::good(SUBJECT, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Standing;

    #[test]
    fn a_terminal_is_wide_and_knows_its_characters() {
        for (width, locale, standing) in [
            (Some(80), Some("C.UTF-8"), Standing::Good),
            (Some(60), Some("de_DE.utf8"), Standing::Good),
            (Some(59), Some("C.UTF-8"), Standing::Heed),
        ] {
            assert_eq!(judge(true, width, true, locale).standing, standing);
        }
        #[cfg(unix)]
        for locale in [None, Some("C"), Some("de_DE@euro")] {
            assert_eq!(judge(true, Some(80), true, locale).standing, Standing::Heed, "{locale:?}");
        }
        assert_eq!(judge(false, None, false, None).standing, Standing::Good);
    }
}
