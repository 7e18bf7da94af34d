use super::finding::Finding;
use getrandom::SysRng;
use getrandom::rand_core::TryRng as _;

/// What keeps the memory of this program from others, and whether the system gives random numbers.
pub(super) fn findings() -> Vec<Finding> {
    let mut findings = vec![randomness()];
    for guard in vouchsafe_app::process().guards {
        let subject = match guard.code {
            "core_dumps" => "core dumps",
            "memory_reading" => "memory",
            _ => "swap",
        };
        let finding = match guard.state {
            "not_in_force" => Finding::heed(subject, guard.words),
            _ => Finding::good(subject, guard.words),
        };
        findings.push(match guard.help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
    findings
}

fn randomness() -> Finding {
    const SUBJECT: &str = "randomness";
    let mut bytes = [0; 32];
    match SysRng.try_fill_bytes(&mut bytes) {
        Ok(()) if bytes != [0; 32] => Finding::good(SUBJECT, "the system gives random numbers"),
        _ => Finding::bad(SUBJECT, "the system gives no random numbers, so no key can be made")
            .help("wait until the system has started up, and look at its log"),
    }
}
