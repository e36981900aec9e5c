//! create users and posts
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "afd469249ec2",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:23:52 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.create_enum("post_status", ["draft", "published"]);
    op.create_table(
        table("users")
            .with(column("id", bigint()).identity())
            .with(column("email", varchar(255)))
            .with(column("name", varchar(100)))
            .with(column("created_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(primary_key("pk_users", ["id"]))
            .with(unique("uq_users_email", ["email"]))
            .with(check("ck_users_email", "email LIKE '%@%'")),
    );
    op.create_table(
        table("posts")
            .with(column("id", bigint()).identity())
            .with(column("author_id", bigint()))
            .with(column("slug", varchar(100)))
            .with(column("title", varchar(200)))
            .with(column("body", text()))
            .with(column("status", enumeration("post_status")).default("draft"))
            .with(column("published_at", timestamptz()).nullable())
            .with(primary_key("pk_posts", ["id"]))
            .with(unique("uq_posts_slug", ["slug"]))
            .with(
                foreign_key("fk_posts_author_id", ["author_id"])
                    .references("users", ["id"])
                    .on_delete(Action::Cascade),
            ),
    );
    op.create_index(
        index("ix_posts_author_id_published_at")
            .on("posts", [key("author_id"), key("published_at").desc()]),
    );
}

pub fn downgrade(op: &mut Operations) {
    // loses data: all rows of `posts` are lost
    op.drop_table("posts");
    // loses data: all rows of `users` are lost
    op.drop_table("users");
    op.drop_enum("post_status");
}
