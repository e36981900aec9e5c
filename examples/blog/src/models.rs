//! What the blog is about. Change a field here, and the compiler says that the migrations lag behind.

use aludel::Table;
use chrono::{DateTime, Utc};

/// Somebody who writes.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "users")]
pub struct User {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// Where to reach them.
    #[column(length = 255, unique, check("email LIKE '%@%'"))]
    pub email: String,
    /// What they are called.
    #[column(length = 100)]
    pub name: String,
    /// Since when they are here.
    #[column(default = sql("CURRENT_TIMESTAMP"))]
    pub created_at: DateTime<Utc>,
}

/// How far a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, aludel::Enum, sqlx::Type)]
#[sqlx(type_name = "post_status", rename_all = "snake_case")]
pub enum PostStatus {
    /// Only its author sees it.
    Draft,
    /// Everybody sees it.
    Published,
}

/// Something that somebody wrote.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "posts", index(columns(author_id, published_at desc)))]
pub struct Post {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// Who wrote it.
    #[column(references(User::id, on_delete = cascade))]
    pub author_id: i64,
    /// Its name in URLs.
    #[column(length = 100, unique)]
    pub slug: String,
    /// Its title.
    #[column(length = 200)]
    pub title: String,
    /// Its text, in Markdown.
    pub body: String,
    /// How far it is.
    #[column(default = "draft")]
    pub status: PostStatus,
    /// Since when everybody sees it.
    pub published_at: Option<DateTime<Utc>>,
}

/// What somebody says to a post; it stays when they leave.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "comments")]
pub struct Comment {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// The post.
    #[column(references(Post::id, on_delete = cascade), index)]
    pub post_id: i64,
    /// Who says it.
    #[column(references(User::id, on_delete = set_null))]
    pub author_id: Option<i64>,
    /// What they say.
    pub body: String,
    /// When they said it.
    #[column(default = sql("CURRENT_TIMESTAMP"))]
    pub created_at: DateTime<Utc>,
}

/// A word that posts are found by.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "tags")]
pub struct Tag {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// The word.
    #[column(length = 50, unique)]
    pub name: String,
}

/// That a post has a tag.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "post_tags")]
pub struct PostTag {
    /// The post.
    #[column(primary_key, references(Post::id, on_delete = cascade))]
    pub post_id: i64,
    /// The tag.
    #[column(primary_key, references(Tag::id, on_delete = cascade), index)]
    pub tag_id: i64,
}
