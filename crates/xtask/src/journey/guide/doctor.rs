//! What `vouchsafe doctor` says of the machine it runs on, which is another one for each reader.

use std::borrow::Cow;

/// The heading that no other page has.
const HEADING: &str = "Made of";
/// What is looked at and is the machine's own. The rest is the program's, and has to be the same everywhere.
const OF_THE_MACHINE: [&str; 5] = ["room", "core dumps", "memory", "swap", "terminal"];

/// A page of the doctor with a sign for each line that is the machine's own, for each version, and for what all of it comes to;
/// any other text as it is.
pub(super) fn without_the_machine(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| line == HEADING) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::new();
    let mut machine = false;
    let mut made_of = false;
    for line in text.lines() {
        let finding = ["● ", "▲ ", "✕ "].iter().find_map(|mark| line.strip_prefix(mark));
        if line == HEADING {
            (made_of, machine) = (true, false);
        } else if let Some(finding) = finding {
            let subject = OF_THE_MACHINE
                .iter()
                .find(|subject| finding.strip_prefix(*subject).is_some_and(|rest| rest.starts_with("  ")));
            machine = subject.is_some() || made_of;
            if let Some(subject) = subject {
                masked.push_str(&format!("{subject} ‹machine›\n"));
            }
        }
        let version = made_of.then(|| line.strip_prefix("  ")).flatten();
        match version.and_then(|line| line.split_whitespace().next()) {
            Some(name) => masked.push_str(&format!("{name} ‹version›\n")),
            None if !machine => masked.push_str(&format!("{line}\n")),
            None => {}
        }
    }
    Cow::Owned(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "\
● writing     You may write
              to ~
● room        70 GiB are free
▲ swap        Something that takes
              two lines → do this
● clock       It agrees

Made of
  vouchsafe   0.1.0
  system      Debian

▲ It works; things to heed: 1.
";

    #[test]
    fn only_what_is_the_machines_own_may_differ() {
        let elsewhere = HERE
            .replace("70 GiB", "300 MiB")
            .replace(
                "▲ swap        Something that takes\n              two lines → do this",
                "● swap        Well",
            )
            .replace("Debian", "Another one")
            .replace("▲ It works; things to heed: 1.", "● All is well.");
        assert_ne!(elsewhere, HERE);
        assert_eq!(without_the_machine(&elsewhere), without_the_machine(HERE));
        for other in [
            HERE.replace("● writing", "✕ writing"),
            HERE.replace("It agrees", "It does not"),
            HERE.replace("● clock       It agrees\n", ""),
            HERE.replace("● room        70 GiB are free\n", ""),
            HERE.replace("  system      Debian\n", ""),
        ] {
            assert_ne!(without_the_machine(&other), without_the_machine(HERE));
        }
        assert_eq!(without_the_machine("● room        1 GiB"), "● room        1 GiB");
    }
}
