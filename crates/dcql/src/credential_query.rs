use crate::limits::{MAX_AUTHORITIES, MAX_CLAIM_SETS, MAX_CLAIMS, MAX_NAME_LENGTH, MAX_TYPES};
use crate::read::Reader;
use crate::{AccumulatorStatement, ClaimId, ClaimQuery, Error, Format, Place, QueryId, TrustedAuthorities};
use std::collections::BTreeMap;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, CredentialType};

/// How many credentials one credential query may be answered with (`multiple`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplicity {
    /// One.
    One,
    /// One or more.
    Many,
}

/// Whether a presentation has to prove that its holder makes it (`require_cryptographic_holder_binding`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderBinding {
    /// It has to.
    Required,
    /// It need not: the verifier puts up with a copy.
    NotRequired,
}

/// One credential that is asked for (OpenID4VP section 6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialQuery {
    id: QueryId,
    format: Format,
    multiple: Multiplicity,
    vct_values: Vec<CredentialType>,
    accumulator_statements: Vec<AccumulatorStatement>,
    trusted_authorities: Vec<TrustedAuthorities>,
    holder_binding: HolderBinding,
    claims: Vec<ClaimQuery>,
    claim_sets: Vec<Vec<usize>>,
}

impl CredentialQuery {
    pub(crate) fn read(value: Value<'_>, at: Place) -> Result<Self, Error> {
        let reader = Reader::new(value, at, "credentials")?;
        let id = QueryId::new(reader.text("id")?).map_err(|_| Error::IdMalformed { at })?;
        let format = Format::new(&reader.name("format", MAX_NAME_LENGTH)?);
        let meta = reader.object("meta")?;
        let vct_values = match format {
            Format::SdJwtVc | Format::Bbs => types(&meta)?,
            Format::Other(_) => Vec::new(),
        };
        let accumulator_statements = match format {
            Format::Bbs => AccumulatorStatement::read_all(&meta)?,
            Format::SdJwtVc | Format::Other(_) => Vec::new(),
        };
        let multiple = match reader.truth("multiple")? {
            Some(true) => Multiplicity::Many,
            Some(false) | None => Multiplicity::One,
        };
        let holder_binding = match reader.truth("require_cryptographic_holder_binding")? {
            Some(false) => HolderBinding::NotRequired,
            Some(true) | None => HolderBinding::Required,
        };
        let mut trusted_authorities = Vec::new();
        let entries = reader.optional_list("trusted_authorities", MAX_AUTHORITIES)?;
        for (position, entry) in entries.into_iter().flatten().enumerate() {
            let at = at.element("trusted_authorities", position);
            trusted_authorities.push(TrustedAuthorities::read(entry, at)?);
        }
        let (claims, claim_sets) = Claims::read(&reader)?;
        Ok(Self {
            id,
            format,
            multiple,
            vct_values,
            accumulator_statements,
            trusted_authorities,
            holder_binding,
            claims,
            claim_sets,
        })
    }

