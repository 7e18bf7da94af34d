//! The examples of OpenID4VCI 1.0 and HAIP 1.0, one test a file: each is read, and what we write is written again.

mod authorization;
mod haip;
mod issuance;
mod message;
mod metadata;
mod offers;
