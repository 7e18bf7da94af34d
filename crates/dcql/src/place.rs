use std::fmt;

/// Where in a query something stands: `credentials[1].claims[0]`; nothing for the query itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    outer: Option<(&'static str, usize)>,
    inner: Option<(&'static str, usize)>,
}

impl Place {
    pub(crate) fn element(self, list: &'static str, position: usize) -> Self {
        match self.outer {
            None => Self { outer: Some((list, position)), inner: None },
            Some(_) => Self { inner: Some((list, position)), ..self },
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.outer, self.inner) {
            (None, _) => f.write_str("the query"),
            (Some((list, position)), None) => write!(f, "{list}[{position}]"),
            (Some((list, position)), Some((inner, at))) => write!(f, "{list}[{position}].{inner}[{at}]"),
        }
    }
}
