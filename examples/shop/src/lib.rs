//! A shop on PostgreSQL; its models and migrations are MariaDB's too.

pub mod models;

aludel::migrations!();
