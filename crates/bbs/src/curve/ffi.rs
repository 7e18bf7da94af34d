//! The one place that calls blst: a safe function for each function of blst that is used.
//!
//! What every block relies on, besides what it says itself: blst reads and writes exactly the objects and the octets that its
//! header declares, keeps no pointer, has no global state, and its types are plain arrays of limbs, valid whatever they hold.
#![allow(unsafe_code, reason = "blst is C; this module is the boundary")]
#![deny(clippy::undocumented_unsafe_blocks)]

use super::{EXPAND_OCTETS, G1_OCTETS, G2_OCTETS, SCALAR_OCTETS};
use blst::{
    BLST_ERROR, blst_fp, blst_fp6, blst_fp12, blst_fr, blst_p1, blst_p1_affine, blst_p2, blst_p2_affine,
    blst_scalar, limb_t,
};
use std::ptr;

/// Why octets are no point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadEncoding;

/// Bits of a scalar below the group's order: always all of them, so that the time does not depend on the value.
const SCALAR_BITS: usize = 255;

/// Lines of a Miller loop with a fixed point of G2, as `blst_precompute_lines` writes them.
pub(super) const LINES: usize = 68;

macro_rules! into_new {
    ($type:ty, $function:ident($($argument:expr),*)) => {{
        let mut out = <$type>::default();
        // SAFETY: `out` is a valid, exclusive object of the type that the function writes; every other argument is a
        // reference to a valid object, which lives through the call.
        unsafe { blst::$function(&raw mut out, $($argument),*) };
        out
    }};
}

pub(super) fn fr_add(a: &blst_fr, b: &blst_fr) -> blst_fr {
    into_new!(blst_fr, blst_fr_add(a, b))
}

pub(super) fn fr_sub(a: &blst_fr, b: &blst_fr) -> blst_fr {
    into_new!(blst_fr, blst_fr_sub(a, b))
}

pub(super) fn fr_mul(a: &blst_fr, b: &blst_fr) -> blst_fr {
    into_new!(blst_fr, blst_fr_mul(a, b))
}

/// The inverse, in constant time; zero gives zero.
pub(super) fn fr_inverse(a: &blst_fr) -> blst_fr {
    into_new!(blst_fr, blst_fr_eucl_inverse(a))
}

/// Half of it, modulo r.
pub(super) fn fr_half(a: &blst_fr) -> blst_fr {
    into_new!(blst_fr, blst_fr_rshift(a, 1))
}

pub(super) fn fr_from_scalar(a: &blst_scalar) -> blst_fr {
    into_new!(blst_fr, blst_fr_from_scalar(a))
}

pub(super) fn scalar_from_fr(a: &blst_fr) -> blst_scalar {
    into_new!(blst_scalar, blst_scalar_from_fr(a))
}

/// A big-endian number, whatever its size.
pub(super) fn scalar_from_octets(octets: &[u8; SCALAR_OCTETS]) -> blst_scalar {
    // Reads 32 octets.
    into_new!(blst_scalar, blst_scalar_from_bendian(octets.as_ptr()))
}

pub(super) fn scalar_to_octets(scalar: &blst_scalar) -> [u8; SCALAR_OCTETS] {
    let mut octets = [0; SCALAR_OCTETS];
    // SAFETY: writes 32 octets, the length of the array.
    unsafe { blst::blst_bendian_from_scalar(octets.as_mut_ptr(), scalar) };
    octets
}

/// Whether a number is from 1 to r - 1.
pub(super) fn scalar_is_in_range(scalar: &blst_scalar) -> bool {
    // SAFETY: reads one scalar through a valid reference.
    unsafe { blst::blst_sk_check(scalar) }
}

/// `OS2IP(octets) mod r`.
pub(super) fn scalar_reduced(octets: &[u8; EXPAND_OCTETS]) -> blst_scalar {
    // Reads as many octets as it is told; whether the result is zero, which it returns, can be seen from the result.
    into_new!(blst_scalar, blst_scalar_from_be_bytes(octets.as_ptr(), EXPAND_OCTETS))
}

