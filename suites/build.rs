//! Has the suites embedded anew when a file is added: `include_dir!` alone only notices changes of
//! the files it already knew.

fn main() {
    println!("cargo:rerun-if-changed=.");
}
