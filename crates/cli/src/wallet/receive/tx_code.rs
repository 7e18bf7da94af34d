use crate::answer::tell;
use crate::failure::Failure;
use crate::files::Source;
use crate::question::ask_unseen;
use vouchsafe_app::exchange::receiving::{Opened, TxCodeView};
use zeroize::Zeroizing;

/// Where the code comes from that the issuer sent in another way. Never an argument, which every process on the computer can read.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct TxCodeSource {
    /// Read the code that the issuer sent you in another way from this file, or - for standard input: its first line
    #[arg(long, value_name = "FILE|-")]
    tx_code_file: Option<String>,
}

impl TxCodeSource {
    /// Whether it is not to be asked for.
    pub(super) fn is_given(&self) -> bool {
        self.tx_code_file.is_some()
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.tx_code_file.as_deref() == Some("-")
    }

    /// The code, if one is wanted: of a shape that can be it, before a try is spent on it.
    pub(super) fn read(&self, opened: &Opened) -> Result<Option<Zeroizing<String>>, Failure> {
        let Some(wanted) = &opened.view.tx_code else {
            return Ok(None);
        };
        if let Some(file) = &self.tx_code_file {
            let code = first_line(file)?;
            opened.admit_tx_code(Some(&code))?;
            return Ok(Some(code));
        }
        tell(&words(wanted, &opened.view.server));
        loop {
            let code = ask_unseen("Code: ", || {
                Failure::new("cli.no_terminal", "there is no terminal to ask for the issuer's code on")
                    .help("hand it over with --tx-code-file FILE")
            })?;
            match opened.admit_tx_code(Some(&code)) {
                Ok(()) => return Ok(Some(code)),
                Err(error) if code.is_empty() => return Err(error.into()),
                Err(error) => tell(&format!("{error}. No try was spent on it.")),
            }
        }
    }
}

fn first_line(file: &str) -> Result<Zeroizing<String>, Failure> {
    let bytes = Zeroizing::new(Source::from(file).read()?);
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let text = std::str::from_utf8(line.trim_ascii())
        .map_err(|_| Failure::new("cli.input_not_text", "the code is not UTF-8 text").about(file))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// What to look for, and who gets it.
fn words(wanted: &TxCodeView, server: &str) -> String {
    let kind = match (wanted.numeric, wanted.length) {
        (true, Some(length)) => format!("a code of {length} digits"),
        (true, None) => "a code of digits".to_owned(),
        (false, Some(length)) => format!("a code of {length} characters"),
        (false, None) => "a code".to_owned(),
    };
    let found = match &wanted.description {
        Some(description) => format!(" It says: {description}"),
        None => String::new(),
    };
    format!(
        "The issuer sent you {kind} in another way, as by letter or message; {server} gets it, and nobody else.{found}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_described_and_who_gets_it() {
        let mut wanted =
            TxCodeView { numeric: true, length: Some(6), description: Some("By SMS".to_owned()) };
        let said = words(&wanted, "city.example");
        assert!(
            said.contains("6 digits") && said.contains("city.example gets it") && said.ends_with("By SMS")
        );
        wanted = TxCodeView { numeric: false, length: None, description: None };
        assert!(words(&wanted, "city.example").contains("a code in another way"));
    }
}
