//! The one thread that writes.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::{StoreError, explain, explain_io};
use crate::rows::{RunId, RunSpec};
use crate::store::Store;
use crate::write::{Message, Receipt, Tables};

/// Told, on the writer's thread, when a message is committed or lost. It must be quick:
/// everybody waits behind it; and it must not send, for on a full queue the writer would
/// wait for itself. It is dropped uncalled only when the writer ends at the very
/// moment of sending.
pub type Ack = Box<dyn FnOnce(Result<Receipt, StoreError>) + Send>;

/// How the writer groups messages into transactions.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Messages that may wait. [`Writer::send`] blocks beyond it, so an asynchronous
    /// caller gives at least two for each request that may be in flight.
    pub queue: usize,
    /// Messages in one transaction at most.
    pub batch: usize,
    /// Commits under load are at least this far apart. One message on its own is
    /// committed at once.
    pub spacing: Duration,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            queue: 4096,
            batch: 2048,
            spacing: Duration::from_millis(1),
        }
    }
}

/// What a writer did, from start to finish.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriterStats {
    /// Messages committed.
    pub messages: u64,
    /// Rows added or changed.
    pub rows: u64,
    /// Bytes of texts as stored, after compression.
    pub bytes: u64,
    /// Transactions committed.
    pub transactions: u64,
}

/// The way to the writer's thread, which owns the write connection.
///
/// Messages are committed in the order sent, many to a transaction: whatever is waiting
/// goes together. Each is whole or not there at all, and its acknowledgement comes after
/// the commit. A message that contradicts the store is refused alone. When the disk is
/// full or fails, that error goes to everyone who waits and to everyone who still sends;
/// what was acknowledged before stays.
#[derive(Debug)]
pub struct Writer {
    sender: WriterHandle,
    thread: JoinHandle<WriterStats>,
}

/// A sender of messages, for as many tasks as like one.
#[derive(Debug, Clone)]
pub struct WriterHandle {
    queue: SyncSender<Envelope>,
    failed: Arc<OnceLock<StoreError>>,
}

enum Envelope {
    Message(Message, Option<Ack>),
    /// Nothing after this is taken.
    Finish,
}

impl Writer {
    /// Starts the thread on `store`.
    ///
    /// # Errors
    ///
    /// The system gives no thread or no memory.
    pub fn start(store: Store, options: WriterOptions) -> Result<Self, StoreError> {
        let path = store.path.clone();
        let tables = Tables::new().map_err(|fault| fault.told(&store.path))?;
        let (queue, receiver) = sync_channel(options.queue.max(1));
        let failed = Arc::new(OnceLock::new());
        let shared = Arc::clone(&failed);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                Loop {
                    store,
                    tables,
                    options,
                    failed: shared,
                    stats: WriterStats::default(),
                }
                .run(&receiver)
            })
            .map_err(|error| explain_io(&path, &error))?;
        Ok(Self {
            sender: WriterHandle { queue, failed },
            thread,
        })
    }

    /// Another sender.
    #[must_use]
    pub fn handle(&self) -> WriterHandle {
        self.sender.clone()
    }

    /// As [`WriterHandle::send`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn send(&self, message: Message, ack: Option<Ack>) -> Result<(), StoreError> {
        self.sender.send(message, ack)
    }

    /// As [`WriterHandle::call`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn call(&self, message: Message) -> Result<Receipt, StoreError> {
        self.sender.call(message)
    }

    /// Begins a run, or finds the one begun under the same uid; says which.
    /// Take its [`RunLock`](crate::RunLock) before asking anything.
    ///
    /// # Errors
    ///
    /// The run found differs in what it asks, or writing failed.
    pub fn begin_run(&self, spec: RunSpec, started_ms: i64) -> Result<(RunId, bool), StoreError> {
        let receipt = self.call(Message::BeginRun {
            spec: Box::new(spec),
            started_ms,
        })?;
        receipt
            .run
            .map(|run| (run, receipt.found))
            .ok_or(StoreError::Stopped)
    }

    /// Writes what is waiting, empties the log into the file, and ends the thread. Other
    /// senders get [`StoreError::Stopped`] from then on.
    ///
    /// # Errors
    ///
    /// What stopped the writer before, if anything did.
    pub fn finish(self) -> Result<WriterStats, StoreError> {
        // When the thread has ended already there is nobody to tell.
        let _ = self.sender.queue.send(Envelope::Finish);
        let stats = self.thread.join().map_err(|_| StoreError::Stopped)?;
        match self.sender.failed.get() {
            Some(StoreError::Stopped) | None => Ok(stats),
            Some(error) => Err(error.clone()),
        }
    }
}

impl WriterHandle {
    /// Hands over a message; waits only while the queue is full.
    ///
    /// # Errors
    ///
    /// The writer has stopped; `ack` is then not called.
    pub fn send(&self, message: Message, ack: Option<Ack>) -> Result<(), StoreError> {
        if let Some(error) = self.failed.get() {
            return Err(error.clone());
        }
        self.queue
            .send(Envelope::Message(message, ack))
            .map_err(|_| self.failed.get().cloned().unwrap_or(StoreError::Stopped))
    }

    /// Hands over a message and waits until it is committed.
    ///
    /// # Errors
    ///
    /// The message was refused, or writing failed.
    pub fn call(&self, message: Message) -> Result<Receipt, StoreError> {
        let (tell, told) = sync_channel(1);
        self.send(
            message,
            Some(Box::new(move |result| {
                // The caller cannot have gone: it waits below.
                let _ = tell.send(result);
            })),
        )?;
        told.recv()
            .unwrap_or_else(|_| Err(self.failed.get().cloned().unwrap_or(StoreError::Stopped)))
    }
}

