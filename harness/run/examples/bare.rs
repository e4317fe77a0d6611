//! The least a client can do: posts one fixed question over and over, reads each reply whole, and
//! keeps nothing. What `tribunal run` takes beyond this is what making, recording, storing and
//! judging items costs. ci/bench runs both against the same server.
//!
//! `cargo run --release -p tribunal-run --example bare -- URL REQUESTS IN_FLIGHT`

use std::cell::Cell;
use std::rc::Rc;

const BODY: &str = r#"{"model":"bench","messages":[{"role":"user","content":"Add up all the numbers in this list:\n\n[12, -7, 88, 31, -64, 5, 90, -3]\n\nFinish your reply with the sum, written as \\boxed{sum}."}]}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "give URL, REQUESTS and IN_FLIGHT";
    let mut args = std::env::args().skip(1);
    let url = args.next().ok_or(usage)?;
    let requests: u64 = args.next().ok_or(usage)?.parse()?;
    let in_flight: u64 = args.next().ok_or(usage)?.parse()?;
    // A provider for TLS must stand even where only http:// is asked.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .http1_only()
        .no_proxy()
        .pool_max_idle_per_host(4096)
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let left = Rc::new(Cell::new(requests));
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let lanes: Vec<_> = (0..in_flight)
            .map(|_| {
                let (client, url, left) = (client.clone(), url.clone(), Rc::clone(&left));
                tokio::task::spawn_local(async move {
                    while let Some(rest) = left.get().checked_sub(1) {
                        left.set(rest);
                        let request = client
                            .post(&url)
                            .header("content-type", "application/json")
                            .body(BODY);
                        request.send().await?.error_for_status()?.bytes().await?;
                    }
                    Ok::<(), reqwest::Error>(())
                })
            })
            .collect();
        for lane in lanes {
            lane.await??;
        }
        Ok(())
    })
}
