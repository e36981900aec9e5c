//! What is written is read back: compiled by rustc, and recorded as the operations it was written from.

// Formatted by rustfmt's defaults, which are not this workspace's.
#[allow(unreachable_pub, missing_docs)]
#[rustfmt::skip]
mod golden;
mod sample;

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::operation::{DropTable, Run};
use crate::revision::Operations;

fn header() -> Header {
    Header {
        message: "everything, \"quoted\"\nand on two lines".into(),
        id: "a1b2c3d4e5f6".into(),
        revises: vec!["0819a425f7fd".into()],
        depends_on: Vec::new(),
        branch_labels: vec!["accounts".into()],
        created: "2026-11-20 21:18:00 UTC".into(),
        replaces: Vec::new(),
    }
}

/// The operations of the sample, and those that undo them as far as they can be undone.
fn both_ways() -> (Vec<Operation>, Vec<Operation>) {
    let (upgrade, mut downgrade) = (sample::operations(), Vec::new());
    let mut schema = sample::before();
    for operation in &upgrade {
        let before = schema.clone();
        operation.apply(&mut schema).unwrap_or_else(|error| panic!("{}: {error}", operation.describe()));
        let reversed = match operation {
            Operation::Execute(execute) => {
                execute.effect.iter().flat_map(|effect| effect.reverse(&before)).flatten().collect()
            }
            operation => operation.reverse(&before).expect("all but SQL is undone"),
        };
        downgrade.splice(0..0, reversed);
    }
    (upgrade, downgrade)
}

#[test]
fn writes_what_is_read_back() {
    let (upgrade, downgrade) = both_ways();
    let written = write(&header(), &upgrade, &downgrade, &sample::before()).expect("the sample applies");
    expect_test::expect_file!["golden.rs"].assert_eq(&written);
    for (direction, operations) in
        [(golden::upgrade as fn(&mut Operations), upgrade), (golden::downgrade, downgrade)]
    {
        let recorded = Operations::record(direction);
        assert_eq!(recorded.len(), operations.len());
        for (recorded, written) in recorded.iter().zip(&operations) {
            assert_eq!(recorded, written);
        }
    }
    assert_eq!(golden::REVISION.id, header().id);
}

#[test]
fn an_empty_revision_tells_what_to_write() {
    let header = Header { message: "fill".into(), id: "x".into(), ..Header::default() };
    let written = write(&header, &[], &[], &Schema::new()).expect("nothing fails to apply");
    expect_test::expect![[r#"
        //! fill
        use aludel::revision::*;

        pub const REVISION: Revision = Revision {
            id: "x",
            revises: &[],
            depends_on: &[],
            branch_labels: &[],
            created: "",
        };

        pub fn upgrade(_op: &mut Operations) {
            // Nothing to do. To fill it by hand, rename `_op` and write `op.execute("UPDATE …");`.
        }

        pub fn downgrade(_op: &mut Operations) {
            // Nothing to do. To fill it by hand, rename `_op` and write `op.execute("UPDATE …");`.
        }
    "#]]
    .assert_eq(&written);
}

#[test]
fn losses_stay_in_their_comments() {
    assert_eq!(one_line("a\nb\u{7f}"), "a\\nb\\u{7f}");
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let run = Run::new("backfill", ());
    let error = write(&header(), &[run.into()], &[], &Schema::new()).expect_err("code is not written");
    assert_eq!(error, SourceError::Code { name: "backfill".into() });
    let drop = DropTable { table: "t".into() };
    let error = write(&header(), &[drop.into()], &[], &Schema::new()).expect_err("there is no table");
    assert_eq!(error.to_string(), "cannot drop table `t`: there is no table `t`");
}

/// `text` as rustfmt leaves it, with its default settings.
fn rustfmt(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path", "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain");
    rustfmt.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("rustfmt reads");
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "rustfmt refuses:\n{text}");
    String::from_utf8(output.stdout).expect("rustfmt writes UTF-8")
}

#[test]
fn rustfmt_leaves_it_as_it_is() {
    let (upgrade, downgrade) = both_ways();
    let written = write(&header(), &upgrade, &downgrade, &sample::before()).expect("the sample applies");
    assert_eq!(written, rustfmt(&written));
}

/// Names of every length, because the layout turns on widths.
#[test]
fn rustfmt_leaves_names_of_any_length() {
    for few in [1, 3] {
        let mut written = String::from("pub fn upgrade(op: &mut Operations) {\n");
        for length in 1..=crate::schema::MAX_NAME_LENGTH {
            for operation in sample::of_length(length, few) {
                written += &statement::statement(&operation).expect("there is no code").statement(4);
            }
        }
        written += "}\n";
        assert_eq!(written, rustfmt(&written));
    }
}

#[test]
fn notes_stand_above_their_operations() {
    let upgrade = [Operation::from(DropTable { table: "users".into() })];
    let mut before = Schema::new();
    before.insert_table(crate::schema::Table::new("users"));
    let notes = [(0, "nobody\nreads them"), (7, "of another operation")];
    let written = write_with_notes(&header(), &upgrade, &[], &before, &notes).expect("it applies");
    let expected = "    // note: nobody\\nreads them\n    // loses data: all rows of `users` are lost\n    \
                    op.drop_table(\"users\");\n";
    assert!(written.contains(expected), "{written}");
    assert!(!written.contains("another"), "{written}");
}
