//! The executor against a driver that writes down what it is asked.

use std::any::Any;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::connection::{BatchError, BoxFuture, Driver, Holder, Row};
use crate::dialect::{Capabilities, Client, Dialect, DialectError, Plan, Step, Stopwatch, Verification};
use crate::introspection::{Introspection, Scope};
use crate::operation::Operation;
use crate::revision::{Direction, Entry, Operations, Revision, bigint, column, index, sql, table};
use crate::schema::{QualifiedName, Schema};

#[derive(Debug)]
struct Fake {
    transactional: bool,
    /// Whether a plan has something to verify.
    verifies: bool,
    /// Whether statements stand around the transaction.
    around: bool,
}

impl Dialect for Fake {
    fn name(&self) -> &'static str {
        "fake"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: self.transactional, schemas: false }
    }

    fn normalize(&self, schema: &Schema) -> Schema {
        schema.clone()
    }

    /// `execute` is a statement of its own, outside the transaction where it says `CONCURRENTLY`.
    fn plan<'a>(&self, _before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
        let mut plan = Plan {
            before_transaction: Vec::from_iter(self.around.then(|| Statement::new("before"))),
            verifications: Vec::from_iter(self.verifies.then(|| Verification {
                sql: "verify".into(),
                violation: "rows lose their parent".into(),
                script: None,
            })),
            after_transaction: Vec::from_iter(self.around.then(|| Statement::new("after"))),
            ..Plan::default()
        };
        for operation in operations {
            plan.starts.push(plan.steps.len());
            match operation {
                Operation::Execute(execute) => {
                    let sql = execute.sql.text("fake").expect("one text for all").to_owned();
                    let transactional = !sql.contains("CONCURRENTLY");
                    plan.steps.push(Statement { sql, transactional }.into());
                }
                Operation::Run(run) => plan.steps.push(Step::Run(run)),
                Operation::CreateTable(create) => plan.statement(format!("create {}", create.table.name)),
                Operation::AddColumn(add) => plan.statement(format!("add to {}", add.table)),
                Operation::RenameTable(rename) => plan.statement(format!("rename {}", rename.before)),
                Operation::CreateIndex(create) => plan.statement(format!("index {}", create.table)),
                other => panic!("no test has {other:?}"),
            }
        }
        Ok(plan)
    }

    fn quote(&self, name: &str) -> String {
        name.to_owned()
    }

    fn literal(&self, text: &str) -> String {
        format!("'{text}'")
    }

    fn is_missing_table(&self, _error: &DatabaseError) -> bool {
        false
    }

    fn is_lock_refused(&self, error: &DatabaseError) -> bool {
        matches!(error, DatabaseError::Refused { message, .. } if message == "locked")
    }

    fn limits(&self, _lock: Option<Duration>, _statement: Option<Duration>) -> Vec<String> {
        Vec::new()
    }

    fn stopwatch(&self, _sent: Duration, _number: u32) -> Stopwatch {
        Stopwatch { start: Some("sent"), elapsed_ms: "elapsed".into() }
    }

    fn client(&self) -> &'static dyn Client {
        panic!("no test writes a script")
    }
}

struct Tape {
    dialect: &'static Fake,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Tape {
    fn note(&self, call: &str) -> Result<(), DatabaseError> {
        let line = call.lines().next().unwrap_or_default();
        // Checksums and times are nobody's to foresee.
        let line =
            if line.starts_with("UPDATE") { line.split(" = ").next().unwrap_or_default() } else { line };
        self.calls.lock().expect("one thread").push(line.to_owned());
        match call.contains("fail") {
            true => Err(DatabaseError::Refused {
                message: "no".into(),
                code: None,
                position: Some(3),
                hint: None,
            }),
            false => Ok(()),
        }
    }
}

