use super::desk::Gathered;
use crate::claims::{in_words, leaves};
use crate::screen::{Column, Line, Mark, Page, Table, Tone, capitalised, moment};
use vouchsafe_app::PathElement;
use vouchsafe_verifier::report::{Check, Outcome, Rule, Verdict};
use vouchsafe_verifier::{Accepted, Claim, Decision, Loosening, Reason, Report, Timestamp};

/// Claims that the page shows in words of their own, or that are nobody's business but the verifier's.
const REGISTERED: [&str; 8] = ["iss", "vct", "iat", "nbf", "exp", "cnf", "status", "_sd_alg"];

/// The answer in a word or two.
pub(super) struct Marked(Mark, &'static str);

impl Marked {
    pub(super) const CANNOT_TELL: Self = Self(Mark::CannotTell, "CAN'T TELL, SO NOT ACCEPTED");
    pub(super) const REJECTED: Self = Self(Mark::Refused, "REJECTED");

    pub(super) fn accepted(loosenings: &[Loosening]) -> Self {
        match loosenings {
            [] => Self(Mark::Valid, "ACCEPTED"),
            _ => Self(Mark::Attention, "ACCEPTED, WITH SOMETHING TO HEED"),
        }
    }
}

/// A decision: the answer, why, what one may rely on, every check.
pub(super) fn show(page: &mut Page, decision: &Decision, gathered: &Gathered, languages: &[String]) {
    let report = decision.report();
    let mark = match decision {
        Decision::Accepted(accepted) => Marked::accepted(&accepted.loosenings()),
        Decision::Rejected(rejected) if rejected.is_undetermined() => Marked::CANNOT_TELL,
        Decision::Rejected(_) => Marked::REJECTED,
    };
    banner(page, &mark, report.decided_at(), report.policy());
    match decision {
        Decision::Accepted(accepted) => {
            show_loosenings(page, &accepted.loosenings());
            page.heading("You may rely on");
            show_claims(page, accepted, languages);
        }
        Decision::Rejected(rejected) => {
            show_reasons(page, rejected.reasons().iter().map(|reason| (None, reason)));
        }
    }
    let about = about(report);
    if !about.is_empty() {
        page.heading("The credential");
        page.fields(2, about);
    }
    gathered.show(page);
    page.heading("Every check");
    show_checks(page, report.checks());
}

pub(super) fn banner(page: &mut Page, marked: &Marked, decided_at: Timestamp, policy: Option<&str>) {
    let Marked(mark, words) = *marked;
    let mut when = format!("as of {}", moment(decided_at));
    if let Some(policy) = policy {
        when.push_str(&format!(", by the policy \"{policy}\""));
    }
    page.banner(Tone::Of(mark), [Line::mark(mark, words), Line::quiet(when)]);
}

/// How one credential of several came out by itself.
pub(super) fn standing(report: &Report) -> (Mark, &'static str) {
    match report.verdict() {
        Verdict::Accepted if report.loosenings().is_empty() => (Mark::Valid, "holds"),
        Verdict::Accepted => (Mark::Attention, "holds, with something to heed"),
        Verdict::Undetermined => (Mark::CannotTell, "can't tell"),
        Verdict::Rejected => (Mark::Refused, "refused"),
    }
}

pub(super) fn show_loosenings(page: &mut Page, loosenings: &[Loosening]) {
    let mut heed = Table::bare(2);
    for loosening in loosenings {
        let words = Line::mark(Mark::Attention, loosening.words());
        heed.row(vec![words, Line::quiet(loosening.as_str())]);
    }
    if !heed.is_empty() {
        page.heading("Heed this");
        page.table(2, &heed);
    }
}

/// Each by its path, and by what its type calls it where that is known.
pub(super) fn show_claims(page: &mut Page, accepted: &Accepted, languages: &[String]) {
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let mut claims = Table::bare(2);
    let entries = accepted.claims().entries().into_iter().flatten();
    let entries = entries.filter(|(name, _)| !REGISTERED.contains(&&**name));
    for (path, value) in leaves(entries) {
        let kept_back = value.elements().is_some_and(|mut elements| elements.next().is_none())
            && path
                .child(PathElement::Every)
                .is_some_and(|every| accepted.claim(&every) == Claim::Undisclosed);
        let value = if kept_back { Line::quiet("not shown") } else { Line::strong(in_words(value)) };
        let label = accepted.label(&path, &languages).map(|label| format!("  {label}"));
        let name = Line::from(path.to_string()).and(Tone::Quiet, label.unwrap_or_default());
        claims.row(vec![name, value]);
    }
    if claims.is_empty() {
        page.indented(2, "the issuer, the type and the dates; no claim was shown");
    } else {
        page.table(2, &claims);
    }
}

/// Each with the name of the credential that it is about, where there are several.
pub(super) fn show_reasons<'a>(
    page: &mut Page,
    reasons: impl Iterator<Item = (Option<&'a str>, &'a Reason)>,
) {
    page.heading("Why");
    for (about, reason) in reasons {
        let about = about.map_or_else(Line::new, |about| Line::from(about).text("  "));
        page.indented(2, about.and(Tone::Strong, capitalised(reason.words())).text("."));
        page.indented(4, Line::quiet(reason.code().as_str()));
        if let Some(advice) = advice(reason.code().as_str()) {
            page.indented(4, Line::new().and(Tone::Accent, "→ ").text(advice));
        }
    }
}

