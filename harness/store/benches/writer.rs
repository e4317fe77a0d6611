//! How many complete items a second one writer stores, and at what cost.
//!
//! `cargo bench -p tribunal-store` fills a fresh store with complete items (item, place in
//! the run, attempt, response, verdict; some 1.5 kB of text each), each verdict sent only
//! after its answer is acknowledged, with at most `FLIGHT` items under way. Then it reads
//! them back. Processor time is the whole process's, from `/proc/self/stat`, less what
//! making the rows costs by itself.

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::Write;
use std::sync::mpsc;
use std::time::Instant;

use common::{NOON, answer, judge, spec, writer};
use tribunal_store::{CacheKey, Judged, Message, Reader, StoreError};

const ITEMS: u32 = 100_000;
const FLIGHT: usize = 256;

/// Processor seconds of this process so far, where the system tells.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| {
        after
            .split_whitespace()
            .nth(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

fn say(what: &str, items: u32, wall: f64, cpu: f64) {
    let rate = f64::from(items) / wall;
    let each = cpu * 1e6 / f64::from(items);
    let _ = writeln!(
        std::io::stdout(),
        "{what:<28} {rate:>9.0} items/s {each:>7.1} µs of CPU an item   {} MB resident at most",
        resident()
    );
}

fn timed<T>(what: &str, items: u32, less: f64, work: impl FnOnce() -> T) -> (T, f64) {
    let (wall, cpu) = (Instant::now(), processor());
    let value = work();
    let spent = processor() - cpu;
    say(what, items, wall.elapsed().as_secs_f64(), spent - less);
    (value, spent)
}

fn fill(path: &std::path::Path, cached: bool) -> tribunal_store::WriterStats {
    let writer = writer(path);
    let (run, _) = writer.begin_run(spec("bench"), NOON).expect("a fresh run");
    let (done, finished) = mpsc::channel();
    let mut flying = 0;
    let collect = |least: usize, flying: &mut usize| {
        while *flying > least {
            let (ordinal, response) = finished.recv().expect("the writer lives");
            *flying -= 1;
            writer
                .send(judge(response, ordinal), None)
                .expect("the writer lives");
        }
    };
    for ordinal in 0..ITEMS {
        collect(FLIGHT - 1, &mut flying);
        let done = done.clone();
        let mut message = answer(run, ordinal, 0);
        if let Message::Answer { asked, cache, .. } = &mut message
            && cached
        {
            *cache = Some(CacheKey::new([
                ("endpoint", "https://api.example/v1/chat/completions"),
                ("model", "gpt-x"),
                ("adapter", "1"),
                ("repeat", "0"),
                ("body", asked.item.prompt.as_str()),
            ]));
        }
        flying += 1;
        writer
            .send(
                message,
                Some(Box::new(move |result| {
                    let id = result.expect("stored").response.expect("an answer");
                    let _ = done.send((ordinal, id));
                })),
            )
            .expect("the writer lives");
    }
    collect(0, &mut flying);
    writer.finish().expect("written")
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, making) = timed("making the rows alone", ITEMS, 0.0, || {
        for ordinal in 0..ITEMS {
            std::hint::black_box(answer(tribunal_store::RunId(1), ordinal, 0));
            std::hint::black_box(judge(tribunal_store::ResponseId(1), ordinal));
        }
    });
    let path = folder.path().join("bench.db");
    let (stats, _) = timed("stored and judged", ITEMS, making, || fill(&path, false));
    let size = std::fs::metadata(&path).map_or(0, |data| data.len());
    let _ = writeln!(
        std::io::stdout(),
        "{} rows in {} transactions; {} bytes an item in the file, {} of them texts",
        stats.rows,
        stats.transactions,
        size / u64::from(ITEMS),
        stats.bytes / u64::from(ITEMS)
    );
    let with_cache = folder.path().join("cache.db");
    timed("the same with a cache key", ITEMS, making, || {
        fill(&with_cache, true)
    });
    let reader = Reader::open(&path).expect("a store");
    let run = reader.run("latest").expect("a run").id;
    timed("progress for resuming", ITEMS, 0.0, || {
        assert_eq!(
            reader.progress(run).expect("read").judged.len(),
            u64::from(ITEMS)
        );
    });
    timed("scored rows for a report", ITEMS, 0.0, || {
        reader
            .for_each_scored(run, |row| -> Result<(), StoreError> {
                std::hint::black_box(row);
                Ok(())
            })
            .expect("read");
    });
    timed("answers for judging again", ITEMS, 0.0, || {
        reader
            .for_each_answer(run, Judged::All, |row| -> Result<(), StoreError> {
                std::hint::black_box(row);
                Ok(())
            })
            .expect("read");
    });
}