impl Driver for Tape {
    fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move { self.note(sql) })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            self.note(sql)?;
            let violated = self.calls.lock().expect("one thread").iter().any(|call| call == "orphan");
            Ok(if violated { vec![vec![Some("posts".into()), None]] } else { Vec::new() })
        })
    }

    fn batches<'a>(
        &'a mut self,
        batches: &'a [Batch<'a>],
        done: &'a mut (dyn FnMut() + Send),
    ) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(async move {
            self.note(&format!("{} together", batches.len())).expect("it is no failure");
            for batch in batches {
                self.batch(batch).await?;
                done();
            }
            Ok(())
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { self.note("BEGIN") })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { self.note("COMMIT") })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { self.note("ROLLBACK") })
    }

    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { Ok(()) })
    }

    fn introspect<'a>(&'a mut self, _: &'a Scope) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        Box::pin(async { Ok(Introspection::default()) })
    }

    fn canonicalize<'a>(
        &'a mut self,
        expected: &'a Schema,
        _: &'a Schema,
    ) -> BoxFuture<'a, Result<Schema, DatabaseError>> {
        Box::pin(async { Ok(expected.clone()) })
    }

    fn lock<'a>(
        &'a mut self,
        _key: &'a str,
        _note: &'a str,
    ) -> BoxFuture<'a, Result<Option<Holder>, DatabaseError>> {
        Box::pin(async { Ok(None) })
    }

    fn is_locked<'a>(&'a mut self, _key: &'a str) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(async { Ok(true) })
    }

    fn unlock<'a>(&'a mut self, _key: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async { Ok(()) })
    }

    fn definitions<'a>(
        &'a mut self,
        _names: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<String, DatabaseError>> {
        Box::pin(async { Ok(String::new()) })
    }

    fn sweep<'a>(&'a mut self, _sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async { Ok(()) })
    }

    fn blockers<'a>(
        &'a mut self,
        _tables: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(async { Ok(vec!["session 7 of ann".into()]) })
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }

    fn target(&self) -> String {
        "tape".into()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>> {
        Box::pin(async { Ok(()) })
    }
}

static REVISION: Revision = Revision {
    id: "a1",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

fn nothing(_: &mut Operations) {}

/// What the driver is asked when `upgrade` runs, and verifies its outcome, and what comes of it.
fn run(transactional: bool, upgrade: fn(&mut Operations)) -> (Vec<String>, Result<(), ExecutorError>) {
    run_on(Fake { transactional, verifies: true, around: true }, upgrade)
}

fn run_on(dialect: Fake, upgrade: fn(&mut Operations)) -> (Vec<String>, Result<(), ExecutorError>) {
    let (calls, _, outcome) = run_all(dialect, &[upgrade]);
    (calls, outcome.map(drop))
}

/// What the driver is asked when a revision each is made of `upgrades`, and who watches is told, and what comes of it.
fn run_all(
    dialect: Fake,
    upgrades: &[fn(&mut Operations)],
) -> (Vec<String>, Vec<String>, Result<usize, ExecutorError>) {
    let entry = |upgrade: &fn(&mut Operations)| -> &'static Entry {
        Box::leak(Box::new(Entry {
            revision: &REVISION,
            replaces: &[],
            upgrade: *upgrade,
            downgrade: nothing,
            file: "a1_first.rs",
            source: "//! first\n",
        }))
    };
    let dialect: &'static Fake = Box::leak(Box::new(dialect));
    let (calls, told) = (Arc::new(Mutex::new(Vec::new())), Mutex::new(Vec::new()));
    let mut connection = Connection::new(Tape { dialect, calls: Arc::clone(&calls) });
    let recorded: Vec<Recorded> =
        upgrades.iter().map(|upgrade| Recorded::new(entry(upgrade), Direction::Up)).collect();
    let mut schema = Schema::new();
    let prepare = |recorded| Prepared::new(dialect, recorded, &mut schema).expect("it plans");
    let prepared: Vec<Prepared<'_>> = recorded.iter().map(prepare).collect();
    let history = History::default();
    let listen = |event: &Event<'_>| {
        let line = match event {
            Event::RevisionStarted { number, total, .. } => format!("started {number} of {total}"),
            Event::StepsStarted { steps, number, .. } => format!("{} from {number}", steps.len()),
            Event::RevisionFinished { .. } => "finished".to_owned(),
            Event::LockRefused { .. } => "refused".to_owned(),
            other => panic!("no test has {other:?}"),
        };
        told.lock().expect("one thread").push(line);
    };
    let mut executor = Executor::new(&mut connection, &history, &listen);
    let outcome = {
        let future = pin!(executor.run_each(&prepared));
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome.map(|durations| durations.len()),
            Poll::Pending => panic!("the tape answers at once"),
        }
    };
    let calls = calls.lock().expect("one thread").clone();
    (calls, told.into_inner().expect("one thread"), outcome)
}

