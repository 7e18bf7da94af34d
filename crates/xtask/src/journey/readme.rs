//! The part of the README that holds the transcript.

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- journey: written by `cargo xtask run --write-transcript` -->\n";
const END: &str = "<!-- end of the journey -->";

/// `readme` with `transcript` between its two marks, two levels down in the document.
///
/// # Errors
/// When a mark is missing.
pub(crate) fn with_transcript(readme: &str, transcript: &str) -> Result<String> {
    let (before, rest) =
        readme.split_once(BEGIN).context("README.md has no mark where the journey begins")?;
    let (_, after) = rest.split_once(END).context("README.md has no mark where the journey ends")?;
    Ok(format!("{before}{BEGIN}\n{}\n\n{END}{after}", demoted(transcript).trim_end()))
}

/// Headings two levels down; blocks as they are.
fn demoted(transcript: &str) -> String {
    let mut in_block = false;
    let lines = transcript.lines().map(|line| {
        in_block ^= line.starts_with("```");
        let heading = !in_block && (line.starts_with("# ") || line.starts_with("## "));
        if heading { format!("##{line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let readme = format!("# A\n\n{BEGIN}old\n{END}\n\nmore\n");
        let written = with_transcript(&readme, "# Story\n\n```console\n$ x\n#  WHEN\n```\n").unwrap();
        assert_eq!(
            written,
            format!("# A\n\n{BEGIN}\n### Story\n\n```console\n$ x\n#  WHEN\n```\n\n{END}\n\nmore\n")
        );
        assert_eq!(with_transcript(&written, "# Story\n\n```console\n$ x\n#  WHEN\n```\n").unwrap(), written);
        assert!(with_transcript("# A\n", "").is_err());
    }
}
