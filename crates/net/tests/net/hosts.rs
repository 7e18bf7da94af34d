//! Cases 76 and 87: addresses that lead where nobody else should send us.

use crate::kit::{JSON, Server, Told, run};
use vouchsafe_net::{
    AddressKind, Client, ClientOptions, Development, Error, OperatedDestination, PrivateHost, Purpose,
    Request,
};

async fn code(client: &Client, purpose: Purpose, address: &str) -> &'static str {
    client.fetch(&Request::get(purpose, address, &[JSON])).await.unwrap_err().code()
}

fn purposes() -> [Purpose; 4] {
    [Purpose::Status, Purpose::Metadata, Purpose::Receive(None), Purpose::Present(None)]
}

#[test]
fn a76_an_address_that_is_refused_as_it_stands() {
    run(async {
        let resolver = Told::to_say(&[&["127.0.0.1"]]);
        let client = Client::new(ClientOptions::new().resolver(resolver.clone())).unwrap();
        for (address, expected) in [
            ("http://issuer.example/1", "net.not_https"),
            ("file:///etc/passwd", "net.not_https"),
            ("ftp://issuer.example/1", "net.not_https"),
            ("gopher://issuer.example/1", "net.not_https"),
            ("https://0x7f.1/1", "net.host_not_canonical"),
            ("https://2130706433/1", "net.host_not_canonical"),
            ("https://0177.0.0.1/1", "net.host_not_canonical"),
            ("https://127.1/1", "net.host_not_canonical"),
            ("https://issuer.example./1", "net.host_not_canonical"),
            ("https://[::ffff:127.0.0.1]/1", "net.host_not_canonical"),
            ("https://me:secret@issuer.example/1", "net.user_info"),
            ("https://issuer.example@127.0.0.1/1", "net.user_info"),
            ("https://issuer.example\\@127.0.0.1/1", "net.address_malformed"),
            ("https://issuer.example:22/1", "net.port_refused"),
            ("https://issuer.example:6379/1", "net.port_refused"),
            ("https://printer/1", "net.local_name"),
            ("https://metadata.google.internal/1", "net.local_name"),
            ("https://localhost/1", "net.address_refused"),
            ("https://127.0.0.1/1", "net.address_refused"),
            ("https://[::1]/1", "net.address_refused"),
            ("https://0.0.0.0/1", "net.address_refused"),
            ("https://169.254.169.254/latest/meta-data/", "net.address_refused"),
            ("https://[fe80::1]/1", "net.address_refused"),
            ("https://[64:ff9b::7f00:1]/1", "net.address_refused"),
            ("https://[2002:7f00:1::]/1", "net.address_refused"),
            ("https://224.0.0.1/1", "net.address_refused"),
            ("https://10.0.0.1/1", "net.private_address"),
            ("https://100.64.0.1/1", "net.private_address"),
            ("https://[fd00::1]/1", "net.private_address"),
        ] {
            for purpose in purposes() {
                assert_eq!(code(&client, purpose, address).await, expected, "{address}");
            }
        }
        assert_eq!(resolver.asked(), 0);
    });
}

#[test]
fn a76_a_name_with_an_address_that_is_not_public() {
    run(async {
        let listener = Server::saying("").await;
        let address = format!("https://issuer.example:{}/1", listener.port);
        for (told, expected) in [
            (&["127.0.0.1"][..], "net.address_refused"),
            (&["::1"], "net.address_refused"),
            (&["169.254.169.254"], "net.address_refused"),
            (&["fd00:ec2::254"], "net.address_refused"),
            (&["::ffff:127.0.0.1"], "net.address_refused"),
            (&["192.168.0.1"], "net.private_address"),
            (&["fd12:3456::1"], "net.private_address"),
            (&["198.51.100.1"], "net.address_refused"),
            (&["93.184.216.34", "127.0.0.1"], "net.address_refused"),
            (&["93.184.216.34", "2606:2800::1", "10.0.0.1"], "net.private_address"),
        ] {
            let client = Client::new(ClientOptions::new().resolver(Told::to_say(&[told]))).unwrap();
            for purpose in purposes() {
                assert_eq!(
                    code(&client, purpose, "https://issuer.example:8443/1").await,
                    expected,
                    "{told:?}"
                );
            }
        }
        // The same with a door that stands open there: an acknowledgement opens private networks, and no more.
        let acknowledged = Purpose::Present(Some(PrivateHost::acknowledged("issuer.example")));
        let client = Client::new(ClientOptions::new().resolver(Told::to_say(&[&["127.0.0.1"]]))).unwrap();
        assert_eq!(code(&client, acknowledged, &address).await, "net.address_refused");
        assert_eq!(listener.connections(), 0);
    });
}

