use vouchsafe_credential::{ClaimPath, json};

/// One variant: blame, name and fields, code, section and help (empty where there is none), message.
macro_rules! errors {
    ($(
        $blame:ident $variant:ident $({ $($field:ident: $type:ty = $field_doc:literal),+ })?,
        $code:literal, $section:literal, $help:literal, $message:literal;
    )*) => {
        /// Why something could not be evaluated. A presentation that is no good is no error: it is a
        /// [`Rejected`](crate::Rejected).
        ///
        /// Each variant tells whose fault it is: **Malformed** (a text that somebody wrote), **Misuse** (the caller).
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed** (`jose.*`, `json.*`): a key set cannot be read.
            #[error(transparent)]
            Key(#[from] vouchsafe_jose::Error),
            /// **Malformed** (`json.*`): a line is not JSON that we read.
            #[error("the line: {0}")]
            LineJson(#[from] json::Error),
            /// **Malformed** (`accumulator.*`, `bbs.*`, `jose.*`, `json.*`): the description of a registry cannot be read, or a
            /// statement about it is none that its key signed.
            #[error(transparent)]
            Registry(#[from] vouchsafe_accumulator::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({ $(#[doc = $field_doc] $field: $type),+ })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of `accumulator.*`, `bbs.*`, `jose.*` and `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Key(error) => error.code(),
                    Self::LineJson(error) => error.code(),
                    Self::Registry(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Key(error) => return error.section(),
                    Self::LineJson(_) | Self::Registry(_) => return None,
                    $(Self::$variant { .. } => $section,)*
                };
                Some(section).filter(|section| !section.is_empty())
            }

            /// What to do about it, where a person can do something.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                let help = match self {
                    Self::Key(error) => return error.help(),
                    Self::LineJson(_) | Self::Registry(_) => return None,
                    $(Self::$variant { .. } => $help,)*
                };
                Some(help).filter(|help| !help.is_empty())
            }
        }
    };
}

errors! {
    Malformed PolicyFile {
        line: usize = "The line, from 1.",
        message: String = "What is wrong there, and what would be right."
    }, "policy.file", "", "the documentation of PolicyFile shows every word that a policy file may hold", "line {line}: {message}";
    Malformed PolicyFileTooLong,
        "policy.file_too_long", "", "", "the policy file is longer than 1 MiB";
    Malformed NoUsableKey,
        "policy.no_usable_key", "RFC 7517 section 5", "keys for ES256, ES384 and Ed25519 signatures are supported, and BLS12381G2 keys with a `kid` for BBS",
        "the key set has no key that can be used";
    Malformed SubjectName,
        "policy.subject_name", "RFC 5280 section 4.2.1.6", "",
        "write a certificate's name as `dns:issuer.example` or `uri:https://issuer.example`";
    Misuse KeySetMissing { name: String = "As named in the policy file." },
        "policy.key_set_missing", "", "read the key set and supply it with PolicyFile::supply_key_set",
        "the policy file names the key set `{name}`, which was not supplied";
    Misuse NothingAsked,
        "request.nothing_asked", "RFC 9901 section 7.3",
        "make the Request with the audience and nonce that were sent to the holder, or loosen the policy's holder binding",
        "the policy requires holder binding, but the request has no audience or no nonce";
    Misuse QueryNotAnswered,
        "request.query_not_answered", "OpenID4VP section 8.6", "decide with Verifier::begin_answer",
        "the request holds a query, which one presentation by itself does not answer";
    Misuse NoQuery,
        "request.no_query", "OpenID4VP section 8.1", "make the Request with Request::with_query",
        "an answer was given, but the request holds no query";
    Malformed LineTooLong,
        "line.too_long", "", "", "the line is longer than 2 MiB";
    Malformed LineNotAnObject,
        "line.not_an_object", "", "", "the line is not a JSON object";
    Malformed LineMemberMissing { member: &'static str = "Which one." },
        "line.member_missing", "", "the documentation of the module `line` lists the members", "the line lacks `{member}`";
    Malformed LineMemberMalformed { member: &'static str = "Which one." },
        "line.member_malformed", "", "the documentation of the module `line` lists the members",
        "the line's `{member}` is not what it has to be";
    Misuse ClaimNotIssued { path: ClaimPath = "Which claim." },
        "claim.not_issued", "", "", "`{path}`: the credential has no such claim";
    Misuse ClaimUndisclosed { path: ClaimPath = "Which claim." },
        "claim.undisclosed", "", "ask for the claim, and require it in the policy",
        "`{path}`: the presenter did not show it";
    Misuse ClaimMismatch { message: String = "Which claim, and in which way." },
        "claim.mismatch", "", "", "{message}";
}
