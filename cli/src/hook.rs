//! The project's own commands around an upgrade, such as a backup.

use std::io;
use std::process::{Command, Stdio};

use crate::context::Context;
use crate::database::Database;
use crate::environment::Hook;
use crate::output::{self, FAINT, styled};
use crate::trouble::{Result, Trouble};

/// Whether anything is set for `hook`.
pub(crate) fn is_set(context: &Context, database: &Database, hook: Hook) -> bool {
    context.config.hook(database.environment.as_ref(), hook).is_some()
}

/// Runs what is set for `hook`, if anything is; it finds the URL in `DATABASE_URL`, the environment in `ALUDEL_ENV`.
///
/// # Errors
/// When the command fails.
pub(crate) fn run(context: &Context, database: &Database, hook: Hook) -> Result<()> {
    let environment = database.environment.as_ref();
    let Some(command) = context.config.hook(environment, hook) else { return Ok(()) };
    let name = hook.name();
    output::note(styled(FAINT, format!("running {name}")));
    let mut shell = match cfg!(windows) {
        true => Command::new("cmd"),
        false => Command::new("sh"),
    };
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]).current_dir(context.config.root());
    shell.env("DATABASE_URL", &database.url);
    shell.env("ALUDEL_ENV", environment.map_or("", |environment| &environment.name));
    // Standard output is for the result of this command.
    let status = shell.stdout(Stdio::from(io::stderr())).status();
    let status = status.map_err(|error| Trouble::caused(format!("`{name}` cannot be started"), &error))?;
    match (status.success(), hook) {
        (true, _) => Ok(()),
        (false, Hook::BeforeUpgrade) => {
            Err(Trouble::new(format!("`{name}` ended with {status}; nothing was applied"))
                .hint("`aludel.toml` has the command: mend what it says, and run `upgrade` again"))
        }
        (false, Hook::AfterUpgrade) => {
            Err(Trouble::new(format!("the revisions are applied, but `{name}` ended with {status}"))
                .hint("`aludel.toml` has the command: run it by hand"))
        }
    }
}
