//! `tribunal lean install`: the guest, fetched and compiled once.

use std::time::Instant;

use tribunal_lean::install::{self, Installation, Optimization, PACKAGE, Step};

use super::failure;
use crate::args::LeanInstall;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &LeanInstall, printer: &mut Printer) -> Result<Code, Failure> {
    let folder = install::folder().map_err(failure)?;
    let begin = Instant::now();
    let tell = &mut |step: &Step| printer.note(&words(step));
    let installation = Installation::install(&folder, args.from.as_deref(), tell);
    let installation = installation.map_err(failure)?;
    let title = PACKAGE.title();
    let (folder, seconds) = (installation.folder().display(), begin.elapsed().as_secs());
    printer.note(&format!("{title} is ready in {folder}, after {seconds} s"));
    Ok(Code::Ok)
}

fn words(step: &Step) -> String {
    match step {
        Step::Fetch => format!("fetching {} (122 MB)", PACKAGE.title()),
        Step::Unpack => "unpacking the module and its library".to_owned(),
        Step::Rewrite => "rewriting the module for a host without JavaScript".to_owned(),
        Step::Compile {
            optimization: Optimization::Speed,
            threads,
        } => format!(
            "compiling 150,000 functions, once, with {threads} threads: about {} s and 3.3 GB of \
             memory",
            140 / threads
        ),
        Step::Compile {
            optimization: Optimization::None,
            threads,
        } => format!(
            "memory is short: compiling with {threads} threads and without optimising; proofs \
             will take longer to judge"
        ),
        Step::Import(modules) => format!("importing {}", modules.join(", ")),
    }
}
