//! What a reading process may use, so that one file cannot take the whole machine.
//!
//! On Unix the process limits itself first thing; on Windows the program puts it into a job object right after the start.
//! Elsewhere only the time is limited.

use std::process::Child;
use std::time::Duration;

const MEGABYTE: u64 = 1 << 20;
/// Enough for every small list, and for three of them side by side.
const BASE_MEMORY: u64 = 320 * MEGABYTE;
/// Old formats are held densely, packages unfold: a large file gets more.
const MEMORY_PER_BYTE: u64 = 24;
const MAX_MEMORY: u64 = 1536 * MEGABYTE;

/// Bytes of memory the reader of a file of this size may use.
pub(super) fn memory(size: u64) -> u64 {
    size.saturating_mul(MEMORY_PER_BYTE).saturating_add(BASE_MEMORY).min(MAX_MEMORY)
}

/// How long a reading process may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Without a word from it.
    pub(super) silence: Duration,
    /// In all.
    pub(super) total: Duration,
}

impl Patience {
    /// For a file of this size: a minute, and two seconds for every megabyte.
    pub(super) fn for_size(size: u64) -> Self {
        let total = Duration::from_secs(60 + 2 * (size / MEGABYTE));
        Self { silence: Duration::from_secs(20), total }
    }
}

/// Called by the reading process before it looks at anything. A limit the system refuses is none: the time still holds.
#[cfg(unix)]
pub(super) fn restrict_self(memory: u64, seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let hard = |most| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, hard(memory));
    // no image of a list of addresses is left behind
    let _ = setrlimit(Resource::Core, hard(0));
    let _ = setrlimit(Resource::Cpu, hard(seconds));
    // whoever waits for the answer is gone: so are we
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(unix))]
pub(super) fn restrict_self(_memory: u64, _seconds: u64) {}

/// Called by the program for a process it has just started.
#[cfg(windows)]
pub(super) fn restrict(child: &mut Child, memory: u64) {
    use process_control::{ChildExt as _, Control as _};
    let memory = usize::try_from(memory).unwrap_or(usize::MAX);
    // does not wait: puts the process into a job object, which lasts as long as the process
    let _ = child.controlled().memory_limit(memory).time_limit(Duration::ZERO).wait();
}

#[cfg(not(windows))]
pub(super) fn restrict(_child: &mut Child, _memory: u64) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_gets_little_and_no_file_gets_all() {
        assert_eq!(memory(741), 320 * MEGABYTE + 741 * 24);
        assert_eq!(memory(30 * MEGABYTE), 1040 * MEGABYTE);
        assert_eq!(memory(u64::MAX), MAX_MEMORY);
    }
}
