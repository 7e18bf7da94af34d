use crate::limits::MAX_VISITED;
use crate::{ClaimMetadata, Error, Integrity, SelectiveDisclosure, TypeMetadata};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement};

/// A credential, or what a presentation shows of one, after its issuer's signature has been verified.
#[derive(Clone, Copy)]
pub struct CredentialToFit<'a> {
    /// Its type: `vct`.
    pub credential_type: &'a CredentialType,
    /// Its `vct#integrity`.
    pub integrity: Option<&'a Integrity>,
    /// Its claims, as far as they are shown. Elements of lists that are not shown are left out.
    pub claims: Value<'a>,
    /// Where in `claims` stands what has a disclosure of its own; positions are those in `claims`.
    pub disclosable: &'a [ClaimPath],
    /// What is not shown.
    pub undisclosed: &'a dyn Undisclosed,
}

/// What a credential may have besides the claims that are shown. Values are those of the claims.
pub trait Undisclosed {
    /// The positions, as issued and in order, of the elements of `list` that are not shown.
    fn elements(&self, list: Value<'_>) -> Vec<usize>;

    /// Whether `object` may have a member of this name that is not shown.
    fn may_have_member(&self, object: Value<'_>, name: &str) -> bool;
}

/// All claims are there: a credential as its holder has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingUndisclosed;

impl Undisclosed for NothingUndisclosed {
    fn elements(&self, _: Value<'_>) -> Vec<usize> {
        Vec::new()
    }

    fn may_have_member(&self, _: Value<'_>, _: &str) -> bool {
        false
    }
}

impl TypeMetadata {
    /// Holds a credential to its type (SD-JWT VC sections 5.3, 5.6 and 6). One that does not fit has to be refused (section
    /// 5.7).
    ///
    /// What a presentation does not show is held against nobody, as long as it may have been issued as the type demands.
    ///
    /// # Errors
    /// - `type_metadata.credential_type_mismatch`, `type_metadata.integrity_*`: this is not the type metadata of the credential;
    /// - `type_metadata.path_does_not_apply`, `type_metadata.mandatory_missing`, `type_metadata.not_disclosable`,
    ///   `type_metadata.disclosable`: the first claim, in the order of [`claims`](Self::claims), that does not fit;
    /// - `type_metadata.too_many_visited`: past [`MAX_VISITED`].
    pub fn fits(&self, credential: &CredentialToFit<'_>) -> Result<(), Error> {
        if self.types().first() != Some(credential.credential_type) {
            return Err(Error::CredentialTypeMismatch);
        }
        if let Some(integrity) = credential.integrity {
            self.verify_integrity(integrity)?;
        }
        let places = credential.disclosable.iter().flat_map(|path| path.select(credential.claims));
        let disclosable = places.map(|value| value.span().start).collect();
        let mut walk =
            Walk { claims: credential.claims, undisclosed: credential.undisclosed, disclosable, visited: 0 };
        self.claims().iter().try_for_each(|claim| walk.hold(claim))
    }
}

struct Walk<'a> {
    claims: Value<'a>,
    undisclosed: &'a dyn Undisclosed,
    /// Where in the claims starts what has a disclosure of its own.
    disclosable: BTreeSet<usize>,
    visited: usize,
}

/// What a path leads to.
struct Reached<'a> {
    shown: Vec<Value<'a>>,
    /// An element that is not shown was reached: it is there, and has a disclosure of its own.
    has_undisclosed: bool,
    /// Something may be there that is not shown.
    may_have_more: bool,
}

impl<'a> Walk<'a> {
    fn hold(&mut self, claim: &ClaimMetadata) -> Result<(), Error> {
        let path = || claim.path().clone();
        let reached = self.reach(claim)?;
        let is_disclosable = |value: &Value<'_>| self.disclosable.contains(&value.span().start);
        match claim.selective_disclosure() {
            SelectiveDisclosure::Always if !reached.shown.iter().all(is_disclosable) => {
                return Err(Error::NotDisclosable { path: path() });
            }
            SelectiveDisclosure::Never
                if reached.has_undisclosed || reached.shown.iter().any(is_disclosable) =>
            {
                return Err(Error::Disclosable { path: path() });
            }
            _ => {}
        }
        let is_there = !reached.shown.is_empty() || reached.has_undisclosed;
        if claim.is_mandatory() && !is_there && !reached.may_have_more {
            return Err(Error::MandatoryMissing { path: path() });
        }
        Ok(())
    }

    /// Follows a path, step by step (section 5.6.1.2), against lists as they were issued (section 5.6).
    fn reach(&mut self, claim: &ClaimMetadata) -> Result<Reached<'a>, Error> {
        let steps = claim.path().elements();
        let mut shown = vec![self.claims];
        let (mut has_undisclosed, mut may_have_more) = (false, false);
        for (index, step) in steps.iter().enumerate() {
            let is_last = index + 1 == steps.len();
            // What can never be kept back is not there if it does not show in what it belongs in.
            let must_show = is_last && claim.selective_disclosure() == SelectiveDisclosure::Never;
            let kind = if matches!(step, PathElement::Name(_)) { Kind::Object } else { Kind::Array };
            let mut next = Vec::new();
            let mut undisclosed = false;
            for value in shown {
                if value.kind() != kind {
                    return Err(Error::PathDoesNotApply { path: claim.path().clone() });
                }
                match step {
                    PathElement::Name(name) => match value.get(name) {
                        Some(member) => next.push(member),
                        None => may_have_more |= !must_show && self.undisclosed.may_have_member(value, name),
                    },
                    PathElement::Index(position) => match self.element_issued_at(value, *position) {
                        Issued::Shown(element) => next.push(element),
                        Issued::Undisclosed => undisclosed = true,
                        Issued::Nothing => {}
                    },
                    PathElement::Every => {
                        undisclosed |= !self.undisclosed.elements(value).is_empty();
                        next.extend(value.elements().into_iter().flatten());
                    }
                }
                self.visited += 1;
                if self.visited + next.len() > MAX_VISITED {
                    return Err(Error::TooManyVisited);
                }
            }
            has_undisclosed |= undisclosed && is_last;
            may_have_more |= undisclosed && !is_last;
            shown = next;
        }
        self.visited += shown.len();
        Ok(Reached { shown, has_undisclosed, may_have_more })
    }

    /// Elements that are not shown keep their positions, so those behind them stand further ahead in what is shown.
    fn element_issued_at(&self, list: Value<'a>, position: usize) -> Issued<'a> {
        let undisclosed = self.undisclosed.elements(list);
        if undisclosed.contains(&position) {
            return Issued::Undisclosed;
        }
        let before = undisclosed.iter().filter(|other| **other < position).count();
        let element = list.elements().and_then(|mut elements| elements.nth(position.saturating_sub(before)));
        element.map_or(Issued::Nothing, Issued::Shown)
    }
}

/// What stood at a position of a list.
enum Issued<'a> {
    Shown(Value<'a>),
    Undisclosed,
    Nothing,
}

/// Kinds and numbers, never content.
impl fmt::Debug for CredentialToFit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosable = self.disclosable.len();
        write!(f, "CredentialToFit({:?}, {:?}, {disclosable} disclosable)", self.credential_type, self.claims)
    }
}
