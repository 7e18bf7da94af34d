use super::Words;
use vouchsafe_verifier::ReasonCode;

/// What a reason says. In English it may name issuer, type and dates; in German it is the code's own words.
pub(crate) fn of_reason(code: ReasonCode, english: &str) -> Words {
    let german =
        german(code).map_or_else(|| format!("der Nachweis ist nicht in Ordnung ({code})"), str::to_owned);
    Words::new(english, german)
}

/// What the person who presents, or the one at the desk, can do; `None` where nobody there can.
pub(crate) fn advice(code: ReasonCode) -> Option<Words> {
    use ReasonCode as Code;
    let (en, de) = match code {
        Code::Expired => ("Ask the issuer for a new one.", "Beim Aussteller einen neuen Nachweis holen."),
        Code::NotYetValid => ("Come back once it is valid.", "Wiederkommen, sobald der Nachweis gilt."),
        Code::StatusInvalid => {
            ("Ask the issuer why, and for a new one.", "Beim Aussteller nachfragen und einen neuen holen.")
        }
        Code::StatusSuspended => {
            ("Ask the issuer to lift the suspension.", "Beim Aussteller die Aussetzung aufheben lassen.")
        }
        Code::StatusUnknown | Code::StatusStale | Code::StatusLag => (
            "Try again when this station or the wallet has a network.",
            "Noch einmal versuchen, sobald diese Station oder die Wallet Netz hat.",
        ),
        Code::BindingTooOld | Code::BindingNonceMismatch => {
            ("Scan the code again and answer at once.", "Den Code neu scannen und gleich antworten.")
        }
        Code::BindingFromTheFuture => (
            "Set the clock of the wallet's device right.",
            "Die Uhr des Geräts mit der Wallet richtig stellen.",
        ),
        Code::TypeNotAccepted | Code::QueryType | Code::QueryFormat => {
            ("Choose another card.", "Eine andere Karte wählen.")
        }
        Code::RequiredClaimMissing | Code::QueryClaimMissing | Code::QueryClaimSets => {
            ("Answer again and share what is asked for.", "Noch einmal antworten und das Gefragte teilen.")
        }
        Code::IssuerUnknown | Code::IssuerTypeNotCovered | Code::IssuerOutsidePeriod => (
            "Choose a card of an issuer that is trusted here.",
            "Eine Karte eines Ausstellers wählen, dem hier vertraut wird.",
        ),
        Code::IssuerKeyUnknown => (
            "Ask whoever runs this station to renew the trust list.",
            "Wer die Station betreibt, muss die Vertrauensliste erneuern.",
        ),
        _ => return None,
    };
    Some(Words::new(en, de))
}

