//! `tribunal cache explain`: whether an item would be answered from the cache, and if not, why.

use anyhow::anyhow;
use tribunal_model::{Ask, Message, Role};
use tribunal_run::Player;
use tribunal_run::cache_key::cache_key;
use tribunal_store::{CacheAnswer, Reader};

use super::select;
use crate::args::{Cache, Explain, Global};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

pub(super) fn execute(
    args: &Cache,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let Cache::Explain(args) = args;
    explain(args, global, printer)
}

fn explain(args: &Explain, global: &Global, printer: &mut Printer) -> Result<Code, Failure> {
    let Player::Model(player) = model::player(&args.model)? else {
        return Err(Failure::usage(anyhow!(
            "{} answers without requests, so nothing of it is cached; give an API model",
            args.model.name()
        )));
    };
    if args.selection.seed == "fresh" {
        return Err(Failure::usage(anyhow!(
            "a fresh seed makes items that nobody has asked; give the --seed of the run in question"
        )));
    }
    let plan = select::plan(&args.selection, args.selection.seed.clone())?;
    if args.ordinal >= plan.len() {
        return Err(Failure::usage(anyhow!(
            "the plan has items 0 to {}, not {}",
            plan.len() - 1,
            args.ordinal
        )));
    }
    let planned = plan.make(plan.slot(args.ordinal))?;
    let ask = Ask {
        system: plan.suite().system.clone(),
        messages: vec![Message {
            role: Role::User,
            text: planned.prompt,
        }],
        ..Ask::default()
    };
    let sampling = plan.sampling().clone().or(&player.spec.sampling);
    let sampling = tribunal_run::player::sampling_of_repeat(&sampling, args.repeat);
    let key = cache_key(
        &player.spec,
        &ask,
        &player.client.wire(&ask, &sampling),
        args.repeat,
    );
    let answer = Reader::open(&global.store)?.explain_cache(&key)?;
    if printer.is_json() {
        let fields: serde_json::Map<_, _> = key
            .fields()
            .iter()
            .map(|(name, value)| (name.clone(), serde_json::Value::from(value.as_str())))
            .collect();
        let (hit, nearest) = match &answer {
            CacheAnswer::Hit(_) => (true, None),
            CacheAnswer::Miss { nearest, .. } => (false, nearest.as_ref()),
        };
        printer.json(&serde_json::json!({
            "schema": 1,
            "hit": hit,
            "key": fields,
            "nearest": nearest.map(|near| serde_json::json!({
                "field": near.field, "stored": near.stored, "asked": near.asked,
                "differing": near.differing,
            })),
        }))?;
        return Ok(Code::Ok);
    }
    let mut text = String::from("the key of this question:\n");
    for (name, value) in key.fields() {
        text.push_str(&format!("  {name:9} {value}\n"));
    }
    text.push_str(&match answer {
        CacheAnswer::Hit(response) => format!("hit: response {} answers it\n", response.0),
        CacheAnswer::Miss { stored: 0, .. } => {
            "miss: the cache is empty; `tribunal run --cache` fills it\n".to_owned()
        }
        CacheAnswer::Miss {
            nearest: None,
            stored,
        } => format!("miss: {stored} keys, none near\n"),
        CacheAnswer::Miss {
            nearest: Some(near),
            stored,
        } => format!(
            "miss: of {stored} keys the nearest (response {}) differs first in `{}`:\n  stored  \
             {}\n  asked   {}\n",
            near.response.0,
            near.field,
            near.stored.as_deref().unwrap_or("nothing"),
            near.asked.as_deref().unwrap_or("nothing"),
        ),
    });
    printer.data(&text)?;
    Ok(Code::Ok)
}
