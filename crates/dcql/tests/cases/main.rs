//! DCQL case by case: each names the section of OpenID4VP 1.0 that it rests on, and is a test of its own.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

/// A table: `name, section, what;` a line. Each line is one test.
macro_rules! cases {
    ($($name:ident, $section:literal, $what:expr;)*) => {
        pub(crate) const CASES: &[(&str, &str)] = &[$((stringify!($name), $section)),*];
        $(
            #[test]
            fn $name() {
                $what.hold($section);
            }
        )*
    };
}

mod answers;
mod case;
mod credentials;
mod hostile;
mod options;
mod paths;
mod queries;
mod statements;
mod values;

/// Sections of OpenID4VP 1.0 that speak of queries and of answers to them.
const SECTIONS: &[&str] = &[
    "6", "6.1", "6.1.1", "6.1.1.1", "6.2", "6.3", "6.4", "6.4.1", "6.4.2", "7", "7.1", "7.1.1", "7.3", "8.1",
    "8.6", "B.3.5",
];

#[test]
fn there_are_enough_cases_and_each_rests_on_a_section() {
    let tables =
        [answers::CASES, credentials::CASES, options::CASES, paths::CASES, queries::CASES, values::CASES];
    let all: Vec<_> = tables.concat();
    for (name, section) in &all {
        assert!(SECTIONS.contains(section), "{name} rests on {section}");
    }
    let sections: std::collections::BTreeSet<_> = all.iter().map(|(_, section)| section).collect();
    assert_eq!(sections.len(), SECTIONS.len(), "a section without a case");
    println!("{} cases", all.len());
    assert!(all.len() >= 120, "{} cases", all.len());
}
