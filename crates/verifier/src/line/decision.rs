use crate::{Decision, Error, Reason};
use vouchsafe_credential::json::{Document, Writer};

/// What a line comes to.
#[derive(Debug)]
pub struct LineDecision {
    id: Option<Document>,
    outcome: Result<Decision, Error>,
}

impl LineDecision {
    pub(super) fn new(id: Option<Document>, outcome: Result<Decision, Error>) -> Self {
        Self { id, outcome }
    }

    /// The decision with its report.
    ///
    /// # Errors
    /// [`Error`] if the line could not be evaluated.
    pub fn outcome(&self) -> Result<&Decision, Error> {
        self.outcome.as_ref().map_err(Clone::clone)
    }

    /// `{"id":..,"decision":"accepted"|"rejected","undetermined":..,"reasons":[..],"claims":..}` in one line.
    ///
    /// `claims` is the Processed SD-JWT Payload with every number as received, or `null`. A line that could not be evaluated
    /// is rejected and undetermined, and its one reason is the code of the [`Error`].
    #[must_use]
    pub fn to_json(&self) -> String {
        let (decision, undetermined) = match &self.outcome {
            Ok(Decision::Accepted(_)) => ("accepted", false),
            Ok(Decision::Rejected(rejected)) => ("rejected", rejected.is_undetermined()),
            Err(_) => ("rejected", true),
        };
        let mut json = Writer::new();
        json.begin_object();
        json.name("id");
        match &self.id {
            Some(id) => json.value(id.root()),
            None => json.null(),
        }
        json.name("decision");
        json.string(decision);
        json.name("undetermined");
        json.bool(undetermined);
        json.name("reasons");
        json.begin_array();
        match &self.outcome {
            Ok(Decision::Accepted(_)) => {}
            Ok(Decision::Rejected(rejected)) => {
                rejected.reasons().iter().map(Reason::code).for_each(|code| json.string(code.as_str()));
            }
            Err(error) => json.string(error.code()),
        }
        json.end_array();
        json.name("claims");
        match &self.outcome {
            Ok(Decision::Accepted(accepted)) => json.value(accepted.claims()),
            _ => json.null(),
        }
        json.end_object();
        json.finish()
    }
}
