//! Where secrets end: the bits that depend on them and may be acted on.

/// A bit on which the code may branch although it is computed from secrets: it is the verdict itself, or says that something
/// happened that chance brings about less than once in 2^120 times, and so nothing of the secrets.
///
/// The test that lets valgrind look for branches on secrets is told so here.
pub(crate) fn let_out(bit: bool) -> bool {
    #[cfg(all(test, target_arch = "x86_64", target_os = "linux"))]
    crate::tests::memcheck::public(&bit);
    bit
}

/// Whether all limbs are zero, looked at all of them.
pub(crate) fn all_zero(limbs: &[u64]) -> bool {
    let_out(limbs.iter().fold(0, |all, limb| all | limb) == 0)
}
