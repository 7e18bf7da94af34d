use super::kind::Kind;
use crate::failure::Failure;

/// What a command wants of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To be read by a person, and not verified.
    Token,
    Presentation,
    VpToken,
    /// A link with a request, or with where one is.
    Request,
    /// A link with an offer, or with where one is, or an offer itself.
    Offer,
    Credential,
    Policy,
    Query,
    StatusList,
    Registry,
    Statements,
    /// Whatever tells how cards stand.
    Published,
    PublicKey,
    HolderPrivateKey,
    Type,
    TypeMetadata,
    Claims,
    Backup,
}

impl Wanted {
    /// Refuses what is plainly something else.
    pub(crate) fn admit(self, bytes: &[u8]) -> Result<(), Failure> {
        // A private key is not read more often than it has to be.
        if self == Self::HolderPrivateKey && bytes.windows(3).any(|window| window == b"\"d\"") {
            return Ok(());
        }
        let Some(kind) = Kind::of(bytes) else { return Ok(()) };
        if self.takes(kind) {
            return Ok(());
        }
        let wanted = self.words();
        match kind {
            Kind::Utf16 => {
                let failure = Failure::new("cli.input_not_text", "is text in UTF-16, and not in UTF-8");
                Err(failure.help(format!(
                    "save it as UTF-8; in PowerShell, `| Out-File -Encoding utf8` does. It is to be {wanted}"
                )))
            }
            Kind::Binary => {
                let failure = Failure::new("cli.input_not_text", "is not UTF-8 text");
                Err(failure.help(format!("it is to be {wanted}; {}", self.source())))
            }
            Kind::Empty => {
                let failure =
                    Failure::new("cli.file_empty", format!("is empty, and {wanted} is wanted here"));
                Err(failure.help(self.source()))
            }
            kind => {
                let looks_like = kind.words();
                let failure = Failure::new(
                    "cli.wrong_file",
                    format!("that looks like {looks_like}, and {wanted} is wanted here"),
                );
                Err(failure.help(self.help(kind)))
            }
        }
    }

    fn takes(self, kind: Kind) -> bool {
        use Kind::{
            Backup, BbsCredential, BbsPresentation, Jwe, Jws, KeySet, Policy, PrivateKey, PublicKey, Query,
            Registry, SdJwt, Statements, StatusList, Type, TypeMetadata, VpToken,
        };
        match self {
            Self::Token => {
                let is_signed = matches!(kind, SdJwt | BbsCredential | BbsPresentation | Jws | Jwe);
                let is_status = matches!(kind, StatusList | Registry | Statements);
                is_signed || is_status || matches!(kind, PublicKey | PrivateKey | KeySet)
            }
            Self::Credential => matches!(kind, SdJwt | BbsCredential | Jws),
            // What somebody hands in is decided on, however bad it is; refused is what the verifier itself must have mixed up.
            Self::Presentation => {
                matches!(kind, SdJwt | BbsCredential | BbsPresentation | Jws | Kind::Empty)
            }
            Self::VpToken => {
                matches!(kind, VpToken | SdJwt | BbsCredential | BbsPresentation | Jws | Kind::Empty)
            }
            // What a link is cannot be mistaken.
            Self::Request | Self::Offer => false,
            Self::Policy => matches!(kind, Policy),
            Self::Query => matches!(kind, Query),
            Self::StatusList => matches!(kind, StatusList | Jws),
            Self::Registry => matches!(kind, Registry),
            Self::Statements => matches!(kind, Statements | Jws),
            Self::Published => matches!(kind, StatusList | Registry | Statements | Jws),
            // What has a private part is refused by whoever reads it, with the rule that says so.
            Self::PublicKey => matches!(kind, PublicKey | KeySet | PrivateKey),
            Self::HolderPrivateKey => matches!(kind, PrivateKey),
            Self::Type => matches!(kind, Type),
            Self::TypeMetadata => matches!(kind, TypeMetadata),
            // Claims may be called as they like.
            Self::Claims => matches!(kind, KeySet | Query | VpToken | PublicKey | Registry | TypeMetadata),
            Self::Backup => matches!(kind, Backup | Kind::Binary),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Token => "a token or a key",
            Self::Presentation => "a presentation",
            Self::VpToken => "a vp_token",
            Self::Request => "a link with a request",
            Self::Offer => "a link with an offer",
            Self::Credential => "a credential",
            Self::Policy => "a policy",
            Self::Query => "a query",
            Self::StatusList => "a status list",
            Self::Registry => "the description of a registry",
            Self::Statements => "a file of statements about a registry",
            Self::Published => "a status list or a file about a registry",
            Self::PublicKey => "a public key",
            Self::HolderPrivateKey => "a private key of the holder",
            Self::Type => "a type of credential",
            Self::TypeMetadata => "type metadata",
            Self::Claims => "a JSON object with claims",
            Self::Backup => "a backup",
        }
    }

