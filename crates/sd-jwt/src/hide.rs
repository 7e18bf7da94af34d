use crate::limits::{MAX_DIGESTS, MAX_DISCLOSURE_CHAIN};
use crate::{Decoys, DisclosurePlan, Error};
use rand_core::TryCryptoRng;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Elements, Entries, Error as JsonError, MAX_DEPTH, Value, Writer};
use vouchsafe_jose::digest::digest;

/// Length of a salt in bytes (RFC 9901 section 9.3).
const SALT: usize = 16;

/// Turns claims into a payload with digests, and the disclosures that open them (RFC 9901 section 4.2).
pub(crate) struct Hider<'a, R> {
    plan: &'a DisclosurePlan,
    /// Where the spans of what is to be hidden start, in order.
    positions: &'a [usize],
    rng: &'a mut R,
    disclosures: Vec<String>,
    digests: usize,
}

/// What an issuer signs, and what it hands out besides.
pub(crate) struct Hidden {
    pub(crate) payload: String,
    /// In the order of the claims, an outer one before those inside it.
    pub(crate) disclosures: Vec<String>,
}

/// Where the JSON being written stands.
#[derive(Clone, Copy)]
struct Place {
    /// Objects and lists that are open in this text.
    depth: usize,
    /// Disclosures that this one is inside of, itself included.
    chain: usize,
}

impl Place {
    /// Inside an object or list.
    fn inside(self) -> Result<Self, Error> {
        if self.depth >= MAX_DEPTH {
            return Err(Error::Json { part: "the claims", error: JsonError::TooDeep });
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// Inside the list that a disclosure is.
    fn disclosure(self) -> Result<Self, Error> {
        if self.chain >= MAX_DISCLOSURE_CHAIN {
            return Err(Error::ChainTooDeep);
        }
        Ok(Self { depth: 1, chain: self.chain + 1 })
    }
}

impl<'a, R: TryCryptoRng> Hider<'a, R> {
    pub(crate) fn new(plan: &'a DisclosurePlan, positions: &'a [usize], rng: &'a mut R) -> Self {
        Self { plan, positions, rng, disclosures: Vec::new(), digests: 0 }
    }

    /// Hides in the object `claims` what the plan says.
    pub(crate) fn hide(mut self, claims: Value<'_>) -> Result<Hidden, Error> {
        let mut payload = Writer::new();
        let members = claims.entries().ok_or(Error::ClaimsNotObject)?;
        payload.begin_object();
        self.members(members, true, Place { depth: 1, chain: 0 }, &mut payload)?;
        if self.digests > 0 {
            payload.name("_sd_alg");
            payload.string(self.plan.hash.registry_name());
        }
        payload.end_object();
        Ok(Hidden { payload: payload.finish(), disclosures: self.disclosures })
    }

    /// Writes a value. The recursion is as deep as the claims are, so at most [`MAX_DEPTH`].
    fn value(&mut self, value: Value<'_>, place: Place, to: &mut Writer) -> Result<(), Error> {
        match (value.entries(), value.elements()) {
            (Some(members), _) => {
                to.begin_object();
                self.members(members, false, place.inside()?, to)?;
                to.end_object();
            }
            (_, Some(elements)) => {
                to.begin_array();
                self.elements(elements, place.inside()?, to)?;
                to.end_array();
            }
            _ => to.value(value),
        }
        Ok(())
    }

    /// Writes the members of an object that stay open, then the digests of those that do not and of decoys.
    fn members(
        &mut self,
        members: Entries<'_>,
        is_payload: bool,
        place: Place,
        to: &mut Writer,
    ) -> Result<(), Error> {
        let mut digests = Vec::new();
        for (name, value) in members {
            if matches!(&*name, "_sd" | "_sd_alg" | "...") {
                return Err(Error::ClaimNameReserved);
            }
            if self.is_hidden(value) {
                digests.push(self.disclosure(Some(&name), value, place)?);
            } else {
                to.name(&name);
                self.value(value, place, to)?;
            }
        }
        if is_payload || !digests.is_empty() {
            self.add_decoys(&mut digests)?;
        }
        if !digests.is_empty() {
            // In an order that has nothing to do with that of the claims (RFC 9901 section 4.2.4.1).
            digests.sort_unstable();
            place.inside()?;
            to.name("_sd");
            to.begin_array();
            digests.iter().for_each(|digest| to.string(digest));
            to.end_array();
        }
        Ok(())
    }

    /// Writes the elements of a list, placeholders for those that are hidden.
    fn elements(&mut self, elements: Elements<'_>, place: Place, to: &mut Writer) -> Result<(), Error> {
        for element in elements {
            if self.is_hidden(element) {
                place.inside()?;
                to.begin_object();
                to.name("...");
                to.string(&self.disclosure(None, element, place)?);
                to.end_object();
            } else {
                self.value(element, place, to)?;
            }
        }
        Ok(())
    }

    fn is_hidden(&self, value: Value<'_>) -> bool {
        self.positions.binary_search(&value.span().start).is_ok()
    }

    /// Makes a disclosure and gives its digest.
    fn disclosure(&mut self, name: Option<&str>, value: Value<'_>, place: Place) -> Result<String, Error> {
        self.count(1)?;
        let order = self.disclosures.len();
        self.disclosures.push(String::new());
        let mut contents = Writer::new();
        contents.begin_array();
        contents.string(&base64url::encode(&self.random::<SALT>()?));
        if let Some(name) = name {
            contents.string(name);
        }
        self.value(value, place.disclosure()?, &mut contents)?;
        contents.end_array();
        let disclosure = base64url::encode(contents.finish().as_bytes());
        let digest = digest(self.plan.hash, disclosure.as_bytes());
        if let Some(place) = self.disclosures.get_mut(order) {
            *place = disclosure;
        }
        Ok(base64url::encode(digest.as_ref()))
    }

    fn add_decoys(&mut self, digests: &mut Vec<String>) -> Result<(), Error> {
        let count = match self.plan.decoys {
            Decoys::None => 0,
            Decoys::PerObject(count) => count,
            Decoys::PadTo(length) => length.checked_sub(digests.len()).ok_or(Error::PlanTooSmall)?,
        };
        self.count(count)?;
        for _ in 0..count {
            let decoy = digest(self.plan.hash, &self.random::<32>()?);
            digests.push(base64url::encode(decoy.as_ref()));
        }
        Ok(())
    }

    fn count(&mut self, digests: usize) -> Result<(), Error> {
        self.digests = self.digests.saturating_add(digests);
        if self.digests > MAX_DIGESTS { Err(Error::TooManyDigests) } else { Ok(()) }
    }

    fn random<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Error> {
        let mut bytes = [0; LENGTH];
        self.rng.try_fill_bytes(&mut bytes).map_err(|_| Error::RandomnessFailed)?;
        Ok(bytes)
    }
}
