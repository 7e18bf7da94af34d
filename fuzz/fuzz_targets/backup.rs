//! The inside of a backup: no bytes panic, and none is read as more records than it says that it has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_vault::read_backup_frames;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(records) = read_backup_frames(bytes) {
        // Each takes at least 32 bytes.
        assert!(u64::try_from(bytes.len()).is_ok_and(|length| records <= length / 32));
    }
});