struct Loop {
    store: Store,
    tables: Tables,
    options: WriterOptions,
    failed: Arc<OnceLock<StoreError>>,
    stats: WriterStats,
}

type Batch = Vec<(Message, Option<Ack>)>;

impl Loop {
    fn run(mut self, queue: &Receiver<Envelope>) -> WriterStats {
        let mut batch: Batch = Vec::new();
        let mut committed = Instant::now();
        let mut open = true;
        while open {
            open = match queue.recv() {
                Ok(envelope) => take(envelope, &mut batch),
                Err(_) => false,
            };
            // A commit costs as much as several messages, so under load they are held
            // apart: sleeping, not receiving, because each waking costs as well.
            let since = committed.elapsed();
            if open && since < self.options.spacing {
                std::thread::sleep(self.options.spacing - since);
            }
            while open && batch.len() < self.options.batch {
                match queue.try_recv() {
                    Ok(envelope) => open = take(envelope, &mut batch),
                    Err(_) => break,
                }
            }
            let outcome = self.write(&mut batch);
            committed = Instant::now();
            if let Err(error) = outcome {
                return self.fail(&error, batch, queue);
            }
        }
        self.close();
        let _ = self.failed.set(StoreError::Stopped);
        reject(queue, &StoreError::Stopped);
        self.stats
    }

    /// Commits the batch and acknowledges it. On an error nothing of it is stored, and it
    /// is left to the caller.
    fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let results = match self.transact(batch, false) {
            // One message contradicts the store: again, each behind its own savepoint, so
            // that it falls alone. Only then, as a savepoint costs as much as a row.
            Err(StoreError::Refused(_)) => self.transact(batch, true)?,
            other => other?,
        };
        self.stats.transactions += 1;
        for ((_, ack), result) in batch.drain(..).zip(results) {
            self.stats.messages += u64::from(result.is_ok());
            if let Some(ack) = ack {
                ack(result);
            }
        }
        self.stats.rows = self.tables.rows;
        self.stats.bytes = self.tables.bytes;
        Ok(())
    }

    fn transact(
        &mut self,
        batch: &Batch,
        alone: bool,
    ) -> Result<Vec<Result<Receipt, StoreError>>, StoreError> {
        let Self { store, tables, .. } = self;
        let sql = |error: rusqlite::Error| explain(&store.path, &error);
        let conn = &store.conn;
        conn.prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut begin| begin.execute([]))
            .map_err(sql)?;
        let before = (tables.rows, tables.bytes);
        let applied = batch
            .iter()
            .map(|(message, _)| {
                if alone {
                    apply_alone(store, tables, message)
                } else {
                    tables
                        .apply(conn, message)
                        .map(Ok)
                        .map_err(|fault| fault.told(&store.path))
                }
            })
            .collect::<Result<Vec<_>, _>>()
            .and_then(|results| {
                conn.prepare_cached("COMMIT")
                    .and_then(|mut commit| commit.execute([]))
                    .map_err(sql)?;
                Ok(results)
            });
        if applied.is_err() {
            (tables.rows, tables.bytes) = before;
            roll_back(conn);
        }
        applied
    }

    fn fail(self, error: &StoreError, batch: Batch, queue: &Receiver<Envelope>) -> WriterStats {
        let _ = self.failed.set(error.clone());
        for (_, ack) in batch {
            if let Some(ack) = ack {
                ack(Err(error.clone()));
            }
        }
        reject(queue, error);
        self.stats
    }

    /// Empties the log into the file, so that a finished store is one file. With readers
    /// about it stays behind, and the next to open the file reads it: no loss either way.
    fn close(&self) {
        let conn = &self.store.conn;
        let _ = conn.busy_timeout(Duration::from_millis(100));
        let _ = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

/// Puts a message into the batch; says whether more may follow.
fn take(envelope: Envelope, batch: &mut Batch) -> bool {
    match envelope {
        Envelope::Message(message, ack) => {
            batch.push((message, ack));
            true
        }
        Envelope::Finish => false,
    }
}

/// Applies one message behind a savepoint; a refusal is its own, anything else everyone's.
fn apply_alone(
    store: &Store,
    tables: &mut Tables,
    message: &Message,
) -> Result<Result<Receipt, StoreError>, StoreError> {
    let run = |text: &str| {
        store
            .conn
            .execute_batch(text)
            .map_err(|error| explain(&store.path, &error))
    };
    run("SAVEPOINT message")?;
    let before = (tables.rows, tables.bytes);
    let result = tables
        .apply(&store.conn, message)
        .map_err(|fault| fault.told(&store.path));
    match result {
        Ok(receipt) => {
            run("RELEASE message")?;
            Ok(Ok(receipt))
        }
        Err(StoreError::Refused(why)) => {
            (tables.rows, tables.bytes) = before;
            run("ROLLBACK TO message; RELEASE message")?;
            Ok(Err(StoreError::Refused(why)))
        }
        Err(error) => Err(error),
    }
}

fn roll_back(conn: &Connection) {
    // A full disk has often rolled the transaction back already.
    if !conn.is_autocommit() {
        let _ = conn.execute_batch("ROLLBACK");
    }
}

/// Answers those who sent before the failure was known. A short wait catches those who
/// are sending at this moment; whoever comes later finds the failure or no receiver.
fn reject(queue: &Receiver<Envelope>, error: &StoreError) {
    loop {
        match queue.recv_timeout(Duration::from_millis(10)) {
            Ok(Envelope::Message(_, Some(ack))) => ack(Err(error.clone())),
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}
