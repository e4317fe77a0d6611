//! The site as a whole: written, and checked.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::board::{Board, Suite};
use crate::data;
use crate::draft::Draft;
use crate::error::{BoardError, at};
use crate::options::Options;
use crate::page::compare::ComparePage;
use crate::page::figures::task_slug;
use crate::page::home::{self, Home};
use crate::page::items::ItemsPage;
use crate::page::method::MethodPage;
use crate::page::model::{Field, ModelPage};
use crate::page::suite::SuitePage;
use crate::page::task::{Sample, TaskPage};
use crate::page::{ASSETS, Chart, Frame, Pages, SCHEMA};
use crate::read::read;
use crate::sink::{Comparison, Difference, Folder, Sink};
use crate::text::{csv, json};

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Built {
    /// Rows of the board.
    pub models: usize,
    /// Its columns.
    pub suites: usize,
    /// Items over all suites.
    pub items: usize,
    /// Files of the site.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Files that were made again and compared.
    pub files: usize,
    /// What differs; nothing in an honest site.
    pub differences: Vec<Difference>,
}

/// What the site says of its own making.
#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: u32,
    harness_version: String,
    options: Options,
    stores: Vec<ManifestStore>,
}

#[derive(Serialize, Deserialize)]
struct ManifestStore {
    name: String,
    digest: String,
}

/// So many models are drawn against cost on the home page, which has to stay small; the page of the
/// suite draws all.
const MOST_ON_HOME: usize = 40;

/// The file that makes a folder a board.
const MANIFEST: &str = "manifest.json";

/// Builds the site of `stores` in the folder `out`, which is new, empty, or holds an older board that
/// is replaced once the new one is whole. The same stores give the same bytes.
///
/// # Errors
/// [`BoardError`]: a store can't be read, holds nothing, or `out` is something else.
pub fn build(stores: &[PathBuf], out: &Path, options: Options) -> Result<Built, BoardError> {
    refuse_foreign(out)?;
    let board = read(stores, options)?;
    let draft = Draft::begin(out)?;
    let folder = Folder::new(draft.folder().to_path_buf());
    write(&board, &folder)?;
    let (files, bytes) = folder.written();
    draft.publish()?;
    Ok(Built {
        models: board.entries.len(),
        suites: board.suites.len(),
        items: board
            .suites
            .iter()
            .map(|suite| suite.catalog.items.len())
            .sum(),
        files,
        bytes,
    })
}

/// Makes every file of the board in `site` again from `stores`, with the options that its manifest
/// states, and compares.
///
/// # Errors
/// [`BoardError`]: `site` is no board, or a store can't be read.
pub fn verify(site: &Path, stores: &[PathBuf]) -> Result<Verified, BoardError> {
    let missing = |detail: String| BoardError::NoBoard {
        path: site.to_path_buf(),
        detail,
    };
    let text = tribunal_files::read_text(&site.join(MANIFEST), tribunal_files::SETTINGS)
        .map_err(|error| missing(format!("{MANIFEST}: {error}")))?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|error| missing(format!("{MANIFEST}: {error}")))?;
    if manifest.schema != SCHEMA {
        return Err(missing(format!(
            "its data are of schema {}, and this program knows {SCHEMA}",
            manifest.schema
        )));
    }
    let board = read(stores, manifest.options)?;
    let comparison = Comparison::new(site.to_path_buf());
    write(&board, &comparison)?;
    let (files, differences) = comparison.finish()?;
    Ok(Verified { files, differences })
}

fn refuse_foreign(out: &Path) -> Result<(), BoardError> {
    if out.as_os_str().is_empty() || out.file_name().is_none() {
        return Err(BoardError::Foreign(out.to_path_buf()));
    }
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(out)(error)),
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let manifest = tribunal_files::read_text(&out.join(MANIFEST), tribunal_files::SETTINGS).ok();
    match manifest.and_then(|text| serde_json::from_str::<Manifest>(&text).ok()) {
        Some(_) => Ok(()),
        None => Err(BoardError::Foreign(out.to_path_buf())),
    }
}

/// Writes every file of the site.
fn write(board: &Board, sink: &dyn Sink) -> Result<(), BoardError> {
    let pages = Pages::new()?;
    let site = Site { board, sink, pages };
    for file in ASSETS.files() {
        let path = format!("assets/{}", file.path().to_string_lossy());
        sink.put(&path, file.contents())?;
    }
    // GitHub Pages would otherwise run the site through a generator of its own.
    sink.put(".nojekyll", b"")?;
    let mut fields = Vec::with_capacity(board.suites.len());
    for suite in &board.suites {
        let samples = data::write(board, suite, sink)?;
        let field = Field::new(suite)?;
        site.suite(suite, &field, samples)?;
        fields.push(field);
    }
    (0..board.entries.len())
        .into_par_iter()
        .try_for_each(|entry| site.model(&fields, entry))?;
    site.home()?;
    site.rest()?;
    // Last: a folder without it is no board, and no check takes it for one.
    site.manifest()
}

