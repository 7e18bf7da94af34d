use super::statements::Membership;
use crate::trust::Issuer;
use crate::{Claim, ListSigner, Policy};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, PathElement, StatusReference, Validity};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jpt::VerifiedPresentation;
use vouchsafe_sd_jwt::{Profile, VerifiedSdJwt};
use vouchsafe_type_metadata::{LanguageTag, SelectiveDisclosure, TypeMetadata};

/// A credential that somebody on the trust list signed. What is the same for all formats is asked of this.
pub(crate) struct Credential {
    pub(super) proven: Proven,
    /// What it is held to on the trust list.
    pub(super) trusted: Issuer,
    /// What the issuer is called: by what the credential says, else by its certificate.
    pub(crate) issuer: Option<IssuerId>,
    /// What it was held to, where that was at hand.
    pub(super) type_metadata: Option<TypeMetadata>,
}

/// What is presented, after its issuer's signature was verified, or the proof of having one.
pub(super) enum Proven {
    SdJwt(Box<VerifiedSdJwt>),
    Bbs(Box<VerifiedPresentation>),
}

impl Credential {
    /// Who may sign its status list.
    pub(crate) fn list_signers(&self, policy: &Policy) -> Vec<ListSigner> {
        policy.trust.list_signers(&self.trusted, self.iss().as_ref())
    }

    pub(crate) fn label(&self, path: &ClaimPath, languages: &[LanguageTag]) -> Option<&str> {
        Some(self.type_metadata.as_ref()?.label(path, languages)?.label())
    }

    pub(crate) fn type_name(&self, languages: &[LanguageTag]) -> Option<&str> {
        Some(self.type_metadata.as_ref()?.display(languages)?.name())
    }

    /// Everything that is shown. The issuer and the type of a BBS credential stand elsewhere.
    pub(crate) fn claims(&self) -> Value<'_> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.claims(),
            Proven::Bbs(presentation) => presentation.claims(),
        }
    }

    pub(crate) fn claim(&self, path: &ClaimPath) -> Claim<'_> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => match sd_jwt.disclosure(path) {
                vouchsafe_sd_jwt::Disclosure::Disclosed(values) => Claim::Disclosed(values),
                vouchsafe_sd_jwt::Disclosure::Undisclosed => self.by_its_type(sd_jwt, path),
                vouchsafe_sd_jwt::Disclosure::NotIssued => Claim::NotIssued,
            },
            Proven::Bbs(presentation) => match presentation.disclosure(path) {
                vouchsafe_jpt::Disclosure::Disclosed(values) => Claim::Disclosed(values),
                vouchsafe_jpt::Disclosure::Withheld => Claim::Withheld,
                vouchsafe_jpt::Disclosure::Undisclosed => Claim::Undisclosed,
                vouchsafe_jpt::Disclosure::NotIssued => Claim::NotIssued,
            },
        }
    }

    /// What a type says of a claim that an SD-JWT does not show, where the issuer signed for it: digests look like decoys.
    fn by_its_type(&self, sd_jwt: &VerifiedSdJwt, path: &ClaimPath) -> Claim<'_> {
        let signed = self.type_metadata.as_ref().filter(|metadata| metadata.is_pinned_throughout());
        let only_names = path.elements().iter().all(|step| matches!(step, PathElement::Name(_)));
        let rules = signed.filter(|_| only_names).map(|metadata| metadata.claim(path)).unwrap_or_default();
        let in_what_is_shown = path.parent().is_none_or(|parent| {
            matches!(sd_jwt.disclosure(&parent), vouchsafe_sd_jwt::Disclosure::Disclosed(_))
        });
        let never = |rule: &SelectiveDisclosure| *rule == SelectiveDisclosure::Never;
        if in_what_is_shown && rules.iter().any(|claim| never(&claim.selective_disclosure())) {
            return Claim::NotIssued;
        }
        if rules.iter().any(|claim| claim.is_mandatory()) { Claim::Withheld } else { Claim::Undisclosed }
    }

    pub(crate) fn credential_type(&self) -> Option<CredentialType> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.credential_type(),
            Proven::Bbs(presentation) => Some(presentation.header().credential_type().clone()),
        }
    }

    /// Who the credential says issued it.
    pub(super) fn iss(&self) -> Option<IssuerId> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.issuer(),
            Proven::Bbs(presentation) => Some(presentation.header().issuer().clone()),
        }
    }

    pub(super) fn validity(&self) -> Validity {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.validity(),
            Proven::Bbs(presentation) => presentation.validity(),
        }
    }

    /// Its place in a status list. By one, presentations could be linked: no BBS credential has any.
    pub(crate) fn status_list(&self) -> Option<&StatusReference> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.status(),
            Proven::Bbs(_) => None,
        }
    }

    /// What it says of the registry by which it can be revoked, if by one.
    pub(crate) fn membership(&self) -> Option<Membership<'_>> {
        match &self.proven {
            Proven::SdJwt(_) => None,
            Proven::Bbs(presentation) => Membership::of(presentation),
        }
    }

    /// By which key the holder answered, where the credential is bound to one.
    pub(crate) fn holder_key(&self) -> Option<&VerifyingKey> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.holder_key().filter(|_| sd_jwt.has_key_binding()),
            Proven::Bbs(_) => None,
        }
    }

    /// `typ` of the issuer's header.
    pub(crate) fn typ(&self) -> Option<&str> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => sd_jwt.header().typ(),
            Proven::Bbs(_) => Some(vouchsafe_jpt::FORMAT),
        }
    }

    /// True if the presenter may have kept back this claim of the top level, on which validity or status rests (RFC 9901
    /// section 9.7). An SD-JWT VC shows all of those, and what a BBS credential withholds is seen.
    pub(super) fn may_keep_back(&self, policy: &Policy, name: &str) -> bool {
        matches!(policy.profile, Profile::SdJwt(_)) && self.claim(&ClaimPath::top(name)) == Claim::Undisclosed
    }
}
