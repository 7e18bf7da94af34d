//! The holder's use cases: import with a verdict, select, consent, present, history. No I/O.
#![forbid(unsafe_code)]
