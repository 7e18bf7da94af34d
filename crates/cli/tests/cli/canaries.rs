//! Everything that the program leaves on the disk while somebody uses it is searched for what that person keeps in it.

use crate::kit::{Desk, PASSPHRASE, TYPE};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

const OPEN: &str = "--passphrase-file pass";
const NOTES: usize = 40;

/// Forty texts that occur nowhere by chance.
fn notes() -> Vec<String> {
    (0..NOTES)
        .map(|number| {
            format!("canary-{number:02}-{:08x}", 0x9e37_79b9_usize.wrapping_mul(number + 1) & 0xffff_ffff)
        })
        .collect()
}

/// A desk whose files so far are known: what comes later was left by the program.
struct Watched {
    desk: Desk,
    /// What the test itself put there, or asked the program to write in clear.
    known: BTreeSet<PathBuf>,
    secrets: Vec<Vec<u8>>,
}

impl Watched {
    fn know(&mut self) {
        self.known.extend(self.desk.files().into_keys());
    }

    fn hide(&mut self, secret: &str) {
        self.secrets.push(secret.as_bytes().to_vec());
    }

    /// How many files and bytes were searched.
    fn search(&self, when: &str) -> (usize, usize) {
        let (mut files, mut bytes) = (0, 0);
        for (path, contents) in self.desk.files().iter().filter(|(path, _)| !self.known.contains(*path)) {
            for secret in &self.secrets {
                let found = contents.windows(secret.len()).any(|window| window == secret);
                assert!(!found, "{when}: {} holds {}", path.display(), String::from_utf8_lossy(secret));
            }
            files += 1;
            bytes += contents.len();
        }
        (files, bytes)
    }
}

#[test]
fn a139_no_file_that_the_program_leaves_holds_anything_of_its_person() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    let list: Vec<String> = notes().iter().map(|note| format!("\"{note}\"")).collect();
    desk.write(
        "claims.json",
        format!(r#"{{"document":"residence card","given_name":"Canary Ada","notes":[{}]}}"#, list.join(",")),
    );
    desk.write("type.toml", TYPE.replace("\"given_name\",", "\"given_name\", \"notes[]\","));
    let mut watched = Watched { desk, known: BTreeSet::new(), secrets: Vec::new() };
    watched.know();
    for secret in [
        PASSPHRASE,
        "Canary Ada",
        "https://city.example",
        "https://shop.example",
        "nonce-canary",
        "given_name",
        "residence",
    ] {
        watched.hide(secret);
    }
    notes().iter().for_each(|note| watched.hide(note));
    let done = |watched: &Watched, line: &str| watched.desk.done(&format!("{line} {OPEN}"));

    done(&watched, "wallet create");
    watched.search("created");
    let jwk = done(&watched, "wallet new-key").stdout;
    watched.desk.write("holder.jwk", &jwk);
    watched.desk.done("issuer issue --dir city --type type.toml --claims claims.json --holder-key holder.jwk --name ada --out card.txt");
    watched.desk.done("issuer publish --dir city --out lists");
    watched.known.extend(["card.txt", "lists/1.jwt"].map(|name| watched.desk.path(name)));
    let token = watched.desk.read("card.txt");
    // As the disclosures write them: each note at three offsets is more than what a search for whole parts finds.
    token.split(['.', '~', '\n']).filter(|part| part.len() > 16).for_each(|part| watched.hide(part));

    done(&watched, "wallet import card.txt --issuer-key city.jwk");
    done(&watched, "wallet status --list lists/1.jwt");
    let cards = done(&watched, "wallet list --json").json();
    let card = cards["cards"][0]["id"].as_str().unwrap().to_owned();
    watched.search("imported");

    let present = format!(
        "wallet present {card} --share given_name,notes[3] --audience https://shop.example --nonce nonce-canary {OPEN}"
    );
    let present: Vec<&str> = present.split(' ').collect();
    // Killed while it waits for an answer, its vault open.
    let mut child = watched.desk.command(&present).spawn().unwrap();
    let mut words = BufReader::new(child.stderr.take().unwrap());
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("Stays inside") {
        assert!(words.read_until(b'\n', &mut said).unwrap() > 0, "{}", String::from_utf8_lossy(&said));
    }
    watched.search("open");
    child.kill().unwrap();
    child.wait().unwrap();
    watched.search("killed");
    let shown = watched.desk.run_typing(&present, b"y\n");
    assert_eq!(shown.exit, 0, "{shown:?}");
    shown.stdout.trim().split(['.', '~']).filter(|part| part.len() > 16).for_each(|part| watched.hide(part));
    let (files, bytes) = watched.search("shown");
    assert!(files >= 3 && bytes > 10_000, "{files} files, {bytes} bytes");

    // The search finds what is there.
    watched.known.remove(&watched.desk.path("card.txt"));
    assert!(std::panic::catch_unwind(|| watched.search("planted")).is_err());
}
