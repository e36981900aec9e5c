//! Names that need quotes, are long, or look like something else.

use super::*;

/// The table `name` with a column `x` that is in nothing.
fn plain(name: &'static str, x: &'static str) -> Table {
    table(super::name(name))
        .with(column("id", bigint()).identity())
        .with(column(x, bigint()).default(1))
        .with(column("n", integer()).default(1))
        .with(primary_key(format!("pk {name}"), ["id"]))
        .with(unique(format!("uq {name}"), [x]))
}

/// A case in which a table and column of the given names get everything else that carries a name.
fn names(case_name: &'static str, name: &'static str, x: &'static str) {
    case(case_name)
        .before(|op| op.create_table(plain(name, x)))
        .after(|op| {
            op.create_table(
                plain(name, x)
                    .with(column(format!("{x}2"), integer()).nullable().comment("a comment"))
                    .with(unique(format!("uq {x}"), [x, "id"]))
                    .with(check(format!("ck {x}"), "n > 0"))
                    .with(foreign_key(format!("fk {x}"), [x]).references(super::name(name), ["id"])),
            );
            op.create_index(index(format!("ix {x}")).on(super::name(name), [key(x).desc()]));
        })
        .check();
}

#[test]
fn reserved() {
    names("names/reserved", "order", "group");
}

#[test]
fn reserved_everywhere() {
    names("names/reserved_everywhere", "user", "select");
}

#[test]
fn mixed_case() {
    names("names/mixed_case", "UserAccounts", "firstName");
}

#[test]
fn with_spaces() {
    names("names/with_spaces", "user accounts", "first name");
}

#[test]
fn with_dots() {
    names("names/with_dots", "a.b", "c.d");
}

#[test]
fn with_quotes() {
    names("names/with_quotes", "it's \"so\" `here`", "a'b\"c`d");
}

#[test]
fn with_signs() {
    names("names/with_signs", "100%_$1_?_:x_@y_#", "a/b-c+d;--e");
}

#[test]
fn beyond_ascii() {
    names("names/beyond_ascii", "größe_尺寸", "œuvre_имя");
}

#[test]
fn with_a_backslash() {
    names("names/with_a_backslash", "a\\b", "c\\d");
}

#[test]
fn that_begin_with_a_digit() {
    names("names/that_begin_with_a_digit", "2fa", "1st");
}

#[test]
fn long() {
    let table = "a_table_that_has_a_name_of_sixty_characters_exactly_so_it_is_";
    names("names/long", table, "a_column_that_has_a_name_of_sixty_characters_just_about_so_");
}

#[test]
fn renamed_from_plain_to_quoted() {
    alters("names/renamed_from_plain_to_quoted", column("x", integer()), column("Weird \"name\"", integer()))
        .answer(Flag::Rename, "things.x=Weird \"name\"")
        .rows("INSERT INTO things (id, x) VALUES (1, 7)")
        .finds("SELECT id FROM things", &["1"])
        .finds_again("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn enum_of_a_reserved_name() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        op.create_enum(name("Order By"), values.iter().copied());
        op.create_table(things().with(column("Kind", enumeration(name("Order By"))).default("asc")));
    }
    case("names/enum_of_a_reserved_name")
        .before(|op| tables(op, &["asc", "desc", "none"]))
        .after(|op| tables(op, &["none", "asc"]))
        .answer(Flag::Replace, "Order By.desc=none")
        .rows("INSERT INTO things (id) VALUES (1)")
        .check();
}
