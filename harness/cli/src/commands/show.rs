//! `tribunal show`: one item of a task, or one item of a run with everything that happened to it.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::anyhow;
use serde::Serialize;
use tribunal_generators::{Generator, Item, ParamValue, registry};
use tribunal_plan::Prompts;
use tribunal_plan::cell::hint;
use tribunal_store::{Reader, Story};

use super::select;
use crate::args::{Global, Show};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Show,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    match &args.item {
        Some(item) => stored(&args.subject, item, global, printer),
        None => generated(args, printer),
    }?;
    Ok(Code::Ok)
}

#[derive(Serialize)]
struct Generated<'a> {
    schema: u32,
    task: &'static str,
    generator_version: u32,
    variation: &'static str,
    params: serde_json::Value,
    seed: &'a str,
    index: u64,
    digest: String,
    vars: &'a tribunal_generators::Vars,
    prompt: &'a str,
    check: &'a tribunal_verifiers::Check,
    reference: String,
}

fn generated(args: &Show, printer: &mut Printer) -> Result<(), Failure> {
    let (name, variation) = match args.subject.split_once(':') {
        Some((name, variation)) => (name, Some(variation)),
        None => (args.subject.as_str(), None),
    };
    let task = registry::task(name).ok_or_else(|| {
        let hint = hint(name);
        Failure::usage(anyhow!(
            "no task `{name}`{hint}; `tribunal list tasks` shows all, and an item of a run is shown \
             by `tribunal show RUN ITEM`"
        ))
    })?;
    let mut given: Vec<(&str, ParamValue)> = Vec::new();
    for (param, value) in select::params(&args.params)? {
        // An unknown name is left to the generator, which lists those there are.
        let value = match task.params.iter().find(|known| known.name == param) {
            Some(known) => known.parse(value).map_err(Failure::usage)?,
            None => ParamValue::Text(value.to_owned()),
        };
        given.push((param, value));
    }
    let generator = Generator::new(task, variation, given, &args.seed).map_err(Failure::usage)?;
    let item: Arc<Item> = Arc::new(generator.item(args.index).map_err(Failure::usage)?);
    let variation = generator.variation().name;
    if let Some(reason) = item.check.failure() {
        return Err(Failure::usage(anyhow!("{reason}")));
    }
    let mut prompts = Prompts::load(&args.prompts)?;
    if let Some(plugged) = registry::plugged(task.name) {
        prompts.plug(task.name, &plugged.prompt)?;
    }
    let mut prompt = prompts.render(task.name, variation, &item)?;
    let item = match select::asking(&args.asking).code() {
        Some(code) => {
            prompt = prompts.render_code(code, &prompt, &item)?;
            let coded = code.item(&generator, &item, &args.seed);
            Arc::new(coded.map_err(Failure::usage)?)
        }
        None => item,
    };
    let output = Generated {
        schema: 1,
        task: task.name,
        generator_version: task.version,
        variation,
        params: serde_json::from_str(&generator.params().canonical()).map_err(Failure::internal)?,
        seed: &args.seed,
        index: args.index,
        digest: item.digest.to_string(),
        vars: &item.vars,
        prompt: &prompt,
        check: &item.check,
        reference: item.check.reference(),
    };
    if printer.is_json() {
        return printer.json(&output);
    }
    let check = serde_json::to_string_pretty(output.check).map_err(Failure::internal)?;
    printer.data(&format!(
        "task        {}:{variation} (generator version {})\n\
         parameters  {}\n\
         address     seed {}, index {}\n\
         digest      {}\n\n\
         {}\n{}\n\n{}\n{check}\n\n{}\n{}\n",
        task.name,
        task.version,
        generator.params().canonical(),
        args.seed,
        args.index,
        output.digest,
        rule("prompt"),
        prompt.trim_end(),
        rule("check"),
        rule("reference answer"),
        output.reference.trim_end(),
    ))
}

fn rule(title: &str) -> String {
    format!("── {title} {}", "─".repeat(60 - title.chars().count()))
}

fn stored(run: &str, item: &str, global: &Global, printer: &mut Printer) -> Result<(), Failure> {
    let reader = Reader::open(&global.store)?;
    let run = reader.run(run)?;
    let ordinal = reader.find_item(run.id, item)?;
    let story = reader.story(run.id, ordinal)?;
    if printer.is_json() {
        return printer.json(&story_json(&story));
    }
    printer.data(&story_text(&story))
}

