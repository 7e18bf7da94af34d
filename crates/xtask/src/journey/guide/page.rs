use anyhow::{Result, bail};

/// A page of the guide, cut where commands are typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// What is there before the first command, as `<!-- scene: NAME -->` says.
    pub(super) scene: Option<String>,
    pub(super) parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Lines that are left as they are.
    Words(String),
    /// A file that the reader writes: a block under a line that ends in `` `NAME`: ``. Its lines are in the words before it.
    File { name: String, contents: String },
    /// A command, and what is shown under it.
    Typed(Typed),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) line: String,
    pub(super) shown: String,
}

impl Typed {
    /// What a person types meanwhile: what stands behind a question.
    pub(super) fn keyboard(&self) -> String {
        let questions = self.shown.lines().filter_map(|line| {
            let (question, answer) = line.rsplit_once("] ")?;
            let (_, choices) = question.rsplit_once('[')?;
            let asks = choices == "y/N" || choices.split_once('-').is_some_and(|(first, _)| first == "1");
            asks.then(|| format!("{answer}\n"))
        });
        questions.collect()
    }
}

impl Page {
    /// # Errors
    /// If a block is not closed, or its first line is no command.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut scene = None;
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut lines = text.split_inclusive('\n').peekable();
        let mut named = None;
        while let Some(line) = lines.next() {
            words.push_str(line);
            let bare = line.trim_end();
            if let Some(name) = bare.strip_prefix("<!-- scene: ").and_then(|rest| rest.strip_suffix(" -->")) {
                scene = Some(name.to_owned());
            }
            let Some(kind) = bare.strip_prefix("```") else {
                if !bare.is_empty() {
                    named =
                        bare.strip_suffix("`:").and_then(|rest| rest.rsplit_once('`')).map(|(_, name)| name);
                }
                continue;
            };
            let mut block = String::new();
            loop {
                match lines.next() {
                    None => bail!("a block is not closed"),
                    Some(line) if line.trim_end() == "```" => {
                        if kind == "console" {
                            parts.push(Part::Words(std::mem::take(&mut words)));
                            parts.extend(commands(&block)?.into_iter().map(Part::Typed));
                        } else {
                            words.push_str(&block);
                        }
                        words.push_str(line);
                        break;
                    }
                    Some(line) => block.push_str(line),
                }
            }
            if let Some(name) = named.take().filter(|_| kind != "console") {
                parts.push(Part::Words(std::mem::take(&mut words)));
                parts.push(Part::File { name: name.to_owned(), contents: block });
            }
        }
        parts.push(Part::Words(words));
        Ok(Self { scene, parts })
    }

    /// This page, with these words under its commands.
    pub(super) fn showing(&self, shown: &[String]) -> String {
        let mut shown = shown.iter();
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::File { .. } => {}
                Part::Typed(typed) => {
                    let shown = shown.next().map(String::as_str).unwrap_or_default();
                    let end = if shown.is_empty() { "" } else { "\n" };
                    text.push_str(&format!("$ {}\n{shown}{end}", typed.line));
                }
            }
        }
        text
    }

    /// The first command that this page shows otherwise.
    pub(super) fn first_difference(&self, shown: &[String]) -> String {
        let typed = self.parts.iter().filter_map(|part| match part {
            Part::Typed(typed) => Some(typed),
            _ => None,
        });
        let differs = typed.zip(shown).find(|(typed, shown)| typed.shown != **shown);
        differs.map_or_else(String::new, |(typed, shown)| {
            format!(
                "under `{}` the page shows\n\n{}\n\nand the program says\n\n{shown}\n\n\
                 `cargo xtask run --write-transcript` writes what it says.",
                typed.line, typed.shown
            )
        })
    }
}

/// The commands of a block: each begins with `$ `, may go on after a backslash, and has under it what is shown.
fn commands(block: &str) -> Result<Vec<Typed>> {
    let mut commands: Vec<Typed> = Vec::new();
    let mut goes_on = false;
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (_, Some(last)) if goes_on => {
                last.line.push('\n');
                last.line.push_str(line);
                goes_on = line.ends_with('\\');
            }
            (Some(command), _) => {
                goes_on = command.ends_with('\\');
                commands.push(Typed { line: command.to_owned(), shown: String::new() });
            }
            (None, None) => bail!("a block begins with something else than a command: {line}"),
            (None, Some(last)) => {
                if !last.shown.is_empty() {
                    last.shown.push('\n');
                }
                last.shown.push_str(line);
            }
        }
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n<!-- scene: ada -->\n\nThe file `a.toml`:\n\n```toml\nb = 1\n```\n\n```console\n$ one \\\n  two\nseen\n\nmore\n$ three\nSure? [y/N] y\nWhich? [1-4] c\n```\n\nEnd.\n";

    #[test]
    fn a_page_is_files_and_commands_and_words_that_stay() {
        let page = Page::parse(PAGE).unwrap();
        assert_eq!(page.scene.as_deref(), Some("ada"));
        let file = Part::File { name: "a.toml".to_owned(), contents: "b = 1\n".to_owned() };
        assert!(page.parts.contains(&file), "{page:?}");
        let typed: Vec<&Typed> = page
            .parts
            .iter()
            .filter_map(|part| if let Part::Typed(typed) = part { Some(typed) } else { None })
            .collect();
        assert_eq!((typed[0].line.as_str(), typed[0].shown.as_str()), ("one \\\n  two", "seen\n\nmore"));
        assert_eq!((typed[0].keyboard().as_str(), typed[1].keyboard().as_str()), ("", "y\nc\n"));
        let shown = ["seen\n\nmore".to_owned(), "Sure? [y/N] y\nWhich? [1-4] c".to_owned()];
        assert_eq!(page.showing(&shown), PAGE);
        let other = ["other".to_owned(), shown[1].clone()];
        assert_eq!(page.showing(&other), PAGE.replace("seen\n\nmore", "other"));
        assert!(page.first_difference(&other).contains("under `one"), "{}", page.first_difference(&other));
        for broken in ["```console\nno command\n```\n", "```console\n$ a\n"] {
            assert!(Page::parse(broken).is_err());
        }
    }
}
