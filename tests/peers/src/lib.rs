//! Interop and benchmarks against other people's SD-JWT libraries; built only when asked for.
#![forbid(unsafe_code)]