const HISTORY: &str = "INSERT INTO aludel_history (revision, sequence, message, checksum, applied_at, applied_by, \
                       duration_ms, tool_version, downgrade_checksum, row_checksum, journal, downgrade_sql)";

const JOURNAL: &str = "UPDATE aludel_history SET journal";
const ENDED: &str = "UPDATE aludel_history SET message";

async fn code(db: &mut Connection) -> crate::Result<()> {
    Ok(db.execute("code").await?)
}

#[test]
fn one_transaction_a_revision() {
    let (calls, outcome) = run(true, |op| {
        op.execute("one");
        op.run(code);
    });
    assert_eq!(calls, ["before", "BEGIN", "one", "code", "verify", HISTORY, "COMMIT", "after"]);
    outcome.expect("it succeeds");
}

#[test]
fn what_may_not_run_in_a_transaction_splits_it() {
    let (calls, outcome) = run(true, |op| {
        op.execute("one");
        op.execute("CONCURRENTLY");
        op.execute("two");
    });
    assert_eq!(
        calls,
        [
            "before",
            "BEGIN",
            "one",
            HISTORY,
            "COMMIT",
            "CONCURRENTLY",
            JOURNAL,
            "BEGIN",
            "two",
            "verify",
            ENDED,
            "COMMIT",
            "after"
        ]
    );
    outcome.expect("it succeeds");
}

#[test]
fn without_transactional_ddl_the_history_is_last() {
    let (calls, outcome) = run(false, |op| {
        op.execute("one");
        op.execute("two");
    });
    let one = ["BEGIN", HISTORY, "one", JOURNAL, "COMMIT"];
    let two = ["BEGIN", JOURNAL, "two", JOURNAL, "COMMIT"];
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    assert_eq!(calls, [&["before"][..], &one, &two, &["verify", ENDED, "after"]].concat());
    outcome.expect("it succeeds");
}

#[test]
fn the_row_goes_with_the_last_statements() {
    let upgrade = |op: &mut Operations| {
        op.execute("one");
        op.execute("two");
    };
    let (calls, outcome) = run_on(Fake { transactional: true, verifies: false, around: true }, upgrade);
    assert_eq!(calls, ["before", "BEGIN", "sent", "one", "two", HISTORY, "COMMIT", "after"]);
    outcome.expect("it succeeds");
    let (calls, outcome) = run_on(Fake { transactional: false, verifies: false, around: true }, upgrade);
    let one = ["BEGIN", HISTORY, "one", JOURNAL, "COMMIT"];
    let two = ["BEGIN", "sent", JOURNAL, "two", ENDED, "COMMIT"];
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    assert_eq!(calls, [&["before"][..], &one, &two, &["after"]].concat());
    outcome.expect("it succeeds");
}

#[test]
fn a_failure_is_rolled_back() {
    let (calls, outcome) = run(true, |op| {
        op.execute("one");
        op.execute("fail");
    });
    assert_eq!(calls, ["before", "BEGIN", "one", "fail", "ROLLBACK", "after"]);
    let error = outcome.expect_err("it fails");
    assert_eq!(
        error.to_string(),
        "upgrade of a1 (a1_first.rs) stopped at step 2 of 2, execute fail\n>   1 | fail\n      |   ^"
    );
    let hint = error.hint();
    assert!(hint.starts_with("nothing of it was kept"), "{hint}");
}

#[test]
fn a_failure_says_what_remains() {
    let kept = |transactional, upgrade| match run(transactional, upgrade).1 {
        Err(ExecutorError::Step(failed)) => failed.kept,
        other => panic!("it should fail at a step: {other:?}"),
    };
    let upgrade = |op: &mut Operations| {
        op.execute("one");
        op.execute("CONCURRENTLY");
        op.execute("two");
        op.execute("fail");
    };
    assert_eq!(kept(true, upgrade), ["one", "CONCURRENTLY"]);
    assert_eq!(kept(false, upgrade), ["one", "CONCURRENTLY", "two"]);
    assert_eq!(kept(true, |op| _ = op.execute("fail CONCURRENTLY")), [""; 0]);
}

