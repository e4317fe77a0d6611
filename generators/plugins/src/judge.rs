//! A plugin's verdicts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tribunal_verifiers::checks::{PluginCase, PluginCheck};
use tribunal_verifiers::{Answer, Judgement, Verdict};

use crate::driver::VERSION;
use crate::error::PluginError;
use crate::plugin::Plugin;
use crate::ruling::verdict;
use crate::shelf::Shelf;

/// Judges answers by the plugins on the user's shelf, which are loaded when they are needed.
#[derive(Debug, Default)]
pub struct Judge {
    loaded: Mutex<HashMap<String, Arc<Plugin>>>,
}

impl Judge {
    /// What decides a verdict besides the check's own data, which hold the plugin's digest.
    pub fn version(&self, check: &PluginCheck) -> String {
        match self.plugin(check) {
            Ok(plugin) => plugin.driver().version(),
            Err(_) => format!("plugin-{VERSION}"),
        }
    }

    /// Judges one response. The plugin is started for it, so nothing is left of earlier ones.
    pub fn judge(&self, check: &PluginCheck, answer: Answer<'_>) -> Judgement {
        if check.failure().is_some() {
            return check.judge(answer);
        }
        match self.plugin(check) {
            Ok(plugin) => by(&plugin, check, answer),
            Err(reason) => Judgement::both(Verdict::error(reason)),
        }
    }

    fn plugin(&self, check: &PluginCheck) -> Result<Arc<Plugin>, String> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plugin) = loaded.get(&check.digest) {
            return Ok(Arc::clone(plugin));
        }
        let found = Shelf::open().and_then(|shelf| shelf.load(&check.digest));
        let plugin = match found {
            Ok(Some(plugin)) => Arc::new(plugin),
            Ok(None) => {
                return Err(format!(
                    "the plugin `{}` of digest {} is not installed; add it by: tribunal plugin add \
                     PATH",
                    check.plugin,
                    check.digest.get(..16).unwrap_or(&check.digest)
                ));
            }
            Err(error) => return Err(error.to_string()),
        };
        loaded.insert(check.digest.clone(), Arc::clone(&plugin));
        Ok(plugin)
    }
}

/// Judges one response by `plugin`.
pub fn by(plugin: &Plugin, check: &PluginCheck, answer: Answer<'_>) -> Judgement {
    match &check.case {
        PluginCase::Judged { item, .. } => check.judge_by(answer, |text| one(plugin, item, text)),
        PluginCase::Failed { .. } => check.judge(answer),
    }
}

/// The verdict of a plugin that has just been started.
fn one(plugin: &Plugin, item: &str, text: &str) -> Verdict {
    match all(plugin, &[(item, text)]) {
        Ok(mut verdicts) => verdicts.swap_remove(0),
        Err(error) => Verdict::error(error.to_string()),
    }
}

/// The verdicts on these pairs of item and answer, one at least for each call of the plugin.
pub(crate) fn all(plugin: &Plugin, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, PluginError> {
    let mut verdicts = Vec::with_capacity(pairs.len());
    while verdicts.len() < pairs.len() {
        for ruled in plugin.driver().verify(&pairs[verdicts.len()..])? {
            let text = pairs[verdicts.len()].1;
            let read = ruled
                .map_err(|fault| fault.in_file(plugin.file()).to_string())
                .and_then(|json| {
                    verdict(text, &json)
                        .map_err(|what| format!("{}, in verify: {what}", plugin.file()))
                });
            verdicts.push(read.unwrap_or_else(Verdict::error));
        }
    }
    Ok(verdicts)
}
