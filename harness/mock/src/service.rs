//! One request: read it, let it in or refuse it, decide on the reply.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, Response};
use hyper::body::{Body, Incoming};

use crate::body::{Dropped, ReplyBody};
use crate::dialect::{Dialect, Shape, VERSION_HEADER};
use crate::models;
use crate::problem::Problem;
use crate::reply::{Answer, Completion, Reply};
use crate::request::{LastUser, RequestView, Wire, item_key};
use crate::respond::Responder;
use crate::route::Route;
use crate::shared::{Shared, Visit};
use crate::wire::id_of;

/// Longest request body that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// Answers one request; an error closes the connection.
pub(crate) async fn handle(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<ReplyBody>, Dropped> {
    let arrival = shared.arrival();
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let query = head.uri.query().unwrap_or_default();
    let route = Route::of(path);
    let generates = matches!(route, Route::Generate { .. });
    let mut responder = Responder {
        shared: &shared,
        dialect: Dialect::Chat,
        id: id_of(shared.config.seed, arrival),
        visit: Visit::begin(&shared, route.name(), generates),
    };
    let wrong_method = || Problem::WrongMethod {
        method: head.method.to_string(),
        path: path.to_owned(),
    };
    match route {
        Route::Generate { dialect, in_path } => {
            responder.dialect = dialect;
            let read = read(body).await?;
            pause(shared.config.latency.of(shared.config.seed, arrival)).await;
            if head.method != Method::POST {
                return Ok(responder.refuse(&wrong_method()));
            }
            let Some(body) = read else {
                return Ok(responder.refuse(&Problem::TooLarge));
            };
            generate(responder, &head.headers, query, in_path, &body).await
        }
        Route::Models(dialect) => {
            responder.dialect = models_dialect(dialect, &head.headers);
            if head.method != Method::GET {
                return Ok(responder.refuse(&wrong_method()));
            }
            if let Err(problem) = check_key(&shared, responder.dialect, &head.headers, query) {
                return Ok(responder.refuse(&problem));
            }
            let known = shared.config.models.as_deref().unwrap_or_default();
            let list = models::list(responder.dialect, known);
            Ok(responder.json(&list))
        }
        Route::Stats => {
            let stats = shared.stats().to_json(query.contains("items=1"));
            Ok(responder.json(&stats))
        }
        Route::Unknown(dialect) => {
            responder.dialect = dialect;
            Ok(responder.refuse(&Problem::NoRoute {
                method: head.method.to_string(),
                path: path.to_owned(),
            }))
        }
    }
}

/// OpenAI and Anthropic list models at the same path; the version header tells who is asked.
fn models_dialect(dialect: Dialect, headers: &HeaderMap) -> Dialect {
    if dialect == Dialect::Chat && headers.contains_key(VERSION_HEADER) {
        Dialect::Messages
    } else {
        dialect
    }
}

async fn pause(wait: Duration) {
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
}

/// The whole body; none when it is too long. A body in one piece is not copied.
async fn read(mut body: Incoming) -> Result<Option<Bytes>, Dropped> {
    let mut next = async || {
        let mut pinned = Pin::new(&mut body);
        loop {
            match poll_fn(|context| pinned.as_mut().poll_frame(context)).await {
                None => return Ok(None),
                // The client went away, or sent no proper HTTP.
                Some(Err(_)) => return Err(Dropped),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some((data, pinned.is_end_stream())));
                    }
                }
            }
        }
    };
    let Some((first, ended)) = next().await? else {
        return Ok(Some(Bytes::new()));
    };
    if ended {
        return Ok(Some(first));
    }
    let mut whole = BytesMut::from(first);
    while let Some((data, _)) = next().await? {
        whole.extend_from_slice(&data);
        if whole.len() > LONGEST {
            return Ok(None);
        }
    }
    Ok(Some(whole.freeze()))
}

fn check_key(
    shared: &Shared,
    dialect: Dialect,
    headers: &HeaderMap,
    query: &str,
) -> Result<(), Problem> {
    let Some(demanded) = &shared.config.api_key else {
        return Ok(());
    };
    match dialect.key_shown(headers, query) {
        None => Err(Problem::MissingKey),
        Some(shown) if shown != demanded => Err(Problem::WrongKey {
            shown: shown.to_owned(),
        }),
        Some(_) => Ok(()),
    }
}

/// What a body must hold besides the model: its conversation.
fn conversation(dialect: Dialect, wire: &mut Wire<'_>) -> Result<LastUser, Problem> {
    let (found, field) = match dialect {
        Dialect::Chat | Dialect::Messages | Dialect::Ollama => (wire.messages.take(), "messages"),
        Dialect::Responses => (wire.input.take(), "input"),
        Dialect::Gemini => (wire.contents.take(), "contents"),
    };
    // Ollama takes a request without messages as a request to load the model.
    match found {
        None if dialect == Dialect::Ollama => Ok(LastUser::default()),
        None => Err(Problem::Missing { field }),
        Some(text) => Ok(text),
    }
}