fn hex(digest: [u8; 32]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn story_json(story: &Story) -> serde_json::Value {
    let json = |text: &str| {
        serde_json::from_str::<serde_json::Value>(text)
            .unwrap_or_else(|_| serde_json::Value::from(text))
    };
    let item = &story.item;
    serde_json::json!({
        "schema": 1,
        "run": story.run.0,
        "ordinal": story.ordinal,
        "task": item.task,
        "variation": item.variation,
        "params": json(&item.params),
        "seed": item.seed,
        "index": item.index,
        "digest": hex(item.digest),
        "system": item.system,
        "prompt": item.prompt,
        "check": json(&item.check),
        "repeats": story.repeats.iter().map(|repeat| serde_json::json!({
            "repeat": repeat.repeat,
            "attempts": repeat.attempts.iter().map(|attempt| serde_json::json!({
                "number": attempt.number,
                "started_unix_ms": attempt.row.started_ms,
                "url": attempt.row.url,
                "status": attempt.row.status,
                "class": attempt.row.class,
                "message": attempt.row.message,
                "first_byte_us": attempt.row.first_byte_us,
                "total_us": attempt.row.total_us,
                "request": json(&String::from_utf8_lossy(&attempt.row.request)),
                "reply": String::from_utf8_lossy(&attempt.row.reply),
            })).collect::<Vec<_>>(),
            "responses": repeat.responses.iter().map(|response| serde_json::json!({
                "standing": format!("{:?}", response.standing).to_lowercase(),
                "source": response.row.source.as_str(),
                "finish": response.row.finish,
                "text": response.row.text,
                "reasoning": response.row.reasoning,
                "input_tokens": response.row.usage.input,
                "output_tokens": response.row.usage.output,
                "reasoning_tokens": response.row.usage.reasoning,
                "cached_tokens": response.row.usage.cached,
                "cost_micro_usd": response.row.cost_micros,
                "verdict": response.verdict.as_ref().map(|verdict| serde_json::json!({
                    "judge_version": verdict.judge_version,
                    "strict": judgement_json(&verdict.strict),
                    "lenient": judgement_json(&verdict.lenient),
                })),
            })).collect::<Vec<_>>(),
            "failures": repeat.failures.iter().map(|failure| serde_json::json!({
                "class": failure.row.class,
                "message": failure.row.message,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn judgement_json(judgement: &tribunal_store::Judgement) -> serde_json::Value {
    serde_json::json!({
        "outcome": judgement.outcome.as_str(),
        "score": judgement.score,
        "answer": judgement.answer,
        "evidence": judgement.evidence.as_deref().map(|text| {
            serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::from(text))
        }),
    })
}

fn story_text(story: &Story) -> String {
    let item = &story.item;
    let mut text = format!(
        "run {} item {}   {}:{} {}\naddress  seed {}, index {}\ndigest   {}\n\n{}\n{}\n",
        story.run.0,
        story.ordinal,
        item.task,
        item.variation,
        item.params,
        item.seed,
        item.index,
        hex(item.digest),
        rule("prompt"),
        item.prompt.trim_end(),
    );
    for repeat in &story.repeats {
        for attempt in &repeat.attempts {
            let row = &attempt.row;
            let status = row
                .status
                .map_or("no status".to_owned(), |status| status.to_string());
            let title = format!("repeat {} attempt {}", repeat.repeat, attempt.number);
            let _ = write!(
                text,
                "\n{}\nPOST {} → {status}, {}, {:.1} ms{}\n{}\n",
                rule(&title),
                row.url,
                row.class,
                row.total_us as f64 / 1e3,
                row.message
                    .as_ref()
                    .map(|m| format!("\n{m}"))
                    .unwrap_or_default(),
                String::from_utf8_lossy(&row.request),
            );
            if row.class != "ok" {
                let _ = writeln!(text, "→ {}", String::from_utf8_lossy(&row.reply));
            }
        }
        for response in &repeat.responses {
            let row = &response.row;
            let title = format!("repeat {} response ({})", repeat.repeat, row.source);
            let _ = writeln!(text, "\n{}", rule(&title));
            if let Some(reasoning) = &row.reasoning {
                let _ = writeln!(text, "[reasoning]\n{}\n[answer]", reasoning.trim_end());
            }
            let _ = writeln!(text, "{}\n\nfinish {}", row.text.trim_end(), row.finish);
            if let Some(verdict) = &response.verdict {
                for (reading, judged) in
                    [("strict", &verdict.strict), ("lenient", &verdict.lenient)]
                {
                    let _ = writeln!(
                        text,
                        "{reading:8} {} score {:.3}{}{}",
                        judged.outcome,
                        judged.score,
                        judged
                            .answer
                            .as_ref()
                            .map(|a| format!(", read as {a}"))
                            .unwrap_or_default(),
                        judged
                            .evidence
                            .as_ref()
                            .map(|e| format!(" {e}"))
                            .unwrap_or_default(),
                    );
                }
            }
        }
        for failure in &repeat.failures {
            let _ = writeln!(
                text,
                "\n{}\n{}: {}",
                rule(&format!("repeat {} given up", repeat.repeat)),
                failure.row.class,
                failure.row.message
            );
        }
    }
    let _ = write!(text, "\n{}\n{}\n", rule("check"), item.check);
    text
}
