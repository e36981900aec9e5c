use aludel::{Enum, Field, Table};

pub struct Opaque;

#[derive(Table)]
pub struct User {
    pub id: i64,
    pub opaque: Opaque,
    pub list: Vec<Opaque>,
    pub optional: Option<Opaque>,
    #[column(flatten)]
    pub flattened: Opaque,
}

#[derive(Field)]
pub struct Wrapper(Opaque);

#[derive(Enum)]
pub enum Fine {
    One,
}

fn main() {}
