use aludel::Table;

#[derive(Table)]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
}

#[derive(Table)]
pub struct User {
    #[column(references(Team::id, on_delete = set_null))]
    pub team_id: i64,
}

fn main() {}
