use crate::type_definition::not_covered;
use crate::{Error, TypeDefinition};
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Value, Writer};
use vouchsafe_credential::{ClaimPath, PathElement};

/// The payload slots that the claims of a type have, in their order: by name, so that writing the type down in another order
/// changes nothing.
///
/// Each claim that the type names has one, but one that holds others with slots of their own, and a list is one claim. None is
/// inside another.
pub(super) struct Slots {
    slots: Vec<Slot>,
}

struct Slot {
    path: ClaimPath,
    /// The type says that all its credentials show it, so all have it.
    always: bool,
}

impl Slots {
    pub(super) fn of(definition: &TypeDefinition) -> Self {
        let named = definition.disclosable().iter().chain(definition.always_shown());
        let paths: BTreeSet<ClaimPath> = named.filter_map(without_positions).collect();
        let innermost = |path: &&ClaimPath| !paths.iter().any(|other| other != *path && path.covers(other));
        let slot =
            |path: &ClaimPath| Slot { path: path.clone(), always: definition.always_shown().contains(path) };
        Self { slots: paths.iter().filter(innermost).map(slot).collect() }
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &ClaimPath> {
        self.slots.iter().map(|slot| &slot.path)
    }

    /// Writes the members of an object that has something for each slot: a claim, or `null`.
    ///
    /// # Errors
    /// [`Error::ClaimWithoutSlot`], [`Error::ClaimMissing`].
    pub(super) fn write(&self, claims: Value<'_>, to: &mut Writer) -> Result<(), Error> {
        if let Some(path) = not_covered(claims, || self.paths()) {
            return Err(Error::claim_without_slot(&path.to_string()));
        }
        // Sorted by their steps, so that what is in one object stands together.
        let mut open: Vec<&PathElement> = Vec::new();
        for Slot { path, always } in &self.slots {
            let Some((name, objects)) = path.elements().split_last() else { continue };
            let shared = open.iter().zip(objects).take_while(|(open, object)| **open == *object).count();
            open.drain(shared..).for_each(|_| to.end_object());
            for object in objects.iter().skip(shared) {
                write_name(object, to);
                to.begin_object();
                open.push(object);
            }
            write_name(name, to);
            match path.select(claims).first() {
                Some(value) => to.value(*value),
                None if *always => return Err(Error::ClaimMissing { claim: path.to_string() }),
                None => to.null(),
            }
        }
        open.iter().for_each(|_| to.end_object());
        Ok(())
    }
}

fn write_name(element: &PathElement, to: &mut Writer) {
    if let PathElement::Name(name) = element {
        to.name(name);
    }
}

/// The path as far as it leads through objects.
fn without_positions(path: &ClaimPath) -> Option<ClaimPath> {
    let names = path.elements().iter().take_while(|element| matches!(element, PathElement::Name(_)));
    ClaimPath::new(names.cloned().collect()).ok()
}
