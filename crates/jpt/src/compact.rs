use crate::Error;
use crate::limits::{MAX_HEADER, MAX_JPT, MAX_SLOTS};
use vouchsafe_credential::base64url;
use zeroize::Zeroizing;

/// An octet string without octets (JWP section 7.1): distinct from the empty text, which stands for one that is left out.
const ZERO_LENGTH: &str = "_";
/// The octet strings of a proof: the proof, and what goes with it where a credential can be revoked.
const MAX_PROOF_PARTS: usize = 2;

/// The issued form in the compact serialisation (JWP sections 6.1 and 7.1), decoded:
/// `<issuer header>.<payload>~…~<payload>.<proof>`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) header: Vec<u8>,
    pub(crate) payloads: Zeroizing<Vec<Vec<u8>>>,
    /// Whoever has it can present.
    pub(crate) proof: Zeroizing<Vec<u8>>,
    /// A second octet string of the proof.
    pub(crate) witness: Option<Zeroizing<Vec<u8>>>,
}

/// The presented form in the compact serialisation (JWP sections 6.2 and 7.1), decoded:
/// `<presentation header>.<issuer header>.<payload>~…~<payload>.<proof>`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Presented {
    pub(crate) presentation_header: Vec<u8>,
    pub(crate) issuer_header: Vec<u8>,
    /// One for each slot; `None` where it is not disclosed.
    pub(crate) payloads: Vec<Option<Vec<u8>>>,
    pub(crate) proof: Vec<u8>,
    /// A second octet string of the proof.
    pub(crate) extension_proof: Option<Vec<u8>>,
}

impl Issued {
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let [header, payloads, proof] = parts(text)?;
        let header = header_octets(header, "the issuer header")?;
        let payloads = slots(payloads)?.into_iter().collect::<Option<Vec<_>>>();
        let payloads = Zeroizing::new(payloads.ok_or(Error::SlotNotIssued)?);
        let (proof, witness) = proof_parts(proof)?;
        Ok(Self { header, payloads, proof: Zeroizing::new(proof), witness: witness.map(Zeroizing::new) })
    }

    pub(crate) fn write(&self) -> Result<String, Error> {
        let mut text = base64url::encode(&self.header);
        text.push('.');
        append(self.payloads.iter().map(|payload| Some(payload.as_slice())), &mut text);
        text.push('.');
        append_proof(&self.proof, self.witness.as_ref().map(|witness| witness.as_slice()), &mut text);
        if text.len() > MAX_JPT { Err(Error::TooLong) } else { Ok(text) }
    }
}

impl Presented {
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let [presentation_header, issuer_header, payloads, proof] = parts(text)?;
        let presentation_header = header_octets(presentation_header, "the presentation header")?;
        let issuer_header = header_octets(issuer_header, "the issuer header")?;
        let payloads = slots(payloads)?;
        let (proof, extension_proof) = proof_parts(proof)?;
        Ok(Self { presentation_header, issuer_header, payloads, proof, extension_proof })
    }

    pub(crate) fn write(&self) -> Result<String, Error> {
        let mut text = base64url::encode(&self.presentation_header);
        text.push('.');
        base64url::encode_into(&self.issuer_header, &mut text);
        text.push('.');
        append(self.payloads.iter().map(Option::as_deref), &mut text);
        text.push('.');
        append_proof(&self.proof, self.extension_proof.as_deref(), &mut text);
        if text.len() > MAX_JPT { Err(Error::TooLong) } else { Ok(text) }
    }
}

fn parts<const COUNT: usize>(text: &str) -> Result<[&str; COUNT], Error> {
    if text.len() > MAX_JPT {
        return Err(Error::TooLong);
    }
    let mut parts = [""; COUNT];
    let mut found = text.split('.');
    for part in &mut parts {
        *part = found.next().ok_or(Error::PartCount { expected: COUNT })?;
    }
    if found.next().is_some() { Err(Error::PartCount { expected: COUNT }) } else { Ok(parts) }
}

fn header_octets(text: &str, part: &'static str) -> Result<Vec<u8>, Error> {
    if text.len() > MAX_HEADER {
        return Err(Error::HeaderTooLong);
    }
    base64url::decode(text).map_err(|_| Error::NotBase64url { part })
}

fn slots(text: &str) -> Result<Vec<Option<Vec<u8>>>, Error> {
    if text.split('~').count() > MAX_SLOTS {
        return Err(Error::TooManySlots);
    }
    text.split('~').map(|payload| octets(payload, "a payload")).collect()
}

fn proof_parts(text: &str) -> Result<(Vec<u8>, Option<Vec<u8>>), Error> {
    if text.split('~').count() > MAX_PROOF_PARTS {
        return Err(Error::ProofParts);
    }
    let mut parts = text.split('~').map(|part| octets(part, "the proof")?.ok_or(Error::ProofParts));
    let proof = parts.next().ok_or(Error::ProofParts)??;
    Ok((proof, parts.next().transpose()?))
}

fn octets(text: &str, part: &'static str) -> Result<Option<Vec<u8>>, Error> {
    match text {
        "" => Ok(None),
        ZERO_LENGTH => Ok(Some(Vec::new())),
        _ => base64url::decode(text).map(Some).map_err(|_| Error::NotBase64url { part }),
    }
}

