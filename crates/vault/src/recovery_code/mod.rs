use crate::error::Error;
use crate::keys::fill;
use crate::locked::Locked;
use getrandom::SysRng;
use getrandom::rand_core::TryCryptoRng;
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// Crockford's base 32: no I, L, O or U, so that nothing looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random characters, of 5 bits each: 165 bits.
const RANDOM: usize = 33;
/// Characters that catch a slip.
const CHECK: usize = 2;
/// How the code is written.
const GROUP: usize = 5;
/// The largest prime that the two characters of the check can hold.
const MODULUS: usize = 1_021;

type Symbols = Locked<[u8; RANDOM]>;

/// A recovery code that a person typed: 33 random characters of 5 bits, and 2 that catch a slip. It opens a vault alone.
/// Kept out of the swap where the system allows that, wiped from memory when dropped.
///
/// It cannot be printed or copied:
///
/// ```compile_fail,E0277
/// # let code = vouchsafe_vault::RecoveryCode::parse("00000-00000-00000-00000-00000-00000-00000")?;
/// println!("{code:?}");
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
/// ```compile_fail,E0599
/// # let code = vouchsafe_vault::RecoveryCode::parse("00000-00000-00000-00000-00000-00000-00000")?;
/// let copy = code.clone();
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
pub struct RecoveryCode(Symbols);

impl RecoveryCode {
    /// Reads a code as people type: in upper or lower case, O for 0, I or L for 1, with any spaces and dashes.
    ///
    /// # Errors
    /// [`Error::RecoveryCodeIncomplete`] if it has more or fewer than 35 characters; [`Error::RecoveryCodeMistyped`] if
    /// one of them is in no code, or they do not fit together: always so when one is wrong or two are swapped.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut symbols = Symbols::new([0; RANDOM]);
        let mut check = 0;
        let mut given = 0;
        for character in text.chars().filter(|character| !is_separator(*character)) {
            let symbol = symbol(character);
            match symbols.get_mut(given) {
                Some(place) => *place = symbol.ok_or(Error::RecoveryCodeMistyped)?,
                None if given < RANDOM + CHECK => {
                    check = check * ALPHABET.len() + usize::from(symbol.ok_or(Error::RecoveryCodeMistyped)?);
                }
                None => return Err(Error::RecoveryCodeIncomplete),
            }
            given += 1;
        }
        if given < RANDOM + CHECK {
            Err(Error::RecoveryCodeIncomplete)
        } else if check == check_of(&symbols) {
            Ok(Self(symbols))
        } else {
            Err(Error::RecoveryCodeMistyped)
        }
    }

    /// What a key is derived from: 33 numbers below 32.
    pub(crate) fn symbols(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// A recovery code that nobody has seen yet. A vault takes it only once it was shown and typed again.
///
/// ```
/// use vouchsafe_vault::NewRecoveryCode;
///
/// let (text, shown) = NewRecoveryCode::generate()?.show();
/// let confirmed = shown.confirm(&text.to_lowercase().replace('-', " "))?;
/// # let _ = confirmed;
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
pub struct NewRecoveryCode(RecoveryCode);

/// A recovery code that was shown to a person, who has it in front of them or has not written it down.
pub struct ShownRecoveryCode(RecoveryCode);

/// A recovery code that a person has: they typed it again.
pub struct ConfirmedRecoveryCode(RecoveryCode);

impl NewRecoveryCode {
    /// A new code.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] if the operating system's generator fails.
    pub fn generate() -> Result<Self, Error> {
        Self::generate_with(&mut SysRng)
    }

    pub(crate) fn generate_with(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut symbols = Symbols::new([0; RANDOM]);
        fill(rng, symbols.as_mut_slice())?;
        symbols.iter_mut().for_each(|symbol| *symbol %= 32);
        Ok(Self(RecoveryCode(symbols)))
    }

    /// The code for a person to write down, in seven groups of five; there is no way to see it again.
    #[must_use]
    pub fn show(self) -> (Zeroizing<String>, ShownRecoveryCode) {
        let check = check_of(&self.0.0);
        let symbols = self.0.0.iter().map(|symbol| usize::from(*symbol));
        let check = [check / ALPHABET.len(), check % ALPHABET.len()];
        // With its whole capacity from the start it is never moved, so no copy of the code is left behind.
        let length = RANDOM + CHECK;
        let mut text = Zeroizing::new(String::with_capacity(length + length / GROUP));
        for (symbol, place) in symbols.chain(check).zip(0..) {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(ALPHABET.get(symbol).copied().map_or('?', char::from));
        }
        (text, ShownRecoveryCode(self.0))
    }
}

impl ShownRecoveryCode {
    /// Compares what the person `typed` with what was shown. They may try as often as they like.
    ///
    /// # Errors
    /// Those of [`RecoveryCode::parse`]; [`Error::RecoveryCodeDiffers`] if it is another code.
    pub fn confirm(&self, typed: &str) -> Result<ConfirmedRecoveryCode, Error> {
        let typed = RecoveryCode::parse(typed)?;
        if typed.symbols() == self.0.symbols() {
            Ok(ConfirmedRecoveryCode(typed))
        } else {
            Err(Error::RecoveryCodeDiffers)
        }
    }
}

impl ConfirmedRecoveryCode {
    pub(crate) fn code(&self) -> &RecoveryCode {
        &self.0
    }
}

/// Makes the sum of all 35 characters, each times the weight of its place, a multiple of a prime; the places of the check weigh
/// 32 and 1, the others 100, 101 and so on. As no two places weigh the same, and characters differ by less than the
/// prime, one wrong character always changes the sum, and so do two that change places, neighbours or not.
fn check_of(symbols: &Symbols) -> usize {
    let sum: usize = symbols.iter().zip(100..).map(|(symbol, weight)| usize::from(*symbol) * weight).sum();
    (MODULUS - sum % MODULUS) % MODULUS
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

fn symbol(character: char) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().zip(0..).find_map(|(letter, symbol)| (char::from(*letter) == character).then_some(symbol))
}
