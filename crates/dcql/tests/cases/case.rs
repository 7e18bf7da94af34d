use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{CredentialType, format};
use vouchsafe_dcql::{
    Answer, Authority, Binding, Candidate, Error, Format, Mismatch, Presented, Query, QueryId, Selection,
    Withheld,
};

/// A query as a whole.
pub(crate) struct Text(pub(crate) &'static str);

/// A query for one credential `c`, by the members of its credential query besides `id` and `format`; `meta` too, if it
/// begins with it.
pub(crate) struct One(pub(crate) &'static str);

impl One {
    pub(crate) fn json(&self) -> String {
        let meta = if self.0.starts_with("\"meta\"") { "" } else { "\"meta\":{}," };
        let format = if self.0.contains("\"format\"") { "" } else { "\"format\":\"dc+sd-jwt\"," };
        let members = format!(r#""id":"c",{format}{meta}{}"#, self.0);
        format!(r#"{{"credentials":[{{{}}}]}}"#, members.trim_end_matches(','))
    }

    fn query(&self) -> Query {
        Query::parse(self.json().as_bytes()).unwrap()
    }

    pub(crate) fn read(self) -> Read {
        Read(self.json(), None)
    }

    pub(crate) fn refused(self, code: &'static str) -> Read {
        Read(self.json(), Some(code))
    }

    /// These claims are selected of a credential with those claims.
    pub(crate) fn selects(self, claims: &'static str, paths: &'static [&'static str]) -> Select {
        Select { query: self, card: card(claims), expected: Ok((None, paths)) }
    }

    pub(crate) fn selects_set(
        self,
        claims: &'static str,
        set: usize,
        paths: &'static [&'static str],
    ) -> Select {
        Select { query: self, card: card(claims), expected: Ok((Some(set), paths)) }
    }

    pub(crate) fn misses(self, claims: &'static str, code: &'static str) -> Select {
        Select { query: self, card: card(claims), expected: Err(code) }
    }

    pub(crate) fn takes(self, card: Card) -> Select {
        Select { query: self, card, expected: Ok((None, &[])) }
    }

    pub(crate) fn refuses(self, card: Card, code: &'static str) -> Select {
        Select { query: self, card, expected: Err(code) }
    }

    /// A presentation of these claims shows what is asked for.
    pub(crate) fn shown(self, claims: &'static str) -> Show {
        Show { query: self, card: card(claims), withheld: &[], expected: Ok(()) }
    }

    pub(crate) fn not_shown(self, claims: &'static str, code: &'static str) -> Show {
        Show { query: self, card: card(claims), withheld: &[], expected: Err(code) }
    }

    pub(crate) fn shown_without(self, claims: &'static str, withheld: &'static [usize]) -> Show {
        Show { query: self, card: card(claims), withheld, expected: Ok(()) }
    }

    pub(crate) fn not_shown_without(
        self,
        claims: &'static str,
        withheld: &'static [usize],
        code: &'static str,
    ) -> Show {
        Show { query: self, card: card(claims), withheld, expected: Err(code) }
    }
}

impl Text {
    pub(crate) fn read(self) -> Read {
        Read(self.0.to_owned(), None)
    }

    pub(crate) fn refused(self, code: &'static str) -> Read {
        Read(self.0.to_owned(), Some(code))
    }
}

/// Whether a query can be read.
pub(crate) struct Read(String, Option<&'static str>);

impl Read {
    pub(crate) fn hold(&self, section: &str) {
        let outcome = Query::parse(self.0.as_bytes());
        let code = outcome.as_ref().err().map(Error::code);
        assert_eq!(code, self.1, "section {section}: {}\n{outcome:?}", self.0);
    }
}

/// A credential.
#[derive(Clone, Copy)]
pub(crate) struct Card {
    pub(crate) claims: &'static str,
    pub(crate) format: &'static str,
    pub(crate) types: &'static [&'static str],
    pub(crate) binding: Binding,
    pub(crate) key_id: &'static [u8],
}

pub(crate) const fn card(claims: &'static str) -> Card {
    Card { claims, format: "dc+sd-jwt", types: &["urn:t"], binding: Binding::Bound, key_id: b"authority" }
}

impl Card {
    /// Gives the credential as a query sees it.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Candidate<'_>) -> T) -> T {
        let claims = Document::parse(self.claims).unwrap();
        let types: Vec<_> = self.types.iter().map(|of| CredentialType::new(*of).unwrap()).collect();
        let format = match self.format {
            format::SD_JWT_VC => Format::SdJwtVc,
            format::BBS => Format::Bbs,
            other => Format::Other(other.to_owned()),
        };
        let authorities = [Authority::key_id(self.key_id)];
        look(&Candidate {
            format: &format,
            types: &types,
            claims: claims.root(),
            binding: self.binding,
            authorities: &authorities,
        })
    }
}

/// What a wallet selects.
pub(crate) struct Select {
    query: One,
    card: Card,
    expected: Result<(Option<usize>, &'static [&'static str]), &'static str>,
}

impl Select {
    pub(crate) fn hold(&self, section: &str) {
        let query = self.query.query();
        let outcome = self.card.with(|card| query.credentials()[0].select(card));
        let shown = outcome.as_ref().map_err(Mismatch::code).map(|selection: &Selection| {
            let paths: Vec<_> = selection.paths().iter().map(ToString::to_string).collect();
            (selection.claim_set(), paths)
        });
        let expected = self.expected.map(|(set, paths)| {
            let paths = paths.iter().map(|path| (*path).to_owned()).collect();
            (set, paths)
        });
        assert_eq!(shown, expected, "section {section}: {} of {}", self.query.json(), self.card.claims);
    }
}

/// Elements that every list lacks.
pub(crate) struct Gone(pub(crate) &'static [usize]);

impl Withheld for Gone {
    fn positions(&self, _: Value<'_>) -> Vec<usize> {
        self.0.to_vec()
    }
}

/// What a verifier makes of one presentation.
pub(crate) struct Show {
    query: One,
    card: Card,
    withheld: &'static [usize],
    expected: Result<(), &'static str>,
}

impl Show {
    pub(crate) fn hold(&self, section: &str) {
        let query = self.query.query();
        let withheld = Gone(self.withheld);
        let outcome = self
            .card
            .with(|card| query.credentials()[0].shown_by(&Presented { shown: *card, withheld: &withheld }));
        let outcome = outcome.as_ref().map_err(Mismatch::code).copied();
        assert_eq!(
            outcome,
            self.expected,
            "section {section}: {} by {}",
            self.query.json(),
            self.card.claims
        );
    }
}

/// What a verifier makes of an answer: ids and the claims of a presentation each.
pub(crate) struct Answered {
    pub(crate) query: &'static str,
    pub(crate) answer: &'static [(&'static str, &'static str)],
    /// The options taken and what is not needed, or the code.
    pub(crate) expected: Result<(&'static [Option<usize>], &'static [&'static str]), &'static str>,
}

impl Answered {
    pub(crate) fn hold(&self, section: &str) {
        let query = Query::parse(self.query.as_bytes()).unwrap();
        let (format, types) = (Format::SdJwtVc, [CredentialType::new("urn:t").unwrap()]);
        let claims: Vec<_> =
            self.answer.iter().map(|(_, claims)| Document::parse(*claims).unwrap()).collect();
        let mut answer = Answer::new();
        for ((id, text), claims) in self.answer.iter().zip(&claims) {
            let presented = answer.entry(QueryId::new(*id).unwrap()).or_default();
            if text.is_empty() || *text == "null" {
                continue;
            }
            let shown = Candidate {
                format: &format,
                types: &types,
                claims: claims.root(),
                binding: Binding::Bound,
                authorities: &[],
            };
            presented.push(Presented { shown, withheld: &Gone(&[]) });
        }
        let outcome = query.satisfied_by(&answer);
        let shown = outcome.as_ref().map_err(|unsatisfied| unsatisfied.code()).map(|satisfaction| {
            let unneeded: Vec<_> = satisfaction.unneeded().iter().map(QueryId::as_str).collect();
            (satisfaction.options().to_vec(), unneeded)
        });
        let expected = self.expected.map(|(options, unneeded)| (options.to_vec(), unneeded.to_vec()));
        assert_eq!(shown, expected, "section {section}: {} by {:?}", self.query, self.answer);
    }
}

/// Which credentials a wallet would answer with.
pub(crate) struct Options {
    pub(crate) query: &'static str,
    pub(crate) held: &'static [&'static str],
    pub(crate) preferred: Option<&'static [&'static str]>,
}

impl Options {
    pub(crate) fn hold(&self, section: &str) {
        let query = Query::parse(self.query.as_bytes()).unwrap();
        let options = query.answer_options(|id| self.held.contains(&id.as_str()));
        let preferred = options.preferred();
        let preferred: Option<Vec<_>> =
            preferred.as_ref().map(|ids| ids.iter().map(QueryId::as_str).collect());
        assert_eq!(
            preferred.as_deref(),
            self.preferred,
            "section {section}: {} of {:?}",
            self.query,
            self.held
        );
    }
}
