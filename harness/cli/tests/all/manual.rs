//! Completions and manual pages.

use crate::place::Place;

#[test]
fn shells_are_told_every_command() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.tribunal(&format!("completions {shell}")).ok();
        for word in ["selftest", "rescore", "budget-tokens"] {
            assert!(script.stdout.contains(word), "{shell} doesn't know {word}");
        }
    }
    // Bash reads the script without a complaint and offers the commands.
    place
        .shell(
            "command -v bash >/dev/null && $TRIBUNAL completions bash > t.bash && \
             bash -c '. ./t.bash; COMP_WORDS=(tribunal res); COMP_CWORD=1; \
             _tribunal tribunal res tribunal; echo \"${COMPREPLY[@]}\"'",
        )
        .ok()
        .prints("rescore");
    place.tribunal("completions tcsh").run().code(2);
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::new();
    place.tribunal("man").ok().prints(".TH tribunal");
    place.tribunal("man --out pages").ok();
    for page in ["tribunal.1", "tribunal-run.1", "tribunal-gate-check.1"] {
        assert!(
            place
                .read(&format!("pages/{page}"))
                .contains(".SH SYNOPSIS"),
            "{page}"
        );
    }
    place.file("taken", "");
    place
        .tribunal("man --out taken")
        .run()
        .code(2)
        .says("taken: ");
}
