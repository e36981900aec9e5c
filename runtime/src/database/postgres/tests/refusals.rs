//! What PostgreSQL cannot do, and what is said instead.

use expect_test::expect;

use super::refuse;
use crate::revision::*;

#[test]
fn types() {
    refuse(
        |op| op.create_table(table("t").with(column("c", integer_unsigned()))),
        &expect![[r#"
        postgres has no unsigned integer, which column `t.c` needs
        hint: use `i64`, or give the column a native type for postgres, such as `numeric(20)`
    "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", varbinary(16)))),
        &expect![[r#"
        postgres has no type for bytes with a length, which column `t.c` needs
        hint: leave the length out and check `octet_length(…) <= 16`, or give the column the native type `bytea` for postgres, which holds any number of bytes
    "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", array(array(text()))))),
        &expect![[r#"
        postgres has no array of arrays, which column `t.c` needs
        hint: declare one array: on postgres it holds values of any number of dimensions
    "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", varchar(0)))),
        &expect![[r#"
        postgres has no `varchar` of length 0, which column `t.c` needs
        hint: a length is from 1 to 10485760
    "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", decimal_of(2000, 1)))),
        &expect![[r#"
        postgres has no `numeric` of precision 2000, which column `t.c` needs
        hint: a precision is from 1 to 1000
    "#]],
    );
}

#[test]
fn names_of_tables_and_enums_are_one_space() {
    refuse(
        |op| {
            op.create_table(table("status").with(column("id", integer())));
            op.create_enum("status", ["new"]);
        },
        &expect![[r#"
        postgres has no table and enum of one name, which enum `status` needs
        hint: give one of them another name; or, if one goes and the other comes, make two revisions of it
    "#]],
    );
    refuse(
        |op| {
            op.create_enum("status", ["new"]);
            op.create_table(table("status").with(column("id", integer())));
        },
        &expect![[r#"
        postgres has no table and enum of one name, which table `status` needs
        hint: give one of them another name; or, if one goes and the other comes, make two revisions of it
    "#]],
    );
}

#[test]
fn foreign_keys_over_arrays_of_varchar() {
    refuse(
        |op| {
            let key = foreign_key("fk_t_up", ["up"]).references("t", ["c"]);
            let made = table("t").with(column("c", array(varchar(9)))).with(unique("uq_t_c", ["c"]));
            op.create_table(made.with(column("up", array(varchar(9))).nullable()).with(key));
        },
        &expect![[r#"
        postgres has no foreign key over an array of varchar, which constraint `fk_t_up` of table `t` needs
        hint: make the columns on both sides arrays of `text`
    "#]],
    );
}

#[test]
fn columns() {
    refuse(
        |op| op.create_table(table("t").with(column("c", integer()).computed("1"))),
        &expect![[r#"
        postgres has no column that is computed when read before version 18, which column `t.c` needs
        hint: compute it when it is written (`stored`), or in a view
    "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", tinyint()).identity())),
        &expect![[r#"
        postgres has no identity of type `tinyint`, which column `t.c` needs
        hint: identity goes with `i16`, `i32` and `i64`
    "#]],
    );
}

#[test]
fn indexes_and_options() {
    refuse(
        |op| {
            op.create_table(table("t").with(column("c", text())));
            op.create_index(index("ix").on("t", [key("c").prefix(10)]));
        },
        &expect![[r#"
            postgres has no index of a prefix, which index `ix` of table `t` needs
            hint: index the expression `left(…, 10)`
        "#]],
    );
    refuse(
        |op| op.create_table(table("t").with(column("c", text())).with_option("postgres", "engine", "x")),
        &expect![[r#"
            postgres has no table option `engine`, which table `t` needs
            hint: an option is a storage parameter such as `fillfactor`, or `tablespace` or `unlogged`
        "#]],
    );
}

#[test]
fn names() {
    const LONG: &str = "a_name_that_is_longer_than_the_sixty_three_bytes_which_postgres_keeps";
    refuse(
        |op| op.create_table(table(LONG)),
        &expect![[r#"
        postgres has no name of 69 bytes, which table `a_name_that_is_longer_than_the_sixty_three_bytes_which_postgres_keeps` needs
        hint: give it another name, of at most 63 bytes
    "#]],
    );
    refuse(
        |op| {
            op.create_table(table("t").with(column("c", text())));
            op.rename_column("t", "c", LONG);
        },
        &expect![[r#"
            postgres has no name of 69 bytes, which column `t.a_name_that_is_longer_than_the_sixty_three_bytes_which_postgres_keeps` needs
            hint: give it another name, of at most 63 bytes
        "#]],
    );
    refuse(
        |op| op.create_enum("e", [LONG]),
        &expect![[r#"
        postgres has no name of 69 bytes, which enum `e` needs
        hint: give it another name, of at most 63 bytes
    "#]],
    );
}
