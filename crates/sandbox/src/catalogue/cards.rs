use super::CardType;
use super::Waits;
use super::card_type::CardClaim;
use super::card_type::Presence::{self, Mandatory, Optional};
use super::card_type::Shown::{self, Always, IfChosen};
use vouchsafe_credential::Duration;

/// Those that are issued here.
pub(crate) const TYPES: &[CardType] = &[IDENTITY, RESIDENCE, EMPLOYEE, DIPLOMA, EVENT];

const fn claim(path: &'static str, label: [&'static str; 2], shown: Shown, presence: Presence) -> CardClaim {
    CardClaim { path, label, shown, presence }
}

const GIVEN_NAME: CardClaim = claim("given_name", ["Given names", "Vornamen"], IfChosen, Mandatory);
const FAMILY_NAME: CardClaim = claim("family_name", ["Family name", "Familienname"], IfChosen, Mandatory);
const BIRTHDATE: CardClaim = claim("birthdate", ["Date of birth", "Geburtsdatum"], IfChosen, Mandatory);
const OVER_18: CardClaim = claim("age_over_18", ["Over 18", "Über 18"], IfChosen, Mandatory);

const IDENTITY: CardType = CardType {
    name: "identity",
    title: ["Identity card", "Personalausweis"],
    description: [
        "Who somebody is. From a demo issuer, and worth nothing.",
        "Wer jemand ist. Von einem Aussteller zum Ausprobieren, ohne jeden Wert.",
    ],
    colors: ["#2b4a8b", "#ffffff"],
    claims: &[
        GIVEN_NAME,
        FAMILY_NAME,
        BIRTHDATE,
        claim("birth_place", ["Place of birth", "Geburtsort"], IfChosen, Optional),
        claim("nationalities", ["Nationalities", "Staatsangehörigkeiten"], IfChosen, Mandatory),
        claim("age_over_16", ["Over 16", "Über 16"], IfChosen, Mandatory),
        OVER_18,
        claim("age_over_21", ["Over 21", "Über 21"], IfChosen, Mandatory),
        claim("age_over_65", ["Over 65", "Über 65"], IfChosen, Mandatory),
        claim("issuing_country", ["Issuing country", "Ausstellender Staat"], Always, Mandatory),
    ],
    life: Duration::from_days(365),
    waits: Waits::No,
};

const RESIDENCE: CardType = CardType {
    name: "residence",
    title: ["Proof of residence", "Meldebescheinigung"],
    description: [
        "Where somebody lives. From a demo issuer, and worth nothing.",
        "Wo jemand wohnt. Von einem Aussteller zum Ausprobieren, ohne jeden Wert.",
    ],
    colors: ["#1b6e45", "#ffffff"],
    claims: &[
        GIVEN_NAME,
        FAMILY_NAME,
        claim("address.street_address", ["Street and number", "Straße und Hausnummer"], IfChosen, Mandatory),
        claim("address.postal_code", ["Postal code", "Postleitzahl"], IfChosen, Mandatory),
        claim("address.locality", ["Town", "Ort"], IfChosen, Mandatory),
        claim("address.country", ["Country", "Land"], IfChosen, Mandatory),
        claim("resident_since", ["Resident since", "Wohnhaft seit"], IfChosen, Mandatory),
        claim("issuing_authority", ["Issued by", "Ausgestellt von"], Always, Mandatory),
    ],
    life: Duration::from_days(180),
    waits: Waits::No,
};

const EMPLOYEE: CardType = CardType {
    name: "employee_badge",
    title: ["Employee badge", "Dienstausweis"],
    description: [
        "Where somebody works. From a demo issuer, and worth nothing.",
        "Wo jemand arbeitet. Von einem Aussteller zum Ausprobieren, ohne jeden Wert.",
    ],
    colors: ["#3b3e47", "#f0eee9"],
    claims: &[
        GIVEN_NAME,
        FAMILY_NAME,
        claim("employee_number", ["Employee number", "Personalnummer"], IfChosen, Mandatory),
        claim("job_title", ["Job title", "Tätigkeit"], IfChosen, Mandatory),
        claim("department", ["Department", "Abteilung"], IfChosen, Optional),
        claim("access_areas", ["May enter", "Zutritt zu"], IfChosen, Mandatory),
        claim("employer", ["Employer", "Arbeitgeber"], Always, Mandatory),
    ],
    life: Duration::from_days(90),
    waits: Waits::No,
};

const DIPLOMA: CardType = CardType {
    name: "diploma",
    title: ["Diploma", "Abschlusszeugnis"],
    description: [
        "What somebody has studied. Takes a moment to be issued. From a demo issuer, and worth nothing.",
        "Was jemand studiert hat. Die Ausstellung dauert einen Moment. Von einem Aussteller zum Ausprobieren, ohne jeden Wert.",
    ],
    colors: ["#6b2f5b", "#ffffff"],
    claims: &[
        GIVEN_NAME,
        FAMILY_NAME,
        BIRTHDATE,
        claim("degree", ["Degree", "Abschluss"], IfChosen, Mandatory),
        claim("field_of_study", ["Field of study", "Studienfach"], IfChosen, Mandatory),
        claim("grade", ["Grade", "Note"], IfChosen, Optional),
        claim("graduation_date", ["Date of graduation", "Abschlussdatum"], IfChosen, Mandatory),
        claim("university", ["University", "Hochschule"], Always, Mandatory),
    ],
    life: Duration::from_days(3_650),
    waits: Waits::Yes,
};

const EVENT: CardType = CardType {
    name: "event_pass",
    title: ["Event pass", "Eintrittskarte"],
    description: [
        "Lets somebody in. From a demo issuer, and worth nothing.",
        "Lässt jemanden ein. Von einem Aussteller zum Ausprobieren, ohne jeden Wert.",
    ],
    colors: ["#8a3b12", "#ffffff"],
    claims: &[
        claim("holder_name", ["Name", "Name"], IfChosen, Mandatory),
        OVER_18,
        claim("category", ["Category", "Kategorie"], IfChosen, Mandatory),
        claim("seat", ["Seat", "Platz"], IfChosen, Optional),
        claim("event", ["Event", "Veranstaltung"], Always, Mandatory),
    ],
    life: Duration::from_days(30),
    waits: Waits::No,
};
