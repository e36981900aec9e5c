//! How this binary was started, so that the next command can be shown as it is to be typed.

use std::path::Path;

/// Set by `cargo aludel` to how it was called.
pub(crate) const COMMAND: &str = "ALUDEL_COMMAND";

/// The command line that runs `command`, as it is to be typed where this one was.
pub(crate) fn next(command: &str) -> String {
    if let Ok(called) = std::env::var(COMMAND) {
        return format!("{called} {command}");
    }
    let program = std::env::args().next().unwrap_or_default();
    let name = binary();
    // Set by `cargo run` for what it runs.
    let (Ok(package), Ok(folder)) = (std::env::var("CARGO_PKG_NAME"), std::env::var("CARGO_MANIFEST_DIR"))
    else {
        return format!("{program} {command}");
    };
    let inside = std::env::current_dir().is_ok_and(|here| here.starts_with(&folder));
    let package = if inside { String::new() } else { format!(" -p {package}") };
    format!("cargo run{package} --bin {name} -- {command}")
}

/// The name of this binary.
pub(crate) fn binary() -> String {
    let program = std::env::args().next().unwrap_or_default();
    let name = Path::new(&program).file_stem().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "migrations".into())
}
