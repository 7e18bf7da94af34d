use super::{Coded, Words};
use vouchsafe_verifier::Loosening;

/// What was let pass.
pub(crate) fn of_loosening(loosening: Loosening) -> Coded {
    let en = loosening.words();
    let german = german(loosening).unwrap_or(en);
    Coded { code: loosening.as_str().to_owned(), words: Words::new(en, german) }
}

fn german(loosening: Loosening) -> Option<&'static str> {
    Some(match loosening {
        Loosening::AnyIssuer => "einem Schlüssel wird vertraut, welchen Aussteller der Nachweis auch nennt",
        Loosening::AnyType => "Nachweise jeder Art werden angenommen",
        Loosening::PlainSdJwt => "ein SD-JWT ohne die Regeln für Nachweise wird angenommen",
        Loosening::LegacyTyp => "die veraltete Kennzeichnung vc+sd-jwt wird angenommen",
        Loosening::NoHolderKey => {
            "der Nachweis ist an keinen Schlüssel gebunden: wer eine Kopie hat, kann ihn vorzeigen"
        }
        Loosening::NoHolderBinding => "nichts belegt, dass die vorzeigende Person den Nachweis besitzt",
        Loosening::ReplayableBinding => {
            "es wurde nicht verglichen, für wen der Nachweis vorgezeigt wurde: er kann eine Kopie von anderswo sein"
        }
        Loosening::OlderBinding => "der Nachweis wurde früher vorgezeigt, als es sonst erlaubt ist",
        Loosening::ClockSkew => "die Uhren gehen weiter auseinander, als es sonst erlaubt ist",
        Loosening::NoStatus => "der Nachweis kann nicht widerrufen werden",
        Loosening::UnknownStatus => "ob der Nachweis widerrufen ist, ist nicht bekannt",
        Loosening::OlderStatus => "was über den Widerruf bekannt ist, ist älter, als es sonst erlaubt ist",
        Loosening::StatementLag => {
            "dass der Nachweis nicht widerrufen ist, ist für einen früheren Zeitraum belegt, als es sonst erlaubt ist"
        }
        Loosening::StaleStatus => "was über den Widerruf bekannt ist, ist zu alt",
        Loosening::Suspended => "der Nachweis ist ausgesetzt",
        Loosening::TypeMetadata => {
            "die Regeln für die Art des Nachweises sind bekannt, werden aber nicht angewendet"
        }
        Loosening::Conflict => "zusammen vorgezeigte Nachweise widersprechen sich",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loosening_has_german_words() {
        assert!(Loosening::ALL.iter().all(|loosening| german(*loosening).is_some()));
    }
}
