use super::policy;
use crate::answer::{Answer, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Table, Tone};
use serde::Serialize;
use std::path::Path;
use vouchsafe_verifier::{PolicyRule, Strictness};

/// What a policy file means, in words: as written, and what it left out.
#[derive(Serialize)]
pub(super) struct Explanation {
    version: Version,
    file: String,
    rules: Vec<PolicyRule>,
}

impl Explanation {
    pub(super) fn of(file: &Path) -> Result<Self, Failure> {
        let rules = policy::load(file)?.rules();
        Ok(Self { version: Version, file: file.display().to_string(), rules })
    }
}

impl Answer for Explanation {
    const COMMAND: &'static str = "verify.explain-policy";

    fn page(&self, page: &mut Page) {
        page.line(Line::strong(&self.file).and(Tone::Quiet, "  means"));
        let (subject, manner): (Vec<_>, Vec<_>) =
            self.rules.iter().partition(|rule| rule.strictness() == Strictness::Subject);
        show(page, "What it is for", &subject);
        show(page, "How strict it is", &manner);
        page.gap();
        let loosened = manner.iter().filter(|rule| rule.strictness() == Strictness::Loosened).count();
        page.line(match loosened {
            0 => Line::mark(
                Mark::Valid,
                "Nothing is loosened: all that the file leaves out is at its strictest.",
            ),
            1 => {
                Line::mark(Mark::Attention, "One rule is loosened. Where that matters, the decision says so.")
            }
            _ => {
                let words =
                    format!("{loosened} rules are loosened. Where that matters, the decision says so.");
                Line::mark(Mark::Attention, words)
            }
        });
    }
}

fn show(page: &mut Page, title: &str, rules: &[&PolicyRule]) {
    if rules.is_empty() {
        return;
    }
    page.heading(title);
    let mut table = Table::bare(3);
    for rule in rules {
        let standing = match rule.strictness() {
            Strictness::Subject => Line::new(),
            Strictness::Strict => Line::quiet("strict"),
            Strictness::Tightened => Line::mark(Mark::Valid, "tightened"),
            Strictness::Loosened => Line::mark(Mark::Attention, "loosened"),
        };
        table.row(vec![Line::quiet(rule.rule()), standing, rule.words().into()]);
    }
    page.table(2, &table);
}
