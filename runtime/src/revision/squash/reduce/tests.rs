//! What reduces to what; each case is replayed by `squash::tests` besides.

use super::reduce;
use crate::operation::Operation;
use crate::revision::{
    ConstraintKind, Operations, Revision, add_value, bigint, boolean, check, column, drop_default,
    drop_not_null, enumeration, foreign_key, index, integer, primary_key, rename_value, replace_value,
    sample, set_comment, set_default, set_identity, set_not_null, set_table_comment, set_type,
    set_type_using, table, text, unique, varchar,
};
use crate::schema::{Identity, Schema};

const REVISION: Revision =
    Revision { id: "a1", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };

/// The operations that `record` writes.
fn list(record: fn(&mut Operations)) -> Vec<Operation> {
    sample::with(REVISION, record, |_| {}).operations(crate::revision::Direction::Up)
}

/// What the cases start from.
fn existing(op: &mut Operations) {
    op.create_enum("mood", ["good", "bad"]);
    op.create_table(
        table("users")
            .with(column("id", bigint()))
            .with(column("name", varchar(20)))
            .with(column("age", integer()).nullable())
            .with(primary_key("pk_users", ["id"])),
    );
    op.create_table(table("notes").with(column("id", bigint())).with(primary_key("pk_notes", ["id"])));
}

#[track_caller]
fn assert_reduces(before: fn(&mut Operations), after: fn(&mut Operations)) {
    let (operations, expected) = (list(before), list(after));
    let reduced = reduce(operations.clone());
    assert_eq!(reduced, expected);
    let replay = |operations: &[Operation]| {
        let mut schema = Schema::new();
        let start = list(existing);
        start.iter().chain(operations).try_for_each(|operation| operation.apply(&mut schema)).map(|()| schema)
    };
    assert_eq!(
        replay(&operations).expect("the case applies"),
        replay(&reduced).expect("so does what is left")
    );
    assert_eq!(reduce(reduced.clone()), reduced, "there is more to reduce");
}

#[track_caller]
fn assert_stays(operations: fn(&mut Operations)) {
    assert_reduces(operations, operations);
}

#[test]
fn a_new_table_takes_in_what_is_done_to_it() {
    assert_reduces(
        |op| {
            op.create_table(table("posts").with(column("id", integer())).with(column("old", text())));
            op.add_column("posts", column("title", varchar(50)));
            op.create_table(table("tags").with(column("id", integer())));
            op.alter_column("posts", "title", [set_type(text()), set_default("none")]);
            op.add_constraint("posts", primary_key("pk_posts", ["id"]));
            op.add_constraint("posts", unique("uq_posts_title", ["title"]));
            op.alter_table("posts", [set_table_comment("what they wrote")]);
            op.drop_column("posts", "old");
            op.add_column("posts", column("body", text()).nullable());
            op.fill("posts", "body", "''");
            op.alter_column("posts", "body", [set_not_null()]);
            op.rename_constraint("posts", ConstraintKind::Unique, "uq_posts_title", "uq_title");
        },
        |op| {
            op.create_table(
                table("posts")
                    .with(column("id", integer()))
                    .with(column("title", text()).default("none"))
                    .with(column("body", text()))
                    .with(primary_key("pk_posts", ["id"]))
                    .with(unique("uq_title", ["title"]))
                    .comment("what they wrote"),
            );
            op.create_table(table("tags").with(column("id", integer())));
        },
    );
}

#[test]
fn what_is_made_and_dropped_vanishes() {
    assert_reduces(
        |op| {
            op.create_table(table("posts").with(column("id", integer())));
            op.add_column("users", column("phone", text()).nullable());
            op.create_index(index("ix_posts_id").on("posts", ["id"]));
            op.create_index(index("ix_users_phone").on("users", ["phone"]));
            op.fill("users", "phone", "'none'");
            op.create_enum("level", ["low"]);
            op.add_constraint("users", check("ck_users_age", "age > 0"));
            op.drop_table("posts");
            op.drop_index("users", "ix_users_phone");
            op.alter_enum("level", [add_value("high")]);
            op.drop_column("users", "phone");
            op.drop_constraint("users", ConstraintKind::Check, "ck_users_age");
            op.drop_enum("level");
        },
        |_| {},
    );
}

