//! Reads along what `mops serve` would log at `RUST_LOG=trace`, while a canary is out.
//!
//! The process has one logger and many tests: records are read as long as somebody watches, whatever thread they come
//! from. Only the thread of the test itself is left out, because there the HTTP client logs what it sends.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex, Once};
use std::thread::ThreadId;

use api::logging::ProcessLog;
use env_logger::Target;
use log::LevelFilter;

use super::scan::Scanner;

static WATCHES: Mutex<Vec<Arc<Watch>>> = Mutex::new(Vec::new());
static INSTALLED: Once = Once::new();

#[derive(Debug)]
struct Watch {
    client: ThreadId,
    scanner: Arc<Scanner>,
    sources: Mutex<BTreeSet<String>>,
}

/// Ends the watch when it is dropped.
#[derive(Debug)]
pub(super) struct Watching(Arc<Watch>);

/// Where the process' logger writes: one call a record, on the thread that logs.
struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        let here = std::thread::current().id();
        let watches = WATCHES.lock().unwrap().clone();
        for watch in watches.iter().filter(|watch| watch.client != here) {
            watch.scanner.text("log", &line);
            // `[<instant> <level> <target>] <message>`
            let head = line.split(']').next().unwrap_or_default();
            let source = head.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
            watch.sources.lock().unwrap().insert(source);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Lets a scanner read every record from now on.
pub(super) fn watch(scanner: &Arc<Scanner>) -> Watching {
    INSTALLED.call_once(|| {
        let logger = ProcessLog::new("trace", Target::Pipe(Box::new(Sink)));
        log::set_boxed_logger(Box::new(logger)).expect("no other logger in this process");
    });
    let client = std::thread::current().id();
    let watch = Arc::new(Watch { client, scanner: Arc::clone(scanner), sources: Mutex::default() });
    let mut watches = WATCHES.lock().unwrap();
    watches.push(Arc::clone(&watch));
    log::set_max_level(LevelFilter::Trace);
    Watching(watch)
}

impl Watching {
    /// The level and target of every kind of record there was.
    pub(super) fn sources(&self) -> BTreeSet<String> {
        self.0.sources.lock().unwrap().clone()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut watches = WATCHES.lock().unwrap();
        watches.retain(|watch| !Arc::ptr_eq(watch, &self.0));
        if watches.is_empty() {
            log::set_max_level(LevelFilter::Off);
        }
    }
}
