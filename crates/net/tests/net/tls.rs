//! Who may answer for a name.

use crate::authority::Authority;
use crate::kit::{JSON, Told, run};
use rcgen::{CertificateParams, date_time_ymd};
use vouchsafe_net::limits::MAX_TRIES;
use vouchsafe_net::{
    Client, ClientOptions, Development, Error, OperatedDestination, Purpose, Request, Response, Switch,
};

const NAME: &str = "issuer.example";

/// Asks a server of this machine by a name.
async fn ask(name: &str, port: u16, development: Development) -> Result<Response, Error> {
    ask_at(name, &["127.0.0.1"], port, development).await
}

/// The same, by a name that has these addresses.
async fn ask_at(
    name: &str,
    addresses: &[&str],
    port: u16,
    development: Development,
) -> Result<Response, Error> {
    let address = format!("https://{name}:{port}/");
    let options = ClientOptions::new().operated(OperatedDestination::new(&address).unwrap());
    let options = options.resolver(Told::to_say(&[addresses])).development(development);
    Client::new(options).unwrap().fetch(&Request::get(Purpose::Status, address, &[JSON])).await
}

#[test]
fn an_extra_root_is_told_of() {
    run(async {
        let authority = Authority::new();
        let (server, _) = authority.server("127.0.0.1:0", &[NAME]).await;
        let trusting = || Development::none().trusting(authority.der.clone());
        let response = ask(NAME, server.port, trusting()).await.unwrap();
        assert_eq!((response.body(), response.switches()), (&b"{}"[..], &[Switch::ExtraRoot][..]));
        assert_eq!(ask(NAME, server.port, Development::none()).await.unwrap_err(), Error::CertificateRefused);
        let other = Development::none().trusting(Authority::new().der);
        assert_eq!(ask(NAME, server.port, other).await.unwrap_err(), Error::CertificateRefused);
    });
}

#[test]
fn a_certificate_for_another_name_or_time() {
    run(async {
        let authority = Authority::new();
        let trusting = || Development::none().trusting(authority.der.clone());
        for names in [
            &["other.example"][..],
            &["a.issuer.example"],
            &["*.issuer.example"],
            &["example"],
            &["127.0.0.1"],
        ] {
            let (server, _) = authority.server("127.0.0.1:0", names).await;
            assert_eq!(
                ask(NAME, server.port, trusting()).await.unwrap_err(),
                Error::CertificateRefused,
                "{names:?}"
            );
        }
        let (mut past, mut future) = (
            CertificateParams::new([NAME.to_owned()]).unwrap(),
            CertificateParams::new([NAME.to_owned()]).unwrap(),
        );
        past.not_after = date_time_ymd(2020, 1, 1);
        future.not_before = date_time_ymd(2999, 1, 1);
        for params in [past, future] {
            let (server, handshakes) = authority.server_with("127.0.0.1:0", &params).await;
            assert_eq!(ask(NAME, server.port, trusting()).await.unwrap_err(), Error::CertificateRefused);
            assert!(handshakes.lock().unwrap().is_empty());
        }
    });
}

#[test]
fn an_address_has_a_certificate_for_itself() {
    run(async {
        let authority = Authority::new();
        let (server, _) = authority.server("127.0.0.1:0", &["127.0.0.1"]).await;
        let trusting = Development::none().asking_loopback().trusting(authority.der.clone());
        let client = Client::new(ClientOptions::new().development(trusting)).unwrap();
        let address = format!("https://127.0.0.1:{}/", server.port);
        let response = client.fetch(&Request::get(Purpose::Status, address, &[JSON])).await.unwrap();
        assert_eq!(response.switches(), &[Switch::Loopback, Switch::ExtraRoot]);
    });
}

/// A server that hands out tickets does not know the client again by them.
#[test]
fn no_session_is_taken_up_again() {
    run(async {
        let authority = Authority::new();
        let (server, handshakes) = authority.server("127.0.0.1:0", &["127.0.0.1"]).await;
        let trusting = Development::none().asking_loopback().trusting(authority.der.clone());
        let client = Client::new(ClientOptions::new().development(trusting)).unwrap();
        for _ in 0..3 {
            let address = format!("https://127.0.0.1:{}/", server.port);
            client.fetch(&Request::get(Purpose::Status, address, &[JSON])).await.unwrap();
        }
        assert_eq!(*handshakes.lock().unwrap(), ["Full", "Full", "Full"]);
    });
}

#[test]
fn an_extra_root_that_is_no_certificate() {
    let options = ClientOptions::new().development(Development::none().trusting(*b"root"));
    assert_eq!(Client::new(options).unwrap_err(), Error::RootMalformed);
}

#[test]
fn so_many_addresses_of_a_name_are_tried() {
    run(async {
        let authority = Authority::new();
        let (server, _) = authority.server("127.0.0.9:0", &[NAME]).await;
        let trusting = || Development::none().trusting(authority.der.clone());
        // Nobody listens at the others.
        let addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.9"];
        let with_the_last_at = |place: usize| [&addresses[..place - 1], &addresses[4..]].concat();
        let at_the_limit = with_the_last_at(MAX_TRIES);
        assert!(ask_at(NAME, &at_the_limit, server.port, trusting()).await.is_ok());
        let past_it = with_the_last_at(MAX_TRIES + 1);
        assert_eq!(ask_at(NAME, &past_it, server.port, trusting()).await.unwrap_err(), Error::Unreachable);
    });
}
