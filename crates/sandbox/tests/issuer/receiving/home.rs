//! A wallet on a disk, and ways to the issuer.

use crate::scene::Scene;
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use vouchsafe_app::OpenWallet;
use vouchsafe_app::exchange::Courier;
use vouchsafe_app::exchange::receiving::{
    CollectedView, Copies, Offer, Opened, ReceivingProfile, ReceivingRules, Redeemed,
};
use vouchsafe_net::Error as NetError;
use vouchsafe_openid4vc::http::{Request, Response};
use vouchsafe_vault::KdfPolicy;
use zeroize::Zeroizing;

pub(crate) struct Home {
    directory: tempfile::TempDir,
    pub(crate) wallet: OpenWallet,
}

pub(crate) fn rules() -> ReceivingRules<'static> {
    ReceivingRules {
        profile: ReceivingProfile::OpenId4Vci,
        authorities: &[],
        issuer_jwk: None,
        wallet_provider: None,
    }
}

fn passphrase() -> Zeroizing<String> {
    Zeroizing::new("correct horse battery staple".to_owned())
}

impl Home {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("wallet");
        let wallet = OpenWallet::create_with(&place, passphrase(), &KdfPolicy::insecure_for_tests()).unwrap();
        Self { directory, wallet }
    }

    /// The same after the program has ended, however that happened.
    pub(crate) fn reopened(self) -> Self {
        let Self { directory, wallet } = self;
        drop(wallet);
        let place = directory.path().join("wallet");
        let wallet = OpenWallet::open_with(&place, passphrase(), &KdfPolicy::insecure_for_tests()).unwrap();
        Self { directory, wallet }
    }

    pub(crate) fn open(
        &mut self,
        scene: &Scene,
        configuration: &str,
        way: &str,
        rules: &ReceivingRules<'_>,
    ) -> Opened {
        let (link, _) = scene.offer(configuration, way);
        self.open_link(scene, &link, rules)
    }

    pub(crate) fn open_link(&mut self, scene: &Scene, link: &str, rules: &ReceivingRules<'_>) -> Opened {
        let offer = Offer::parse(link, scene).unwrap();
        self.wallet.open_offer(offer, rules, scene, scene.now()).unwrap()
    }

    pub(crate) fn redeem(&mut self, scene: &Scene, opened: Opened, code: Option<&str>) -> Vec<String> {
        let chosen: Vec<String> = opened.view.offered.iter().map(|one| one.id.clone()).collect();
        let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let code = code.map(|code| Zeroizing::new(code.to_owned()));
        match self.wallet.redeem(opened, &chosen, code, scene, scene.now()).unwrap() {
            Redeemed::Authorized(ids) => ids,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn collect(&mut self, scene: &Scene, id: &str) -> Result<CollectedView, vouchsafe_app::Error> {
        self.wallet.collect(id, Copies::Usual, scene, scene.now())
    }

    /// By a code alone.
    pub(crate) fn receive(&mut self, scene: &Scene, configuration: &str) -> CollectedView {
        let opened = self.open(scene, configuration, "pre_authorized", &rules());
        let ids = self.redeem(scene, opened, None);
        self.collect(scene, &ids[0]).unwrap()
    }

    /// How far all that waits has come.
    pub(crate) fn steps(&self) -> Vec<&'static str> {
        self.wallet.receiving().unwrap().waiting.iter().map(|one| one.step).collect()
    }

    /// How many cards there are.
    pub(crate) fn cards(&self, scene: &Scene) -> usize {
        self.wallet.cards(scene.now()).unwrap().cards.len()
    }
}

impl Courier for Scene {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        Ok(self.send(request))
    }
}

/// What somebody on the way makes of an answer.
type Change<'a> = Box<dyn Fn(&Request, Response) -> Response + 'a>;

/// A way to the issuer on which requests are counted, changed, or lost.
pub(crate) struct Way<'a> {
    scene: &'a Scene,
    asked: Cell<usize>,
    pub(crate) addresses: RefCell<Vec<String>>,
    /// The request that gets no answer, counted from 0, and whether it arrives.
    pub(crate) lost: Option<(usize, bool)>,
    pub(crate) change: Change<'a>,
}

impl<'a> Way<'a> {
    pub(crate) fn new(scene: &'a Scene) -> Self {
        let (asked, addresses) = (Cell::new(0), RefCell::default());
        Self { scene, asked, addresses, lost: None, change: Box::new(|_, response| response) }
    }

    pub(crate) fn changing(scene: &'a Scene, change: impl Fn(&Request, Response) -> Response + 'a) -> Self {
        Self { change: Box::new(change), ..Self::new(scene) }
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.get()
    }
}

impl Courier for Way<'_> {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let number = self.asked.get();
        self.asked.set(number + 1);
        self.addresses.borrow_mut().push(request.url.path().to_owned());
        match self.lost {
            Some((lost, arrives)) if number >= lost => {
                // What comes after it is never sent: the program has ended.
                if number == lost && arrives {
                    self.scene.send(request);
                }
                Err(NetError::Broken)
            }
            _ => Ok((self.change)(request, self.scene.send(request))),
        }
    }
}

/// The issuer, while nobody may be asked.
pub(crate) struct Counting {
    scene: Scene,
    asked: usize,
}

impl Scene {
    /// Counts requests from now on.
    pub(crate) fn counting(self) -> Counting {
        let asked = self.sent();
        Counting { scene: self, asked }
    }
}

impl Counting {
    pub(crate) fn asked(&self) -> usize {
        self.scene.sent() - self.asked
    }
}

impl Deref for Counting {
    type Target = Scene;

    fn deref(&self) -> &Scene {
        &self.scene
    }
}

impl Courier for Counting {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        self.scene.exchange(request)
    }
}