fn german(code: ReasonCode) -> Option<&'static str> {
    use ReasonCode as Code;
    Some(match code {
        Code::IssuerUnknown => "niemand auf der Vertrauensliste kann diesen Nachweis ausgestellt haben",
        Code::IssuerOutsidePeriod => "dem Aussteller wird zu dieser Zeit nicht vertraut",
        Code::IssuerTypeNotCovered => "dem Aussteller wird für diese Art von Nachweis nicht vertraut",
        Code::IssuerKeyUnknown => "dem Aussteller wird vertraut, aber sein Schlüssel ist hier nicht bekannt",
        Code::IssuerNameMismatch => "das Zertifikat steht nicht für den genannten Aussteller",
        Code::ProofNotAccepted => "diese Art von Beleg wird hier nicht angenommen",
        Code::AlgorithmNotAllowed => "dieses Signaturverfahren ist hier nicht erlaubt",
        Code::TypeMissing => "der Nachweis nennt seine Art nicht",
        Code::TypeNotAccepted => "Nachweise dieser Art werden hier nicht angenommen",
        Code::TypeMetadataMissing => "was für diese Art von Nachweis gilt, ist hier nicht bekannt",
        Code::BindingMissing => "es ist nicht belegt, wer den Nachweis besitzt",
        Code::BindingAudienceMismatch => "der Nachweis wurde für jemand anderen vorgezeigt",
        Code::BindingNonceMismatch => "der Nachweis beantwortet nicht diese Anfrage",
        Code::BindingTooOld => "der Nachweis wurde vor zu langer Zeit vorgezeigt",
        Code::BindingFromTheFuture => "der Nachweis will in der Zukunft vorgezeigt worden sein",
        Code::BindingUndated => "es ist nicht zu erkennen, wann der Nachweis vorgezeigt wurde",
        Code::RequiredClaimMissing => "eine verlangte Angabe fehlt",
        Code::QueryVpTokenTooLong => "die Antwort ist zu lang",
        Code::QueryVpTokenMalformed => "die Antwort ist nicht so gebaut, wie sie sein muss",
        Code::QueryUnknownId => "die Antwort enthält etwas, wonach nicht gefragt war",
        Code::QueryNoPresentation => "zu einer Frage fehlt der Nachweis",
        Code::QuerySeveralPresentations => "es war nach einem Nachweis gefragt, und mehrere kamen",
        Code::QueryTooManyPresentations => "die Antwort enthält zu viele Nachweise",
        Code::QueryCredentialRepeated => "ein Nachweis kam zweimal, wo mehrere gefragt waren",
        Code::QueryCredentialMissing => "ein gefragter Nachweis fehlt",
        Code::QueryCredentialSetMissing => "keine der gefragten Zusammenstellungen ist vollständig",
        Code::QueryFormat => "der Nachweis hat ein anderes Format als das gefragte",
        Code::QueryType => "der Nachweis ist von anderer Art als der gefragte",
        Code::QueryAuthority => "keine der gefragten Stellen steht erkennbar hinter dem Nachweis",
        Code::QueryHolderBinding => "es war ein Beleg gefragt, wer vorzeigt, und er fehlt",
        Code::QueryClaimMissing => "eine gefragte Angabe fehlt",
        Code::QueryPathDoesNotApply => "die Angaben sind anders gebaut als gefragt",
        Code::QueryValueDiffers => "eine Angabe hat einen anderen Wert als gefragt",
        Code::QueryClaimSets => "keine der gefragten Zusammenstellungen von Angaben ist vollständig",
        Code::QueryTooManyClaims => "die Frage führt zu zu vielen Angaben",
        Code::ClaimConflict => "zusammen vorgezeigte Nachweise widersprechen sich",
        Code::Expired => "der Nachweis ist abgelaufen",
        Code::NotYetValid => "der Nachweis gilt noch nicht",
        Code::StatusMissing => "ob der Nachweis widerrufen ist, lässt sich nirgends nachsehen",
        Code::StatusNotShortLived => "der Nachweis kann nicht widerrufen werden und gilt dafür zu lange",
        Code::StatusMechanismUnknown => "wie der Nachweis widerrufen wird, ist hier nicht bekannt",
        Code::StapleTooLong => "die mitgeschickte Statusliste ist zu lang",
        Code::TooManyStaples => "es wurden zu viele Statuslisten mitgeschickt",
        Code::StatusSignerUnknown => "die Statusliste ist nicht für den Aussteller unterschrieben",
        Code::StatusFromTheFuture => "die Statusliste will aus der Zukunft sein",
        Code::StatusUnknown => "ob der Nachweis widerrufen ist, ist nicht bekannt",
        Code::StatusLag => {
            "dass der Nachweis nicht widerrufen ist, ist nur für einen früheren Zeitraum belegt"
        }
        Code::StatusForked => "der Aussteller sagt zweierlei darüber, was widerrufen ist",
        Code::StatusInvalid => "der Nachweis ist widerrufen",
        Code::StatusSuspended => "der Nachweis ist ausgesetzt",
        Code::StatusUnrecognised => "der Aussteller gibt einen Stand an, der hier nicht bekannt ist",
        Code::StatusStale => "was über den Widerruf bekannt ist, ist zu alt",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_german_words() {
        let missing: Vec<_> = ReasonCode::ALL.iter().filter(|code| german(**code).is_none()).collect();
        assert_eq!(missing, Vec::<&ReasonCode>::new());
    }
}
