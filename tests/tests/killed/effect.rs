//! What an operation does to a wallet, as the two processes tell each other.

/// What the victim is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Announced {
    Trust,
    Key,
    Import {
        single_use: bool,
        keys: Vec<String>,
    },
    Show {
        card: String,
    },
    Settle {
        entry: u64,
        outcome: String,
    },
    Revoke {
        card: String,
    },
    Delete {
        card: String,
        keep_history: bool,
    },
    BackUp {
        number: u64,
    },
    /// The passphrase becomes the next one; with it all keys, or only the header.
    ChangePassphrase {
        and_keys: bool,
    },
}

/// What the victim was told to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Acknowledged {
    Done,
    Key(String),
    Card(String),
    Shown { entry: u64, text: String },
}

/// Ends every line: one that was cut off says nothing.
const WHOLE: &str = "whole";

impl Announced {
    pub(crate) fn line(&self) -> String {
        let words = match self {
            Self::Trust => String::from("trust"),
            Self::Key => String::from("key"),
            Self::Import { single_use, keys } => format!("import {single_use} {}", keys.join(",")),
            Self::Show { card } => format!("show {card}"),
            Self::Settle { entry, outcome } => format!("settle {entry} {outcome}"),
            Self::Revoke { card } => format!("revoke {card}"),
            Self::Delete { card, keep_history } => format!("delete {card} {keep_history}"),
            Self::BackUp { number } => format!("back-up {number}"),
            Self::ChangePassphrase { and_keys } => format!("passphrase {and_keys}"),
        };
        format!("begin {words} {WHOLE}")
    }

    pub(crate) fn parse(line: &str) -> Option<Self> {
        Some(match line.split(' ').collect::<Vec<_>>()[..] {
            ["begin", "trust", WHOLE] => Self::Trust,
            ["begin", "key", WHOLE] => Self::Key,
            ["begin", "import", single_use, keys, WHOLE] => Self::Import {
                single_use: single_use.parse().unwrap(),
                keys: keys.split(',').map(str::to_owned).collect(),
            },
            ["begin", "show", card, WHOLE] => Self::Show { card: card.to_owned() },
            ["begin", "settle", entry, outcome, WHOLE] => {
                Self::Settle { entry: entry.parse().unwrap(), outcome: outcome.to_owned() }
            }
            ["begin", "revoke", card, WHOLE] => Self::Revoke { card: card.to_owned() },
            ["begin", "delete", card, keep, WHOLE] => {
                Self::Delete { card: card.to_owned(), keep_history: keep.parse().unwrap() }
            }
            ["begin", "back-up", number, WHOLE] => Self::BackUp { number: number.parse().unwrap() },
            ["begin", "passphrase", and_keys, WHOLE] => {
                Self::ChangePassphrase { and_keys: and_keys.parse().unwrap() }
            }
            _ => return None,
        })
    }
}

impl Acknowledged {
    pub(crate) fn line(&self) -> String {
        let words = match self {
            Self::Done => String::from("done"),
            Self::Key(key) => format!("key {key}"),
            Self::Card(card) => format!("card {card}"),
            Self::Shown { entry, text } => format!("shown {entry} {text}"),
        };
        format!("end {words} {WHOLE}")
    }

    pub(crate) fn parse(line: &str) -> Option<Self> {
        Some(match line.split(' ').collect::<Vec<_>>()[..] {
            ["end", "done", WHOLE] => Self::Done,
            ["end", "key", key, WHOLE] => Self::Key(key.to_owned()),
            ["end", "card", card, WHOLE] => Self::Card(card.to_owned()),
            ["end", "shown", entry, text, WHOLE] => {
                Self::Shown { entry: entry.parse().unwrap(), text: text.to_owned() }
            }
            _ => return None,
        })
    }
}
