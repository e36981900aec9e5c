//! A blog on SQLite: the models are in [`models`], the migrations that follow them in `migrations/`.

pub mod models;

aludel::migrations!();
