//! How fast plugins are: the start, a batch of items, one verdict.
//!
//! `cargo bench -p tribunal-plugins`; the Python guest has to be installed.

use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::Params;
use tribunal_generators::seed::StreamKeys;
use tribunal_generators::task::Order;
use tribunal_plugins::supply::PluginSupply;
use tribunal_plugins::{Plugin, judge};
use tribunal_verifiers::{Answer, Check, Finish};

fn plugins(c: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let path = folder.join("python/subset.py");
    let mut group = c.benchmark_group("plugin");
    group.sample_size(20);
    group.bench_function("describe", |b| {
        b.iter(|| Plugin::read(&path).expect("it loads"));
    });
    for plugin in Plugin::read_folder(&folder).expect("they load") {
        let (plugin, manifest) = (Arc::new(plugin.clone()), plugin.manifest().clone());
        let task = manifest.leak();
        let params = Params::resolve(task.params, []).expect("the defaults");
        let variation = task.variations[0].name;
        let keys = StreamKeys::new("bench", task.name, task.version, variation, &params);
        let order = Order {
            variation,
            params: &params,
        };
        let lot = PluginSupply::of(&plugin).lot(order, keys);
        group.throughput(Throughput::Elements(256));
        group.bench_function(format!("{} 256 items", task.name), |b| {
            b.iter(|| lot.make(64..320).expect("they are made"));
        });
        let draft = lot.make(0..1).expect("made").swap_remove(0).expect("made");
        if let Check::Plugin(check) = &draft.check {
            let text = draft.check.reference();
            let answer = Answer {
                text: &text,
                finish: Finish::Stop,
            };
            group.throughput(Throughput::Elements(1));
            group.bench_function(format!("{} verdict", task.name), |b| {
                b.iter(|| judge::by(&plugin, check, answer));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, plugins);
criterion_main!(benches);
