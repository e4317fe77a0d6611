//! Plugins as they are run. The Python guest has to be installed: `tribunal guest install python`.

mod component;
mod examples;
mod hostile;
mod lot;
mod shelf;
mod stream;
mod trial;

use std::sync::Arc;

use tribunal_generators::seed::StreamKeys;
use tribunal_generators::task::Order;
use tribunal_generators::{Draft, GenerateError, Params};
use tribunal_plugins::supply::{PluginLot, PluginSupply};
use tribunal_plugins::{Kind, Plugin, PluginError};

/// The beginning of a Python plugin; its functions follow on line 3.
const HEAD: &str = "TASK = {'api': 1, 'name': 'test.case', 'version': 1, 'summary': 'a test', \
                    'prompt': '{{ n }}'}\n\n";

/// A Python plugin with these functions.
fn python(functions: &str) -> Arc<Plugin> {
    let source = format!("{HEAD}{functions}");
    Arc::new(read(&source).expect("the plugin loads"))
}

/// The plugin of this source, in a file `case.py`.
fn read(source: &str) -> Result<Plugin, PluginError> {
    Plugin::new("case.py", Kind::Python, source.as_bytes().to_vec())
}

/// Its items at the default parameters.
fn lot(plugin: &Arc<Plugin>) -> PluginLot {
    lot_of(plugin, "default", &Params::default())
}

fn lot_of(plugin: &Arc<Plugin>, variation: &'static str, params: &Params) -> PluginLot {
    let manifest = plugin.manifest();
    let keys = StreamKeys::new("seed", &manifest.name, manifest.version, variation, params);
    PluginSupply::of(plugin).lot(Order { variation, params }, keys)
}

/// Why an item could not be made.
fn failure(draft: &Result<Draft, GenerateError>) -> Option<&str> {
    draft.as_ref().expect("a draft").check.failure()
}
