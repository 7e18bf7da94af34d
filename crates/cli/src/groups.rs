use crate::screen::{Column, Line, Page, Surface, Table};
use clap::Command;

/// A command that has so many below it that its help lists them in groups.
struct Group {
    heading: &'static str,
    commands: &'static [&'static str],
}

/// The commands of `vouchsafe wallet`, in the order in which a person comes to need them.
const WALLET: [Group; 4] = [
    Group {
        heading: "Cards",
        commands: &[
            "receive", "import", "list", "show", "describe", "tag", "untag", "refresh", "status", "replace",
            "delete", "new-key", "trust",
        ],
    },
    Group { heading: "Showing them", commands: &["candidates", "present", "resend", "settle"] },
    Group { heading: "What happened", commands: &["history", "verifiers", "deletion-request"] },
    Group {
        heading: "The vault",
        commands: &[
            "create",
            "passphrase",
            "locks",
            "recovery-code",
            "recover",
            "keychain",
            "rekey",
            "backup",
            "rehearse",
            "restore",
            "backups",
        ],
    },
];

/// Lets the help of `wallet` list its commands in groups.
pub(crate) fn with_groups(grammar: Command) -> Command {
    grammar.mut_subcommand("wallet", |wallet| {
        let list = list(&wallet, &WALLET);
        wallet.help_template(format!(
            "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{list}Options:\n{{options}}{{after-help}}"
        ))
    })
}

fn list(command: &Command, groups: &[Group]) -> String {
    let about = |name: &str| {
        let found = command.get_subcommands().find(|command| command.get_name() == name)?;
        Some((name.to_owned(), found.get_about().map(ToString::to_string).unwrap_or_default()))
    };
    let widest = command.get_subcommands().map(|command| command.get_name().len()).max().unwrap_or_default();
    let mut page = Page::new(Surface { colour: false, ..Surface::stdout() });
    for Group { heading, commands } in groups {
        page.gap();
        page.line(Line::from(format!("{heading}:")));
        let mut table = Table::new([Column::whole(""), Column::wrap("")]);
        for (name, about) in commands.iter().filter_map(|name| about(name)) {
            table.row(vec![format!("{name:widest$}").into(), about.into()]);
        }
        page.table(2, &table);
    }
    page.gap();
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::WALLET;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_is_in_one_group() {
        let grammar = crate::arguments::grammar();
        let wallet = grammar.find_subcommand("wallet").unwrap();
        let all: BTreeSet<&str> = wallet.get_subcommands().map(clap::Command::get_name).collect();
        let grouped = || WALLET.iter().flat_map(|group| group.commands.iter().copied());
        assert_eq!(grouped().collect::<BTreeSet<_>>(), all);
        assert_eq!(grouped().count(), all.len(), "one of them is in two groups");
    }
}
