//! The built pages, served from memory.

use crate::scene::{Scene, desk, send};
use std::path::Path;
use std::sync::Arc;
use vouchsafe_openid4vc::http::Request;
use vouchsafe_station::limits::{MAX_PAGE_FILE, MAX_PAGE_FILES};
use vouchsafe_station::{Error, Pages, pages_router, staff_router};

fn write(directory: &Path) {
    std::fs::create_dir_all(directory.join("assets")).unwrap();
    std::fs::write(directory.join("index.html"), "<!doctype html>").unwrap();
    std::fs::write(directory.join("assets/index-1a2b.js"), "1").unwrap();
    std::fs::write(directory.join("secret.txt"), "SECRET").unwrap();
}

#[test]
fn the_pages_are_served_beside_the_api_and_nothing_else_is() {
    let scene = Scene::new();
    let built = tempfile::tempdir().unwrap();
    write(built.path());
    let pages = Pages::read(built.path()).unwrap();
    let get = |path: &str| {
        let router = staff_router(Arc::clone(&scene.station)).merge(pages_router(pages.clone()));
        scene.runtime.block_on(send(router, &Request::get(desk(path), "*/*", usize::MAX)))
    };
    let index = get("/");
    assert_eq!((index.status, index.body.as_slice()), (200, &b"<!doctype html>"[..]));
    assert!(
        index
            .headers
            .one("Content-Security-Policy")
            .unwrap()
            .contains("script-src 'self' 'wasm-unsafe-eval'")
    );
    assert_eq!(index.headers.one("Cache-Control"), Some("no-store"));
    assert_eq!(index.headers.one("Permissions-Policy"), Some("camera=(self), clipboard-write=(self)"));
    let script = get("/assets/index-1a2b.js");
    assert_eq!((script.status, script.headers.media_type().as_deref()), (200, Some("text/javascript")));
    assert!(script.headers.one("Cache-Control").unwrap().contains("immutable"));
    for other in
        ["/secret.txt", "/assets/..%2fsecret.txt", "/assets/%2e%2e%2fsecret.txt", "/assets/none.js", "/x"]
    {
        let answer = get(other);
        assert_eq!((answer.status, answer.body.len()), (404, 0), "{other}");
    }
    assert_eq!(get("/api/v1/checks").status, 401);
    // Without pages there is nothing there, and no pretence.
    assert_eq!(scene.get("/").status, 404);
}

#[test]
fn pages_are_so_many_and_so_long() {
    let built = tempfile::tempdir().unwrap();
    assert_eq!(Pages::read(built.path()).err(), Some(Error::Pages));
    write(built.path());
    let asset = |name: &str, length: u64| {
        let file = std::fs::File::create(built.path().join("assets").join(name)).unwrap();
        file.set_len(length).unwrap();
        Pages::read(built.path()).err()
    };
    assert_eq!(asset("long-1.js", MAX_PAGE_FILE), None);
    assert_eq!(asset("long-1.js", MAX_PAGE_FILE + 1), Some(Error::Pages));
    assert_eq!(asset("long-1.js", 1), None);
    assert_eq!(asset("program.exe", 1), Some(Error::Pages));
    std::fs::remove_file(built.path().join("assets/program.exe")).unwrap();
    for number in 2..MAX_PAGE_FILES {
        assert_eq!(asset(&format!("{number}.css"), 1), None);
    }
    assert_eq!(asset("more.css", 1), Some(Error::Pages));
}
