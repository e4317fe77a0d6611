//! Components, built here from text: good ones, and hostile ones.

use std::sync::Arc;

use tribunal_generators::{Lot, Params, Var, seed::StreamKeys};
use tribunal_plugins::{Kind, Plugin, PluginError};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use crate::{failure, lot};

const WIT: &str = include_str!("../../wit/task.wit");

const DESCRIPTION: &str = r#"{\22api\22: 1, \22name\22: \22test.wasm\22, \22version\22: 1, \22summary\22: \22a test\22, \22prompt\22: \22{{ n }}\22}"#;
const ITEM: &str = r#"{\22vars\22: {\22n\22: 0}, \22right\22: \221\22, \22wrong\22: \222\22}"#;

/// The length of a text in which `\22` stands for one byte.
fn length(text: &str) -> usize {
    text.replace(r"\22", "\"").len()
}

/// A component of the world `task` in `wit` whose functions have these bodies; each ends with the
/// address of its result.
fn component(wit: &str, import: &str, describe: &str, generate: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
  {import}
  (memory (export "memory") 1)
  (global $top (mut i32) (i32.const 4096))
  (data (i32.const 1024) "{DESCRIPTION}")
  (data (i32.const 2048) "{ITEM}")
  (func $text (param $at i32) (param $from i32) (param $length i32) (result i32)
    (i32.store (local.get $at) (local.get $from))
    (i32.store offset=4 (local.get $at) (local.get $length))
    (local.get $at))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (global.set $top (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
    (global.get $top)
    (global.set $top (i32.add (global.get $top) (local.get 3))))
  (func (export "cabi_post_generate") (param i32) (global.set $top (i32.const 4096)))
  (func (export "describe") (result i32) {describe})
  (func (export "generate") (param i32 i32 i32 i32) (result i32) {generate})
  (func (export "verify") (param i32 i32 i32 i32) (result i32)
    (i32.store (i32.const 512) (i32.const 1))
    (drop (call $text (i32.const 516) (i32.const 2048) (i32.const 5)))
    (i32.const 512)))"#
    );
    let mut core = wat::parse_str(text).expect("it is WebAssembly");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("task.wit", wit).expect("it is WIT");
    let world = resolve
        .select_world(&[package], Some("task"))
        .expect("there is one");
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8).expect("it fits");
    ComponentEncoder::default()
        .module(&core)
        .and_then(|encoder| encoder.validate(true).encode())
        .expect("it is a component")
}

fn described() -> String {
    format!(
        "(call $text (i32.const 256) (i32.const 1024) (i32.const {}))",
        length(DESCRIPTION)
    )
}

/// Gives the item.
fn given() -> String {
    format!(
        "(i32.store (i32.const 512) (i32.const 0)) (drop (call $text (i32.const 516) (i32.const \
         2048) (i32.const {}))) (i32.const 512)",
        length(ITEM)
    )
}

const IMPORT: &str =
    r#"(import "tribunal:plugin/random@1.0.0" "below" (func $below (param i64) (result i64)))"#;

fn plugin(generate: &str) -> Arc<Plugin> {
    Arc::new(load(&component(WIT, IMPORT, &described(), generate)).expect("it loads"))
}

fn load(bytes: &[u8]) -> Result<Plugin, PluginError> {
    Plugin::new("case.wasm", Kind::Component, bytes.to_vec())
}

/// Draws a digit into the item's text.
fn drawing() -> String {
    format!(
        "(i32.store8 (i32.const {}) (i32.wrap_i64 (i64.add (i64.const 48) (call $below (i64.const \
         10))))) {}",
        2048 + r#"{"vars": {"n": "#.len(),
        given()
    )
}

#[test]
fn a_component_draws_the_numbers_of_the_stream() {
    let plugin = plugin(&drawing());
    let made = lot(&plugin);
    let keys = StreamKeys::new("seed", "test.wasm", 1, "default", &Params::default());
    for index in 0..20 {
        let wanted = Var::Int(keys.stream(index).below(10) as i64);
        assert_eq!(
            made.draft(index).expect("made").vars.get("n"),
            Some(&wanted)
        );
    }
}

#[test]
fn faults_end_their_own_item() {
    for (body, reason) in [
        ("(loop (br 0)) unreachable", "out of fuel"),
        ("unreachable", "crashed"),
        ("(i32.load (i32.const -4))", "crashed"),
        ("(i32.const -4)", "in generate"),
        (
            "(i32.store (i32.const 512) (i32.const 0)) (drop (call $text (i32.const 516) (i32.const \
             0) (i32.const 300000))) (i32.const 512)",
            "in generate",
        ),
    ] {
        // A quarter of the items or so.
        let body = format!(
            "(if (result i32) (i64.eqz (call $below (i64.const 4))) (then {body}) (else {}))",
            given()
        );
        let plugin = plugin(&body);
        let made = lot(&plugin).make(0..8).expect("the machine works");
        let failed: Vec<_> = made.iter().filter_map(failure).collect();
        assert!(!failed.is_empty() && failed.len() < 8, "{body}: {failed:?}");
        for said in failed {
            assert!(said.starts_with("test.wasm:default{}, item "), "{said}");
            assert!(
                said.contains("case.wasm, in generate") && said.contains(reason),
                "{said}"
            );
        }
        assert_eq!(lot(&plugin).make(0..8).expect("again"), made);
    }
}

#[test]
fn an_error_of_the_component_refuses_the_parameters() {
    let body = "(i32.store (i32.const 512) (i32.const 1)) (drop (call $text (i32.const 516) \
                (i32.const 2050) (i32.const 4))) (i32.const 512)";
    let error = lot(&plugin(body)).draft(0).expect_err("no problem");
    assert_eq!(error.to_string(), "vars");
}

#[test]
fn what_is_no_component_of_the_world_says_why() {
    let core = wat::parse_str("(module)").expect("a module");
    for (bytes, said) in [
        (core, "case.wasm: it is no component that compiles"),
        (b"\0asm".to_vec(), "it is no component that compiles"),
        (Vec::new(), "it is no component that compiles"),
        (
            wat::parse_str("(component)").expect("one"),
            "the export `describe`",
        ),
        (
            component(WIT, IMPORT, "unreachable", &given()),
            "case.wasm, in describe: crashed",
        ),
        (
            component(WIT, IMPORT, "(loop (br 0)) unreachable", &given()),
            "case.wasm, in describe: out of fuel",
        ),
    ] {
        let error = load(&bytes).expect_err(said).to_string();
        assert!(error.contains(said), "{error} does not say {said}");
    }
    let more = WIT.replace("import random;", "import random;\n    import clock;")
        + "\ninterface clock {\n    now: func() -> u64;\n}\n";
    let import = format!(
        r#"{IMPORT} (import "tribunal:plugin/clock@1.0.0" "now" (func $now (result i64)))"#
    );
    let error = load(&component(&more, &import, &described(), &given())).expect_err("a clock");
    assert!(
        error
            .to_string()
            .contains("it imports tribunal:plugin/clock@1.0.0"),
        "{error}"
    );
}
