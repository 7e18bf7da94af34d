use vouchsafe_openid4vc::vp;

/// One variant: blame, name and fields, code, status of HTTP, section and help (empty where there is none), message.
macro_rules! errors {
    ($(
        $blame:ident $variant:ident $({ $($field:ident: $type:ty = $field_doc:literal),+ })?,
        $code:literal, $status:literal, $section:literal, $help:literal, $message:literal;
    )*) => {
        /// Why the station cannot do what it was asked to.
        ///
        /// Each variant tells whose fault it is: **Rejected** (what somebody sent), **Misuse** (who runs it), **Malformed** (what is
        /// stored), **Unavailable** (the machine). Holds nothing secret, no claim and no text of a request.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// `openid4vp.*`: a request or an answer.
            #[error(transparent)]
            Vp(#[from] vp::Error),
            /// `jose.*`: a key or a signature.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// `policy.*`, `request.*`: a policy, or how it was asked.
            #[error(transparent)]
            Verifier(#[from] vouchsafe_verifier::Error),
            /// `evidence.*`: a snapshot.
            #[error(transparent)]
            Evidence(#[from] vouchsafe_evidence::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({ $(#[doc = $field_doc] $field: $type),+ })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of the crates below come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Vp(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    Self::Verifier(error) => error.code(),
                    Self::Evidence(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// With which status a request that ends in this error is answered.
            pub(crate) fn status(&self) -> u16 {
                match self {
                    Self::Vp(vp::Error::BodyTooLong) => 413,
                    Self::Vp(vp::Error::BrowserMismatch) => 403,
                    Self::Vp(_) => 400,
                    Self::Jose(_) => 400,
                    Self::Verifier(_) | Self::Evidence(_) => 500,
                    $(Self::$variant { .. } => $status,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Vp(error) => return error.section(),
                    Self::Jose(error) => return error.section(),
                    Self::Verifier(error) => return error.section(),
                    Self::Evidence(error) => return error.section(),
                    $(Self::$variant { .. } => $section,)*
                };
                Some(section).filter(|section| !section.is_empty())
            }

            /// What the person in front of this error can do about it.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                let help = match self {
                    Self::Vp(error) => return error.help(),
                    Self::Jose(error) => return error.help(),
                    Self::Verifier(error) => return error.help(),
                    Self::Evidence(error) => return error.help(),
                    $(Self::$variant { .. } => $help,)*
                };
                Some(help).filter(|help| !help.is_empty())
            }
        }
    };
}

errors! {
    Misuse PublicUrl, "station.public_url", 500, "", "write it as https://door.example or http://127.0.0.1:8090", "the address is https without a path, or http on this machine";
    Misuse Checks, "station.checks", 500, "", "put a file NAME.check.toml into it", "the directory of checks cannot be read, or holds none";
    Misuse TooManyChecks, "station.too_many_checks", 500, "", "", "there are more than 64 checks";
    Misuse CheckFile { check: String = "The name of the check.", message: String = "What is wrong, and what would be right." }, "station.check_file", 500, "", "docs/PROFILE.md shows a check file", "the check `{check}`: {message}";
    Misuse Key, "station.key", 500, "", "give a private JWK and, leaf first, the certificates of its chain as PEM", "the key that requests are signed with cannot be used, or its certificates cannot";
    Misuse Demo, "station.demo", 500, "", "start vouchsafe-sandbox first, and give the address that it prints", "that is not the metadata of a sandbox";
    Misuse Pages, "station.pages", 500, "", "give the directory that the pages were built into, with index.html and assets", "the pages cannot be read";
    Misuse Tls, "station.tls", 500, "", "give the certificates, the station's own first, and their private key, both as PEM", "the certificates or the key for TLS cannot be used";
    Misuse WalletAddress, "station.wallet_address", 500, "", "", "the address of wallets has to be one like openid4vp://";
    Unavailable Directory, "station.directory", 500, "", "", "the directory cannot be made or used";
    Unavailable Store, "station.store", 503, "", "nothing is accepted until it can; whoever runs the station has to look", "the store cannot be read or written";
    Unavailable StoreFull, "station.store_full", 503, "", "try again in a few minutes", "there is no room for more until something has ended";
    Malformed StoreForeign, "station.store_foreign", 500, "", "use another directory, or take up a copy of this one", "the file is not the store of a station, or is damaged";
    Malformed StoreNewer, "station.store_newer", 500, "", "use the version that wrote it, or a later one, or another directory", "a later version wrote the store";
    Unavailable Randomness, "station.randomness", 500, "", "", "the random number generator failed";
    Unavailable Busy, "station.busy", 503, "", "come again in a moment", "too many answers at once";
    Unavailable Ended, "station.ended", 500, "", "try again", "the work was not finished";
    Rejected RequestTooLarge, "station.request_too_large", 413, "", "", "the request is larger than is read";
    Rejected RequestMalformed, "station.request_malformed", 400, "", "", "the request is not what it must be";
    Rejected NothingHere, "station.nothing_here", 404, "", "", "there is nothing of this name";
    Rejected NotSignedIn, "station.not_signed_in", 401, "", "open the page by the address that the program printed at its start", "nobody is signed in";
    Rejected OtherOrigin, "station.other_origin", 403, "", "", "the request does not come from the page";
    Rejected CheckUnknown, "station.check_unknown", 404, "", "", "there is no such check";
    Rejected SessionUnknown, "station.session_unknown", 404, "", "begin again", "there is no such request, or it has ended";
    Rejected SessionUsed, "station.session_used", 409, "OpenID4VP section 14.1", "begin again", "the request was answered before";
    Rejected SessionUnderway, "station.session_underway", 409, "", "wait for what comes of it", "an answer to the request is being decided on";
    Rejected OtherCheck, "station.other_check", 409, "", "begin again with this check", "the request is that of another check";
    Rejected NoAnswer, "station.no_answer", 400, "", "scan or paste what the wallet shows", "this is no answer to a request";
    Rejected ReturnTo, "station.return_to", 400, "OpenID4VP section 13.3", "use an address that --return-to allows, and the device `same`", "a browser is not sent back to that address";
}

impl From<rusqlite::Error> for Error {
    fn from(_: rusqlite::Error) -> Self {
        Self::Store
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("station.")));
    }
}
