use aludel::Table;

#[derive(Table)]
#[table(
    name = "a_table_whose_name_is_so_long_that_no_database_but_sqlite_keeps_it_whole",
    renamed_from = "a_table_whose_name_is_so_long_that_no_database_but_sqlite_keeps_it_whole"
)]
pub struct User {
    #[column(name = "a_column_whose_name_is_so_long_that_no_database_but_sqlite_keeps_it_whole")]
    pub id: i64,
    #[column(unique(name = "uq"), index(name = "uq"))]
    pub email: String,
}

fn main() {}
