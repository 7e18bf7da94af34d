use super::finding::Finding;
use std::path::Path;
use vouchsafe_app::survey;

/// What can be told of the vault without its passphrase.
pub(super) fn findings(directory: &Path) -> Vec<Finding> {
    const SUBJECT: &str = "vault";
    let survey = match survey(directory) {
        Ok(survey) => survey,
        Err(error) if error.code() == "vault.none_here" => {
            return vec![
                Finding::good(SUBJECT, "there is none here yet")
                    .help("make one with `vouchsafe wallet create`"),
            ];
        }
        Err(error) => {
            let finding = Finding::bad(SUBJECT, format!("{error} ({})", error.code()));
            return vec![match error.help() {
                Some(help) => finding.help(help),
                None => finding,
            }];
        }
    };
    let whole = format!(
        "format {}; each guess at the passphrase costs {} MiB of memory and {} passes over it",
        survey.format, survey.guess_mib, survey.guess_passes
    );
    let whole = if survey.guess_costs_less_than_today {
        Finding::heed(SUBJECT, format!("{whole}, which is less than a new vault's"))
            .help("open it with its passphrase: that raises the cost to a new vault's")
    } else {
        Finding::good(SUBJECT, whole)
    };
    let opens: Vec<String> = survey.opened_by.iter().map(|way| way.replace('_', " ")).collect();
    let in_use = match survey.use_now {
        "open" => Finding::heed("in use", "another program has the vault open")
            .help("end it, or wait until it is done"),
        _ => Finding::good("in use", "no other program has the vault open"),
    };
    vec![whole, Finding::good("opened by", opens.join(", ")), in_use]
}
