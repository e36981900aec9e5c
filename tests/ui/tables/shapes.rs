use aludel::{Columns, Field, Table};

#[derive(Table)]
pub struct Tuple(i64, String);

#[derive(Table)]
pub struct Unit;

#[derive(Table)]
pub enum Choice {
    One,
}

#[derive(Table)]
pub struct Generic<T> {
    pub value: T,
}

#[derive(Table)]
pub struct Nothing {
    #[column(skip)]
    pub cache: String,
}

#[derive(Columns)]
#[table(name = "mixin")]
pub struct Mixin {
    pub id: i64,
}

#[derive(Field)]
pub struct Two {
    pub id: i64,
    pub name: String,
}

fn main() {}
