//! `renamed_from`, on everything that takes it.

use super::models;

models! {
    field in "renames"
    before {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, unique, index)]
            tel: String,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, unique, index, renamed_from = "tel")]
            phone: String,
        }
    }
    .rows("INSERT INTO users (id, tel) VALUES (1, '2')")
    .finds("SELECT phone FROM users", &["2"])
    .finds_again("SELECT tel FROM users", &["2"])
    .check()
}

models! {
    field_with_type_and_nullability in "renames"
    before {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20)]
            tel: String,
            years: i16,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key)]
            id: i64,
            #[column(renamed_from = "tel")]
            phone: Option<String>,
            #[column(renamed_from = "years")]
            age: Option<i64>,
        }
    }
    .rows("INSERT INTO users (id, tel, years) VALUES (1, '2', 3)")
    .finds("SELECT phone, age FROM users", &["2|3"])
    .finds_again("SELECT tel, years FROM users", &["2|3"])
    .check()
}

models! {
    table in "renames"
    before {
        #[derive(Table)]
        #[table(name = "users", check("id > 0"))]
        struct User {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, unique, index)]
            phone: Option<String>,
        }
        #[derive(Table)]
        #[table(name = "letters")]
        struct Letter {
            #[column(primary_key)]
            id: i64,
            #[column(references(User::id, on_delete = cascade))]
            user_id: i64,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "people", renamed_from = "users", check("id > 0"))]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, unique, index)]
            phone: Option<String>,
        }
        #[derive(Table)]
        #[table(name = "letters")]
        struct Letter {
            #[column(primary_key)]
            id: i64,
            #[column(references(Person::id, on_delete = cascade), renamed_from = "user_id")]
            person_id: i64,
        }
    }
    .rows("INSERT INTO users (id, phone) VALUES (1, '2')")
    .rows("INSERT INTO letters (id, user_id) VALUES (3, 1)")
    .finds("SELECT id, phone FROM people", &["1|2"])
    .finds("SELECT id, person_id FROM letters", &["3|1"])
    .finds_again("SELECT id, user_id FROM letters", &["3|1"])
    .check()
}

models! {
    stale_ones_are_passed_over in "renames"
    before {
        #[derive(Table)]
        #[table(name = "people", renamed_from = "users")]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, renamed_from = "tel")]
            phone: Option<String>,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "people", renamed_from = "users")]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, renamed_from = "tel")]
            phone: Option<String>,
            born: Option<i32>,
        }
    }
    .check()
}

models! {
    may_be_taken_away_later in "renames"
    before {
        #[derive(Table)]
        #[table(name = "people", renamed_from = "users")]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, renamed_from = "tel")]
            phone: Option<String>,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "people")]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20)]
            phone: Option<String>,
        }
    }
    .check()
}

models! {
    fields_swapped in "renames"
    before {
        #[derive(Table)]
        struct Pair {
            #[column(primary_key)]
            id: i64,
            a: i32,
            b: Option<i64>,
        }
    }
    after {
        #[derive(Table)]
        struct Pair {
            #[column(primary_key)]
            id: i64,
            #[column(renamed_from = "b")]
            a: Option<i64>,
            #[column(renamed_from = "a")]
            b: i32,
        }
    }
    .rows("INSERT INTO pair (id, a, b) VALUES (1, 2, 3)")
    .finds("SELECT a, b FROM pair", &["3|2"])
    .finds_again("SELECT a, b FROM pair", &["2|3"])
    .check()
}