#[test]
fn the_last_change_of_a_column_counts_where_rows_get_the_same() {
    assert_reduces(
        |op| {
            op.alter_column("users", "name", [set_type(varchar(50)), set_default("a")]);
            op.alter_column("users", "age", [set_comment("in years")]);
            op.alter_column("users", "name", [set_type(text()), set_default("b"), drop_not_null()]);
            op.alter_column("users", "name", [drop_default()]);
        },
        |op| {
            op.alter_column("users", "name", [set_type(text()), drop_not_null(), drop_default()]);
            op.alter_column("users", "age", [set_comment("in years")]);
        },
    );
    assert_reduces(
        |op| {
            op.alter_column("users", "name", [set_type(varchar(15))]);
            op.alter_column("users", "name", [set_type(varchar(10))]);
        },
        |op| op.alter_column("users", "name", [set_type(varchar(10))]),
    );
    // A cast by an expression, one to another kind, and numbers that the database gave would be lost.
    assert_stays(|op| {
        op.alter_column("users", "age", [set_type_using(text(), "age || ' years'")]);
        op.alter_column("users", "age", [set_type(varchar(50))]);
    });
    assert_stays(|op| {
        op.alter_column("users", "age", [set_type(boolean())]);
        op.alter_column("users", "age", [set_type(text())]);
    });
    assert_stays(|op| {
        op.alter_column("users", "id", [set_identity(Identity::ByDefault)]);
        op.alter_column("users", "id", [set_comment("numbered")]);
    });
}

#[test]
fn a_new_column_keeps_what_rows_need() {
    assert_reduces(
        |op| {
            op.add_column("users", column("phone", varchar(20)).nullable());
            op.alter_column("users", "phone", [set_type(text()), set_comment("any")]);
            op.add_column("users", column("rank", integer()).default(1));
            op.alter_column("users", "rank", [set_type(bigint()), drop_not_null()]);
        },
        |op| {
            op.add_column("users", column("phone", text()).nullable().comment("any"));
            op.add_column("users", column("rank", bigint()).default(1).nullable());
        },
    );
    assert_stays(|op| {
        op.add_column("users", column("phone", text()).nullable());
        op.fill("users", "phone", "'none'");
        op.alter_column("users", "phone", [set_not_null()]);
    });
    assert_stays(|op| {
        op.add_column("users", column("rank", integer()).default(1));
        op.alter_column("users", "rank", [drop_default()]);
    });
    assert_stays(|op| {
        op.drop_column("users", "age");
        op.add_column("users", column("age", integer()).nullable());
    });
    assert_stays(|op| {
        op.drop_table("notes");
        op.create_table(table("notes").with(column("id", bigint())).with(primary_key("pk_notes", ["id"])));
    });
}

#[test]
fn chains_of_renames_collapse() {
    assert_reduces(
        |op| {
            op.rename_table("users", "people");
            op.rename_column("people", "name", "title");
            op.add_column("people", column("phone", text()).nullable());
            op.rename_table("people", "members");
            op.rename_column("members", "title", "label");
            op.rename_column("members", "phone", "tel");
            op.alter_column("members", "tel", [set_comment("any")]);
        },
        |op| {
            op.rename_table("users", "members");
            op.rename_column("members", "name", "label");
            op.add_column("members", column("tel", text()).nullable().comment("any"));
        },
    );
    assert_reduces(
        |op| {
            op.rename_table("users", "people");
            op.rename_column("people", "name", "title");
            op.create_index(index("ix_people_title").on("people", ["title"]));
            op.rename_column("people", "title", "name");
            op.rename_table("people", "users");
            op.rename_index("users", "ix_people_title", "ix_users_name");
            op.rename_enum("mood", "temper");
            op.rename_enum("temper", "mood");
        },
        |op| op.create_index(index("ix_users_name").on("users", ["name"])),
    );
    assert_reduces(
        |op| {
            op.rename_column("users", "age", "years");
            op.drop_column("users", "years");
            op.rename_table("notes", "memos");
            op.drop_table("memos");
        },
        |op| {
            op.drop_column("users", "age");
            op.drop_table("notes");
        },
    );
}

