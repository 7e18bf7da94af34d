//! What a program says to valgrind (valgrind.h and memcheck.h): instructions that do nothing where it does not listen.
#![allow(unsafe_code, reason = "valgrind listens to instructions, not to functions")]
#![deny(clippy::undocumented_unsafe_blocks)]

use std::arch::asm;
use std::hint::black_box;

const RUNNING_ON_VALGRIND: usize = 0x1001;
const COUNT_ERRORS: usize = 0x1201;
const MAKE_MEM_UNDEFINED: usize = 0x4d43_0001;
const MAKE_MEM_DEFINED: usize = 0x4d43_0002;

/// Zero where nobody listens.
fn request(number: usize, argument: usize, other: usize) -> usize {
    let block = [number, argument, other, 0, 0, 0];
    let answer;
    // SAFETY: four rotations that together are none, and an exchange of a register with itself. Valgrind reads the block and
    // changes only what it knows of memory, and `rdx`.
    unsafe {
        asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") block.as_ptr(),
            inout("rdx") 0usize => answer,
        );
    }
    answer
}

fn tell<T: ?Sized>(number: usize, value: &T) {
    let start = std::ptr::from_ref(black_box(value)).cast::<u8>();
    request(number, start.expose_provenance(), size_of_val(value));
    black_box(value);
}

/// From here on the octets of this value are secret.
pub(super) fn secret<T: ?Sized>(value: &T) {
    tell(MAKE_MEM_UNDEFINED, value);
}

/// From here on they are public.
pub(crate) fn public<T: ?Sized>(value: &T) {
    tell(MAKE_MEM_DEFINED, value);
}

/// What an operation returns, and how many findings it gave.
pub(super) fn findings<Output>(operation: impl FnOnce() -> Output) -> (Output, usize) {
    assert!(request(RUNNING_ON_VALGRIND, 0, 0) > 0, "this runs under valgrind: `cargo xtask soak`");
    let before = request(COUNT_ERRORS, 0, 0);
    let output = black_box(operation());
    (output, request(COUNT_ERRORS, 0, 0) - before)
}

/// What an operation returns that gave no finding.
pub(super) fn clean<Output>(what: &str, operation: impl FnOnce() -> Output) -> Output {
    let (output, findings) = findings(operation);
    println!("soak: memcheck: {what}: {findings} findings");
    assert_eq!(findings, 0, "{what}");
    output
}