/// Whoever answers for a name answers otherwise the second time. There is no second time.
#[test]
fn a76_a_name_that_changes_its_address() {
    run(async {
        let asked = Server::at("127.0.0.1:0", async |stream| drop(stream)).await;
        let other = Server::at(&format!("127.0.0.2:{}", asked.port), async |stream| drop(stream)).await;
        let resolver = Told::to_say(&[&["127.0.0.1"], &["127.0.0.2"]]);
        let destination =
            OperatedDestination::new(&format!("https://issuer.example:{}/", asked.port)).unwrap();
        let options = ClientOptions::new().resolver(resolver.clone()).operated(destination);
        let address = format!("https://issuer.example:{}/1", asked.port);
        assert_eq!(code(&Client::new(options).unwrap(), Purpose::Status, &address).await, "net.tls_failed");
        assert_eq!((resolver.asked(), asked.connections(), other.connections()), (1, 1, 0));

        let resolver = Told::to_say(&[&["93.184.216.34", "127.0.0.1"], &["93.184.216.34"]]);
        let client = Client::new(ClientOptions::new().resolver(resolver.clone())).unwrap();
        assert_eq!(code(&client, Purpose::Status, "https://issuer.example/1").await, "net.address_refused");
        assert_eq!(resolver.asked(), 1);
    });
}

#[test]
fn a87_metadata_is_asked_where_status_is() {
    run(async {
        let listener = Server::saying("").await;
        let resolver = Told::to_say(&[&["127.0.0.1"]]);
        let client = Client::new(ClientOptions::new().resolver(resolver)).unwrap();
        for (address, expected) in [
            (format!("https://localhost:{}/type", listener.port), "net.address_refused"),
            (format!("http://127.0.0.1:{}/type", listener.port), "net.not_https"),
            ("https://type.example/type".to_owned(), "net.address_refused"),
            ("https://nas.local/type".to_owned(), "net.local_name"),
            ("file:///type".to_owned(), "net.not_https"),
        ] {
            assert_eq!(code(&client, Purpose::Metadata, &address).await, expected, "{address}");
        }
        assert_eq!(listener.connections(), 0);
    });
}

#[test]
fn development_on_this_machine_is_no_leave_for_others() {
    run(async {
        let options = ClientOptions::new().development(Development::none().asking_loopback());
        let client = Client::new(options.resolver(Told::to_say(&[&["127.0.0.1"]]))).unwrap();
        assert_eq!(code(&client, Purpose::Status, "https://issuer.example/1").await, "net.address_refused");
        assert_eq!(code(&client, Purpose::Status, "http://issuer.example/1").await, "net.not_https");
        assert_eq!(code(&client, Purpose::Status, "http://10.0.0.1/1").await, "net.not_https");
        // `localhost` that leads elsewhere.
        let options = ClientOptions::new().development(Development::none().asking_loopback());
        let client = Client::new(options.resolver(Told::to_say(&[&["93.184.216.34"]]))).unwrap();
        let request = Request::get(Purpose::Status, "http://localhost:3000/1", &[JSON]);
        let refused = Error::AddressRefused { kind: AddressKind::Public };
        assert_eq!(client.fetch(&request).await.unwrap_err(), refused);
    });
}

#[test]
fn a_name_without_addresses() {
    run(async {
        let client = Client::new(ClientOptions::new().resolver(Told::to_say(&[]))).unwrap();
        assert_eq!(code(&client, Purpose::Status, "https://issuer.example/1").await, "net.name_not_found");
        let client = Client::new(ClientOptions::new().resolver(Told::to_say(&[&[]]))).unwrap();
        assert_eq!(code(&client, Purpose::Status, "https://issuer.example/1").await, "net.name_not_found");
    });
}

#[test]
fn what_is_admitted_was_not_asked() {
    run(async {
        let server = Server::saying("HTTP/1.1 204 .\r\n\r\n").await;
        let client = crate::kit::client();
        let post = |length: usize| {
            Request::post(Purpose::Present(None), server.address(), &[JSON], "text/plain", vec![0; length])
        };
        assert_eq!(client.admit(&post(1)).await, Ok(()));
        let longest = vouchsafe_net::limits::MAX_REQUEST_BODY;
        assert_eq!(client.admit(&post(longest + 1)).await, Err(Error::RequestTooLong));
        assert_eq!(server.connections(), 0);
        let inside = Told::to_say(&[&["93.184.216.34", "10.0.0.1"]]);
        let client = Client::new(ClientOptions::new().resolver(inside)).unwrap();
        for address in
            ["https://verifier.example/1", "https://nas.local/1", "https://127.1/1", "http://a.example/"]
        {
            let request = Request::get(Purpose::Present(None), address, &[JSON]);
            let refused = client.fetch(&request).await.unwrap_err();
            assert!(refused.is_before_sending(), "{address}");
            assert_eq!(client.admit(&request).await, Err(refused), "{address}");
        }
    });
}
