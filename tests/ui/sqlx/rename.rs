use aludel::{Enum, Table};

#[derive(Table)]
#[sqlx(rename_all = "snakecase")]
pub struct User {
    #[column(name = "mail")]
    #[sqlx(rename = "email")]
    pub email: String,
}

#[derive(Enum)]
#[aludel(name = "status")]
#[sqlx(type_name = "user_status")]
pub enum Status {
    Active,
}

fn main() {}
