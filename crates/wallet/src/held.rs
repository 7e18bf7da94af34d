use crate::generators::LazyGenerators;
use crate::held_bbs::HeldBbs;
use crate::issuer_key::IssuerKey;
use crate::shown_period::NotRevoked;
use crate::{Error, HolderKey, Membership, Profile, SeenOfType, credential};
use rand_core::TryCryptoRng;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, StatusReference, Validity};
use vouchsafe_dcql::Authority;
use vouchsafe_jose::x5c::authority_key_ids;
use vouchsafe_jose::{Algorithm, VerifyingKey};
use vouchsafe_jpt::{PresentationDraft, PresentationRequest};
use vouchsafe_sd_jwt::{HeldSdJwt, KeyBindingRequest};
use vouchsafe_type_metadata::{CredentialToFit, Integrity, NothingUndisclosed, TypeMetadata};

/// A credential whose issuer's signature was verified, of whatever format. What a holder does differently with the formats is
/// here and in what this is made of, and nowhere else.
#[derive(Debug)]
pub(crate) enum Held {
    SdJwt(Box<HeldSdJwt>),
    Bbs(Box<HeldBbs>),
}

/// What of a credential is going to be shown.
pub(crate) struct Shown {
    /// What was chosen, with what goes along with it; not what always shows.
    pub(crate) paths: Vec<ClaimPath>,
    /// All that the verifier will see of its claims.
    pub(crate) claims: Document,
}

/// To whom, and what for.
pub(crate) struct Addressee {
    pub(crate) binding: KeyBindingRequest,
    pub(crate) proof: PresentationRequest,
}

/// By what a credential is presented.
pub(crate) struct Means {
    /// The key that it is bound to.
    pub(crate) key: Option<HolderKey>,
    /// The digests of what it authorises.
    pub(crate) transactions: Vec<[u8; 32]>,
    /// Of a credential that can be revoked without being named, unless it is in what was prepared.
    pub(crate) not_revoked: Option<NotRevoked>,
    /// What was prepared from this credential for these claims.
    pub(crate) prepared: Option<PresentationDraft>,
}

/// Who says that they issued it: nothing is verified.
pub(crate) fn claimed_issuer(text: &str, profile: Profile) -> Result<IssuerId, Error> {
    match profile.of_sd_jwt() {
        Some(_) => credential::parse(text)?.routing()?.issuer.ok_or(Error::IssuerNotNamed),
        None => HeldBbs::claimed_issuer(text),
    }
}