/// Refuses what the provider would refuse before any model sees it.
fn check_request(
    shared: &Shared,
    dialect: Dialect,
    headers: &HeaderMap,
    wire: &Wire<'_>,
    model: &str,
    body: &[u8],
) -> Result<(), Problem> {
    if model.is_empty() {
        return Err(Problem::Missing { field: "model" });
    }
    if dialect == Dialect::Messages {
        if !headers.contains_key(VERSION_HEADER) {
            return Err(Problem::Missing {
                field: VERSION_HEADER,
            });
        }
        if wire.max_tokens.is_none() {
            return Err(Problem::Missing {
                field: "max_tokens",
            });
        }
    }
    if let Some(known) = &shared.config.models
        && !known.iter().any(|name| name == model)
    {
        return Err(Problem::UnknownModel {
            model: model.to_owned(),
        });
    }
    if !shared.config.rejects.is_empty() {
        let whole: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        for parameter in &shared.config.rejects {
            if let Some(value) = parameter.offence(&whole) {
                return Err(Problem::Rejected {
                    parameter: parameter.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    Ok(())
}

async fn generate(
    mut responder: Responder<'_>,
    headers: &HeaderMap,
    query: &str,
    in_path: Option<(&str, bool)>,
    body: &[u8],
) -> Result<Response<ReplyBody>, Dropped> {
    let (shared, dialect) = (responder.shared, responder.dialect);
    if let Err(problem) = check_key(shared, dialect, headers, query) {
        return Ok(responder.refuse(&problem));
    }
    let mut wire: Wire<'_> = match serde_json::from_slice(body) {
        Ok(wire) => wire,
        Err(error) => {
            return Ok(responder.refuse(&Problem::BadJson {
                detail: error.to_string(),
            }));
        }
    };
    let model = wire.model.take().unwrap_or_default();
    let model = in_path.map_or(&*model, |(model, _)| model);
    let prompt = match check_request(shared, dialect, headers, &wire, model, body)
        .and_then(|()| conversation(dialect, &mut wire))
    {
        Ok(LastUser(prompt)) => prompt,
        Err(problem) => return Ok(responder.refuse(&problem)),
    };
    let stream = match in_path {
        Some((_, stream)) => stream,
        None => wire.stream.unwrap_or(dialect.streams_by_default()),
    };
    let shape = Shape {
        dialect,
        stream,
        include_usage: stream
            && wire
                .stream_options
                .and_then(|options| options.include_usage)
                .unwrap_or(false),
        sse: query.split('&').any(|pair| pair == "alt=sse"),
    };

    let (number, laid_down) = shared.turn(&prompt);
    let view = RequestView {
        dialect,
        model,
        prompt: &prompt,
        stream,
        number,
        body,
    };
    let decided = match (laid_down, &shared.config.answer) {
        (Some(reply), _) => Decided::Own(reply),
        (None, Answer::Fixed(fixed)) => Decided::Fixed(fixed),
        (None, answer) => Decided::Own(usual(answer, &view)),
    };
    let fault = match &decided {
        Decided::Own(Reply::Fault(fault)) => Some(*fault),
        _ => None,
    };
    let key = shared.config.count_items.then(|| item_key(&prompt));
    responder.visit.let_in(key, fault);

    match decided {
        Decided::Fixed(fixed) => Ok(responder.kept(shape, model, fixed)),
        Decided::Own(Reply::Completion(completion)) => {
            Ok(responder.completion(shape, model, &completion))
        }
        Decided::Own(Reply::Raw(raw)) => Ok(responder.raw(&raw)),
        Decided::Own(Reply::Fault(fault)) => {
            let completion = match usual(&shared.config.answer, &view) {
                Reply::Completion(completion) => completion,
                // A function that answers by a fault has no text to break.
                Reply::Fault(_) | Reply::Raw(_) => Completion::text("The answer is not known."),
            };
            responder.fault(shape, model, completion, fault).await
        }
    }
}

/// What a request is given: the answer that is the same for all, or something of its own.
enum Decided<'a> {
    Fixed(&'a Completion),
    Own(Reply),
}

/// The answer without script and faults.
fn usual(answer: &Answer, view: &RequestView<'_>) -> Reply {
    match answer {
        Answer::Fixed(completion) => Reply::Completion(completion.clone()),
        Answer::Echo => Reply::text(view.prompt),
        Answer::Call(call) => call(view),
    }
}
