use crate::Error;
use crate::limits::{MAX_DISCLOSURES, MAX_SD_JWT};
use std::borrow::Cow;
use vouchsafe_jose::digest::{Digest, HashAlgorithm, Hasher};

/// The compact serialisation (RFC 9901 section 4), cut into its parts: `<JWT>~<disclosure>~…~<disclosure>~` and, of an SD-JWT+KB,
/// the KB-JWT.
#[derive(Clone)]
pub(crate) struct Compact<'a> {
    text: Cow<'a, str>,
    /// Where the issuer-signed JWT ends.
    jwt: usize,
    /// Where the SD-JWT ends, after its last `~`. A KB-JWT follows, or nothing.
    sd_jwt: usize,
}

impl<'a> Compact<'a> {
    pub(crate) fn read(text: impl Into<Cow<'a, str>>) -> Result<Self, Error> {
        let text = text.into();
        if text.len() > MAX_SD_JWT {
            return Err(Error::TooLong);
        }
        let (before, key_binding) = text.rsplit_once('~').ok_or(Error::NotSdJwt)?;
        let mut parts = before.split('~');
        let jwt = parts.next().unwrap_or_default();
        if jwt.is_empty() {
            return Err(Error::EmptyPart);
        }
        let mut count = 0;
        for disclosure in parts {
            if disclosure.is_empty() {
                return Err(Error::EmptyPart);
            }
            count += 1;
            if count > MAX_DISCLOSURES {
                return Err(Error::TooManyDisclosures);
            }
        }
        // Only a JWT has dots.
        if !key_binding.is_empty() && !key_binding.contains('.') {
            return Err(Error::TildeMissing);
        }
        let (jwt, sd_jwt) = (jwt.len(), before.len() + 1);
        Ok(Self { text, jwt, sd_jwt })
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The issuer-signed JWT.
    pub(crate) fn jwt(&self) -> &str {
        self.text.get(..self.jwt).unwrap_or_default()
    }

    /// The disclosures as received.
    pub(crate) fn disclosures(&self) -> impl Iterator<Item = &str> {
        self.text.get(self.jwt + 1..self.sd_jwt).unwrap_or_default().split_terminator('~')
    }

    /// The digest of all but the KB-JWT (RFC 9901 section 4.3.1). `begun` may have hashed the signing input already: all of the
    /// issuer-signed JWT but its signature.
    pub(crate) fn sd_hash(&self, hash: HashAlgorithm, begun: Option<Hasher>) -> Digest {
        let (mut hasher, from) =
            match (begun.filter(|begun| begun.algorithm() == hash), self.jwt().rfind('.')) {
                (Some(begun), Some(signature)) => (begun, signature),
                _ => (Hasher::new(hash), 0),
            };
        hasher.update(self.text.get(from..self.sd_jwt).unwrap_or_default().as_bytes());
        hasher.finish()
    }

    /// The KB-JWT.
    pub(crate) fn key_binding(&self) -> Option<&str> {
        self.text.get(self.sd_jwt..).filter(|text| !text.is_empty())
    }

    pub(crate) fn into_owned(self) -> Compact<'static> {
        Compact { text: Cow::Owned(self.text.into_owned()), jwt: self.jwt, sd_jwt: self.sd_jwt }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_jose::digest::digest;

    fn parts(text: &str) -> Result<(String, Vec<String>, Option<String>), Error> {
        let compact = Compact::read(text)?;
        let disclosures = compact.disclosures().map(str::to_owned).collect();
        Ok((compact.jwt().to_owned(), disclosures, compact.key_binding().map(str::to_owned)))
    }

    #[test]
    fn the_last_tilde_tells_sd_jwt_from_sd_jwt_kb() {
        let jwt = "a.b.c".to_owned();
        assert_eq!(parts("a.b.c~"), Ok((jwt.clone(), vec![], None)));
        assert_eq!(parts("a.b.c~d~"), Ok((jwt.clone(), vec!["d".to_owned()], None)));
        assert_eq!(parts("a.b.c~k.b.j"), Ok((jwt.clone(), vec![], Some("k.b.j".to_owned()))));
        assert_eq!(parts("a.b.c~d~k.b.j"), Ok((jwt, vec!["d".to_owned()], Some("k.b.j".to_owned()))));
    }

    #[test]
    fn the_digest_is_of_all_but_the_kb_jwt() {
        let expected = digest(HashAlgorithm::Sha256, b"a.b.c~d~");
        let compact = Compact::read("a.b.c~d~k.b.j").unwrap();
        assert_eq!(compact.sd_hash(HashAlgorithm::Sha256, None), expected);
        for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha512] {
            let mut begun = Hasher::new(hash);
            begun.update(b"a.b");
            assert_eq!(compact.sd_hash(HashAlgorithm::Sha256, Some(begun)), expected);
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for (text, error) in [
            ("", Error::NotSdJwt),
            ("a.b.c", Error::NotSdJwt),
            ("a.b.c~d", Error::TildeMissing),
            ("~", Error::EmptyPart),
            ("~a.b.c~", Error::EmptyPart),
            ("a.b.c~~", Error::EmptyPart),
            ("a.b.c~~d~", Error::EmptyPart),
            ("a.b.c~d~~", Error::EmptyPart),
            ("a.b.c~d~~k.b.j", Error::EmptyPart),
        ] {
            assert_eq!(parts(text), Err(error), "{text}");
        }
    }

    #[test]
    fn limits() {
        let with = |count: usize| format!("a.b.c~{}", "d~".repeat(count));
        assert!(parts(&with(MAX_DISCLOSURES)).is_ok());
        assert_eq!(parts(&with(MAX_DISCLOSURES + 1)), Err(Error::TooManyDisclosures));
        let long = |length: usize| format!("{}~", "a".repeat(length - 1));
        assert!(parts(&long(MAX_SD_JWT)).is_ok());
        assert_eq!(parts(&long(MAX_SD_JWT + 1)), Err(Error::TooLong));
    }
}
