use crate::scene::Scene;
use crate::wallet::keys;
use getrandom::SysRng;
use vouchsafe_credential::Duration;
use vouchsafe_openid4vc::vci::wallet::{CredentialOutcome, Deferred, DeferredOutcome};

fn put_off(scene: &Scene, copies: usize) -> Deferred {
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("diploma", "pre_authorized");
    match world.ask(world.authorized(&link, None), &keys(copies)) {
        CredentialOutcome::Deferred(deferred) => deferred,
        other => panic!("{other:?}"),
    }
}

fn resume(scene: &Scene, deferred: Deferred) -> DeferredOutcome {
    let pending = deferred.resume(scene.now(), &mut SysRng).unwrap();
    let response = scene.send(pending.request());
    pending.receive(&response, scene.now(), &mut SysRng).unwrap()
}

#[test]
fn a_diploma_comes_when_it_is_ready_and_once() {
    let scene = Scene::new();
    let deferred = put_off(&scene, 3);
    let kept = deferred.save().unwrap();
    scene.pass(Duration::from_secs(10));
    let DeferredOutcome::Waiting(deferred) = resume(&scene, deferred) else {
        panic!("it was ready too early")
    };
    scene.pass(Duration::from_secs(10));
    let scene = scene.restarted();
    let DeferredOutcome::Received(received) = resume(&scene, deferred) else { panic!("it was not ready") };
    assert_eq!(received.credentials().len(), 3);

    use vouchsafe_openid4vc::vci::wallet::Saved;
    let Saved::Deferred(again) = Saved::load(&kept).unwrap() else { panic!("it was kept as another state") };
    let pending = again.resume(scene.now(), &mut SysRng).unwrap();
    let response = scene.send(pending.request());
    let error = pending.receive(&response, scene.now(), &mut SysRng).unwrap_err();
    assert_eq!(error.code(), "openid4vci.issuer_refused");
}
