use super::{Coded, Words};
use vouchsafe_verifier::{PolicyRule, Strictness};

/// Those rules of a policy that people at a desk have to know: how old what is known may be, what happens when nothing is known, and all
/// that is looser than it could be.
pub(crate) fn of_rule(rule: &PolicyRule) -> Option<Coded> {
    const ALWAYS: [&str; 3] = ["status.max_age", "status.on_stale", "status.on_unknown"];
    if rule.strictness() != Strictness::Loosened && !ALWAYS.contains(&rule.rule()) {
        return None;
    }
    let german = german(rule.rule(), rule.words()).unwrap_or_else(|| rule.words().to_owned());
    Some(Coded { code: rule.rule().to_owned(), words: Words::new(rule.words(), german) })
}

fn german(rule: &str, words: &str) -> Option<String> {
    let between = |before: &str, after: &str| words.strip_prefix(before)?.strip_suffix(after);
    Some(match rule {
        "status.max_age" => {
            let age = words.strip_prefix("what is known of the status is at most ")?;
            let age = age.split(" old").next()?;
            format!("was über den Widerruf bekannt ist, ist höchstens {} alt", duration(age))
        }
        "max_key_binding_age" => {
            let age = words.strip_prefix("the proof is at most ")?.split(" old").next()?;
            format!("der Nachweis wurde vor höchstens {} vorgezeigt", duration(age))
        }
        "clock_skew" => {
            format!("Uhren dürfen um {} auseinandergehen", duration(between("clocks may differ by ", "")?))
        }
        "status.max_short_life" => {
            format!(
                "kurzlebig ist, was binnen {} abläuft",
                duration(between("short-lived is what expires within ", "")?)
            )
        }
        "status.max_statement_lag" => {
            let lag = between("a BBS proof is of the newest period or one of the ", " before")?;
            format!("ein BBS-Beleg ist für den neuesten Zeitraum oder einen der {lag} davor")
        }
        _ => fixed(rule, words)?.to_owned(),
    })
}

fn fixed(rule: &str, words: &str) -> Option<&'static str> {
    Some(match (rule, words.split(',').next()?) {
        ("status.on_stale", "if it is older") if words.contains("can't be told") => {
            "ist es älter, lässt sich nicht sagen, ob der Nachweis gilt"
        }
        ("status.on_stale", _) => "ist es älter, zählt, was zuletzt bekannt war",
        ("status.on_unknown", _) if words.contains("can't be told") => {
            "ist nichts bekannt, lässt sich nicht sagen, ob der Nachweis gilt"
        }
        ("status.on_unknown", _) => "ist nichts bekannt, zählt der Nachweis als nicht widerrufen",
        ("status.on_suspended", _) => "ein ausgesetzter Nachweis zählt als gültig",
        ("status.on_missing", _) if words.contains("if it is short-lived") && !words.contains("dates") => {
            "ein Nachweis, der nicht widerrufen werden kann, zählt, wenn er kurzlebig ist"
        }
        ("status.on_missing", _) => {
            "ein Nachweis, der nicht widerrufen werden kann, zählt, solange er nicht abgelaufen ist"
        }
        ("on_conflict", _) => "zusammen vorgezeigte Nachweise dürfen sich widersprechen",
        ("on_type_metadata", _) => "die Regeln für die Art des Nachweises werden nicht angewendet",
        ("holder_binding", _) if words.contains("copy of an answer") => {
            "wer vorzeigt, belegt den Besitz, aber es kann die Kopie einer Antwort an andere sein"
        }
        ("holder_binding", _) => "wer eine Kopie des Nachweises hat, kann ihn vorzeigen",
        ("proofs", _) => "auch ein BBS-Beleg zählt, der an keinen Schlüssel gebunden ist",
        ("trust", _) => "einem Schlüssel wird vertraut, welchen Aussteller der Nachweis auch nennt",
        ("types", _) => "jede Art, für die dem Aussteller vertraut wird",
        ("format", _) => "auch andere als heutige SD-JWT-Nachweise zählen",
        _ => return None,
    })
}

/// `1 day 12 h`, in German.
fn duration(english: &str) -> String {
    let words = english.split(' ').map(|word| match word {
        "day" => "Tag",
        "days" => "Tagen",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ").replace(" h", " Std.").replace(" min", " Min.").replace(" s", " Sek.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_verifier::{
        Duration, ExpectedType, HolderBinding, LegacyTyp, OnConflict, OnMissingStatus, OnStaleStatus,
        OnSuspended, OnTypeMetadata, OnUnknownStatus, Policy, ProofKind,
    };

    #[test]
    fn every_rule_that_is_shown_has_german_words() {
        let days = Duration::from_days(30);
        let loose = Policy::strict()
            .accept_any_type()
            .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs])
            .on_stale_status(OnStaleStatus::Accept)
            .on_unknown_status(OnUnknownStatus::Accept)
            .on_suspended(OnSuspended::Accept)
            .on_missing_status(OnMissingStatus::Accept)
            .on_conflict(OnConflict::Accept)
            .on_type_metadata(OnTypeMetadata::Ignore)
            .holder_binding(HolderBinding::NotRequired)
            .max_key_binding_age(days)
            .max_status_age(days)
            .clock_skew(days)
            .max_short_life(days)
            .max_statement_lag(9);
        let other = Policy::strict()
            .holder_binding(HolderBinding::RequiredReplayable)
            .on_missing_status(OnMissingStatus::AcceptShortLived)
            .legacy_typ(LegacyTyp::AcceptVcSdJwt);
        let plain = Policy::strict().accept_plain_sd_jwt(ExpectedType::Any);
        let mut shown = 0;
        for rule in [Policy::strict(), loose, other, plain].iter().flat_map(Policy::rules) {
            if let Some(coded) = of_rule(&rule) {
                assert_ne!(coded.words.en, coded.words.de, "{}", rule.rule());
                shown += 1;
            }
        }
        assert!(shown > 20);
    }

    #[test]
    fn a_length_of_time_in_german() {
        assert_eq!(duration("1 day 12 h"), "1 Tag 12 Std.");
        assert_eq!(duration("24 h"), "24 Std.");
        assert_eq!(duration("2 days"), "2 Tagen");
    }
}