    /// By what an answer names it.
    #[must_use]
    pub fn id(&self) -> &QueryId {
        &self.id
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// How many credentials may answer.
    #[must_use]
    pub fn multiple(&self) -> Multiplicity {
        self.multiple
    }

    /// The types of which one will do; any will do if there is none (`meta.vct_values`, section B.3.5).
    #[must_use]
    pub fn vct_values(&self) -> &[CredentialType] {
        &self.vct_values
    }

    /// The statements that the verifier holds, of each registry one at most: a BBS credential of one of these registries is to be
    /// shown as of that statement (`meta.accumulator_statements` of our profile). Of any other registry nothing is said.
    #[must_use]
    pub fn accumulator_statements(&self) -> &[AccumulatorStatement] {
        &self.accumulator_statements
    }

    /// The authorities of which one has to certify the issuer; anybody will do if there is none.
    ///
    /// For the wallet, so that it shows nothing in vain. Whom a verifier trusts, its own policy says (section 6.1.1).
    #[must_use]
    pub fn trusted_authorities(&self) -> &[TrustedAuthorities] {
        &self.trusted_authorities
    }

    /// Whether a presentation has to prove who makes it.
    #[must_use]
    pub fn holder_binding(&self) -> HolderBinding {
        self.holder_binding
    }

    /// The claims that are asked for, each path once: a further claims query with a path that is there already is ignored, as
    /// section 6.1 tells wallets to. None means that nothing is asked for that could be kept back.
    #[must_use]
    pub fn claims(&self) -> &[ClaimQuery] {
        &self.claims
    }

    /// The combinations of which one will do, the verifier's favourite first, as positions in [`claims`](Self::claims). If
    /// there is none, all claims are asked for.
    #[must_use]
    pub fn claim_sets(&self) -> &[Vec<usize>] {
        &self.claim_sets
    }
}

fn types(meta: &Reader<'_>) -> Result<Vec<CredentialType>, Error> {
    let mut types = Vec::new();
    for value in meta.optional_list("vct_values", MAX_TYPES)?.into_iter().flatten() {
        let text = value.as_str().ok_or_else(|| meta.malformed("vct_values"))?;
        types.push(CredentialType::new(text).map_err(|_| Error::TypeMalformed { at: meta.at })?);
    }
    Ok(types)
}

/// The claims of a credential query while they are read.
#[derive(Default)]
struct Claims {
    read: Vec<ClaimQuery>,
    by_path: BTreeMap<ClaimPath, usize>,
    /// Of each `id`, the position of the claims query that stands for it.
    by_id: BTreeMap<ClaimId, usize>,
    /// The first claims query without `id`.
    nameless: Option<Place>,
}

impl Claims {
    fn read(reader: &Reader<'_>) -> Result<(Vec<ClaimQuery>, Vec<Vec<usize>>), Error> {
        let at = reader.at;
        let mut claims = Self::default();
        for (position, claim) in reader.optional_list("claims", MAX_CLAIMS)?.into_iter().flatten().enumerate()
        {
            claims.add(claim, at.element("claims", position))?;
        }
        let Some(sets) = reader.optional_list("claim_sets", MAX_CLAIM_SETS)? else {
            return Ok((claims.read, Vec::new()));
        };
        if claims.read.is_empty() {
            return Err(Error::ClaimSetsWithoutClaims { at });
        }
        if let Some(at) = claims.nameless {
            return Err(Error::ClaimIdMissing { at });
        }
        let sets =
            sets.enumerate().map(|(position, set)| claims.set(set, at.element("claim_sets", position)));
        let sets = sets.collect::<Result<_, _>>()?;
        Ok((claims.read, sets))
    }

    fn add(&mut self, claim: Value<'_>, at: Place) -> Result<(), Error> {
        let claim = ClaimQuery::read(claim, at)?;
        let next = self.read.len();
        let position = *self.by_path.entry(claim.path().clone()).or_insert(next);
        match claim.id() {
            Some(id) => {
                if self.by_id.insert(id.clone(), position).is_some() {
                    return Err(Error::IdRepeated { at });
                }
            }
            None => self.nameless = self.nameless.or(Some(at)),
        }
        if position == next {
            self.read.push(claim);
        }
        Ok(())
    }

    /// One of `claim_sets`. It may be empty: then it asks for nothing that could be kept back.
    fn set(&self, set: Value<'_>, at: Place) -> Result<Vec<usize>, Error> {
        let malformed = Error::MemberMalformed { at, member: "claim_sets" };
        let mut positions = Vec::new();
        for id in set.elements().ok_or(malformed.clone())? {
            let id = id.as_str().ok_or(malformed.clone())?;
            positions.push(*self.by_id.get(&*id).ok_or(Error::ClaimIdUnknown { at })?);
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(positions)
    }
}
