//! Derived enums.

use super::models;
use aludel::diff::Flag;

models! {
    created in "enums"
    before {}
    after {
        #[derive(Enum)]
        enum Status {
            Active,
            OnHold,
        }
        #[derive(Table)]
        struct Account {
            #[column(primary_key, identity)]
            id: i64,
            #[column(default = "OnHold")]
            status: Status,
            previous: Option<Status>,
        }
    }
    .check()
}

models! {
    text_by_rename_all in "enums"
    before {
        #[derive(Table)]
        struct Account {
            #[column(primary_key)]
            id: i64,
            #[column(length = 20, default = "active")]
            status: String,
        }
    }
    after {
        #[derive(Enum, sqlx::Type)]
        #[sqlx(type_name = "account_status", rename_all = "snake_case")]
        enum Status {
            Active,
            OnHold,
        }
        #[derive(Table)]
        struct Account {
            #[column(primary_key)]
            id: i64,
            #[column(default = "active")]
            status: Status,
        }
    }
    .answer(Flag::Using, "account.status=")
    .rows("INSERT INTO account (id, status) VALUES (1, 'on_hold')")
    .after_upgrade("INSERT INTO account (id) VALUES (2)")
    .finds("SELECT status FROM account ORDER BY id", &["on_hold", "active"])
    .finds_again("SELECT status FROM account ORDER BY id", &["on_hold", "active"])
    .check()
}

models! {
    variants_change in "enums"
    before {
        #[derive(Enum)]
        #[aludel(name = "mood")]
        enum Mood {
            Sad,
            Fine,
            Glad,
        }
        #[derive(Table)]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(default = "Fine")]
            mood: Mood,
        }
    }
    after {
        #[derive(Enum)]
        #[aludel(name = "mood")]
        enum Mood {
            #[aludel(renamed_from = "Sad")]
            Blue,
            Calm,
            #[aludel(renamed_from = "Fine")]
            Well,
            Glad,
            Elated,
        }
        #[derive(Table)]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(default = "Well")]
            mood: Mood,
        }
    }
    .rows("INSERT INTO person (id, mood) VALUES (1, 'Sad'), (2, 'Fine'), (3, 'Glad')")
    .finds("SELECT mood FROM person ORDER BY id", &["Blue", "Well", "Glad"])
    .finds_again("SELECT mood FROM person ORDER BY id", &["Sad", "Fine", "Glad"])
    .check()
}

models! {
    type_renamed in "enums"
    before {
        #[derive(Enum)]
        #[aludel(name = "mood")]
        enum Mood {
            Sad,
            Glad,
        }
        #[derive(Table)]
        struct Person {
            #[column(primary_key)]
            id: i64,
            mood: Mood,
        }
    }
    after {
        #[derive(Enum)]
        #[aludel(name = "temper", renamed_from = "mood")]
        enum Temper {
            Sad,
            Glad,
            Calm,
        }
        #[derive(Table)]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(renamed_from = "mood")]
            temper: Temper,
        }
    }
    .rows("INSERT INTO person (id, mood) VALUES (1, 'Glad')")
    .finds("SELECT temper FROM person", &["Glad"])
    .finds_again("SELECT mood FROM person", &["Glad"])
    .check()
}

models! {
    number_by_repr in "enums"
    before {
        #[derive(Table)]
        struct Job {
            #[column(primary_key)]
            id: i64,
        }
    }
    after {
        #[derive(Enum, sqlx::Type)]
        #[repr(i16)]
        enum Priority {
            Low = 1,
            High = 2,
        }
        #[derive(Table)]
        struct Job {
            #[column(primary_key)]
            id: i64,
            #[column(default = 1)]
            priority: Priority,
        }
    }
    .rows("INSERT INTO job (id) VALUES (1)")
    .finds("SELECT priority FROM job", &["1"])
    .check()
}
