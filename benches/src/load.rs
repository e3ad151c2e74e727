//! Load: so many connections that each send the next request when the answer to the last has come.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A request that is made anew for every number.
pub struct Operation {
    /// Its name in the report.
    pub name: &'static str,
    /// The status of a good answer.
    pub status: u16,
    /// Method, path and JSON body of the request with a number.
    pub request: Box<dyn Fn(u32) -> (&'static str, String, String) + Send + Sync>,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a run gave.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Answers.
    pub answers: u32,
    /// How long it took.
    pub took: Duration,
    /// How long each answer took, the quickest first.
    pub latencies: Vec<Duration>,
}

impl Outcome {
    /// The latency that so many of a hundred answers stayed within.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Duration {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).copied().unwrap_or_default()
    }
}

/// Runs an operation on so many connections for so long. `first` numbers the requests; it is counted on.
///
/// All connections share one thread: threads of the generator would take the server's cores from it and cool its
/// caches, and that would count as the server's time.
///
/// # Panics
/// When an answer has another status, or none comes.
#[must_use]
pub fn run(
    address: SocketAddr,
    token: &str,
    operation: &Operation,
    (connections, time): (usize, Duration),
    first: &AtomicU32,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    let started = Instant::now();
    let until = started + time;
    let workers = (0..connections).map(|_| worker(address, token, operation, until, first));
    let mut latencies = runtime.block_on(join_all(workers)).concat();
    let took = started.elapsed();
    latencies.sort_unstable();
    Outcome { answers: u32::try_from(latencies.len()).expect("a count"), took, latencies }
}

/// One connection: the next request when the answer to the last has come.
async fn worker(
    address: SocketAddr,
    token: &str,
    operation: &Operation,
    until: Instant,
    first: &AtomicU32,
) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let mut latencies = Vec::new();
    let mut bytes = Vec::with_capacity(65536);
    while Instant::now() < until {
        let (method, path, body) = (operation.request)(first.fetch_add(1, Ordering::Relaxed));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = Instant::now();
        stream.write_all(request.as_bytes()).await.expect("a request is sent");
        let (status, text) = answer(&mut stream, &mut bytes).await;
        latencies.push(sent.elapsed());
        assert_eq!(status, operation.status, "{}: {}", operation.name, String::from_utf8_lossy(text));
    }
    latencies
}

/// Reads one answer: its status and its body.
async fn answer<'a>(stream: &mut TcpStream, bytes: &'a mut Vec<u8>) -> (u16, &'a [u8]) {
    bytes.clear();
    let (status, from, until) = loop {
        let read = stream.read_buf(bytes).await.expect("an answer");
        assert!(read > 0, "the connection was closed");
        let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(bytes.get(..head).unwrap_or_default()).expect("headers");
        let length = text.lines().find_map(|line| {
            line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value)
        });
        let until = head + 4 + length.and_then(|length| length.trim().parse::<usize>().ok()).expect("a length");
        if bytes.len() >= until {
            break (text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), head + 4, until);
        }
    };
    (status, bytes.get(from..until).unwrap_or_default())
}
