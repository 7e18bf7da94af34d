use vouchsafe_credential::json;

/// One variant a line: blame, name, code and message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $message:literal;)*) => {
        /// Why a statement about a registry, or a list of them, cannot be read, trusted or made.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove), **Misuse** (the
        /// caller).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed**: a statement's payload, or the description of a registry, is not JSON that we read.
            #[error("the statement or the description: {0}")]
            Json(#[from] json::Error),
            /// The statement is no JWS that we read, its signature does not hold, or it cannot be signed.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// A point or a number of the statement is not one, or the deletions do not follow from one another.
            #[error(transparent)]
            Bbs(#[from] vouchsafe_bbs::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    #[doc = concat!("The ", stringify!($field), ".")]
                    $field: $type
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of `json.*`, `jose.*` and `bbs.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    Self::Bbs(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }
        }
    };
}

errors! {
    Malformed StatementTooLong, "accumulator.statement_too_long", "the statement is longer than 1 MiB";
    Malformed SegmentTooLong, "accumulator.segment_too_long", "the segment is longer than 8 MiB";
    Malformed DescriptionTooLong, "accumulator.description_too_long", "the description of a registry is longer than 32 KiB";
    Malformed MemberMalformed { member: &'static str }, "accumulator.member_malformed", "`{member}` is missing or not of the kind it must be";
    Malformed MemberUnknown, "accumulator.member_unknown", "the statement or the description has a member that is not known";
    Malformed TooManyDeletions, "accumulator.too_many_deletions", "a statement has at most 7,000 deletions";
    Malformed SegmentCount, "accumulator.segment_count", "a segment has from 1 to 8 statements, and fewer than 8 only where it is the newest";

    Rejected TypeMismatch, "accumulator.type_mismatch", "the header's `typ` is not that of a statement";
    Rejected RegistryMismatch, "accumulator.registry_mismatch", "the registry is not the one that the credential's issuer named: another id, key or length of a period";
    Rejected OtherRegistry, "accumulator.other_registry", "the statement is about another registry";
    Rejected DatesMismatch, "accumulator.dates_mismatch", "the statement's dates are not those of its period";
    Rejected NotFirst, "accumulator.not_first", "a registry begins with period 1, no statement before it, and one deletion";
    Rejected Skipped { number: u64 }, "accumulator.skipped", "the statement does not follow: that of period {number} comes next";
    Rejected Repeated { number: u64 }, "accumulator.repeated", "the statement of period {number} is held already";
    Rejected Forked { number: u64 }, "accumulator.forked", "there are two different statements for period {number}: stop, and tell others";
    Rejected ValueMismatch, "accumulator.value_mismatch", "the statement's value is not that after its last deletion";
    Rejected RegistryFull, "accumulator.registry_full", "the registry has had more deletions than it may have handles";
    Rejected TooOld, "accumulator.too_old", "the period is too old, or not known";
    Rejected DigestMismatch, "accumulator.digest_mismatch", "the verifier holds another statement for this period";
    Rejected NoFork, "accumulator.no_fork", "the two statements do not contradict each other";

    Misuse RegistryId, "accumulator.registry_id", "the registry's id has a control character, so that no credential can refer to it";
    Misuse PeriodLength, "accumulator.period_length", "a period is from a minute to a week long and fits a UTC day, or is whole days";
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("accumulator.")));
        assert_eq!(Error::Forked { number: 7 }.code(), "accumulator.forked");
    }
}