pub(super) fn fp_one() -> blst_fp {
    // Reads six limbs of 64 bits, the length of the array.
    into_new!(blst_fp, blst_fp_from_uint64([1u64, 0, 0, 0, 0, 0].as_ptr()))
}

/// A big-endian number below p.
pub(super) fn fp_from_octets(octets: &[u8; 48]) -> blst_fp {
    // Reads 48 octets, the length of the array.
    into_new!(blst_fp, blst_fp_from_bendian(octets.as_ptr()))
}

/// Twice it.
pub(super) fn fp_doubled(a: &blst_fp) -> blst_fp {
    into_new!(blst_fp, blst_fp_add(a, a))
}

/// `out = a - b`. What is computed thousands of times is written where it is to be: copies cost as much as the subtraction.
pub(super) fn fp_subtract(out: &mut blst_fp, a: &blst_fp, b: &blst_fp) {
    // SAFETY: reads and writes field elements through valid references.
    unsafe { blst::blst_fp_sub(out, a, b) };
}

/// `a = a - b`.
pub(super) fn fp_subtract_from(a: &mut blst_fp, b: &blst_fp) {
    let a: *mut blst_fp = a;
    // SAFETY: as above; blst computes in place where the result is also the first operand.
    unsafe { blst::blst_fp_sub(a, a, b) };
}

/// `a = a * b`.
pub(super) fn fp_multiply_by(a: &mut blst_fp, b: &blst_fp) {
    let a: *mut blst_fp = a;
    // SAFETY: as above; blst computes in place where the result is also the first operand.
    unsafe { blst::blst_fp_mul(a, a, b) };
}

/// `out = a * a`.
pub(super) fn fp_square(out: &mut blst_fp, a: &blst_fp) {
    // SAFETY: reads and writes field elements through valid references.
    unsafe { blst::blst_fp_sqr(out, a) };
}

/// The inverse, in constant time; zero gives zero.
pub(super) fn fp_inverse(a: &blst_fp) -> blst_fp {
    into_new!(blst_fp, blst_fp_eucl_inverse(a))
}

/// Negates it or does not, in a time that does not depend on which.
pub(super) fn fp_negate_if(a: &mut blst_fp, negate: bool) {
    let a: *mut blst_fp = a;
    // SAFETY: reads and writes one field element; blst computes in place.
    unsafe { blst::blst_fp_cneg(a, a, negate) };
}

/// `OS2IP(octets) mod p`.
fn fp_reduced(octets: &[u8; 64]) -> blst_fp {
    // Reads as many octets as it is told.
    into_new!(blst_fp, blst_fp_from_be_bytes(octets.as_ptr(), 64))
}

/// RFC 9380 section 3, steps 2 to 5 of `hash_to_curve` for two field elements of 64 octets: maps both, adds, clears the cofactor.
pub(super) fn p1_from_uniform(first: &[u8; 64], second: &[u8; 64]) -> blst_p1 {
    let (first, second) = (fp_reduced(first), fp_reduced(second));
    into_new!(blst_p1, blst_map_to_g1(&first, &second))
}

pub(super) fn p1_add(a: &blst_p1, b: &blst_p1) -> blst_p1 {
    into_new!(blst_p1, blst_p1_add_or_double(a, b))
}

/// `a = a + b` for any two points, the same one twice too.
pub(super) fn p1_add_affine(a: &mut blst_p1, b: &blst_p1_affine) {
    let a: *mut blst_p1 = a;
    // SAFETY: reads two points and writes one; blst computes in place where the result is also the first operand.
    unsafe { blst::blst_p1_add_or_double_affine(a, a, b) };
}

/// `a = a + a`.
pub(super) fn p1_double(a: &mut blst_p1) {
    let a: *mut blst_p1 = a;
    // SAFETY: reads and writes one point; blst computes in place.
    unsafe { blst::blst_p1_double(a, a) };
}

