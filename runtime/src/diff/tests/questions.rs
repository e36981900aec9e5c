//! Questions: how they are put, and the ways to answer them.

use super::users;
use crate::diff::{Answers, Flag, Question, diff};
use crate::revision::*;

fn questions(case: super::Case) -> Vec<Question> {
    diff(&case.before, &case.after, &case.answers).questions
}

#[test]
fn each_names_its_flags() {
    let rename = questions(users(|t| t.with(column("tel", text())), |t| t.with(column("phone", text()))));
    assert_eq!(rename[0].flags(), ["--rename users.tel=phone", "--drop users.tel"]);
    assert_eq!(rename[0].attribute().as_deref(), Some("renamed_from = \"tel\""));
    let fill = questions(users(|t| t, |t| t.with(column("a", text()))));
    assert_eq!(fill[0].flags(), ["--fill users.a=EXPRESSION"]);
    let using = questions(users(|t| t.with(column("a", text())), |t| t.with(column("a", integer()))));
    assert_eq!(using[0].flags(), ["--using users.a=EXPRESSION"]);
    let replace = super::case(
        |op| {
            op.create_enum("e", ["a", "b c", "d"]);
            op.create_table(table("t").with(column("e", enumeration("e"))));
        },
        |op| {
            op.create_enum("e", ["a", "b c"]);
            op.create_table(table("t").with(column("e", enumeration("e"))));
        },
    );
    assert_eq!(questions(replace)[0].flags(), ["--replace e.d=a", "--replace 'e.d=b c'", "--drop e.d"]);
}

#[test]
fn all_are_asked_at_once_but_renames_come_first() {
    let both = users(
        |t| t.with(column("tel", text())).with(column("a", text())),
        |t| t.with(column("phone", text())).with(column("a", integer())).with(column("n", uuid())),
    );
    assert_eq!(questions(both).len(), 1);
    let later =
        users(|t| t.with(column("a", text())), |t| t.with(column("a", integer())).with(column("n", uuid())));
    assert_eq!(questions(later).len(), 2);
}

#[test]
fn an_answer_that_nothing_asks_for_is_told() {
    let mut case = users(|t| t, |t| t.with(column("a", text()).nullable()));
    for (flag, text) in [
        (Flag::Rename, "users.x=y"),
        (Flag::Drop, "users.x"),
        (Flag::Fill, "users.a=it's 1"),
        (Flag::Using, "users.a=1"),
    ] {
        case.answers.read(flag, text).expect("it can be read");
    }
    let found = diff(&case.before, &case.after, &case.answers);
    assert_eq!(
        found.unused,
        ["--rename users.x=y", "--drop users.x", "--fill 'users.a=it'\\''s 1'", "--using users.a=1"]
    );
}

#[test]
fn a_flag_without_its_value_is_refused() {
    let error = Answers::default().read(Flag::Fill, "users.a").expect_err("there is no value");
    assert_eq!(error.to_string(), "`--fill users.a` lacks its `=`: write `--fill TABLE.COLUMN=EXPRESSION`");
}
