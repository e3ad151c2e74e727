//! Reads what `strace` saw, to tell whether every acknowledged write had reached the disk before its answer.

/// One answered write.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Seconds at which the request came.
    pub came: String,
    /// Seconds at which the answer left.
    pub left: String,
    /// Whether the disk was waited for in between.
    pub synced: bool,
}

/// The writes that were answered with 201, in a trace of a client that sends one request at a time.
///
/// A line is `<pid> <seconds> <call>`; a call that another thread interrupts ends in a `resumed` line.
#[must_use]
pub fn answered_writes(trace: &str) -> Vec<Answered> {
    let mut came: Option<String> = None;
    let mut synced = false;
    let mut answered = Vec::new();
    for line in trace.lines() {
        let mut words = line.split_whitespace();
        let (_pid, time) = (words.next(), words.next().unwrap_or_default());
        let call = line.split_once(time).map_or("", |(_, call)| call.trim_start());
        if call.contains("\"POST /") {
            came = Some(time.to_owned());
            synced = false;
        } else if finished_sync(call) {
            synced = true;
        } else if call.contains("\"HTTP/1.1 201") {
            answered.extend(came.take().map(|came| Answered { came, left: time.to_owned(), synced }));
        }
    }
    answered
}

fn finished_sync(call: &str) -> bool {
    let sync = call.starts_with("fdatasync(") || call.starts_with("fsync(");
    let resumed = call.starts_with("<... fdatasync resumed") || call.starts_with("<... fsync resumed");
    (sync || resumed) && call.ends_with("= 0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_before_the_disk_is_noticed() {
        let good = "1 10.1 recvfrom(9, \"POST /api/v1/org-units HTTP/1.1\"..., 8192, 0, NULL, NULL) = 300\n\
                    2 10.2 fdatasync(5 <unfinished ...>\n\
                    1 10.3 write(3, \"x\", 1) = 1\n\
                    2 10.4 <... fdatasync resumed>) = 0\n\
                    1 10.5 sendto(9, \"HTTP/1.1 201 Created\"..., 500, 0, NULL, 0) = 500\n";
        assert!(answered_writes(good).iter().all(|write| write.synced) && answered_writes(good).len() == 1);
        let bad: String =
            good.lines().filter(|line| !line.contains("resumed")).map(|line| format!("{line}\n")).collect();
        assert!(answered_writes(&bad).iter().all(|write| !write.synced) && answered_writes(&bad).len() == 1);
    }
}
