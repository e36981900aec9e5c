use aludel::Table;

#[derive(Table)]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
    pub name: String,
}

#[derive(Table)]
pub struct User {
    #[column(references(Team::id))]
    pub team_id: i32,
    // Texts of any length can be equal.
    #[column(length = 20, references(Team::name))]
    pub team_name: String,
}

fn main() {}