#[test]
fn a_violation_is_rolled_back_with_its_rows() {
    let (calls, outcome) = run(true, |op| _ = op.execute("orphan"));
    assert_eq!(calls, ["before", "BEGIN", "orphan", "verify", "ROLLBACK", "after"]);
    assert_eq!(
        outcome.expect_err("it fails").to_string(),
        "upgrade of a1 (a1_first.rs) was refused: rows lose their parent\n  posts | null"
    );
}

const PLAIN: Fake = Fake { transactional: true, verifies: false, around: false };

fn parts(op: &mut Operations) {
    op.create_table(table("parts").with(column("id", bigint())));
}

fn items(op: &mut Operations) {
    op.create_table(table("items").with(column("id", bigint())));
}

fn label(op: &mut Operations) {
    op.add_column("items", column("label", bigint()).nullable());
    op.create_index(index("ix_items_label").on("items", ["label"]));
}

fn rows(op: &mut Operations) {
    op.execute("rows");
}

#[test]
fn what_touches_no_rows_goes_together() {
    let (calls, told, outcome) = run_all(PLAIN, &[items, label, rows, parts]);
    let expected = [
        &["2 together"][..],
        &["BEGIN", "sent", "create items", HISTORY, "COMMIT"],
        &["BEGIN", "sent", "add to items", "index items", HISTORY, "COMMIT"],
        &["BEGIN", "sent", "rows", HISTORY, "COMMIT"],
        &["BEGIN", "sent", "create parts", HISTORY, "COMMIT"],
    ];
    assert_eq!(calls, expected.concat());
    let expected = [
        ["started 1 of 4", "1 from 1", "finished"],
        ["started 2 of 4", "2 from 1", "finished"],
        ["started 3 of 4", "1 from 1", "finished"],
        ["started 4 of 4", "1 from 1", "finished"],
    ];
    assert_eq!(told, expected.concat());
    assert_eq!(outcome.expect("it succeeds"), 4);
}

#[test]
fn what_may_touch_rows_goes_alone() {
    let alone = |upgrades: &[fn(&mut Operations)]| {
        let (calls, _, outcome) = run_all(PLAIN, upgrades);
        outcome.expect("it succeeds");
        !calls.iter().any(|call| call.contains("together"))
    };
    assert!(alone(&[items, rows, label]), "the table may have rows by then");
    assert!(!alone(&[items, rows, parts, |op| op.add_column("items", column("n", bigint()).nullable())]));
    let computed: fn(&mut Operations) =
        |op| op.add_column("items", column("n", bigint()).default(sql("random()")));
    assert!(alone(&[items, rows, parts, computed]));
    // The table that has the name by then is not the one that was made.
    let renamed: fn(&mut Operations) = |op| {
        op.rename_table("parts", "bits");
        op.rename_table("items", "parts");
    };
    let of_parts: fn(&mut Operations) = |op| op.create_index(index("ix_parts_id").on("parts", ["id"]));
    let things: fn(&mut Operations) = |op| op.create_table(table("things").with(column("id", bigint())));
    assert!(alone(&[items, rows, parts, renamed, of_parts, things]));
    let (calls, ..) = run_all(Fake { transactional: false, ..PLAIN }, &[items, parts]);
    assert_eq!(calls[0], "BEGIN", "each step has its journal");
    let (calls, ..) = run_all(Fake { verifies: true, ..PLAIN }, &[items, parts]);
    assert_eq!(calls[0], "BEGIN", "what is verified is answered first");
}

#[test]
fn a_failure_among_those_that_go_together_keeps_those_before_it() {
    let fails: fn(&mut Operations) = |op| op.create_table(table("fail").with(column("id", bigint())));
    let (calls, told, outcome) = run_all(PLAIN, &[items, fails, parts]);
    let expected = [
        &["3 together"][..],
        &["BEGIN", "sent", "create items", HISTORY, "COMMIT"],
        &["BEGIN", "sent", "create fail", "ROLLBACK"],
    ];
    assert_eq!(calls, expected.concat());
    assert_eq!(told, ["started 1 of 3", "1 from 1", "finished", "started 2 of 3", "1 from 1"]);
    let error = outcome.expect_err("it fails");
    assert!(error.to_string().contains("stopped at step 1 of 1"), "{error}");
    assert!(error.hint().starts_with("nothing of it was kept"), "{}", error.hint());
}
