//! The official vectors of SD-JWT and SD-JWT VC (tests/vectors/sd-jwt, tests/vectors/sd-jwt-vc), one test a file.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

/// One module a case, one test a file: `<name>_<ending>` is what `files::<name>_<ending>` asserts of that file.
macro_rules! cases {
    ($($case:ident $folder:literal { $($file:ident)* })*) => {
        $(
            mod $case {
                use super::{Case, kit};

                $(
                    #[test]
                    fn $file() {
                        crate::files::$file(&Case::new($folder, &kit::file_name(stringify!($file))));
                    }
                )*
            }
        )*

        const FILES: &[(&str, &str)] = &[$($(($folder, stringify!($file))),*),*];
    };
}

mod files;
mod js_frames;
mod kit;
mod reference_impl;
mod rfc9901;
mod sd_jwt_vc;
mod type_metadata;
