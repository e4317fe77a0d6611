//! Starting and stopping.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;
use crate::service::handle;
use crate::shared::Shared;
use crate::stats::Stats;

/// How long replies under way may go on after a stop; what hangs is cut off then.
const GRACE: Duration = Duration::from_millis(200);

/// A server that could not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The port is taken or may not be had.
    #[error("cannot listen on 127.0.0.1:{port}; choose another port or 0 for a free one")]
    Listen {
        /// The port asked for.
        port: u16,
        /// The system's word.
        source: io::Error,
    },
    /// The thread or its runtime could not be made.
    #[error("cannot start the server's thread")]
    Thread(#[source] io::Error),
}

/// A running server on the loopback interface. Dropping it stops it: no connection is accepted
/// any more, and replies under way have 200 ms to end.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl MockServer {
    /// Starts a server as a task of the current Tokio runtime.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let (listener, address) = listen(config.port).await?;
        let shared = Arc::new(Shared::new(config));
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(accept(listener, Arc::clone(&shared), stopped));
        Ok(Self {
            address,
            shared,
            stop,
            thread: None,
        })
    }

    /// Starts a server on a thread of its own, for tests that are not asynchronous and for
    /// benchmarks, where client and server should not share a core. Dropping it waits for the
    /// thread.
    ///
    /// # Errors
    /// When the port cannot be had, or no thread.
    pub fn start_blocking(config: Config) -> Result<Self, StartError> {
        let port = config.port;
        let shared = Arc::new(Shared::new(config));
        let (stop, stopped) = watch::channel(false);
        let (tell, told) = mpsc::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StartError::Thread)?;
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("tribunal-mock".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    match listen(port).await {
                        Ok((listener, address)) => {
                            // Nobody listens any more only when the starter has died.
                            if tell.send(Ok(address)).is_ok() {
                                accept(listener, theirs, stopped).await;
                            }
                        }
                        Err(error) => drop(tell.send(Err(error))),
                    }
                });
            })
            .map_err(StartError::Thread)?;
        let address = told
            .recv()
            .map_err(|error| StartError::Thread(io::Error::other(error)))??;
        Ok(Self {
            address,
            shared,
            stop,
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The counts up to now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats().clone()
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic over there has been printed already; there is nothing left to stop.
            drop(thread.join());
        }
    }
}

async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { port, source };
    // Tokio asks for a backlog of 1,024, so that a burst of clients isn't sent to retransmit.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Ends when the server's handle says so or is gone.
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let stop = stopped.clone();
    loop {
        tokio::select! {
            () = told_to_stop(&mut stopped) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    shared.stats().connections += 1;
                    connections.spawn(serve(stream, Arc::clone(&shared), stop.clone()));
                }
                // Out of file descriptors, most likely: some will come back.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    let all_done = async { while connections.join_next().await.is_some() {} };
    // What outlasts the grace is aborted when the set is dropped.
    drop(tokio::time::timeout(GRACE, all_done).await);
}

async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    // Without it a reply in several pieces waits for the client's acknowledgements. If it
    // fails the connection is dead, and serving it finds out.
    drop(stream.set_nodelay(true));
    let service = service_fn(|request| handle(Arc::clone(&shared), request));
    let connection = http1::Builder::new()
        .pipeline_flush(true)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        // How a connection ends is the client's affair, or ours on purpose.
        _ = connection.as_mut() => return,
        () = told_to_stop(&mut stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    drop(connection.await);
}
