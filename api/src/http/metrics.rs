//! Counters for `/metrics`: requests by operation and status, their duration, the sealer's lag. Never an id.

use prometheus::{Encoder as _, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

/// The service's counters.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Option<IntCounterVec>,
    seconds: Option<HistogramVec>,
    /// Journal rows that wait for their seal.
    pub unsealed: Option<IntGauge>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Counters at zero. A counter that cannot be registered is left out, and the service works without it.
    #[must_use]
    pub fn new() -> Self {
        let registry = Registry::new();
        let requests =
            IntCounterVec::new(Opts::new("mops_http_requests_total", "Answered requests"), &["operation", "status"]);
        let buckets = vec![0.001, 0.005, 0.02, 0.1, 0.5, 2.0];
        let options = HistogramOpts::new("mops_http_request_seconds", "Time to the answer").buckets(buckets);
        let seconds = HistogramVec::new(options, &["operation"]);
        let unsealed = IntGauge::new("mops_journal_unsealed", "Journal rows that wait for their seal");
        let keep = |collector: Box<dyn prometheus::core::Collector>| registry.register(collector).is_ok();
        Self {
            requests: requests.ok().filter(|c| keep(Box::new(c.clone()))),
            seconds: seconds.ok().filter(|c| keep(Box::new(c.clone()))),
            unsealed: unsealed.ok().filter(|c| keep(Box::new(c.clone()))),
            registry,
        }
    }

    /// Counts an answer.
    pub fn answered(&self, operation: &str, status: u16, took: std::time::Duration) {
        if let Some(requests) = &self.requests {
            requests.with_label_values(&[operation, &status.to_string()]).inc();
        }
        if let Some(seconds) = &self.seconds {
            seconds.with_label_values(&[operation]).observe(took.as_secs_f64());
        }
    }

    /// The counters in Prometheus' text format.
    #[must_use]
    pub fn text(&self) -> String {
        let mut buffer = Vec::new();
        if let Err(error) = TextEncoder::new().encode(&self.registry.gather(), &mut buffer) {
            log::error!("metrics cannot be shown: {error}");
        }
        String::from_utf8_lossy(&buffer).into_owned()
    }
}
