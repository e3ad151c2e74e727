//! Load: so many connections that each send the next request when the answer to the last has come.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

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
    let started = Instant::now();
    let workers = std::thread::scope(|scope| {
        let work = || {
            let mut stream = TcpStream::connect(address).expect("a connection");
            stream.set_nodelay(true).expect("no delay");
            let mut latencies = Vec::new();
            while started.elapsed() < time {
                let (method, path, body) = (operation.request)(first.fetch_add(1, Ordering::Relaxed));
                let request = format!(
                    "{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
                     Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                let sent = Instant::now();
                stream.write_all(request.as_bytes()).expect("a request is sent");
                let (status, text) = answer(&mut stream);
                latencies.push(sent.elapsed());
                assert_eq!(status, operation.status, "{}: {text}", operation.name);
            }
            latencies
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a worker ends well")).collect::<Vec<_>>()
    });
    let took = started.elapsed();
    let mut latencies = workers.concat();
    latencies.sort_unstable();
    Outcome { answers: u32::try_from(latencies.len()).expect("a count"), took, latencies }
}

/// Reads one answer: its status and its body.
fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::with_capacity(4096);
    let mut part = [0_u8; 16384];
    loop {
        let read = stream.read(&mut part).expect("an answer");
        assert!(read > 0, "the connection was closed");
        bytes.extend_from_slice(part.get(..read).unwrap_or_default());
        let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(bytes.get(..head).unwrap_or_default()).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.and_then(|length| length.trim().parse().ok()).expect("a length");
        if bytes.len() >= head + 4 + length {
            let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
            return (status, String::from_utf8_lossy(bytes.get(head + 4..).unwrap_or_default()).into_owned());
        }
    }
}
