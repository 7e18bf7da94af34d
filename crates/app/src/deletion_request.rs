use crate::view::{DeletionRequestView, VERSION};
use std::fmt::Write as _;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_wallet::{CardName, Entry, Event, Knowledge, SharedPart};

/// The language of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

impl Language {
    const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// The letter to the verifier of whom `known` tells: what was shown when, by the names of the claims. It asks for erasure (Art. 17(1)
/// GDPR), withdraws consent (Art. 7(3)), and asks who else received the data (Art. 19) and for an answer within a month
/// (Art. 12(3)). What the wallet cannot know stands in square brackets.
pub(crate) fn write(
    known: &Knowledge,
    history: &[Entry],
    language: Language,
    now: Timestamp,
) -> DeletionRequestView {
    let words = Words::of(language);
    let mut shown_when = String::new();
    for entry in history.iter().filter(|entry| known.showings.contains(&entry.id)) {
        let Event::Shared(sharing) = &entry.event else { continue };
        for part in &sharing.parts {
            // Writing to a String cannot fail.
            let _ = writeln!(shown_when, "- {}, {}", entry.at, card(&part.card));
            let _ = writeln!(shown_when, "  {}", claims(part, &words));
        }
    }
    let to = shown::escape(known.audience.as_str()).into_owned();
    let date = now.to_string();
    let date = date.split('T').next().unwrap_or_default();
    let text = fill(words.letter, &[("{to}", &to), ("{date}", date), ("{shown}", shown_when.trim_end())]);
    DeletionRequestView { version: VERSION, audience: to, language: language.code(), text }
}

/// Puts texts in the places that `letter` has for them, in their order. Places that the texts name stay as they are: verifiers
/// and issuers choose their names themselves.
fn fill(letter: &str, places: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = letter;
    for (place, text) in places {
        if let Some((before, after)) = rest.split_once(place) {
            filled.push_str(before);
            filled.push_str(text);
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

fn card(name: &CardName) -> String {
    let vct = name.credential_type.as_ref().map_or_else(|| String::from("–"), ToString::to_string);
    format!("{vct} ({})", name.issuer)
}

fn claims(part: &SharedPart, words: &Words) -> String {
    let names: Vec<String> =
        part.paths.iter().chain(part.always.iter().flatten()).map(ToString::to_string).collect();
    match (names.is_empty(), part.always.is_some()) {
        (true, _) => words.only_always.to_owned(),
        (false, true) => names.join(", "),
        (false, false) => format!("{}; {}", names.join(", "), words.and_always),
    }
}

/// What a letter is made of.
struct Words {
    letter: &'static str,
    only_always: &'static str,
    and_always: &'static str,
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                only_always: "what this credential always shows",
                and_always: "and what this credential always shows",
                letter: "\
[your name]
[your address, or another way to answer you]

To the data protection officer of
{to}

{date}

Erasure of my personal data (Art. 17 GDPR)

Dear Sir or Madam,

I showed you the following data from my digital wallet (times in UTC, fields by their names):

{shown}

I ask you to erase these data without undue delay under Art. 17(1) GDPR, with all that you derived from them. As far as you
process them on the ground of my consent, I withdraw it (Art. 7(3) GDPR).

Please tell each recipient to whom you disclosed the data that I asked for this, and tell me who these recipients are (Art. 19 GDPR).
If you have to keep some of the data, please tell me which, for how long, and by which legal obligation, and restrict their
processing to that (Art. 18 GDPR).

You can find the data by [what identifies you there: a customer number, the e-mail address you gave]. Please do not ask for more data than
you need to find them.

Please confirm the erasure within one month of receipt (Art. 12(3) GDPR). If I do not hear from you, I will turn to a
supervisory authority (Art. 77 GDPR).

Yours faithfully,

[your name]
",
            },
            Language::German => Self {
                only_always: "was dieser Nachweis immer zeigt",
                and_always: "dazu, was dieser Nachweis immer zeigt",
                letter: "\
[Ihr Name]
[Ihre Anschrift oder ein anderer Weg, Ihnen zu antworten]

An die Datenschutzbeauftragte oder den Datenschutzbeauftragten von
{to}

{date}

Löschung meiner personenbezogenen Daten (Art. 17 DSGVO)

Sehr geehrte Damen und Herren,

ich habe Ihnen aus meiner digitalen Brieftasche folgende Daten gezeigt (Zeiten in UTC, Felder mit ihren Namen):

{shown}

Ich fordere Sie auf, diese Daten nach Art. 17 Abs. 1 DSGVO unverzüglich zu löschen, samt allem, was Sie daraus abgeleitet haben. Soweit
Sie sie aufgrund meiner Einwilligung verarbeiten, widerrufe ich diese (Art. 7 Abs. 3 DSGVO).

Bitte teilen Sie mein Verlangen allen Empfängern mit, denen Sie die Daten offengelegt haben, und nennen Sie mir diese Empfänger
(Art. 19 DSGVO). Müssen Sie einen Teil der Daten behalten, so nennen Sie mir bitte, welchen, wie lange und aufgrund welcher
rechtlichen Verpflichtung, und schränken Sie die Verarbeitung darauf ein (Art. 18 DSGVO).

Sie finden die Daten unter [was Sie dort ausweist: eine Kundennummer, die angegebene E-Mail-Adresse]. Bitte verlangen Sie nicht mehr
Angaben, als Sie dazu brauchen.

Bitte bestätigen Sie die Löschung innerhalb eines Monats nach Eingang dieses Schreibens (Art. 12 Abs. 3 DSGVO). Andernfalls werde ich mich an
eine Aufsichtsbehörde wenden (Art. 77 DSGVO).

Mit freundlichen Grüßen

[Ihr Name]
",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_of_a_letter_is_there_once_and_in_order() {
        for language in [Language::English, Language::German] {
            let letter = Words::of(language).letter;
            let at = ["{to}", "{date}", "{shown}"].map(|place| {
                assert_eq!(letter.matches(place).count(), 1, "{place}");
                letter.find(place)
            });
            assert!(at.is_sorted());
        }
    }

    #[test]
    fn a_name_that_looks_like_a_place_is_a_name() {
        let places =
            [("{to}", "https://{shown}.example"), ("{date}", "today"), ("{shown}", "- {to}, {date}")];
        let text = fill("To {to}\n{date}\n{shown}\nYours", &places);
        assert_eq!(text, "To https://{shown}.example\ntoday\n- {to}, {date}\nYours");
    }
}
