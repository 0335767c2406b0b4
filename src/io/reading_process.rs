//! Each list is read by a process of its own: a file that makes a library ask for half a terabyte, loop or abort costs that
//! file and not the run.
//!
//! The program starts itself with a hidden command, hands over the opened file as standard input and gets the cells through
//! standard output while they are read ([`super::wire`]). The process knows neither name nor folder of the file. Silence and
//! excess are answered by ending it.
//!
//! Short text lists are read in this process: no library with a memory of its own takes part, and what they need grows with
//! their size. Where no process can be started at all, the file is read here too, by the same code.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::cells::{Fault, Grid};
use super::limits::{self, Patience};
use super::{file_reader, wire};

/// The hidden command; nobody types it.
pub const COMMAND: &str = "__liste-lesen";

/// What all reading processes together may ask for; a file that may need more is read alone.
const ALL_MEMORY: u64 = 1280 << 20;

/// Who reads the files.
#[derive(Clone, Debug)]
pub struct Readers {
    program: Option<PathBuf>,
    memory: Arc<Budget>,
}

impl Readers {
    /// Everything in this process: for tests and measurements.
    pub fn here() -> Self {
        Self { program: None, memory: Arc::default() }
    }

    /// Each workbook in a process of this program, which answers to [`COMMAND`].
    pub fn processes_of(program: PathBuf) -> Self {
        Self { program: Some(program), memory: Arc::default() }
    }

    pub(super) fn program(&self) -> Option<&Path> {
        self.program.as_deref()
    }

    /// Reads a file of this size from where it stands. `None`: no process could be started, nothing has been read.
    pub(super) fn read(
        &self,
        program: &Path,
        file: File,
        size: u64,
        grid: &mut Grid,
    ) -> Option<Result<(), Fault>> {
        let memory = limits::memory(size);
        let _share = self.memory.take(memory);
        let patience = Patience::for_size(size);
        let mut command = Command::new(program);
        command
            .arg(COMMAND)
            .arg(memory.to_string())
            .arg(patience.total.as_secs().to_string())
            .arg(size.to_string())
            .stdin(Stdio::from(file));
        listen(command, memory, patience, grid)
    }
}

/// What a process answers to [`COMMAND`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Bytes of memory it may use.
    pub memory: u64,
    /// Seconds of computing it may use.
    pub seconds: u64,
    /// Size of the file in bytes.
    pub size: u64,
}

impl Request {
    /// The words after [`COMMAND`].
    pub fn parse(words: &[&str]) -> Option<Self> {
        let [memory, seconds, size] = words else { return None };
        Some(Self {
            memory: memory.parse().ok()?,
            seconds: seconds.parse().ok()?,
            size: size.parse().ok()?,
        })
    }
}

/// The reading process itself: limits itself, reads `input`, says what it finds. An error means that nobody listens.
pub fn answer(request: Request, mut input: impl Read, output: impl Write) -> Result<(), Fault> {
    limits::restrict_self(request.memory, request.seconds);
    let mut bytes = Vec::new();
    let size = usize::try_from(request.size).map_err(|_| Fault::TooLarge)?;
    bytes.try_reserve_exact(size.saturating_add(1)).map_err(|_| Fault::TooLarge)?;
    input.read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
    let mut sender = wire::Sender::new(output);
    let result = file_reader::read(&bytes, &mut sender);
    sender.end(result)
}

/// Starts the process and takes what it says; it has ended when this returns.
fn listen(
    mut command: Command,
    memory: u64,
    patience: Patience,
    grid: &mut Grid,
) -> Option<Result<(), Fault>> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    limits::restrict(&mut child, memory);
    let stdout = child.stdout.take();
    let watch = Watch::over(child);
    let result = std::thread::scope(|scope| {
        // without a watchman nothing ends a loop: better no answer than an endless one
        let watchman = std::thread::Builder::new().spawn_scoped(scope, || watch.keep(patience));
        let result = match (stdout, watchman) {
            (Some(stdout), Ok(_)) => wire::receive(stdout, grid, || watch.heard()),
            _ => Err(Fault::Crashed),
        };
        watch.dismiss();
        result
    });
    Some(match result {
        Err(Fault::Crashed) if watch.ran_out() => Err(Fault::TimedOut),
        result => result,
    })
}

/// A process and how long it has been silent.
struct Watch {
    child: Mutex<Child>,
    state: Mutex<WatchState>,
    changed: Condvar,
}

struct WatchState {
    begun: Instant,
    heard: Instant,
    dismissed: bool,
    ran_out: bool,
}

