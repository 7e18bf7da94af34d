//! The side of the wallets, encrypted.

use crate::program::{Program, free_ports};
use crate::scene::write_checks;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::path::Path;
use std::process::Command;
use vouchsafe_net::{Client, ClientOptions, Development, Purpose, Request};

/// A certificate for `localhost`, and the anchor that certified it.
fn write_certificate(directory: &Path) -> Vec<u8> {
    let (mut anchor, anchor_key) = (CertificateParams::default(), KeyPair::generate().unwrap());
    anchor.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &Issuer::from_params(&anchor, &anchor_key)).unwrap();
    std::fs::write(directory.join("chain.pem"), crate::scene::pem("CERTIFICATE", leaf.der())).unwrap();
    std::fs::write(directory.join("key.pem"), crate::scene::pem("PRIVATE KEY", &key.serialize_der()))
        .unwrap();
    anchor.self_signed(&anchor_key).unwrap().der().to_vec()
}

#[test]
fn wallets_are_served_by_tls() {
    let directory = tempfile::tempdir().unwrap();
    let anchor = write_certificate(directory.path());
    let ports = free_ports();
    let wallet = format!("https://localhost:{}", ports[0]);
    let file = |name: &str| directory.path().join(name).display().to_string();
    let more = ["--tls-cert", &file("chain.pem"), "--tls-key", &file("key.pem"), "--public-url", &wallet];
    let program = Program::start_with(directory.path(), ports, &more);
    assert_eq!(program.wallet, wallet);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fetch = |development: Development| {
        let client = Client::new(ClientOptions::new().development(development)).unwrap();
        let health = Request::get(Purpose::Metadata, format!("{wallet}/health"), &["text/plain"]);
        runtime.block_on(client.fetch(&health))
    };
    let answer = fetch(Development::none().asking_loopback().trusting(anchor)).unwrap();
    assert_eq!(answer.body(), b"ok\n");
    assert!(fetch(Development::none().asking_loopback()).is_err());
}

#[test]
fn a_key_of_another_certificate_is_told_before_anything_is_served() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_certificate(directory.path());
    write_certificate(other.path());
    write_checks(directory.path());
    let ended = Command::new(env!("CARGO_BIN_EXE_vouchsafe-station"))
        .args(["--port", "0", "--staff-port", "0", "--public-url", "https://localhost", "--checks"])
        .arg(directory.path().join("checks"))
        .arg("--tls-cert")
        .arg(directory.path().join("chain.pem"))
        .arg("--tls-key")
        .arg(other.path().join("key.pem"))
        .arg("--directory")
        .arg(directory.path().join("store"))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("station.tls") && !said.contains("PRIVATE"), "{said}");
}
