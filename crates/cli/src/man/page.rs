use crate::arguments::commands_of;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

/// The name of a command's page: `vouchsafe-wallet-present`.
pub(super) fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// The page of a command that has its full name; `above` is the page of the command that it belongs to.
pub(super) fn roff(command: &Command, above: Option<&str>) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let source = format!("vouchsafe {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone().override_usage(usage)).source(source);
    let mut bytes = Vec::new();
    // Writing to a Vec cannot fail.
    let _ = man.render_title(&mut bytes);
    let _ = man.render_name_section(&mut bytes);
    let _ = man.render_synopsis_section(&mut bytes);
    let _ = man.render_description_section(&mut bytes);
    let mut after = Sections::of(&command.get_after_help().map(ToString::to_string).unwrap_or_default());
    let _ = after.explanation.to_writer(&mut bytes);
    if command.has_subcommands() {
        let _ = commands(command).to_writer(&mut bytes);
    }
    let _ = man.render_options_section(&mut bytes);
    if let Some(above) = above {
        after.rest.control("SH", ["SEE ALSO"]);
        after.rest.text([bold(above), roman("(1)")]);
    }
    let _ = after.rest.to_writer(&mut bytes);
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

fn commands(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in commands_of(command) {
        roff.control("TP", []);
        roff.text([bold(name(command)), roman("(1)")]);
        roff.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    }
    roff
}

/// What stands at the end of a command's help, as sections.
struct Sections {
    /// Belongs to the description.
    explanation: Roff,
    /// Examples, exit codes.
    rest: Roff,
}

impl Sections {
    /// Paragraphs stand apart; one that begins with `Example:` or `Exit codes:` is a section.
    fn of(help: &str) -> Self {
        let mut sections = Self { explanation: Roff::new(), rest: Roff::new() };
        for paragraph in help.split("\n\n") {
            if let Some(lines) = paragraph.strip_prefix("Example:\n") {
                sections.rest.control("SH", ["EXAMPLES"]);
                sections.rest.control("nf", []);
                for line in lines.lines() {
                    sections.rest.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
                }
                sections.rest.control("fi", []);
            } else if let Some(codes) = paragraph.strip_prefix("Exit codes: ") {
                sections.rest.control("SH", ["EXIT STATUS"]);
                exit_codes(codes, &mut sections.rest);
            } else if !paragraph.is_empty() {
                sections.explanation.control("PP", []);
                sections.explanation.text([roman(one_line(paragraph))]);
            }
        }
        sections
    }
}

/// `0 done · 1 no`, and what follows in further lines.
fn exit_codes(text: &str, roff: &mut Roff) {
    let (codes, more) = match text.split_once(".\n") {
        Some((codes, more)) => (codes, Some(more)),
        None => (text, None),
    };
    for code in one_line(codes).split(" · ") {
        let (number, words) = code.split_once(' ').unwrap_or((code, ""));
        roff.control("TP", []);
        roff.text([bold(number)]);
        roff.text([roman(words)]);
    }
    if let Some(more) = more {
        roff.control("PP", []);
        roff.text([roman(one_line(more))]);
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
