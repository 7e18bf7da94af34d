/// One variant a line: blame, name, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why something was not to be had, or is not taken as evidence.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove), **Unavailable** (it is
        /// not there), **Misuse** (the caller).
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// It could not be fetched (`net.*`).
            #[error(transparent)]
            Net(#[from] vouchsafe_net::Error),
            /// It is no status list that counts.
            #[error(transparent)]
            StatusList(#[from] vouchsafe_status_list::Error),
            /// It is no statement, or no registry, that counts.
            #[error(transparent)]
            Accumulator(#[from] vouchsafe_accumulator::Error),
            /// It is no type metadata that counts.
            #[error(transparent)]
            TypeMetadata(#[from] vouchsafe_type_metadata::Error),
            /// It holds no keys that are read, or no certificates that are trusted.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant,
            )*
        }

        impl Error {
            /// Every code of this crate; those of the crates below come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Net(error) => error.code(),
                    Self::StatusList(error) => error.code(),
                    Self::Accumulator(error) => error.code(),
                    Self::TypeMetadata(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    $(Self::$variant => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Net(_) | Self::Accumulator(_) => return None,
                    Self::StatusList(error) => return error.section(),
                    Self::TypeMetadata(error) => return error.section(),
                    Self::Jose(error) => return error.section(),
                    $(Self::$variant => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    Malformed NotText, "evidence.not_text", "", "what was fetched is no text";
    Malformed IssuerNotAnAddress, "evidence.issuer_not_an_address", "SD-JWT VC section 4", "the issuer is no https address without query and fragment";
    Malformed MetadataMalformed, "evidence.metadata_malformed", "SD-JWT VC section 4.2", "the issuer's metadata is not what it must be: `issuer`, and either `jwks` or `jwks_uri`";

    Rejected SignerUnknown, "evidence.signer_unknown", "Token Status List section 11.3", "the status list is signed by none of those who may sign it";
    Rejected FromTheFuture, "evidence.from_the_future", "", "the status list is dated later than now";
    Rejected Expired, "evidence.expired", "Token Status List section 8.3", "the status list has expired";
    Rejected StatementsRolledBack, "evidence.statements_rolled_back", "", "there were more statements in this file before";
    Rejected RegistryForked, "evidence.registry_forked", "", "there are two different statements for one period of this registry: stop, and tell others";
    Rejected IssuerMismatch, "evidence.issuer_mismatch", "SD-JWT VC section 4.3", "the metadata is that of another issuer";
    Rejected NoUsableKey, "evidence.no_usable_key", "SD-JWT VC section 4.2", "the issuer publishes no key that is supported";

    Unavailable NowhereToFetch, "evidence.nowhere_to_fetch", "SD-JWT VC section 5.3", "the type is no https address, and its metadata is not at hand";

    Unavailable Interrupted, "evidence.interrupted", "", "the program is ending";

    Misuse IssuerNotListed, "evidence.issuer_not_listed", "", "keys are fetched for issuers that are trusted already";
    Misuse RandomnessFailed, "evidence.randomness_failed", "", "the random number generator failed";

    Unavailable NoRoom, "evidence.no_room", "", "there is no room for it beside what was fetched";

    Malformed SnapshotTooLong, "evidence.snapshot_too_long", "", "the snapshot is longer than 1 GiB or has more than 300,000 entries";
    Malformed SnapshotForeign, "evidence.snapshot_foreign", "", "this file is no snapshot of evidence";
    Malformed SnapshotNewer, "evidence.snapshot_newer", "", "the snapshot was written by a later version";
    Malformed EntryMalformed, "evidence.entry_malformed", "", "an entry of the snapshot is not what it must be";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Net(error) => error.help(),
            Self::StatusList(error) => error.help(),
            Self::TypeMetadata(error) => error.help(),
            Self::Jose(error) => error.help(),
            Self::FromTheFuture => Some("look at this machine's clock"),
            Self::StatementsRolledBack => {
                Some("keep what is known; a server that sends less than before is broken or hostile")
            }
            Self::SnapshotForeign => Some("make it with this program, where there is a network"),
            Self::SnapshotNewer => Some("load it with the newer program that wrote it"),
            _ => None,
        }
    }

    /// True if the same request may do better later: nothing was refused, something was not to be had.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Net(error) => error.is_unavailable(),
            Self::NowhereToFetch | Self::Interrupted | Self::NoRoom => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("evidence.")));
    }
}
