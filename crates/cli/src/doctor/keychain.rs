use super::finding::Finding;
use std::path::Path;
use vouchsafe_app::view::SurveyView;
use vouchsafe_app::{ErrorView, keychain_refusal, survey};

/// Whether the key store of whoever is logged in could open a vault, and whether the one here needs it.
pub(super) fn findings(directory: &Path) -> Vec<Finding> {
    let opens = |survey: SurveyView| survey.opened_by.contains(&"key_store");
    vec![judge(survey(directory).is_ok_and(opens), keychain_refusal())]
}

/// `enabled` says whether the keychain was made to open this vault.
fn judge(enabled: bool, refusal: Option<ErrorView>) -> Finding {
    const SUBJECT: &str = "keychain";
    let Some(why) = refusal else {
        let words = "there is one, unlocked: it kept a text and gave it back";
        return Finding::good(SUBJECT, words);
    };
    if enabled {
        let words = format!("{}, so this vault asks for its passphrase ({})", why.message, why.code);
        let finding = Finding::heed(SUBJECT, words);
        return match why.help {
            Some(help) => finding.help(help),
            None => finding,
        };
    }
    let words = format!("{}, and no vault here needs one ({})", why.message, why.code);
    match why.code {
        "vault.key_store_no_session" | "vault.key_store_missing" => Finding::good(SUBJECT, words),
        _ => Finding::heed(SUBJECT, words).help("see to it before `vouchsafe wallet keychain enable`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Standing;

    #[test]
    fn a_keychain_is_missed_only_by_a_vault_that_it_opens() {
        let why = |code| {
            let message = "it is not there".to_owned();
            ErrorView { version: 1, code, message, help: Some("do this"), section: None }
        };
        for (enabled, refusal, standing) in [
            (false, None, Standing::Good),
            (true, None, Standing::Good),
            (false, Some("vault.key_store_no_session"), Standing::Good),
            (false, Some("vault.key_store_missing"), Standing::Good),
            (false, Some("vault.key_store_locked"), Standing::Heed),
            (false, Some("vault.key_store_silent"), Standing::Heed),
            (true, Some("vault.key_store_no_session"), Standing::Heed),
            (true, Some("vault.key_store_locked"), Standing::Heed),
        ] {
            let finding = judge(enabled, refusal.map(why));
            assert_eq!(finding.standing, standing, "{enabled} {refusal:?}");
            assert!(refusal.is_none_or(|code| finding.words.contains(code)), "{finding:?}");
        }
    }
}