pub(super) fn p1_negate(mut a: blst_p1) -> blst_p1 {
    // SAFETY: changes one point through a valid, exclusive reference.
    unsafe { blst::blst_p1_cneg(&raw mut a, true) };
    a
}

/// A multiple, in a time that does not depend on the scalar.
pub(super) fn p1_multiply(point: &blst_p1, scalar: &blst_scalar) -> blst_p1 {
    // `blst_scalar` holds the 32 octets, the least significant first, that `blst_p1_mult` reads for 255 bits.
    into_new!(blst_p1, blst_p1_mult(point, scalar.b.as_ptr(), SCALAR_BITS))
}

pub(super) fn p1_from_affine(point: &blst_p1_affine) -> blst_p1 {
    into_new!(blst_p1, blst_p1_from_affine(point))
}

pub(super) fn p1s_to_affine(points: &[blst_p1]) -> Vec<blst_p1_affine> {
    let mut out = vec![blst_p1_affine::default(); points.len()];
    if !points.is_empty() {
        let list = [points.as_ptr(), ptr::null()];
        // SAFETY: `list` is one pointer and a null, which means contiguous points, `points.len()` of them are there and as many
        // are written to `out`, which has that length.
        unsafe { blst::blst_p1s_to_affine(out.as_mut_ptr(), list.as_ptr(), points.len()) };
    }
    out
}

pub(super) fn p1_affine_is_identity(point: &blst_p1_affine) -> bool {
    // SAFETY: reads one point through a valid reference.
    unsafe { blst::blst_p1_affine_is_inf(point) }
}

pub(super) fn p1_affine_in_subgroup(point: &blst_p1_affine) -> bool {
    // SAFETY: reads one point through a valid reference.
    unsafe { blst::blst_p1_affine_in_g1(point) }
}

pub(super) fn p1_affine_to_octets(point: &blst_p1_affine) -> [u8; G1_OCTETS] {
    let mut octets = [0; G1_OCTETS];
    // SAFETY: writes 48 octets, the length of the array.
    unsafe { blst::blst_p1_affine_compress(octets.as_mut_ptr(), point) };
    octets
}

/// A point of the curve, perhaps the identity, perhaps outside of the subgroup.
pub(super) fn p1_affine_from_octets(octets: &[u8; G1_OCTETS]) -> Result<blst_p1_affine, BadEncoding> {
    let mut out = blst_p1_affine::default();
    // SAFETY: reads 48 octets, the length of the array, and writes one point.
    match unsafe { blst::blst_p1_uncompress(&raw mut out, octets.as_ptr()) } {
        // The points (0, ±2) are decoded, and named as being outside of the subgroup at once.
        BLST_ERROR::BLST_SUCCESS | BLST_ERROR::BLST_POINT_NOT_IN_GROUP => Ok(out),
        _ => Err(BadEncoding),
    }
}

/// The sum of multiples, in a time that depends on the scalars: for what is public only. `None` if the lengths differ.
pub(super) fn p1s_multiply(points: &[blst_p1_affine], scalars: &[blst_scalar]) -> Option<blst_p1> {
    if points.len() != scalars.len() {
        return None;
    }
    if points.is_empty() {
        return Some(blst_p1::default());
    }
    let octets: Vec<u8> = scalars.iter().flat_map(|scalar| scalar.b).collect();
    let mut out = blst_p1::default();
    // SAFETY: computes a number from a number.
    let size = unsafe { blst::blst_p1s_mult_pippenger_scratch_sizeof(points.len()) };
    let mut scratch: Vec<limb_t> = vec![0; size.div_ceil(size_of::<limb_t>())];
    let point_list = [points.as_ptr(), ptr::null()];
    let scalar_list = [octets.as_ptr(), ptr::null()];
    // SAFETY: each list is one pointer and a null, which means contiguous; there are `points.len()` points and as many scalars
    // of 32 octets, the room of 255 bits; `scratch` has the size that blst asks for.
    unsafe {
        blst::blst_p1s_mult_pippenger(
            &raw mut out,
            point_list.as_ptr(),
            points.len(),
            scalar_list.as_ptr(),
            SCALAR_BITS,
            scratch.as_mut_ptr(),
        );
    }
    Some(out)
}

