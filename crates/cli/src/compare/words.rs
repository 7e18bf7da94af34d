use vouchsafe_app::comparison::{Link, Shared};

/// What links, each kind once; salts with the claims that they are of.
pub(super) fn links(links: &[Link]) -> Vec<String> {
    let mut words: Vec<String> = links.iter().filter_map(word).map(str::to_owned).collect();
    let salts: Vec<&str> = links
        .iter()
        .filter_map(|link| match link {
            Link::Salt { claim } => Some(claim.as_deref().unwrap_or("an element of a list")),
            _ => None,
        })
        .collect();
    if !salts.is_empty() {
        words.push(format!("the salt of {}", salts.join(" and of ")));
    }
    words
}

fn word(link: &Link) -> Option<&'static str> {
    Some(match link {
        Link::IssuerSignature => "the issuer's signature",
        Link::HolderKey => "the holder's key",
        Link::StatusEntry => "the entry of the status list",
        Link::Digest => "digests of claims",
        Link::HolderSignature => "the holder's signature: it is one presentation",
        Link::Proof => "the proof: it is one presentation",
        Link::Run => "octets of the proofs",
        Link::Salt { .. } => return None,
        _ => "something that this version of the program has no words for: ask for --json",
    })
}

pub(super) fn shared(shared: Shared) -> &'static str {
    match shared {
        Shared::IssuerAndType => "issuer and type",
        Shared::Period => "the period",
        Shared::Audience => "the verifier",
        Shared::Nonce => "the request",
        _ => "something that this version of the program has no words for: ask for --json",
    }
}
