//! What keeps models from adding up.

use aludel::model::schema_of;
use aludel::{Columns, Enum, Table};

#[derive(Table)]
#[table(name = "users")]
struct User {
    id: i64,
}

#[derive(Table)]
#[table(name = "users")]
struct Member {
    id: i64,
}

#[derive(Columns)]
struct Mixin {
    id: i64,
    #[column(unique(name = "uq"))]
    other: i64,
}

#[derive(Table)]
struct Twice {
    id: i64,
    #[column(flatten)]
    mixin: Mixin,
    #[column(index(name = "uq"))]
    indexed: i64,
}

mod one {
    #[derive(aludel::Enum)]
    #[aludel(name = "same")]
    pub(super) enum Same {
        A,
    }
}

#[derive(Enum)]
#[aludel(name = "same")]
enum Same {
    A,
    B,
}

#[derive(Table)]
struct Uses {
    same: Same,
    other: one::Same,
}

fn said(models: Vec<aludel::model::Model>) -> String {
    let errors = schema_of(models, []).expect_err("the models do not add up").to_string();
    // Lines of this file may move.
    let mut text = String::new();
    let mut rest = errors.as_str();
    while let Some(at) = rest.find("errors.rs:") {
        text.push_str(&rest[..at + "errors.rs:".len()]);
        rest = rest[at + "errors.rs:".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    text + rest
}

#[test]
fn two_models_for_one_table() {
    assert_eq!(
        said(vec![User::model(), Member::model()]),
        "table `users` has two models: `all::derive::errors::Member` (tests/tests/all/derive/errors.rs:) and \
         `all::derive::errors::User` (tests/tests/all/derive/errors.rs:)"
    );
    assert!(Member::model().source.line > User::model().source.line && User::model().source.line > 5);
}

#[test]
fn one_column_and_one_name_twice() {
    assert_eq!(
        said(vec![Twice::model()]),
        "table `twice` has two columns `id`: fields `id` and `id` of `all::derive::errors::Twice` \
         (tests/tests/all/derive/errors.rs:)\ntable `twice` has two of the name `uq`: unique uq (other), and \
         index uq (indexed); name one of them, in `all::derive::errors::Twice` \
         (tests/tests/all/derive/errors.rs:)"
    );
}

#[test]
fn enums() {
    assert_eq!(
        said(vec![Uses::model()]),
        "column `uses.same` is of the enum `same`, which is not registered: derive `aludel::Enum` for it\ncolumn \
         `uses.other` is of the enum `same`, which is not registered: derive `aludel::Enum` for it"
    );
    let enums = aludel::model::build::inventory::iter::<aludel::model::RegisteredEnum>.into_iter();
    let errors = schema_of([Uses::model()], enums.map(|registered| registered.0())).expect_err("they differ");
    assert!(
        errors.to_string().starts_with("enum `same` has different values in `all::derive::errors::Same` ("),
        "{errors}"
    );
}

#[test]
fn no_model() {
    let none = schema_of([], []).expect("nothing adds up to nothing");
    assert!(none.schema.tables.is_empty());
    let message = aludel::model::ModelError::NoModel.to_string();
    assert!(message.contains("`use my_app as _;`"), "{message}");
}
