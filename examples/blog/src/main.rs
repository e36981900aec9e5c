//! Writes a post, and prints what the blog holds.

use blog::models::{Post, PostStatus, User};
use chrono::Utc;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

/// The database of whoever sets none: the one that `aludel.toml` names.
const DATABASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/blog.db");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = match std::env::var("DATABASE_URL") {
        Ok(url) => url.parse::<SqliteConnectOptions>()?,
        Err(_) => SqliteConnectOptions::new().filename(DATABASE),
    };
    let pool = SqlitePool::connect_with(options.create_if_missing(true)).await?;

    // Whatever the database was before: from here on it is as the models say.
    let report = blog::MIGRATIONS.upgrade(&pool).await?;
    println!("{} revisions applied at start", report.revisions.len());

    let author = author(&pool).await?;
    let post = write(&pool, &author).await?;
    tag(&pool, &post, &["rust", "migrations"]).await?;
    comment(&pool, &post, &author, "First!").await?;
    print(&pool).await?;
    Ok(())
}

/// The blog's one author, who is made at the first run.
async fn author(pool: &SqlitePool) -> sqlx::Result<User> {
    sqlx::query(
        "INSERT INTO users (email, name) VALUES ('maria@example.com', 'Maria') ON CONFLICT DO NOTHING",
    )
    .execute(pool)
    .await?;
    sqlx::query_as("SELECT * FROM users WHERE email = 'maria@example.com'").fetch_one(pool).await
}

/// Writes one more post.
async fn write(pool: &SqlitePool, author: &User) -> sqlx::Result<Post> {
    let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM posts").fetch_one(pool).await?;
    let number = count + 1;
    sqlx::query_as(
        "INSERT INTO posts (author_id, slug, title, body, status, published_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
    )
    .bind(author.id)
    .bind(format!("distilled-{number}"))
    .bind(format!("Distilled, part {number}"))
    .bind("An aludel is a vessel open at both ends.")
    .bind(PostStatus::Published)
    .bind(Utc::now())
    .fetch_one(pool)
    .await
}

async fn tag(pool: &SqlitePool, post: &Post, tags: &[&str]) -> sqlx::Result<()> {
    for tag in tags {
        sqlx::query("INSERT INTO tags (name) VALUES (?) ON CONFLICT DO NOTHING")
            .bind(tag)
            .execute(pool)
            .await?;
        sqlx::query("INSERT INTO post_tags (post_id, tag_id) SELECT ?, id FROM tags WHERE name = ?")
            .bind(post.id)
            .bind(tag)
            .execute(pool)
            .await?;
    }
    Ok(())
}

async fn comment(pool: &SqlitePool, post: &Post, author: &User, body: &str) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO comments (post_id, author_id, body) VALUES (?, ?, ?)")
        .bind(post.id)
        .bind(author.id)
        .bind(body)
        .execute(pool)
        .await?;
    Ok(())
}

async fn print(pool: &SqlitePool) -> sqlx::Result<()> {
    let posts: Vec<Post> = sqlx::query_as("SELECT * FROM posts ORDER BY id").fetch_all(pool).await?;
    for post in posts {
        let (tags, comments): (Option<String>, i64) = sqlx::query_as(
            "SELECT (SELECT group_concat(name, ', ') FROM tags JOIN post_tags ON tag_id = id WHERE post_id = ?1),
                    (SELECT count(*) FROM comments WHERE post_id = ?1)",
        )
        .bind(post.id)
        .fetch_one(pool)
        .await?;
        let Post { title, status, .. } = post;
        println!("{title} ({status:?}), tags: {}; comments: {comments}", tags.unwrap_or_default());
    }
    Ok(())
}
