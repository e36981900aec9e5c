//! The words of a revision file: `column`, `varchar`, `table`, `index`, `unique`, `set_type`, ….
//!
//! Every schema value and every operation can be said in them, and `source` says it.

mod change;
mod column;
mod constraint;
mod execute;
mod index;
mod table;
mod types;

pub use change::*;
pub use column::*;
pub use constraint::*;
pub use execute::*;
pub use index::*;
pub use table::*;
pub use types::*;

use crate::schema::{List, Text};

fn texts<T: Into<Text>>(names: impl IntoIterator<Item = T>) -> List<Text> {
    names.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::Operations;
    use crate::schema::Schema;

    #[test]
    fn a_revision_reads_as_designed() {
        fn upgrade(op: &mut Operations) {
            op.create_enum("user_status", ["active", "suspended"]);
            op.create_table(
                table("users")
                    .with(column("id", bigint()).identity())
                    .with(column("status", enumeration("user_status")).default("active"))
                    .with(column("age", integer()).default(7))
                    .with(primary_key("pk_users", ["id"]))
                    .with(check("ck_users_age", "age > 0")),
            );
            op.add_column("users", column("phone", varchar(20)).nullable());
            op.create_index(index("ix_users_phone").on("users", ["phone"]));
            op.create_index(
                index("ix_users_age").on("users", [key("age").desc(), expression("lower(phone)")]).unique(),
            );
            op.alter_column("users", "phone", [set_type(text()), set_not_null()]);
            op.rename_column("users", "age", "years");
            op.execute("DELETE FROM users").effect(|op| op.drop_index("users", "ix_users_phone"));
            op.run(backfill);
        }
        async fn backfill(_db: &mut Connection) -> crate::Result<()> {
            Ok(())
        }
        use crate::connection::Connection;

        let mut schema = Schema::new();
        for operation in Operations::record(upgrade) {
            let before = schema.clone();
            operation.apply(&mut schema).expect("applies");
            if let Ok(reversed) = operation.reverse(&before) {
                let mut back = schema.clone();
                reversed.iter().for_each(|operation| operation.apply(&mut back).expect("reverses"));
                assert_eq!(back, before, "{} is not undone", operation.describe());
            }
        }
        let users = &schema.tables[&"users".into()];
        assert_eq!(users.checks["ck_users_age"].expression, "years > 0");
        assert_eq!(users.column("phone").map(ToString::to_string).as_deref(), Some("text not null"));
        assert_eq!(users.indexes.len(), 1);
        assert_eq!(
            users.indexes["ix_users_age"].to_string(),
            "unique_index ix_users_age (years desc, \"lower(phone)\")"
        );
    }

    #[test]
    fn long_conventional_names_are_cut_and_hashed() {
        use crate::schema::text::{Key, conventional_name, render};
        let columns = [Text::Borrowed("a_column_with_a_rather_long_name"), Text::Borrowed("another_one")];
        let name = |table: &str| render(|out| conventional_name(out, "uq", table, Key::Columns(&columns)));
        let long = name("a_table_with_a_rather_long_name");
        assert_eq!(long.len(), 63);
        assert!(long.starts_with("uq_a_table_with_a_rather_long_name_a_column_with_a_rat"), "{long}");
        assert_eq!(name("t"), "uq_t_a_column_with_a_rather_long_name_another_one");
        assert_ne!(long, name("a_table_with_a_rather_long_namE"));
    }
}