    /// Where one has it from.
    fn source(self) -> &'static str {
        match self {
            Self::Token => "it begins with eyJ, or is a JWK",
            Self::Presentation => "the holder's wallet writes it: `vouchsafe wallet present --out FILE`",
            Self::VpToken => {
                "the holder's wallet writes it: `vouchsafe wallet present --query QUERY --out FILE`"
            }
            Self::Request => "the verifier gives it to you: a link that begins with openid4vp://",
            Self::Offer => {
                "the issuer gives it to you: a link that begins with openid-credential-offer://, often as a QR code"
            }
            Self::Credential => "the issuer gives it to you: a line that begins with eyJ and has ~ in it",
            Self::Policy => "a policy is a TOML file that begins with `version = 1`",
            Self::Query => "the verifier writes it: JSON with `credentials`",
            Self::StatusList => {
                "the issuer publishes it, at the address that the credential names: one line that begins with eyJ"
            }
            Self::Registry => {
                "the issuer publishes it beside the statements: JSON with `registry`, `possession` and `statement_key`"
            }
            Self::Statements => {
                "the issuer publishes them in files, one statement a line, each of which begins with eyJ"
            }
            Self::Published => {
                "`vouchsafe wallet status` names what your cards wait for; their issuers publish it"
            }
            Self::PublicKey => {
                "it is a JWK or a JWK Set: `vouchsafe issuer show-key` and `vouchsafe wallet new-key` give one out"
            }
            Self::HolderPrivateKey => "it is a JWK that has a `d`",
            Self::Type => "a type is a TOML file with `vct`, and maybe `disclosable` and `always_shown`",
            Self::TypeMetadata => {
                "whoever publishes the type gives it out, often at the address that is the type's name: JSON with `vct`, `display` and `claims`"
            }
            Self::Claims => "claims are JSON, as {\"given_name\": \"Ada\"}",
            Self::Backup => "`vouchsafe wallet backup --out FILE` writes it",
        }
    }

    /// What to do instead, with what was given or without it.
    fn help(self, given: Kind) -> String {
        let instead = match (self, given) {
            (Self::Token, Kind::Policy) => "`vouchsafe verify --explain-policy FILE` says what it means",
            (Self::Token, Kind::Query) => {
                "`vouchsafe wallet candidates --query FILE` says what of yours answers it"
            }
            (Self::Token | Self::Credential, Kind::Backup) => {
                "`vouchsafe wallet rehearse FILE` says what is in it"
            }
            (Self::Presentation, Kind::VpToken) => "it answers a query: name that with --query",
            (Self::Presentation | Self::VpToken, Kind::Policy) => {
                "a policy goes to --policy; the presentation comes first"
            }
            (Self::Presentation, Kind::StatusList) => {
                "a status list goes to --status-list; the presentation comes first"
            }
            (Self::Presentation | Self::VpToken, Kind::Registry) => {
                "the description of a registry goes to --registry; the presentation comes first"
            }
            (Self::Presentation | Self::VpToken | Self::StatusList | Self::Registry, Kind::Statements) => {
                "statements about a registry go to --statements"
            }
            (Self::Statements, Kind::Registry) => "the description of a registry goes to --registry",
            (Self::Credential, Kind::StatusList | Kind::Registry | Kind::Statements) => {
                "`vouchsafe wallet status --list FILE` takes it in"
            }
            (Self::Credential, Kind::BbsPresentation) => {
                "that was shown to somebody: take the file as the issuer gave it"
            }
            (Self::Offer, Kind::SdJwt | Kind::BbsCredential) => {
                "that is the credential itself: `vouchsafe wallet import FILE` takes it in"
            }
            (Self::Credential, Kind::TypeMetadata) => "type metadata goes to --type-metadata",
            (Self::TypeMetadata, Kind::Type) => {
                "that is what an issuer makes it from: `vouchsafe issuer publish` writes type metadata"
            }
            (Self::Credential, Kind::PublicKey | Kind::KeySet) => "an issuer's key goes to --issuer-key",
            (_, Kind::WebPage) => "the server may have answered with an error; fetch it again",
            (Self::PublicKey | Self::HolderPrivateKey, Kind::Pem) => "convert it to a JWK first",
            (Self::HolderPrivateKey, Kind::PublicKey | Kind::KeySet) => "the public part alone cannot sign",
            (_, Kind::PrivateKey) => "give a private key to nobody",
            _ => return self.source().to_owned(),
        };
        format!("{instead}; {}", self.source())
    }
}