#[test]
fn what_is_made_has_its_last_name_from_the_start() {
    assert_reduces(
        |op| {
            op.create_enum("level", ["low"]);
            op.create_table(
                table("posts").with(column("id", bigint())).with(column("level", enumeration("level"))),
            );
            op.add_constraint("posts", primary_key("pk_posts", ["id"]));
            op.create_table(
                table("tags")
                    .with(column("post", bigint()))
                    .with(foreign_key("fk_tags", ["post"]).references("posts", ["id"])),
            );
            op.create_index(index("ix_posts_level").on("posts", ["level"]));
            op.rename_table("posts", "articles");
            op.rename_column("articles", "id", "number");
            op.rename_enum("level", "rank");
        },
        |op| {
            op.create_enum("rank", ["low"]);
            op.create_table(
                table("articles")
                    .with(column("number", bigint()))
                    .with(column("level", enumeration("rank")))
                    .with(primary_key("pk_posts", ["number"])),
            );
            op.create_table(
                table("tags")
                    .with(column("post", bigint()))
                    .with(foreign_key("fk_tags", ["post"]).references("articles", ["number"])),
            );
            op.create_index(index("ix_posts_level").on("articles", ["level"]));
        },
    );
    // The name is taken until the table before is gone.
    assert_stays(|op| {
        op.create_table(table("posts").with(column("id", bigint())));
        op.drop_table("notes");
        op.rename_table("posts", "notes");
    });
}

#[test]
fn enums_come_first_and_take_in_new_values() {
    assert_reduces(
        |op| {
            op.create_table(table("posts").with(column("id", bigint())).with(column("level", varchar(9))));
            op.create_enum("level", ["low"]);
            op.alter_column("posts", "level", [set_type(enumeration("level"))]);
            op.alter_enum("level", [add_value("high")]);
        },
        |op| {
            op.create_enum("level", ["low", "high"]);
            op.create_table(
                table("posts").with(column("id", bigint())).with(column("level", enumeration("level"))),
            );
        },
    );
    assert_reduces(
        |op| {
            op.alter_enum("mood", [add_value("fine")]);
            op.alter_enum("mood", [rename_value("fine", "great")]);
        },
        |op| op.alter_enum("mood", [add_value("fine"), rename_value("fine", "great")]),
    );
    // A default may be the value that goes.
    assert_stays(|op| {
        op.alter_enum("mood", [add_value("fine")]);
        op.add_column("users", column("mood", enumeration("mood")).default("good"));
        op.alter_enum("mood", [replace_value("good", "fine")]);
    });
}

#[test]
fn a_dropped_table_needs_no_changes_before() {
    assert_reduces(
        |op| {
            op.add_column("notes", column("words", text()).nullable());
            op.fill("notes", "words", "''");
            op.create_index(index("ix_notes_words").on("notes", ["words"]));
            op.add_column("users", column("phone", text()).nullable());
            op.rename_column("notes", "words", "lines");
            op.drop_table("notes");
        },
        |op| {
            op.add_column("users", column("phone", text()).nullable());
            op.drop_table("notes");
        },
    );
    // The enum can be dropped only because the column is gone by then.
    assert_stays(|op| {
        op.alter_column("users", "age", [set_type_using(enumeration("mood"), "NULL")]);
        op.alter_column("users", "age", [set_type_using(text(), "'x'")]);
        op.drop_enum("mood");
        op.drop_table("users");
    });
}

#[test]
fn nothing_is_dropped_before_what_hangs_on_it() {
    assert_stays(|op| {
        op.rename_column("users", "id", "number");
        op.drop_constraint("users", ConstraintKind::PrimaryKey, "pk_users");
        op.drop_column("users", "number");
    });
    assert_stays(|op| {
        op.rename_enum("mood", "temper");
        op.drop_column("users", "age");
        op.drop_enum("temper");
    });
    assert_stays(|op| {
        op.alter_column("users", "name", [drop_not_null()]);
        op.drop_constraint("users", ConstraintKind::PrimaryKey, "pk_users");
        op.alter_column("users", "name", [set_type(text())]);
    });
}

#[test]
fn long_lists_take_a_step_an_operation() {
    // Ten thousand columns on a thousand tables, each changed: folding by pairs would take a hundred million steps.
    let mut operations = Operations::new();
    for number in 0..1_000 {
        operations.create_table(table(format!("t{number}")).with(column("id", bigint())));
    }
    for number in 0..10_000 {
        let (table, name) = (format!("t{}", number % 1_000), format!("c{number}"));
        operations.add_column(&*table.clone().leak(), column(name.clone(), integer()));
        operations.alter_column(&*table.leak(), name, [set_type(bigint())]);
    }
    let reduced = reduce(operations.list().to_vec());
    assert_eq!(reduced.len(), 1_000);
}
