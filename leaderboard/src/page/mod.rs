//! The pages: what each says, and the templates that say it.
//!
//! Every page's figures are one plain struct. It is written as JSON beside the page and handed to
//! the page's template, so that the two can't disagree.

pub(crate) mod compare;
pub(crate) mod figures;
pub(crate) mod home;
pub(crate) mod items;
pub(crate) mod method;
pub(crate) mod model;
pub(crate) mod suite;
pub(crate) mod task;

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;
use tribunal_report::format;

use crate::error::BoardError;
use crate::svg::whisker;
use crate::text::visible;

/// Version of all JSON that the site publishes; docs/leaderboard.md describes it.
pub(crate) const SCHEMA: u32 = 1;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// Files that every site gets as they are.
pub(crate) static ASSETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// What every page's frame needs.
#[derive(Debug, Serialize)]
pub(crate) struct Frame<'a, T: Serialize> {
    /// The way back to the site's root: empty or `../`.
    pub(crate) root: &'static str,
    /// The board's title.
    pub(crate) board: &'a str,
    /// The page's title.
    pub(crate) title: String,
    /// Which entry of the menu it is.
    pub(crate) here: &'static str,
    /// The JSON and CSV beside it, if any: the stem of their names.
    pub(crate) data: Option<String>,
    /// What the page says.
    pub(crate) page: &'a T,
    /// Drawings that are not data.
    pub(crate) charts: Vec<Chart>,
}

/// A drawing for a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Chart {
    /// The slug of the suite it belongs to.
    pub(crate) suite: String,
    /// What it shows.
    pub(crate) title: String,
    /// What is to be known to read it; n with it.
    pub(crate) note: String,
    /// The drawing.
    pub(crate) svg: String,
}

/// The templates, ready to be rendered from several threads.
#[derive(Debug)]
pub(crate) struct Pages {
    environment: Environment<'static>,
}

impl Pages {
    /// Reads the embedded templates.
    ///
    /// # Errors
    /// A template is broken.
    pub(crate) fn new() -> Result<Self, BoardError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?;
        environment.set_syntax(syntax);
        environment.add_filter("pct", |value: Value| number(&value, format::bare_percent));
        environment.add_filter("points", |value: Value| number(&value, format::points));
        environment.add_filter("count", |value: Value| {
            number(&value, |n| format::count(n.max(0.0) as u64))
        });
        environment.add_filter("tokens", |value: Value| number(&value, format::tokens));
        environment.add_filter("usd", |value: Value| number(&value, format::dollars));
        environment.add_filter("ms", |value: Value| number(&value, format::milliseconds));
        environment.add_filter("date", |value: Value| {
            number(&value, |ms| format::moment(ms as i64)[..10].to_owned())
        });
        environment.add_filter("moment", |value: Value| {
            number(&value, |ms| format::moment(ms as i64))
        });
        environment.add_filter("pvalue", |value: Value| number(&value, p_value));
        environment.add_filter("heat", |value: Value| {
            number(&value, |share| ((share * 10.0) as u8).min(10).to_string())
        });
        environment.add_filter("sort_key", |value: Value| {
            number(&value, |n| format!("{n:.5}"))
        });
        environment.add_filter("plural", |n: u64, noun: String| format::plural(n, &noun));
        environment.add_filter("urlquote", |text: String| quoted(&text));
        environment.add_filter("visible", |text: String| visible(&text));
        environment.add_filter("pretty", |value: Value| pretty(&value));
        environment.add_filter("digest", |text: String| {
            text.chars().take(12).collect::<String>()
        });
        environment.add_function("whisker", |mean: f64, low: f64, high: f64| {
            Value::from_safe_string(whisker(mean, low, high))
        });
        for file in TEMPLATES.files() {
            let name = file.path().to_string_lossy().into_owned();
            let text = file.contents_utf8().unwrap_or_default();
            environment.add_template_owned(name, text.to_owned())?;
        }
        Ok(Self { environment })
    }

    /// The page that `template` makes of `frame`.
    ///
    /// # Errors
    /// The template asks for what the frame doesn't have.
    pub(crate) fn render<T: Serialize>(
        &self,
        template: &str,
        frame: &Frame<'_, T>,
    ) -> Result<Vec<u8>, BoardError> {
        let page = self
            .environment
            .get_template(template)?
            .render(Serde(frame))?;
        Ok(page.into_bytes())
    }
}

/// A number as text, and a dash where there is none.
fn number(value: &Value, text: impl FnOnce(f64) -> String) -> String {
    match f64::try_from(value.clone()) {
        Ok(number) if number.is_finite() => text(number),
        _ => "–".to_owned(),
    }
}

/// Text as part of an address.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            quoted.push_str(&format!("%{byte:02X}"));
        }
    }
    quoted
}

/// JSON over several lines.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// A p value with two significant digits, and a bound for the tiniest.
fn p_value(p: f64) -> String {
    match p {
        p if p < 1e-4 => "< 0.0001".to_owned(),
        p if p < 0.1 => format!("{p:.4}"),
        p => format!("{p:.2}"),
    }
}