impl Watch {
    fn over(child: Child) -> Self {
        let now = Instant::now();
        let state = WatchState { begun: now, heard: now, dismissed: false, ran_out: false };
        Self { child: Mutex::new(child), state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Ends the process when patience does; returns when dismissed.
    fn keep(&self, patience: Patience) {
        let mut state = lock(&self.state);
        while !state.dismissed {
            let silent = patience.silence.saturating_sub(state.heard.elapsed());
            let left = patience.total.saturating_sub(state.begun.elapsed()).min(silent);
            if left.is_zero() {
                state.ran_out = true;
                drop(state);
                let _ = lock(&self.child).kill();
                return;
            }
            state =
                self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn heard(&self) {
        lock(&self.state).heard = Instant::now();
    }

    /// Ends the process, whatever it does, and the watch.
    fn dismiss(&self) {
        lock(&self.state).dismissed = true;
        self.changed.notify_all();
        let mut child = lock(&self.child);
        let _ = child.kill();
        let _ = child.wait();
    }

    fn ran_out(&self) -> bool {
        lock(&self.state).ran_out
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory lent to the reading processes that run side by side.
#[derive(Debug, Default)]
struct Budget {
    lent: Mutex<u64>,
    returned: Condvar,
}

impl Budget {
    /// Waits until so much is free.
    fn take(&self, memory: u64) -> Share<'_> {
        let memory = memory.min(ALL_MEMORY);
        let mut lent = lock(&self.lent);
        while lent.saturating_add(memory) > ALL_MEMORY {
            lent = self.returned.wait(lent).unwrap_or_else(PoisonError::into_inner);
        }
        *lent = lent.saturating_add(memory);
        Share { budget: self, memory }
    }
}

struct Share<'a> {
    budget: &'a Budget,
    memory: u64,
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut lent = lock(&self.budget.lent);
        *lent = lent.saturating_sub(self.memory);
        self.budget.returned.notify_all();
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Duration;

    use super::super::cells::Receiver as _;
    use super::*;
    use crate::table::{CellValue, Layout};

    const PATIENT: Patience =
        Patience { silence: Duration::from_secs(20), total: Duration::from_secs(20) };
    const HASTY: Patience =
        Patience { silence: Duration::from_millis(200), total: Duration::from_secs(20) };

    /// A process that does what a shell script says.
    fn heard_from(script: &str, patience: Patience) -> (Result<(), Fault>, usize, Duration) {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).stdin(Stdio::null());
        let mut grid = Grid::new("L.xlsx");
        let begun = Instant::now();
        let result = listen(command, 0, patience, &mut grid).unwrap();
        (result, grid.finish().1.len(), begun.elapsed())
    }

    #[test]
    fn a_process_that_dies_or_talks_nonsense_is_a_crash() {
        for script in ["exit 0", "exit 101", "kill -9 $$", "kill -ABRT $$", "echo Hilfe; sleep 60"]
        {
            let (result, _, took) = heard_from(script, PATIENT);
            assert_eq!(result, Err(Fault::Crashed), "{script}");
            assert!(took < Duration::from_secs(10), "{script}");
        }
    }

    #[test]
    fn a_process_that_is_silent_or_never_ends_is_ended() {
        for script in ["exec sleep 60", "while :; do :; done", "exec 1>&-; exec sleep 60"] {
            let (result, _, took) = heard_from(script, HASTY);
            assert!(
                matches!(result, Err(Fault::TimedOut | Fault::Crashed)),
                "{script}: {result:?}"
            );
            assert!(took < Duration::from_secs(10), "{script}");
        }
        assert_eq!(heard_from("exec sleep 60", HASTY).0, Err(Fault::TimedOut));
        // one that keeps talking is ended too, in the end
        let brief =
            Patience { silence: Duration::from_secs(20), total: Duration::from_millis(300) };
        // an empty chunk says nothing and is allowed
        let script = r"while :; do printf '\000\000\000\000'; done";
        assert_eq!(heard_from(script, brief).0, Err(Fault::TimedOut));
    }

    #[test]
    fn what_cannot_be_started_reads_nothing() {
        let command = Command::new("/nirgends/beschlusskontrolle");
        assert!(listen(command, 0, PATIENT, &mut Grid::new("L.xlsx")).is_none());
    }

    #[test]
    fn an_answer_counts_even_if_the_process_lingers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        let mut sender = wire::Sender::new(File::create(&path).unwrap());
        sender.sheet(Some("2024")).unwrap();
        sender.value((0, 0), CellValue::Bool(true)).unwrap();
        sender.layout(Layout::default()).unwrap();
        sender.end(Ok(())).unwrap();
        let script = format!("cat '{}'; exec sleep 60", path.display());
        let (result, sheets, took) = heard_from(&script, PATIENT);
        assert_eq!((result, sheets), (Ok(()), 1));
        assert!(took < Duration::from_secs(10));
    }

    #[test]
    fn memory_is_lent_to_one_large_file_or_several_small_ones() {
        let budget = Budget::default();
        let large = budget.take(u64::MAX);
        assert_eq!(large.memory, ALL_MEMORY);
        drop(large);
        let shares: Vec<_> = (0..3).map(|_| budget.take(limits::memory(1000))).collect();
        assert!(*lock(&budget.lent) <= ALL_MEMORY);
        drop(shares);
        assert_eq!(*lock(&budget.lent), 0);
    }
}
