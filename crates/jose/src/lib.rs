//! JWS, JWK, x5c and JWE with the algorithm fixed by the trusted key.
#![forbid(unsafe_code)]
