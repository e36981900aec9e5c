//! Fields come, go and change.

use super::models;
use aludel::diff::Flag;

models! {
    created in "columns"
    before {}
    after {
        #[derive(Table)]
        #[table(name = "users", comment = "who uses it")]
        struct User {
            #[column(primary_key, identity)]
            id: i64,
            #[column(length = 255, unique, comment = "where to write")]
            email: String,
            #[column(length = 40, default = "it's me")]
            name: String,
            #[column(char = 2)]
            country: Option<String>,
            #[column(default = 18, check("age >= 0"))]
            age: i16,
            #[column(default = true)]
            active: bool,
            #[column(default = -0.5)]
            balance: f64,
            #[column(generated = stored("age + 1"))]
            next_age: Option<i32>,
            #[column(index)]
            referrer: Option<i64>,
        }
    }
    .check()
}

models! {
    field_added in "columns"
    before {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key, identity)]
            id: i64,
            #[column(length = 255)]
            email: String,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key, identity)]
            id: i64,
            #[column(length = 20, index)]
            phone: Option<String>,
            #[column(length = 255)]
            email: String,
        }
    }
    .rows("INSERT INTO users (email) VALUES ('a@b')")
    .finds("SELECT id, email, phone FROM users", &["1|a@b|NULL"])
    .check()
}

models! {
    field_removed in "columns"
    before {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key, identity)]
            id: i64,
            #[column(length = 20, index, unique)]
            phone: Option<String>,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "users")]
        struct User {
            #[column(primary_key, identity)]
            id: i64,
        }
    }
    .rows("INSERT INTO users (phone) VALUES ('1')")
    .finds("SELECT * FROM users", &["1"])
    .check()
}

models! {
    option_to_required in "columns"
    before {
        #[derive(Table)]
        struct Note {
            #[column(primary_key)]
            id: i32,
            #[column(length = 80)]
            title: Option<String>,
            pinned: Option<bool>,
        }
    }
    after {
        #[derive(Table)]
        struct Note {
            #[column(primary_key)]
            id: i32,
            #[column(length = 80)]
            title: String,
            #[column(default = false)]
            pinned: bool,
        }
    }
    .answer(Flag::Fill, "note.title='untitled'")
    .rows("INSERT INTO note (id, title) VALUES (1, NULL), (2, 'kept')")
    .finds("SELECT title FROM note WHERE NOT pinned ORDER BY id", &["untitled", "kept"])
    .check()
}

models! {
    required_to_option in "columns"
    before {
        #[derive(Table)]
        struct Note {
            #[column(primary_key)]
            id: i32,
            #[column(length = 80)]
            title: String,
        }
    }
    after {
        #[derive(Table)]
        struct Note {
            #[column(primary_key)]
            id: i32,
            #[column(length = 120)]
            title: Option<String>,
        }
    }
    .rows("INSERT INTO note (id, title) VALUES (2, 'kept')")
    .finds("SELECT title FROM note", &["kept"])
    .finds_again("SELECT title FROM note", &["kept"])
    .check()
}

models! {
    types_widened in "columns"
    before {
        #[derive(Table)]
        struct Measure {
            #[column(primary_key, identity)]
            id: i32,
            count: i16,
            ratio: f32,
            #[column(length = 10)]
            unit: String,
        }
    }
    after {
        #[derive(Table)]
        struct Measure {
            #[column(primary_key, identity)]
            id: i64,
            count: i32,
            ratio: f64,
            unit: String,
        }
    }
    .rows("INSERT INTO measure (count, ratio, unit) VALUES (7, 0.5, 'm')")
    .finds("SELECT id, count, ratio, unit FROM measure", &["1|7|0.5|m"])
    .check()
}

models! {
    defaults_changed in "columns"
    before {
        #[derive(Table)]
        struct Setting {
            #[column(primary_key)]
            id: i32,
            #[column(default = 1)]
            a: i32,
            #[column(default = "x", length = 10)]
            b: String,
            #[column(default = true)]
            c: bool,
        }
    }
    after {
        #[derive(Table)]
        struct Setting {
            #[column(primary_key)]
            id: i32,
            #[column(default = -2)]
            a: i32,
            #[column(length = 10)]
            b: String,
            #[column(default = sql("1 = 0"))]
            c: bool,
        }
    }
    .except(aludel_tests::servers::Server::Mysql)
    .rows("INSERT INTO setting (id) VALUES (1)")
    .after_upgrade("INSERT INTO setting (id, b) VALUES (2, 'y')")
    .finds("SELECT a, b FROM setting WHERE NOT c", &["-2|y"])
    .check()
}

models! {
    native_type in "columns"
    before {
        #[derive(Table)]
        struct Page {
            #[column(primary_key)]
            id: i32,
            body: String,
        }
    }
    after {
        #[derive(Table)]
        struct Page {
            #[column(primary_key)]
            id: i32,
            #[column(type = mysql("mediumtext"), type = postgres("character varying"))]
            body: String,
        }
    }
    .rows("INSERT INTO page (id, body) VALUES (1, 'kept')")
    .finds("SELECT body FROM page", &["kept"])
    .check()
}

models! {
    generated_and_collated in "columns"
    before {
        #[derive(Table)]
        struct Word {
            #[column(primary_key)]
            id: i32,
            #[column(length = 20)]
            text: String,
        }
    }
    after {
        #[derive(Table)]
        struct Word {
            #[column(primary_key)]
            id: i32,
            #[column(length = 20, collation = "C")]
            text: String,
            #[column(length = 20, generated = stored("lower(text)"), index)]
            lower: Option<String>,
        }
    }
    .only_on(aludel_tests::servers::Server::Postgres)
    .rows("INSERT INTO word (id, text) VALUES (1, 'Loud')")
    .finds("SELECT lower FROM word", &["loud"])
    .check()
}
