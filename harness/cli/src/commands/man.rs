//! `tribunal man`: manual pages, made from the help texts.

use clap::CommandFactory;

use crate::args::{Args, Man};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Man, printer: &mut Printer) -> Result<Code, Failure> {
    let command = Args::command();
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        printer.data(&String::from_utf8_lossy(&page))?;
        return Ok(Code::Ok);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| Failure::usage(anyhow::anyhow!("{}: {error}", folder.display())))?;
    printer.note(&format!("manual pages written to {}", folder.display()));
    Ok(Code::Ok)
}
