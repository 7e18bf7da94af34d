//! What the guide, the README and the program's own words say of its commands is so.

use crate::kit::{Desk, listed};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}

/// Every command with its help, by its words: `""`, `"wallet"`, `"wallet trust add"`.
fn commands() -> BTreeMap<String, String> {
    let desk = Desk::new();
    let mut commands = BTreeMap::new();
    let mut waiting = vec![String::new()];
    while let Some(command) = waiting.pop() {
        let help = desk.done(&format!("{command} --help")).stdout;
        waiting.extend(listed(&help).into_iter().map(|name| format!("{command} {name}").trim().to_owned()));
        commands.insert(command, help);
    }
    commands
}

/// Why `vouchsafe {line}` is no line of this program: a command or an option that there is not.
fn fault(line: &str, commands: &BTreeMap<String, String>) -> Option<String> {
    let mut command = String::new();
    for word in line.split_whitespace() {
        if word.starts_with(['>', '|', '#', '(']) || word == "<" || word == "3<" {
            break;
        }
        let longer = format!("{command} {word}").trim().to_owned();
        if commands.contains_key(&longer) {
            command = longer;
        } else if let Some(option) = word.strip_prefix("--") {
            let option = option.split('=').next().unwrap_or(option);
            let option = option.trim_end_matches(|character: char| !character.is_ascii_alphanumeric());
            let known =
                ["help", "version"].contains(&option) || commands[&command].contains(&format!("--{option}"));
            if !known {
                return Some(format!("`vouchsafe {command}` has no --{option}"));
            }
        } else if !listed(&commands[&command]).is_empty()
            && word.chars().all(|letter| letter.is_ascii_lowercase())
        {
            return Some(format!("`vouchsafe {command}` has no command `{word}`"));
        }
    }
    None
}

/// What follows `vouchsafe ` in the lines of code of a Markdown text: blocks, and what stands between backticks.
fn lines_of_code(markdown: &str) -> Vec<String> {
    let joined = markdown.replace("\\\n", " ");
    let mut lines = Vec::new();
    let mut in_block = false;
    for line in joined.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            let line = line.trim_start_matches("$ ").split(" | ").next().unwrap_or_default();
            lines.extend(line.strip_prefix("vouchsafe ").map(str::to_owned));
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            lines.extend(spans.filter_map(|span| span.strip_prefix("vouchsafe ")).map(str::to_owned));
        }
    }
    lines
}

#[test]
fn every_command_in_the_documents_is_there_and_so_are_its_options() {
    let commands = commands();
    let mut documents = files(&root().join("docs/guide"), "md");
    documents.push(root().join("README.md"));
    let mut seen = 0;
    for path in documents {
        for line in lines_of_code(&fs::read_to_string(&path).unwrap()) {
            seen += 1;
            assert_eq!(fault(&line, &commands), None, "{}: vouchsafe {line}", path.display());
        }
    }
    assert!(seen > 60, "only {seen} were found");
}

#[test]
fn every_command_is_in_the_guide() {
    let text: String = files(&root().join("docs/guide"), "md")
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let lines: Vec<String> = lines_of_code(&text);
    for (command, help) in commands() {
        let shown = lines.iter().any(|line| line.starts_with(&command));
        let group = command.rsplit_once(' ').map_or("", |(group, _)| group);
        let listed = lines.iter().any(|line| line.trim() == format!("{group} --help").trim());
        assert!(shown || listed, "the guide never shows `vouchsafe {command}`: {help}");
    }
}

/// A help line that names a command which is not there sends people astray.
#[test]
fn every_command_that_an_error_or_a_hint_names_is_there() {
    let commands = commands();
    let mut seen = 0;
    for path in files(&root().join("crates"), "rs") {
        let text = fs::read_to_string(&path).unwrap();
        let outside_tests = text.split("#[cfg(test)]").next().unwrap();
        if path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "xtask") {
            continue;
        }
        // Elsewhere a string that begins so may be anything; between backticks it is a command.
        let quotes: &[char] = if path.starts_with(root().join("crates/cli")) { &['`', '"'] } else { &['`'] };
        for quoted in outside_tests.split(quotes).filter_map(|part| part.strip_prefix("vouchsafe ")) {
            if quoted.contains(['{', '\n']) || quoted.is_empty() {
                continue;
            }
            seen += 1;
            assert_eq!(fault(quoted, &commands), None, "{}: vouchsafe {quoted}", path.display());
        }
    }
    assert!(seen > 10, "only {seen} were found");
}

#[test]
fn the_summary_leads_to_every_page_and_every_link_leads_somewhere() {
    let folder = root().join("docs/guide/src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    for page in files(&folder, "md") {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            let leads = target.is_empty() || target.contains("://") || page.with_file_name(target).exists();
            assert!(leads, "{} links to {link}", page.display());
        }
        let name = page.strip_prefix(&folder).unwrap().to_str().unwrap();
        assert!(
            name == "SUMMARY.md" || summary.contains(&format!("]({name})")),
            "SUMMARY.md leaves out {name}"
        );
    }
}

/// What is in a block of `sh` is typed by no walk through the guide: it builds this program, or it needs a desktop, and then a test
/// of its own types it.
#[cfg(target_os = "linux")]
#[test]
fn every_line_of_the_guide_is_typed_by_a_test() {
    let mut lines = Vec::new();
    for path in files(&root().join("docs/guide"), "md") {
        let text = fs::read_to_string(path).unwrap();
        let blocks = text.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
        lines.extend(blocks.flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()));
    }
    lines.retain(|line| line.starts_with("vouchsafe "));
    assert_eq!(lines, crate::keychain::LINES_OF_THE_GUIDE);
}
