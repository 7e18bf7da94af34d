//! An address that somebody else wrote: it is read in one way, or not at all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_net::OperatedDestination;

fuzz_target!(|input: &str| {
    let Ok(destination) = OperatedDestination::new(input) else { return };
    // Whatever is read is https, and reads as the same once more.
    assert!(input.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")));
    let shown = format!("{destination:?}");
    let address = shown.strip_prefix("OperatedDestination(").and_then(|rest| rest.strip_suffix(')'));
    let again = address.map(|address| OperatedDestination::new(&format!("https://{address}")));
    assert_eq!(again, Some(Ok(destination)));
});
