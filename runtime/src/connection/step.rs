//! Rust code as a step of a revision.

use std::any::type_name;
use std::sync::Arc;

use super::{BoxFuture, Connection};
use crate::error::Result;
use crate::operation::Run;
use crate::revision::{Operations, RunHandle};

/// An `async fn(&mut Connection) -> aludel::Result<()>`.
pub trait StepFn<'c>: Send + Sync + 'static {
    /// The future that the function returns.
    type Future: Future<Output = Result<()>> + Send + 'c;

    /// Calls the function.
    fn call(&self, db: &'c mut Connection) -> Self::Future;
}

impl<'c, F, R> StepFn<'c> for F
where
    F: Fn(&'c mut Connection) -> R + Send + Sync + 'static,
    R: Future<Output = Result<()>> + Send + 'c,
{
    type Future = R;

    fn call(&self, db: &'c mut Connection) -> R {
        self(db)
    }
}

type Code = Box<dyn for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<()>> + Send + Sync>;

impl Operations {
    /// Runs Rust code, inside the revision's transaction.
    ///
    /// The code cannot be printed by `sql`, and has no effect on the schema.
    pub fn run<F: for<'c> StepFn<'c>>(&mut self, step: F) -> RunHandle<'_> {
        let step = Arc::new(step);
        let code: Code = Box::new(move |db| {
            let step = Arc::clone(&step);
            Box::pin(async move { step.call(db).await })
        });
        self.push_run(Run::new(path(type_name::<F>()), code))
    }
}

/// The path of a function as its author knows it: without the module that `migrations!()` makes of the file.
fn path(name: &'static str) -> &'static str {
    let inner = name.split_once("::__aludel_revisions::").and_then(|(_, file)| file.split_once("::"));
    inner.map_or(name, |(_, path)| path)
}

impl Run {
    /// Calls the code with `db`.
    pub(crate) async fn call(&self, db: &mut Connection) -> Result<()> {
        let code = self.code::<Code>().expect("`Operations::run` makes every `Run`, with this type");
        code(db).await
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_function_is_called_as_its_file_calls_it() {
        assert_eq!(path("shop::__aludel_revisions::r_20261121_ae26::slugs"), "slugs");
        assert_eq!(path("shop::backfill::slugs"), "shop::backfill::slugs");
    }
}