/// The base point of G2 times a scalar, in a time that does not depend on the scalar.
pub(super) fn p2_from_secret(scalar: &blst_scalar) -> blst_p2_affine {
    let point = into_new!(blst_p2, blst_sk_to_pk_in_g2(scalar));
    into_new!(blst_p2_affine, blst_p2_to_affine(&point))
}

pub(super) fn p2_base_negated() -> blst_p2_affine {
    // SAFETY: blst returns a pointer to a constant of its own, which is never written and never freed.
    let mut base = unsafe { *blst::blst_p2_generator() };
    // SAFETY: changes one point through a valid, exclusive reference.
    unsafe { blst::blst_p2_cneg(&raw mut base, true) };
    into_new!(blst_p2_affine, blst_p2_to_affine(&base))
}

pub(super) fn p2_affine_is_identity(point: &blst_p2_affine) -> bool {
    // SAFETY: reads one point through a valid reference.
    unsafe { blst::blst_p2_affine_is_inf(point) }
}

pub(super) fn p2_affine_in_subgroup(point: &blst_p2_affine) -> bool {
    // SAFETY: reads one point through a valid reference.
    unsafe { blst::blst_p2_affine_in_g2(point) }
}

pub(super) fn p2_affine_to_octets(point: &blst_p2_affine) -> [u8; G2_OCTETS] {
    let mut octets = [0; G2_OCTETS];
    // SAFETY: writes 96 octets, the length of the array.
    unsafe { blst::blst_p2_affine_compress(octets.as_mut_ptr(), point) };
    octets
}

/// A point of the curve, perhaps the identity, perhaps outside of the subgroup.
pub(super) fn p2_affine_from_octets(octets: &[u8; G2_OCTETS]) -> Result<blst_p2_affine, BadEncoding> {
    let mut out = blst_p2_affine::default();
    // SAFETY: reads 96 octets, the length of the array, and writes one point.
    match unsafe { blst::blst_p2_uncompress(&raw mut out, octets.as_ptr()) } {
        BLST_ERROR::BLST_SUCCESS | BLST_ERROR::BLST_POINT_NOT_IN_GROUP => Ok(out),
        _ => Err(BadEncoding),
    }
}

pub(super) fn p2_lines(point: &blst_p2_affine) -> [blst_fp6; LINES] {
    let mut lines = [blst_fp6::default(); LINES];
    // SAFETY: writes 68 lines, the length of the array.
    unsafe { blst::blst_precompute_lines(lines.as_mut_ptr(), point) };
    lines
}

pub(super) fn fp12_one() -> blst_fp12 {
    // SAFETY: blst returns a pointer to a constant of its own, which is never written and never freed.
    unsafe { *blst::blst_fp12_one() }
}

/// `a = a * a`.
pub(super) fn fp12_square(a: &mut blst_fp12) {
    let a: *mut blst_fp12 = a;
    // SAFETY: reads and writes field elements through valid references; blst computes in place.
    unsafe { blst::blst_fp12_sqr(a, a) };
}

/// `a = a * line`, where the line's three parts are those of the whole that are not zero.
pub(super) fn fp12_multiply_by_line(a: &mut blst_fp12, line: &blst_fp6) {
    let a: *mut blst_fp12 = a;
    // SAFETY: as above.
    unsafe { blst::blst_fp12_mul_by_xy00z0(a, a, line) };
}

/// Whether the final exponentiation of a product of Miller loops is one.
pub(super) fn is_one_after_final_exponentiation(product: &blst_fp12) -> bool {
    let power = into_new!(blst_fp12, blst_final_exp(product));
    // SAFETY: reads one field element through a valid reference.
    unsafe { blst::blst_fp12_is_one(&raw const power) }
}
