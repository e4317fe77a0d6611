//! Prints the JSON schema of gate files, which stands in docs/gate.schema.json.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let schema = tribunal_gate::GateFile::json_schema();
    writeln!(io::stdout(), "{schema:#}")
}
