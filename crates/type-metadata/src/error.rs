use vouchsafe_credential::{ClaimPath, PathError, json};

/// One variant a line: blame, name and fields, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $($field:ident: $type:ty),+ })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why type metadata cannot be read or trusted, or why a credential does not keep to it.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say, or the credential),
        /// **Misuse** (the caller). `at` is a place in the document, `path` that of a claim; no value of a claim is in any.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed** (`json.*`): the document is not JSON that we read.
            #[error("the type metadata: {0}")]
            Json(#[from] json::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    $(
                        #[doc = concat!("The ", stringify!($field), ".")]
                        $field: $type,
                    )+
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken, a section of SD-JWT VC unless it says otherwise; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json(_) => "RFC 8259",
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    Malformed DocumentTooLong, "type_metadata.document_too_long", "", "the type metadata is longer than 512 KiB";
    Malformed NotAnObject, "type_metadata.not_an_object", "SD-JWT VC section 5.2", "the type metadata is not an object";
    Malformed MemberMissing { at: ClaimPath }, "type_metadata.member_missing", "SD-JWT VC section 5", "`{at}` is missing";
    Malformed MemberMalformed { at: ClaimPath }, "type_metadata.member_malformed", "SD-JWT VC section 5", "`{at}` is not what it must be";
    Malformed TooLong { at: ClaimPath }, "type_metadata.too_long", "", "`{at}` is longer than is read";
    Malformed TooMany { at: ClaimPath }, "type_metadata.too_many", "", "`{at}` has more entries than are read";
    Malformed LanguageTagMalformed, "type_metadata.language_tag_malformed", "RFC 5646 section 2.1", "this is no language tag";
    Malformed LocaleRepeated { at: ClaimPath }, "type_metadata.locale_repeated", "SD-JWT VC section 5.5", "`{at}` is there already";
    Malformed PathMalformed { at: ClaimPath, error: PathError }, "type_metadata.path_malformed", "SD-JWT VC section 5.6.1", "`{at}`: {error}";
    Malformed PathRepeated { at: ClaimPath }, "type_metadata.path_repeated", "SD-JWT VC section 5.6", "`{at}` describes a claim that is described already";
    Malformed SvgIdRepeated { path: ClaimPath }, "type_metadata.svg_id_repeated", "SD-JWT VC section 5.6", "the `svg_id` of `{path}` is that of another claim";
    Malformed UriNotAllowed { at: ClaimPath }, "type_metadata.uri_not_allowed", "SD-JWT VC section 5.5.1", "`{at}` is neither an https nor a data address";

    Rejected TypeMismatch, "type_metadata.type_mismatch", "SD-JWT VC section 5.3", "the type metadata is that of another type";
    Rejected IntegrityMismatch, "type_metadata.integrity_mismatch", "SD-JWT VC section 6", "the bytes are not those that the integrity string names";
    Rejected IntegrityUnsupported, "type_metadata.integrity_unsupported", "SD-JWT VC section 6", "the integrity string names no hash function that is supported";
    Rejected Circular, "type_metadata.circular", "SD-JWT VC section 7.4", "the type extends itself, by way of others or directly";
    Rejected TooManyDocuments, "type_metadata.too_many_documents", "", "the type extends more types in a row than are followed";
    Rejected SdChanged { path: ClaimPath }, "type_metadata.sd_changed", "SD-JWT VC section 5.6.5.1", "an extension changes the `sd` of `{path}`, which is settled";
    Rejected MandatoryDropped { path: ClaimPath }, "type_metadata.mandatory_dropped", "SD-JWT VC section 5.6.5.1", "an extension makes `{path}` optional, which is mandatory";

    Rejected CredentialTypeMismatch, "type_metadata.credential_type_mismatch", "SD-JWT VC section 5.3", "the credential is of another type than the type metadata";
    Rejected PathDoesNotApply { path: ClaimPath }, "type_metadata.path_does_not_apply", "SD-JWT VC section 5.6.1.2", "the credential's claims are not built as `{path}` expects";
    Rejected MandatoryMissing { path: ClaimPath }, "type_metadata.mandatory_missing", "SD-JWT VC section 5.6.3", "the credential has no claim `{path}`, which its type demands";
    Rejected NotDisclosable { path: ClaimPath }, "type_metadata.not_disclosable", "SD-JWT VC section 5.6.4", "the credential cannot keep back `{path}`, which its type demands";
    Rejected Disclosable { path: ClaimPath }, "type_metadata.disclosable", "SD-JWT VC section 5.6.4", "the credential can keep back `{path}`, which its type forbids";
    Rejected BbsHeaderNotPublished, "type_metadata.bbs_header_not_published", "", "the credential's issuer header is none of those that the type metadata publishes";
    Rejected TooManyVisited, "type_metadata.too_many_visited", "", "holding the credential to its type would take too long";

    Misuse Incomplete, "type_metadata.incomplete", "SD-JWT VC section 5.7", "the document of the type, or of one that it extends, is missing";
    Misuse NothingNeeded, "type_metadata.nothing_needed", "", "the type metadata is complete";

    Malformed StoredMalformed, "type_metadata.stored_malformed", "", "the stored type metadata is damaged";
    Malformed StoredNewer, "type_metadata.stored_newer", "", "the stored type metadata was written by a later version";
    Rejected StoredAltered, "type_metadata.stored_altered", "", "the stored type metadata is not what was stored";
}

impl Error {
    /// What the author of the type metadata can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::IntegrityMismatch => Some(
                "publish what changed as a new type, or issue with the integrity string of the new bytes",
            ),
            Self::BbsHeaderNotPublished => Some(
                "a header of one's own marks whoever shows it: list it if it is in use for everyone, or issue with one that is listed",
            ),
            Self::IntegrityUnsupported => Some("write it as sha256-…, sha384-… or sha512-…"),
            Self::PathMalformed { .. } => {
                Some("write a path as a list: [\"address\", \"locality\"], [\"degrees\", null, \"type\"]")
            }
            Self::TooManyDocuments | Self::DocumentTooLong | Self::TooLong { .. } | Self::TooMany { .. } => {
                Some("docs/PROFILE.md lists the limits")
            }
            _ => None,
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("type_metadata.")));
    }
}
