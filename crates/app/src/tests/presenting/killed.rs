//! The program is killed at each step of answering a verifier over HTTP.

use super::super::desk::{Desk, NOW};
use super::door::Door;
use crate::exchange::{CourierOptions, Invitation, NetCourier, SentView, VerifierTrust};
use crate::interruption::{Interruption, plant};
use crate::{Chosen, Error, OpenWallet, Outcome};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

const WALLET: &str = "VOUCHSAFE_APP_KILLED_WALLET";
const LINK: &str = "VOUCHSAFE_APP_KILLED_LINK";
const AUTHORITY: &str = "VOUCHSAFE_APP_KILLED_AUTHORITY";
const POINT: &str = "VOUCHSAFE_APP_KILLED_POINT";

fn courier() -> NetCourier {
    NetCourier::presenting(CourierOptions::default().asking_loopback()).unwrap()
}

/// From the link to the reply, agreeing to everything.
fn answer(wallet: &mut OpenWallet, link: &str, authority: &[u8]) -> Result<SentView, Error> {
    let (courier, trust) = (courier(), VerifierTrust::new(&[authority.to_vec()])?);
    let asked = wallet.open_request(Invitation::parse(link, &courier)?, &trust, &courier, NOW)?;
    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW)?;
    let digest = draft.view.digest.clone();
    wallet.answer(&asked, draft, &digest, &[], &courier, NOW)
}

/// Not a test of its own: what the other process runs, until it is killed at the point that it is told.
#[test]
fn victim() {
    let Some(directory) = std::env::var_os(WALLET) else { return };
    let variable = |name| std::env::var(name).unwrap();
    let policy = vouchsafe_vault::KdfPolicy::insecure_for_tests();
    let passphrase = super::super::desk::passphrase("correct horse");
    let mut wallet = OpenWallet::open_with(directory.as_ref(), passphrase, &policy).unwrap();
    let authority = std::fs::read(variable(AUTHORITY)).unwrap();
    plant(variable(POINT).parse().unwrap(), Interruption::Kill);
    assert_eq!(answer(&mut wallet, &variable(LINK), &authority).unwrap().progress, "delivered");
}

/// Whether it was killed, or came to its end before that point.
fn run_victim(desk: &Desk, door: &Door, point: usize) -> bool {
    let authority = desk.path().with_file_name("authority.der");
    std::fs::write(&authority, &door.authority).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "tests::presenting::killed::victim", "--nocapture"]);
    command.env(WALLET, desk.path()).env(LINK, &door.link).env(AUTHORITY, authority);
    command.env(POINT, point.to_string()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().unwrap();
    assert!(status.success() || status.signal() == Some(9), "{status}");
    !status.success()
}

#[test]
fn a156_killed_at_each_step_of_answering_over_the_wire_nothing_is_sent_twice_or_lost() {
    let mut seen = Vec::new();
    for point in 0.. {
        assert!(point < 100, "it never came to its end");
        let (desk, door) = (Desk::new(), Door::open());
        let mut wallet = desk.create();
        let card = desk.import(&mut wallet, Some(2));
        drop(wallet);
        let killed = run_victim(&desk, &door, point);

        let mut wallet = desk.open();
        wallet.verify_vault().unwrap();
        let left = |wallet: &OpenWallet| wallet.card(&card, NOW).unwrap().card.copies_left;
        let shared = wallet.history().unwrap().entries.into_iter().filter(|entry| entry.event == "shared");
        let shared: Vec<_> = shared.map(|entry| (entry.entry, entry.progress.unwrap())).collect();
        let again = answer(&mut wallet, &door.link, &door.authority).map(|sent| sent.progress);
        let again = again.map_err(|error| error.code());
        let replayed = Err("wallet.request_replayed");
        let found = match shared[..] {
            // Nothing happened, and the link is as good as before; or the verifier has to ask anew.
            [] if again == Ok("delivered") => "nothing",
            [] => {
                assert_eq!((again, left(&wallet), door.posted().len()), (replayed, 2, 0), "{point}");
                "remembered"
            }
            [(entry, "reserved")] => {
                assert_eq!((again, left(&wallet), door.posted().len()), (replayed, 1, 0), "{point}");
                wallet.settle(entry, Outcome::NotSent).unwrap();
                "reserved"
            }
            [(entry, "pending")] => {
                assert_eq!((again, left(&wallet)), (replayed, 1), "{point}");
                assert_eq!(wallet.post_again(entry, &courier(), NOW).unwrap().progress, "delivered");
                "pending"
            }
            [(_, "delivered")] => {
                assert_eq!((again, left(&wallet)), (replayed, 1), "{point}");
                "delivered"
            }
            _ => panic!("{shared:?} at {point}"),
        };
        seen.push(found);
        let posted = door.posted();
        assert_eq!(posted.is_empty(), ["remembered", "reserved"].contains(&found), "{point}");
        assert!(posted.iter().all(|body| *body == posted[0]), "one request, one answer: {point}");
        if !killed {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen, ["nothing", "remembered", "reserved", "pending", "delivered"]);
}
