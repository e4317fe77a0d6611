//! From `--model` and what belongs to it to a player.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use anyhow::anyhow;
use tribunal_model::{Client, ModelSpec, ModelsFile, Timeouts, resolve};
use tribunal_run::Player;
use tribunal_run::builtin::Builtin;
use tribunal_run::player::ModelPlayer;
use tribunal_run::replay::{Replay, ReplayError};
use tribunal_store::Source;

use crate::args;
use crate::exit::Failure;

/// Read when no other file is named.
const DEFAULT_MODELS: &str = "models.toml";

/// Who answers when nobody is named: a player that needs no network.
const DEFAULT_MODEL: &str = "builtin:noisy?p=0.7";

impl args::Model {
    /// The model named, or the default.
    pub(crate) fn name(&self) -> &str {
        self.model.as_deref().unwrap_or(DEFAULT_MODEL)
    }
}

/// The player that `args` mean. A model's key is looked up in the environment now.
pub(crate) fn player(args: &args::Model) -> Result<Player, Failure> {
    let timeouts = timeouts(args)?;
    let name = args.name();
    if let Some(builtin) = name.strip_prefix("builtin:") {
        needs_no_server(args)?;
        return Ok(Player::Builtin(
            Builtin::parse(builtin).map_err(Failure::usage)?,
        ));
    }
    if let Some(path) = name.strip_prefix("replay:") {
        needs_no_server(args)?;
        let replay = read_replay(Path::new(path))?;
        return Ok(Player::Replay {
            replay,
            label: name.to_owned(),
            source: Source::Replay,
        });
    }
    let spec = spec(args)?;
    let client = Client::new(&spec, timeouts).map_err(Failure::usage)?;
    Ok(Player::Model(Box::new(ModelPlayer { client, spec })))
}

/// Refuses a server's options beside a player that has none: most likely --model was forgotten.
fn needs_no_server(args: &args::Model) -> Result<(), Failure> {
    let given = [
        ("base-url", args.base_url.is_some()),
        ("key-env", args.key_env.is_some()),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::usage(anyhow!(
            "--{option} is for a model behind an API, and {} needs no server; name the model with \
             --model, such as --model compatible/NAME",
            args.name()
        ))),
        None => Ok(()),
    }
}

/// The model that `args` mean, without its key; `None` for a player that is no model.
pub(crate) fn spec_if_model(args: &args::Model) -> Result<Option<ModelSpec>, Failure> {
    let other = ["builtin:", "replay:"]
        .iter()
        .any(|prefix| args.name().starts_with(prefix));
    if other {
        Ok(None)
    } else {
        spec(args).map(Some)
    }
}

fn spec(args: &args::Model) -> Result<ModelSpec, Failure> {
    let models = models_file(args.models.as_deref())?;
    let mut spec =
        resolve(args.name(), args.base_url.as_deref(), models.as_ref()).map_err(Failure::usage)?;
    if let Some(variable) = &args.key_env {
        spec.key_env = vec![variable.clone()];
        spec.key_required = true;
    }
    if let Some(stream) = args.stream {
        spec.stream = stream;
    }
    Ok(spec)
}

/// The models file: the one named, or ./models.toml when there is one.
pub(crate) fn models_file(named: Option<&Path>) -> Result<Option<ModelsFile>, Failure> {
    let path = named.unwrap_or(Path::new(DEFAULT_MODELS));
    match tribunal_files::read_text(path, tribunal_files::SETTINGS) {
        Ok(text) => ModelsFile::parse(&text, path)
            .map(Some)
            .map_err(Failure::usage),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::usage(anyhow!(
            "can't read `{}`: {error}",
            path.display()
        ))),
    }
}

/// The answers in a JSON Lines file.
pub(crate) fn read_replay(path: &Path) -> Result<Replay, Failure> {
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|source| {
        Failure::usage(ReplayError::Open {
            path: shown.clone(),
            source,
        })
    })?;
    Replay::read(BufReader::new(file), &shown).map_err(Failure::usage)
}

fn timeouts(args: &args::Model) -> Result<Timeouts, Failure> {
    let mut timeouts = Timeouts::default();
    for (name, seconds, place) in [
        ("connect", args.connect_timeout, &mut timeouts.connect),
        (
            "first-byte",
            args.first_byte_timeout,
            &mut timeouts.first_byte,
        ),
        ("idle", args.idle_timeout, &mut timeouts.idle),
        ("total", args.total_timeout, &mut timeouts.total),
    ] {
        if let Some(seconds) = seconds {
            *place = Duration::try_from_secs_f64(seconds)
                .ok()
                .filter(|limit| !limit.is_zero())
                .ok_or_else(|| {
                    Failure::usage(anyhow!(
                        "--{name}-timeout is {seconds}; give a number of seconds above 0"
                    ))
                })?;
        }
    }
    Ok(timeouts)
}
