//! Answers that a plugin judges.

use std::sync::LazyLock;

use tribunal_plugins::judge::Judge;
use tribunal_verifiers::checks::PluginCheck;
use tribunal_verifiers::{Answer, Judgement};

/// Plugins stay loaded for as long as the process lives.
static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::default);

/// What decides a verdict on `check` besides its own data.
pub(crate) fn version(check: &PluginCheck) -> String {
    JUDGE.version(check)
}

/// Has the plugin judge, in the sandbox.
pub(crate) fn judge(check: &PluginCheck, answer: Answer<'_>) -> Judgement {
    JUDGE.judge(check, answer)
}
