//! Interpreters that are entered more than once.

use tribunal_sandbox::{Ending, Kind, SandboxError, Session};

use crate::{guest, text, tight};

fn session() -> Session {
    guest(Kind::Python)
        .session(tight(), 1)
        .expect("the machine has room")
        .expect("Python has sessions")
}

fn call(session: &mut Session, source: &str, stdin: &str) -> String {
    let report = session
        .call(source.as_bytes(), stdin.as_bytes(), tight())
        .expect("the session lives");
    assert!(report.ending.is_success(), "{}", text(&report.stderr));
    text(&report.stdout)
}

#[test]
fn what_one_piece_defines_the_next_one_finds() {
    let mut session = session();
    call(
        &mut session,
        "import sys\ntotal = 0\ndef add():\n global total\n total += int(sys.stdin.read())",
        "",
    );
    for n in 1..=100 {
        call(&mut session, "add()", &n.to_string());
    }
    assert_eq!(call(&mut session, "print(total)", ""), "5050\n");
}

#[test]
fn pieces_use_the_same_fuel_in_every_session() {
    let run = || {
        let mut session = session();
        [
            "x = {}",
            "x.update({str(n): n for n in range(99)})",
            "print(len(x))",
        ]
        .map(|source| {
            let report = session.call(source.as_bytes(), b"", tight());
            report.expect("the session lives").fuel
        })
    };
    assert_eq!(run(), run());
}

#[test]
fn a_piece_that_fails_ends_the_session() {
    for (source, ending) in [
        ("1 / 0", Ending::Finished(1)),
        ("while True: pass", Ending::OutOfFuel),
        ("raise SystemExit", Ending::Finished(0)),
        ("import os; os._exit(0)", Ending::Finished(0)),
    ] {
        let mut session = session();
        call(&mut session, "x = 1", "");
        let report = session.call(source.as_bytes(), b"", tight());
        assert_eq!(
            report.expect("the session lives").ending,
            ending,
            "{source}"
        );
        assert!(session.has_ended(), "{source}");
        let after = session.call(b"x", b"", tight());
        assert!(matches!(after, Err(SandboxError::Ended)), "{source}");
    }
}

#[test]
fn each_piece_has_its_own_limits() {
    let mut session = session();
    let mut limits = tight();
    limits.stdout = 3;
    for _ in 0..10 {
        let report = session.call(b"print('ab')", b"", limits).expect("it lives");
        assert_eq!(report.stdout, b"ab\n");
    }
    let report = session
        .call(b"print('abc')", b"", limits)
        .expect("it lives");
    assert_eq!(report.ending, Ending::OutputLimit);
}
