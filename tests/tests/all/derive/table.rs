//! Columns: every attribute, every type of the standard library.

use aludel::{Columns, Enum, Field, Table};

use super::lines;

#[derive(Table)]
#[table(name = "teams")]
pub(crate) struct Team {
    #[column(primary_key, identity)]
    id: i64,
    #[column(references(User::id))]
    captain_id: Option<i64>,
}

#[derive(Columns)]
pub(crate) struct Timestamps {
    created_at: i64,
    #[column(index)]
    updated_at: Option<i64>,
}

#[derive(Enum)]
#[aludel(name = "user_status")]
pub(crate) enum Status {
    #[aludel(renamed_from = "on")]
    Active,
    Suspended,
}

#[derive(Field)]
pub(crate) struct Email(String);

#[derive(Table)]
#[table(
    name = "users",
    check(name = "ck_users_email", "email LIKE '%@%'"),
    unique(columns(team_id, email)),
    index(columns(created_at desc nulls last, expression("lower(email)")), unique, where = "phone IS NULL"),
    foreign_key(columns(team_id, other), references(Team::id, Team::captain_id))
)]
pub(crate) struct User {
    #[column(primary_key, identity)]
    id: i64,
    #[column(length = 255, unique)]
    email: Email,
    #[column(length = 20, index, renamed_from = "tel")]
    phone: Option<String>,
    #[column(default = "Active")]
    status: Status,
    #[column(references(Team::id, on_delete = cascade))]
    team_id: i64,
    other: i64,
    #[column(flatten)]
    timestamps: Timestamps,
    #[column(skip)]
    cache: std::cell::Cell<u8>,
}

#[test]
fn a_whole_model() {
    assert_eq!(
        lines::<User>(),
        [
            "column id bigint not null identity",
            "column email varchar(255) not null",
            "column phone varchar(20) null",
            "column status enum(user_status) not null default \"Active\"",
            "column team_id bigint not null",
            "column other bigint not null",
            "column created_at bigint not null",
            "column updated_at bigint null",
            "primary_key pk_users (id)",
            "unique uq_users_email (email)",
            "unique uq_users_team_id_email (team_id, email)",
            "foreign_key fk_users_team_id (team_id) references teams (id) on delete cascade",
            "foreign_key fk_users_team_id_other (team_id, other) references teams (id, captain_id)",
            "check ck_users_email \"email LIKE '%@%'\"",
            "unique_index ix_users_created_at_expression (created_at desc nulls last, \"lower(email)\") where \
             \"phone IS NULL\"",
            "index ix_users_phone (phone)",
            "index ix_users_updated_at (updated_at)",
        ]
    );
}
