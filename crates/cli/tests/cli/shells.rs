//! Completions and manual pages, tried by the programs that read them where these are here.

use crate::kit::{Desk, listed};
use std::fs;
use std::process::Command;

#[test]
fn there_is_a_completion_script_for_each_shell() {
    let desk = Desk::new();
    for (shell, sign) in [
        ("bash", "complete -F _vouchsafe"),
        ("zsh", "#compdef vouchsafe"),
        ("fish", "complete -c vouchsafe"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer"),
    ] {
        let script = desk.done(&format!("completions {shell}")).stdout;
        assert!(script.contains(sign) && script.contains("new-key"), "{shell}: {script}");
        let json = desk.done(&format!("completions {shell} --json")).json();
        assert_eq!((&json["shell"], json["script"].as_str()), (&shell.into(), Some(script.trim_end())));
    }
    let script = desk.done("completions bash").stdout;
    let run = desk.done("completions bash --out not/there/yet");
    assert!(run.stdout.contains("The script for bash, in not/there/yet"), "{run:?}");
    assert_eq!(desk.read("not/there/yet"), script);
    desk.refused("completions bash --out not/there/yet/below", "cli.directory_unwritable");
    assert_eq!(desk.run("completions tcsh").exit, 2);
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let desk = Desk::new();
    desk.write("vouchsafe.bash", desk.done("completions bash").stdout);
    let complete = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let script = format!(
            "source vouchsafe.bash; COMP_WORDS=({line}); COMP_CWORD={}; _vouchsafe vouchsafe '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.len() - 1,
            words.last().unwrap(),
            words[words.len() - 2],
        );
        let output =
            Command::new("bash").args(["--norc", "-c", &script]).current_dir(desk.path("")).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(complete("vouchsafe wal"), ["wallet"]);
    assert_eq!(complete("vouchsafe wallet new"), ["new-key"]);
    assert_eq!(complete("vouchsafe wallet trust rem"), ["remove"]);
    assert_eq!(complete("vouchsafe wallet present --aud"), ["--audience"]);
    assert_eq!(complete("vouchsafe completions po"), ["powershell"]);
}

#[test]
fn every_command_has_a_manual_page_that_says_what_its_help_says() {
    let desk = Desk::new();
    let first = desk.done("man").stdout;
    let pages = desk.done("man --out man --json").json()["pages"].clone();
    let pages: Vec<&str> = pages.as_array().unwrap().iter().map(|page| page.as_str().unwrap()).collect();
    assert_eq!(desk.read("man/vouchsafe.1"), first.trim_end());
    let mut waiting = vec![String::new()];
    let mut commands = 0;
    while let Some(command) = waiting.pop() {
        let help = desk.done(&format!("{command} --help")).stdout;
        waiting.extend(listed(&help).into_iter().map(|name| format!("{command} {name}").trim().to_owned()));
        let name = format!("vouchsafe {command}").trim().replace(' ', "-");
        assert!(pages.contains(&format!("{name}.1").as_str()), "{name}: {pages:?}");
        let page = desk.read(&format!("man/{name}.1"));
        for part in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH EXAMPLES", ".SH \"EXIT STATUS\""] {
            assert!(page.contains(part), "{name} lacks {part}: {page}");
        }
        commands += 1;
    }
    assert_eq!(commands, pages.len());
}

#[cfg(target_os = "linux")]
#[test]
fn groff_finds_no_fault_in_the_manual_pages() {
    let desk = Desk::new();
    desk.done("man --out man");
    for entry in fs::read_dir(desk.path("man")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(output) =
            Command::new("groff").args(["-man", "-Kutf8", "-Tutf8", "-ww", "-z"]).arg(&path).output()
        else {
            // Not everybody has groff; the structure is looked at above.
            return;
        };
        let faults = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && faults.is_empty(), "{}: {faults}", path.display());
    }
}
