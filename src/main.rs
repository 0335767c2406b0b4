//! Reads the command line, lets a command do it, ends with its exit code.

use std::process::ExitCode;

use beschlusskontrolle::{cli, commands};

fn main() -> ExitCode {
    ExitCode::from(commands::run(cli::parse(std::env::args_os())))
}