impl Held {
    /// Verifies `text` with the one of `keys` that fits; gives back that key too. `issuer` is the name that the keys are trusted
    /// for.
    pub(crate) fn verify<'k>(
        text: &str,
        profile: Profile,
        issuer: &str,
        keys: &'k [IssuerKey],
        generators: &LazyGenerators,
    ) -> Result<(Self, &'k IssuerKey), Error> {
        match profile.of_sd_jwt() {
            Some(profile) => {
                let (verified, key) = credential::verify(text, profile, issuer, keys)?;
                Ok((Self::SdJwt(Box::new(HeldSdJwt::from_verified(verified)?)), key))
            }
            None => {
                let (held, key) = HeldBbs::verify(text, issuer, keys, generators.get())?;
                Ok((Self::Bbs(Box::new(held)), key))
            }
        }
    }

    /// The text as issued.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::SdJwt(held) => held.text(),
            Self::Bbs(held) => held.text(),
        }
    }

    /// All that can be shown of it.
    pub(crate) fn claims(&self) -> Value<'_> {
        match self {
            Self::SdJwt(held) => held.claims(),
            Self::Bbs(held) => held.claims(),
        }
    }

    /// Where the claims are that can be withheld, in the issuer's order.
    pub(crate) fn disclosable(&self) -> Vec<ClaimPath> {
        match self {
            Self::SdJwt(held) => held.disclosable().iter().map(|one| one.path.clone()).collect(),
            Self::Bbs(held) => held.disclosable().to_vec(),
        }
    }

    pub(crate) fn credential_type(&self) -> Option<CredentialType> {
        match self {
            Self::SdJwt(held) => held.verified().credential_type(),
            Self::Bbs(held) => Some(held.credential_type().clone()),
        }
    }

    /// Which bytes the type metadata has, where it says so (`vct#integrity`).
    pub(crate) fn integrity(&self) -> Result<Option<Integrity>, Error> {
        match self {
            Self::SdJwt(held) => Ok(Integrity::of_credential(held.claims())?),
            // Its claims have no place for it.
            Self::Bbs(_) => Ok(None),
        }
    }

    /// Holds it to type metadata, its issuer header too.
    pub(crate) fn admit_type_metadata(&self, metadata: &TypeMetadata) -> Result<(), Error> {
        let credential_type = &self.credential_type().ok_or(Error::TypeNotNamed)?;
        match self {
            Self::SdJwt(held) => Ok(metadata.fits(&CredentialToFit {
                credential_type,
                integrity: self.integrity()?.as_ref(),
                claims: held.claims(),
                disclosable: &self.disclosable(),
                undisclosed: &NothingUndisclosed,
            })?),
            Self::Bbs(held) => held.admit_type_metadata(metadata),
        }
    }

    pub(crate) fn validity(&self) -> Validity {
        match self {
            Self::SdJwt(held) => held.verified().validity(),
            Self::Bbs(held) => held.validity(),
        }
    }

    /// By which of JOSE's signatures its issuer signed it, if by one of those.
    pub(crate) fn issuer_algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::SdJwt(held) => Some(held.verified().header().algorithm()),
            Self::Bbs(_) => None,
        }
    }

    /// The key that it is bound to.
    pub(crate) fn holder_key(&self) -> Option<&VerifyingKey> {
        match self {
            Self::SdJwt(held) => held.verified().holder_key(),
            Self::Bbs(_) => None,
        }
    }

    /// Where it can be revoked without being named.
    pub(crate) fn membership(&self) -> Option<Membership> {
        match self {
            Self::SdJwt(_) => None,
            Self::Bbs(held) => {
                let (registry, period) = held.registry().zip(held.witness_period())?;
                Some(Membership { registry: registry.clone(), period })
            }
        }
    }

    /// What every verifier sees beside the claims, where that is not among them.
    pub(crate) fn seen_of_type(&self, metadata: Option<&TypeMetadata>) -> Option<SeenOfType> {
        match self {
            Self::SdJwt(_) => None,
            Self::Bbs(held) => Some(held.seen_of_type(metadata)),
        }
    }

    /// Whether a presentation takes what only its holder has: that key, or the signature, which no BBS proof shows.
    pub(crate) fn proves_its_holder(&self) -> bool {
        match self {
            Self::SdJwt(_) => self.holder_key().is_some(),
            Self::Bbs(_) => true,
        }
    }

    pub(crate) fn status(&self) -> Option<&StatusReference> {
        match self {
            Self::SdJwt(held) => held.verified().status(),
            Self::Bbs(_) => None,
        }
    }

    /// The X.509 authorities that the issuer's certificates name (OpenID4VP 1.0 section 6.1.1.1). No anchor is asked: the header
    /// is under the signature of an issuer that the person trusts, and whether to believe the chain is for the verifier to say.
    pub(crate) fn authorities(&self) -> Vec<Authority> {
        match self {
            Self::SdJwt(held) => {
                let chain = held.verified().header().x5c().unwrap_or_default();
                authority_key_ids(chain).map(Authority::key_id).collect()
            }
            Self::Bbs(_) => Vec::new(),
        }
    }

    /// What comes of showing these paths, with all that always shows.
    pub(crate) fn show(&self, paths: &[ClaimPath]) -> Result<Shown, Error> {
        match self {
            Self::SdJwt(held) => {
                let selection = held.select(paths)?;
                Ok(Shown { paths: selection.paths(), claims: selection.claims() })
            }
            Self::Bbs(held) => held.show(paths),
        }
    }

    /// What can be done of [`present`](Self::present) before it is agreed to.
    pub(crate) fn prepare(
        &self,
        paths: &[ClaimPath],
        not_revoked: Option<&NotRevoked>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Option<PresentationDraft>, Error> {
        match self {
            Self::SdJwt(_) => Ok(None),
            Self::Bbs(held) => held.prepare(paths, not_revoked, rng).map(Some),
        }
    }

    /// What the verifier gets.
    pub(crate) fn present(
        &self,
        paths: &[ClaimPath],
        to: &Addressee,
        by: Means,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let Means { key, transactions, not_revoked, prepared } = by;
        match self {
            Self::SdJwt(held) => {
                let selection = held.select(paths)?;
                Ok(match key {
                    None => selection.without_key_binding(),
                    Some(key) => {
                        selection.bind_with_transaction_data(&key.key, &to.binding, &transactions)?
                    }
                })
            }
            Self::Bbs(held) => held.present(paths, &to.proof, not_revoked.as_ref(), prepared, rng),
        }
    }
}
