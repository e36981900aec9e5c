//! Every mistake is said at once, each on its own attribute.

use aludel::Table;

#[derive(Table)]
#[table(nmae = "users", indx(columns(id)))]
pub struct User {
    #[column(primary_key, identiy)]
    pub id: i64,
    #[column(lenght = 255, uniqe)]
    pub email: String,
    #[column(nullable)]
    pub phone: String,
    #[column(colour = "red")]
    pub name: String,
}

fn main() {}