/// What one can do about a reason.
fn advice(code: &str) -> Option<&'static str> {
    Some(match code {
        "trust.issuer_unknown" | "trust.key_unknown" => "If you know this issuer, add its key to the policy.",
        "binding.missing" => "Ask for a presentation with key binding.",
        "binding.nonce_mismatch" | "binding.audience_mismatch" | "binding.too_old" => {
            "Make a new request and ask for a new presentation. The old one may be a copy."
        }
        "query.credential_missing"
        | "query.credential_set_missing"
        | "query.claim_missing"
        | "query.claim_sets" => "Ask again, and say what is needed.",
        "claim.conflict" => "Ask the presenter which of them is right, and settle it with the issuers.",
        "claim.required_missing" => "Ask again, and say which fields are needed.",
        "status.unknown" | "status.stale" => {
            "Fetch the status list again and decide anew, with --online or --status-list; of a BBS credential the statements, with --online or --statements."
        }
        "status.lag" => {
            "Ask for a new presentation, from a wallet that is up to date. One that was revoked can't make it."
        }
        "status.forked" => "Keep both statements, show them to others, and ask the issuer.",
        "status.not_short_lived" => "Ask for a credential that expires sooner, or that can be revoked.",
        "policy.proof_not_accepted" => {
            "If such proofs will do here, name them in the policy (`proofs`) or with --proof."
        }
        "status.suspended" => "The issuer may lift this: ask the presenter to settle it with the issuer.",
        "status.invalid" => "The issuer took it back for good. Ask for another credential.",
        "validity.expired" => "Ask for a renewed credential.",
        _ => return None,
    })
}

/// What a credential is, and what is known of its status.
pub(super) fn about(report: &Report) -> Vec<(String, Line)> {
    let mut about = Vec::new();
    if let Some(issuer) = report.issuer() {
        about.push(("Issuer".to_owned(), Line::from(issuer.as_str())));
    }
    if let Some(credential_type) = report.credential_type() {
        about.push(("Type".to_owned(), credential_type.as_str().into()));
    }
    if let Some(status) = report.status() {
        let (at, age) = (moment(status.issued_at()), status.age());
        let (label, age) = match status.period() {
            Some(period) => {
                let (number, newest) = (period.number(), period.newest());
                let words = format!(
                    "not revoked in period {number}, which began {at}, {age} ago; the newest known is {newest}"
                );
                ("Registry", words)
            }
            None => {
                let brought = if status.is_stapled() { ", brought by the presenter" } else { "" };
                ("Status list", format!("of {at}, {age} old{brought}"))
            }
        };
        about.push((label.to_owned(), status.list().into()));
        about.push((String::new(), format!("signed by {}", status.signed_by()).into()));
        about.push((String::new(), age.into()));
    }
    about
}

pub(super) fn show_checks(page: &mut Page, checks: &[Check]) {
    let mut table = Table::new([Column::whole(""), Column::whole(""), Column::wrap("")]);
    for check in checks {
        table.row(check_row(check));
    }
    page.table(2, &table);
}

fn check_row(check: &Check) -> Vec<Line> {
    let (mark, word) = match check.outcome() {
        Outcome::Passed => (Mark::Valid, "passed"),
        Outcome::Failed(_) => (Mark::Refused, "failed"),
        Outcome::CouldNotTell(_) => (Mark::CannotTell, "can't tell"),
        Outcome::Skipped(Rule::Policy(_)) => (Mark::Attention, "let pass"),
        Outcome::Skipped(_) => (Mark::Skipped, "not looked at"),
    };
    let mut words = Line::from(check.words());
    if let Some(reason) = check.reason() {
        words = words.and(Tone::Quiet, format!("  {}", reason.code()));
    }
    vec![Line::mark(mark, word), check.subject().as_str().replace('_', " ").into(), words]
}
