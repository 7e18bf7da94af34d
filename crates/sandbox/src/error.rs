use vouchsafe_openid4vc::{oauth, vci};

/// One variant a line: blame, name, code, message.
macro_rules! errors {
    ($($blame:ident $variant:ident, $code:literal, $message:literal;)*) => {
        /// Why the sandbox cannot do what it was asked to.
        ///
        /// Each variant tells whose fault it is: **Rejected** (what somebody sent), **Misuse** (who runs it), **Malformed** (what is
        /// stored), **Unavailable** (the machine). Holds nothing secret and no text of a request.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// `issuer.*`: a credential, a list or a statement cannot be made.
            #[error(transparent)]
            Issuer(#[from] vouchsafe_issuer::Error),
            /// `oauth.*`: the authorization.
            #[error(transparent)]
            OAuth(#[from] oauth::Error),
            /// `openid4vci.*`: the issuance.
            #[error(transparent)]
            Vci(#[from] vci::Error),
            /// `jose.*`: a key or a signature.
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
                    Self::Issuer(error) => error.code(),
                    Self::OAuth(error) => error.code(),
                    Self::Vci(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

errors! {
    Misuse PublicUrl, "sandbox.public_url", "the public address is https without a path, or http on this machine";
    Misuse RedirectUrl, "sandbox.redirect_url", "a redirect address is https, or http on this machine";
    Misuse OtherIssuer, "sandbox.other_issuer", "the directory is that of an issuer with another address";
    Unavailable Directory, "sandbox.directory", "the directory cannot be made or used";
    Unavailable Store, "sandbox.store", "the store cannot be read or written";
    Unavailable StoreFull, "sandbox.store_full", "there is no room for more until something has ended";
    Malformed StoreForeign, "sandbox.store_foreign", "the file is not the store of a sandbox, or is damaged";
    Malformed StoreNewer, "sandbox.store_newer", "a later version wrote the store";
    Malformed CatalogueMalformed, "sandbox.catalogue_malformed", "the people or the types in this program are not what they must be";
    Unavailable Certificate, "sandbox.certificate", "the issuer's certificate cannot be made";
    Unavailable Randomness, "sandbox.randomness", "the random number generator failed";
    Rejected RequestTooLarge, "sandbox.request_too_large", "the request is larger than is read";
    Rejected RequestMalformed, "sandbox.request_malformed", "the request is not what it must be";
    Rejected NotSignedIn, "sandbox.not_signed_in", "the page's session has ended";
    Rejected OtherOrigin, "sandbox.other_origin", "the request does not come from the page";
    Rejected LoginUnknown, "sandbox.login_unknown", "the sign-in has ended, or was used";
    Rejected Profile, "sandbox.profile", "the profile HAIP has no offers that are taken up by a code in them";
    Rejected NothingHere, "sandbox.nothing_here", "there is nothing of this name";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Issuer(vouchsafe_issuer::Error::StatementsMissed) => Some(
                "set the clock right; if it is right, begin with another directory: nobody can catch up any more",
            ),
            Self::Issuer(error) => error.help(),
            Self::OAuth(error) => error.help(),
            Self::Vci(error) => error.help(),
            Self::Jose(error) => error.help(),
            Self::PublicUrl => Some("write it as https://issuer.example or http://127.0.0.1:8080"),
            Self::OtherIssuer => Some("use the address that it was made with, or another directory"),
            Self::StoreNewer => Some("use the version that wrote it, or a later one, or another directory"),
            Self::StoreForeign => Some("use another directory, or take up a copy of this one"),
            Self::NotSignedIn => Some("open the page by the address that the program printed at its start"),
            _ => None,
        }
    }
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("sandbox.")));
    }
}
