use std::fmt;

macro_rules! loosenings {
    ($($name:ident $code:literal $words:literal)*) => {
        /// A rule of [`Policy::strict`](crate::Policy::strict) that the policy loosens and that would have mattered:
        /// had the rule stood, the decision could have been another.
        ///
        /// Show it to whoever relies on the decision as something to heed, beside the yes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Loosening {
            $(
                #[doc = concat!("`", $code, "`: ", $words, ".")]
                $name,
            )*
        }

        impl Loosening {
            /// Every loosening there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// A name that never changes.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What was let pass, in words.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

loosenings! {
    AnyIssuer "loosened.any_issuer" "one key is trusted, whatever issuer the credential names"
    AnyType "loosened.any_type" "a credential of any type is accepted"
    PlainSdJwt "loosened.plain_sd_jwt" "an SD-JWT without the rules for credentials is accepted"
    LegacyTyp "loosened.legacy_typ" "the outdated media type vc+sd-jwt is accepted"
    NoHolderKey "loosened.no_holder_key" "the credential is bound to no key, so whoever has a copy of it can present it"
    NoHolderBinding "loosened.no_holder_binding" "nothing proves that the presenter holds the credential"
    ReplayableBinding "loosened.replayable_binding" "audience or nonce was not compared, so the presentation may be a copy of one made for another occasion"
    OlderBinding "loosened.older_binding" "the presentation was made longer ago than the strict policy accepts"
    ClockSkew "loosened.clock_skew" "clocks differ by more than the strict policy accepts"
    NoStatus "loosened.no_status" "the credential cannot be revoked, for it names no status"
    UnknownStatus "loosened.unknown_status" "whether the credential is revoked is not known"
    OlderStatus "loosened.older_status" "what is known of the status is older than the strict policy accepts"
    StatementLag "loosened.statement_lag" "the proof that the credential is not revoked is of an older period than the strict policy accepts"
    StaleStatus "loosened.stale_status" "what is known of the status is too old"
    Suspended "loosened.suspended" "the credential is suspended"
    TypeMetadata "loosened.type_metadata" "the credential is not held to its type metadata, which is at hand"
    Conflict "loosened.conflict" "credentials shown together disagree about a claim"
}

impl fmt::Display for Loosening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl serde::Serialize for Loosening {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