fn append<'a>(strings: impl IntoIterator<Item = Option<&'a [u8]>>, text: &mut String) {
    for (position, octets) in strings.into_iter().enumerate() {
        if position > 0 {
            text.push('~');
        }
        match octets {
            None => {}
            Some([]) => text.push_str(ZERO_LENGTH),
            Some(octets) => base64url::encode_into(octets, text),
        }
    }
}

fn append_proof(proof: &[u8], second: Option<&[u8]>, text: &mut String) {
    append([Some(proof)].into_iter().chain(second.map(Some)), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(text: &str) -> Result<(usize, usize), Error> {
        let issued = Issued::read(text)?;
        assert_eq!(issued.write().unwrap(), text);
        Ok((issued.payloads.len(), issued.proof.len()))
    }

    fn presented(text: &str) -> Result<Vec<Option<usize>>, Error> {
        let presented = Presented::read(text)?;
        assert_eq!(presented.write().unwrap(), text);
        Ok(presented.payloads.iter().map(|payload| payload.as_ref().map(Vec::len)).collect())
    }

    #[test]
    fn issued_form() {
        assert_eq!(issued("e30.MQ.AAAA"), Ok((1, 3)));
        assert_eq!(issued("e30.MQ~_~Mg.AAAA"), Ok((3, 3)));
        assert_eq!(issued("e30.MQ.AAAA~AAAA"), Ok((1, 3)));
        assert_eq!(issued("e30.MQ.AAAA~_"), Ok((1, 3)));
        for (text, error) in [
            ("", Error::PartCount { expected: 3 }),
            ("e30.MQ", Error::PartCount { expected: 3 }),
            ("e30.e30.MQ.AAAA", Error::PartCount { expected: 3 }),
            ("e30.MQ~~Mg.AAAA", Error::SlotNotIssued),
            ("e30..AAAA", Error::SlotNotIssued),
            ("e30.MQ.", Error::ProofParts),
            ("e30.MQ.AAAA~", Error::ProofParts),
            ("e30.MQ.~AAAA", Error::ProofParts),
            ("e30.MQ.AAAA~AAAA~AAAA", Error::ProofParts),
            ("e30.MQ.AAAA~A+AA", Error::NotBase64url { part: "the proof" }),
            ("e3=.MQ.AAAA", Error::NotBase64url { part: "the issuer header" }),
            ("e30.M+.AAAA", Error::NotBase64url { part: "a payload" }),
            ("e30.MR.AAAA", Error::NotBase64url { part: "a payload" }),
            ("e30.__~MQ.AAAA", Error::NotBase64url { part: "a payload" }),
            ("e30.MQ.AAAA\n", Error::NotBase64url { part: "the proof" }),
        ] {
            assert_eq!(issued(text), Err(error), "{text}");
        }
    }

    #[test]
    fn undisclosed_is_not_zero_length() {
        assert_eq!(presented("e30.e30._.AAAA"), Ok(vec![Some(0)]));
        assert_eq!(presented("e30.e30..AAAA"), Ok(vec![None]));
        assert_eq!(presented("e30.e30.~_~~MQ~.AAAA~_"), Ok(vec![None, Some(0), None, Some(1), None]));
    }

    #[test]
    fn presented_form() {
        for (text, error) in [
            ("e30.MQ.AAAA", Error::PartCount { expected: 4 }),
            ("e30.e30.e30.MQ.AAAA", Error::PartCount { expected: 4 }),
            ("e30.e30.MQ.", Error::ProofParts),
            ("e30.e30.MQ.~AAAA", Error::ProofParts),
            ("e30.e30.MQ.AAAA~", Error::ProofParts),
            ("e30.e30.MQ.AAAA~AAAA~AAAA", Error::ProofParts),
            ("e3.e30.MQ.AAAA", Error::NotBase64url { part: "the presentation header" }),
        ] {
            assert_eq!(presented(text), Err(error), "{text}");
        }
    }

    #[test]
    fn limits() {
        let with_slots = |count: usize| format!("e30.e30.{}.AAAA", "~".repeat(count - 1));
        assert!(presented(&with_slots(MAX_SLOTS)).is_ok());
        assert_eq!(presented(&with_slots(MAX_SLOTS + 1)), Err(Error::TooManySlots));

        let with_header = |length: usize| format!("e30.{}.MQ.AAAA", "A".repeat(length));
        assert!(presented(&with_header(MAX_HEADER)).is_ok());
        assert_eq!(presented(&with_header(MAX_HEADER + 1)), Err(Error::HeaderTooLong));

        let with_payload = |length: usize| format!("e30.{}.AAAA", "A".repeat(length - 9));
        let longest = with_payload(MAX_JPT);
        assert_eq!(issued(&longest), Ok((1, 3)));
        assert_eq!(issued(&with_payload(MAX_JPT + 1)), Err(Error::TooLong));
        let mut grown = Issued::read(&longest).unwrap();
        grown.proof.extend([0; 3]);
        assert_eq!(grown.write(), Err(Error::TooLong));
    }
}
