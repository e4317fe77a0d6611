//! A look at a site from this machine: a server of files on the loopback alone.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use hyper::body::{Body, Frame, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::error::BoardError;

/// Connections at a time; more wait.
const MOST_CONNECTIONS: usize = 64;
/// A connection that hasn't sent its header by then is closed.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Larger files are refused; a board has none.
const LARGEST: u64 = 256 << 20;

/// What to serve, and for how long.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The site.
    pub site: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Ends after so long; else when the process is told to.
    pub limit: Option<Duration>,
}

/// Serves the site on 127.0.0.1, and hands the address to `ready` once it listens. Returns after the
/// stated time, or on an interrupt.
///
/// # Errors
/// [`BoardError::NoBoard`] where there is no board, [`BoardError::Listen`] for a port that is taken.
pub fn serve(options: &ServeOptions, ready: impl FnOnce(SocketAddr)) -> Result<(), BoardError> {
    if !options.site.join("index.html").is_file() {
        return Err(BoardError::NoBoard {
            path: options.site.clone(),
            detail: "there is no index.html".to_owned(),
        });
    }
    let port = options.port;
    let failed = |source| BoardError::Listen { port, source };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        ready(listener.local_addr().map_err(failed)?);
        let end = async {
            match options.limit {
                Some(limit) => tokio::time::sleep(limit).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = accept(listener, Arc::from(options.site.as_path())) => {}
            () = end => {}
            // Where no signal can be waited for, the process is ended by it.
            Ok(()) = tokio::signal::ctrl_c() => {}
        }
        Ok(())
    })
}

async fn accept(listener: TcpListener, site: Arc<Path>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let site = Arc::clone(&site);
                tokio::spawn(async move {
                    connection(stream, site).await;
                    drop(place);
                });
            }
            // Out of file descriptors, most likely: some will come back.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, site: Arc<Path>) {
    let service = service_fn(move |request| {
        let reply = answer(&site, &request);
        async move { Ok::<_, Infallible>(reply) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .serve_connection(TokioIo::new(stream), service);
    // How a connection ends is the browser's affair.
    drop(served.await);
}

fn answer<B>(site: &Path, request: &Request<B>) -> Response<Whole> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
    }
    // Another name that leads here is a page's way to read what is on the loopback.
    if !local(request.headers()) {
        return plain(
            StatusCode::MISDIRECTED_REQUEST,
            "ask 127.0.0.1 or localhost",
        );
    }
    let Some(path) = locate(site, request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "no such page");
    };
    match read(&path) {
        Ok(bytes) => {
            let mut reply = Response::new(Whole(Some(Bytes::from(bytes))));
            let kind = http::HeaderValue::from_static(kind(&path));
            reply.headers_mut().insert(header::CONTENT_TYPE, kind);
            let sniff = http::HeaderValue::from_static("nosniff");
            reply
                .headers_mut()
                .insert(header::X_CONTENT_TYPE_OPTIONS, sniff);
            let fresh = http::HeaderValue::from_static("no-cache");
            reply.headers_mut().insert(header::CACHE_CONTROL, fresh);
            reply
        }
        Err(_) => plain(StatusCode::NOT_FOUND, "no such page"),
    }
}

fn local(headers: &HeaderMap) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "127.0.0.1" || name == "localhost"
}

/// The file that an address's path names: always one within the site.
fn locate(site: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.strip_prefix('/')?);
    // What the site's files are called needs no escapes.
    if path.contains(['%', '\\', '\0']) {
        return None;
    }
    let within = |part: Component<'_>| matches!(part, Component::Normal(_));
    if !relative.components().all(within) {
        return None;
    }
    let file = site.join(relative);
    let file = if file.is_dir() {
        file.join("index.html")
    } else {
        file
    };
    // A link out of the site is none of its pages.
    let (file, site) = (file.canonicalize().ok()?, site.canonicalize().ok()?);
    file.starts_with(site).then_some(file)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(io::Error::other("no file of a board"));
    }
    std::fs::read(path)
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn plain(status: StatusCode, words: &'static str) -> Response<Whole> {
    let mut reply = Response::new(Whole(Some(Bytes::from_static(words.as_bytes()))));
    *reply.status_mut() = status;
    reply
}

/// A body that is all there.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(site: &Path, method: Method, path: &str, host: &str) -> StatusCode {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host)
            .body(())
            .unwrap();
        answer(site, &request).status()
    }

    #[test]
    fn only_the_sites_own_files_are_served() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("models")).unwrap();
        std::fs::write(site.join("index.html"), "home").unwrap();
        std::fs::write(site.join("models/a.html"), "a").unwrap();
        std::fs::write(folder.path().join("secret"), "s").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret"), site.join("out")).unwrap();
        let get = |path| asked(&site, Method::GET, path, "127.0.0.1:8000");
        assert_eq!(get("/"), StatusCode::OK);
        assert_eq!(get("/models/a.html"), StatusCode::OK);
        for path in [
            "/../secret",
            "/models/../../secret",
            "/%2e%2e/secret",
            "/out",
            "//secret",
            "/none",
            "/models",
        ] {
            assert_eq!(get(path), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(
            asked(&site, Method::POST, "/", "localhost"),
            StatusCode::METHOD_NOT_ALLOWED
        );
        assert_eq!(
            asked(&site, Method::GET, "/", "evil.example"),
            StatusCode::MISDIRECTED_REQUEST
        );
    }
}
