//! JavaScript in QuickJS.

use tribunal_sandbox::{Ending, Kind};

use crate::{run, text, tight};

fn javascript(source: &str, stdin: &str) -> (Ending, String) {
    let report = run(Kind::QuickJs, source, stdin, tight());
    (report.ending, text(&report.stdout))
}

#[test]
fn a_program_reads_its_input_and_prints() {
    let source =
        "const item = JSON.parse(std.in.readAsString()); console.log(2n ** BigInt(item.n))";
    let (ending, out) = javascript(source, "{\"n\": 100}");
    assert!(ending.is_success());
    assert_eq!(out, "1267650600228229401496703205376\n");
}

#[test]
fn hostile_programs_come_to_their_end() {
    let wrong: Vec<_> = [
        ("for (;;) {}", Ending::OutOfFuel),
        (
            "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1))",
            Ending::OutOfMemory,
        ),
        ("for (;;) print('x'.repeat(1000))", Ending::OutputLimit),
        ("/(a*)*b/.test('a'.repeat(40))", Ending::OutOfFuel),
        ("std.exit(0)", Ending::Finished(0)),
        ("throw 1", Ending::Finished(1)),
        (
            "if (std.open('/etc/passwd', 'r') !== null) throw 1",
            Ending::Finished(0),
        ),
        (
            "if (std.getenv('HOME') !== undefined) throw 1",
            Ending::Finished(0),
        ),
        ("os.exec(['ls'])", Ending::Finished(1)),
        ("std.popen('ls', 'r')", Ending::Finished(1)),
        ("std.urlGet('http://127.0.0.1/')", Ending::Finished(1)),
        (
            "if (Date.now() !== 946684800000) throw 1",
            Ending::Finished(0),
        ),
    ]
    .into_iter()
    .filter_map(|(source, end)| {
        let (ending, out) = javascript(source, "");
        (ending != end).then(|| format!("{source}: {ending}; {out:.100}"))
    })
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn recursion_ends_the_program_and_nothing_else() {
    let (ending, _) = javascript("function f() { return f() + 1 }\nf()", "");
    assert!(
        matches!(ending, Ending::Trap(_) | Ending::Finished(1)),
        "{ending}"
    );
}

#[test]
fn the_same_program_uses_the_same_fuel() {
    let source = "print(Math.random(), [3, 1, 2].sort(), Date.now())";
    let first = run(Kind::QuickJs, source, "", tight());
    assert_eq!(run(Kind::QuickJs, source, "", tight()), first);
}