/// What it takes to write a page.
struct Site<'a> {
    board: &'a Board,
    sink: &'a dyn Sink,
    pages: Pages,
}

/// A table's head and its rows.
type Table = (Vec<&'static str>, Vec<Vec<String>>);

impl Site<'_> {
    fn manifest(&self) -> Result<(), BoardError> {
        let manifest = Manifest {
            schema: SCHEMA,
            harness_version: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.board.options.clone(),
            stores: self
                .board
                .stores
                .iter()
                .map(|store| ManifestStore {
                    name: store.name.clone(),
                    digest: store.digest.clone(),
                })
                .collect(),
        };
        let mut text = serde_json::to_vec_pretty(&manifest)?;
        text.push(b'\n');
        self.sink.put(MANIFEST, &text)
    }

    fn frame<'p, T: Serialize>(
        &'p self,
        root: &'static str,
        here: &'static str,
        title: &str,
        page: &'p T,
    ) -> Frame<'p, T> {
        Frame {
            root,
            board: &self.board.options.title,
            title: title.to_owned(),
            here,
            data: None,
            page,
            charts: Vec::new(),
        }
    }

    /// Writes a page, and its data as JSON and CSV beside it.
    fn put<T: Serialize>(
        &self,
        stem: &str,
        template: &str,
        mut frame: Frame<'_, T>,
        charts: Vec<Chart>,
        table: Option<Table>,
    ) -> Result<(), BoardError> {
        if let Some((head, rows)) = table {
            self.sink.put(&format!("{stem}.json"), &json(frame.page)?)?;
            self.sink.put(&format!("{stem}.csv"), &csv(&head, &rows)?)?;
            frame.data = stem.rsplit('/').next().map(str::to_owned);
        }
        frame.charts = charts;
        let page = self.pages.render(template, &frame)?;
        self.sink.put(&format!("{stem}.html"), &page)
    }

    fn home(&self) -> Result<(), BoardError> {
        let page = Home::new(self.board);
        let charts = match self.board.suites.first() {
            Some(suite) => home::charts(self.board, suite, "", MOST_ON_HOME),
            None => Vec::new(),
        };
        let frame = self.frame("", "home", "Leaderboard", &page);
        self.put("index", "home.html", frame, charts, Some(page.table()))
    }

    fn suite(
        &self,
        suite: &Suite,
        field: &Field,
        mut samples: HashMap<String, Vec<Sample>>,
    ) -> Result<(), BoardError> {
        let page = SuitePage::new(self.board, suite);
        let title = format!("{} {}", suite.name, suite.version);
        let frame = self.frame("../", "suites", &title, &page);
        let charts = home::charts(self.board, suite, "../", usize::MAX);
        let stem = format!("suites/{}", suite.slug);
        self.put(&stem, "suite.html", frame, charts, Some(page.table()))?;
        let tasks: Vec<(&str, Vec<Sample>)> = suite
            .catalog
            .tasks()
            .into_iter()
            .map(|task| (task, samples.remove(task).unwrap_or_default()))
            .collect();
        tasks.into_par_iter().try_for_each(|(task, samples)| {
            let page = TaskPage::new(self.board, suite, task, field.items(), samples)?;
            let frame = self.frame("../", "suites", task, &page);
            let stem = format!("tasks/{}", task_slug(suite, task));
            self.put(&stem, "task.html", frame, page.charts(), Some(page.table()))
        })
    }

    fn model(&self, fields: &[Field], entry: usize) -> Result<(), BoardError> {
        let (page, charts) = ModelPage::new(self.board, fields, entry)?;
        let entry = &self.board.entries[entry];
        let frame = self.frame("../", "models", &entry.name, &page);
        let stem = format!("models/{}", entry.slug);
        self.put(&stem, "model.html", frame, charts, Some(page.table()))
    }

    fn rest(&self) -> Result<(), BoardError> {
        let compare = ComparePage::new(self.board);
        let frame = self.frame("", "compare", "Compare two models", &compare);
        self.put("compare", "compare.html", frame, Vec::new(), None)?;
        let items = ItemsPage::new(self.board);
        let frame = self.frame("", "items", "Items", &items);
        self.put("items", "items.html", frame, Vec::new(), None)?;
        let method = MethodPage::new(self.board);
        let frame = self.frame("", "method", "Method", &method);
        self.put("method", "method.html", frame, Vec::new(), None)
    }
}
