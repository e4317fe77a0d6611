//! `tribunal plugin check`.

use std::sync::Arc;

use tribunal_plan::Prompts;
use tribunal_plugins::trial::{self, Trial};

use super::load;
use crate::args::PluginCheck;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &PluginCheck, printer: &mut Printer) -> Result<Code, Failure> {
    let mut trials = Vec::new();
    for plugin in load(&args.paths)? {
        let manifest = plugin.manifest();
        let (name, prompt) = (manifest.name.clone(), manifest.prompt.clone());
        let prompts = Prompts::of_plugin(&name, &prompt)?;
        let plugin = Arc::new(plugin);
        let trial = trial::run(&plugin, args.items, &args.seed, &|variation, item| {
            let rendered = prompts.render(&name, variation, item);
            rendered.map_err(|error| error.to_string())
        })?;
        if !printer.is_json() {
            printer.data(&text(&trial))?;
        }
        trials.push(trial);
    }
    let passed = trials.iter().all(Trial::passed);
    if printer.is_json() {
        printer.json(&serde_json::json!({ "schema": 1, "passed": passed, "plugins": trials }))?;
    }
    Ok(if passed { Code::Ok } else { Code::Invalid })
}

fn text(trial: &Trial) -> String {
    let mut text = format!("{} ({})\n", trial.task, &trial.digest[..16]);
    for finding in &trial.findings {
        let mark = if finding.holds { "ok" } else { "NO" };
        let detail = finding.detail.replace('\n', "\n                      ");
        text.push_str(&format!("  {mark}  {:<16}{detail}\n", finding.what));
    }
    text.push_str(if trial.passed() {
        "passed\n"
    } else {
        "failed\n"
    });
    text
}
