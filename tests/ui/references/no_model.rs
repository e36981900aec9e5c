use aludel::{Columns, Table};

pub struct Team {
    pub id: i64,
}

#[derive(Columns)]
pub struct Mixin {
    pub id: i64,
}

#[derive(Table)]
pub struct User {
    #[column(references(Team::id))]
    pub team_id: i64,
    #[column(references(Mixin::id))]
    pub mixin_id: i64,
}

fn main() {}
