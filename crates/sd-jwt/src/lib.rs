//! SD-JWT (RFC 9901), SD-JWT VC and KB-JWT: parse, verify, select, bind, issue.
#![forbid(unsafe_code)]
