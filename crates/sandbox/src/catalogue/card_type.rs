use crate::Error;
use vouchsafe_credential::{ClaimPath, CredentialType, Duration};
use vouchsafe_issuer::{DatePrecision, TypeDefinition};

/// A type of credentials.
pub(crate) struct CardType {
    /// Its name: the end of its address, its scope, and what the claims of people stand under.
    pub(crate) name: &'static str,
    /// What it is called, in English and German.
    pub(crate) title: [&'static str; 2],
    /// One sentence about it, in English and German.
    pub(crate) description: [&'static str; 2],
    /// The colours of a card: of its background, and of what is written on it.
    pub(crate) colors: [&'static str; 2],
    /// Its claims.
    pub(crate) claims: &'static [CardClaim],
    /// For how long it is issued.
    pub(crate) life: Duration,
    /// Whether it takes a while.
    pub(crate) waits: Waits,
}

/// Whether a credential is issued at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waits {
    /// At once.
    No,
    /// Later: the wallet has to come again.
    Yes,
}

/// A claim of a type.
pub(crate) struct CardClaim {
    /// As a type file writes it: `address.locality`.
    pub(crate) path: &'static str,
    /// What it is called, in English and German.
    pub(crate) label: [&'static str; 2],
    /// Whether its holder can keep it back.
    pub(crate) shown: Shown,
    /// Whether every credential of the type has it.
    pub(crate) presence: Presence,
}

/// Whether a holder of an SD-JWT VC can keep a claim back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// `sd` is `always`.
    IfChosen,
    /// Not in an SD-JWT VC; in a BBS credential, like everything.
    Always,
}

/// Whether every credential of a type has a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// `mandatory` is true.
    Mandatory,
    /// `mandatory` is false.
    Optional,
}

impl CardClaim {
    /// Whether every credential of the type has it.
    pub(crate) fn is_mandatory(&self) -> bool {
        self.presence == Presence::Mandatory
    }
}

impl CardType {
    /// `vct` under the issuer's address: where its metadata is.
    pub(crate) fn vct(&self, public: &str) -> Result<CredentialType, Error> {
        CredentialType::new(format!("{public}/types/{}", self.name)).map_err(|_| Error::CatalogueMalformed)
    }

    /// The type as the issuer's core knows it. Dates are those of a day, and every credential has as
    /// many digests as the type has claims to keep back.
    pub(crate) fn definition(&self, public: &str) -> Result<TypeDefinition, Error> {
        let paths = |shown| {
            let claims = self.claims.iter().filter(move |claim| claim.shown == shown);
            claims.map(|claim| claim.path.parse::<ClaimPath>().map_err(|_| Error::CatalogueMalformed))
        };
        let always = paths(Shown::Always).collect::<Result<_, _>>()?;
        let disclosable = paths(Shown::IfChosen).collect::<Result<_, _>>()?;
        let definition = TypeDefinition::new(self.vct(public)?, disclosable, always)?;
        Ok(definition.with_dates(DatePrecision::Day))
    }
}
