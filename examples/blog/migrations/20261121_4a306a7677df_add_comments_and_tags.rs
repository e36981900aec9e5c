//! add comments and tags
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "4a306a7677df",
    revises: &["afd469249ec2"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:24:05 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("comments")
            .with(column("id", bigint()).identity())
            .with(column("post_id", bigint()))
            .with(column("author_id", bigint()).nullable())
            .with(column("body", text()))
            .with(column("created_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(primary_key("pk_comments", ["id"]))
            .with(
                foreign_key("fk_comments_author_id", ["author_id"])
                    .references("users", ["id"])
                    .on_delete(Action::SetNull),
            )
            .with(
                foreign_key("fk_comments_post_id", ["post_id"])
                    .references("posts", ["id"])
                    .on_delete(Action::Cascade),
            ),
    );
    op.create_index(index("ix_comments_post_id").on("comments", ["post_id"]));
    op.create_table(
        table("tags")
            .with(column("id", bigint()).identity())
            .with(column("name", varchar(50)))
            .with(primary_key("pk_tags", ["id"]))
            .with(unique("uq_tags_name", ["name"])),
    );
    op.create_table(
        table("post_tags")
            .with(column("post_id", bigint()))
            .with(column("tag_id", bigint()))
            .with(primary_key("pk_post_tags", ["post_id", "tag_id"]))
            .with(
                foreign_key("fk_post_tags_post_id", ["post_id"])
                    .references("posts", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(
                foreign_key("fk_post_tags_tag_id", ["tag_id"])
                    .references("tags", ["id"])
                    .on_delete(Action::Cascade),
            ),
    );
    op.create_index(index("ix_post_tags_tag_id").on("post_tags", ["tag_id"]));
}

pub fn downgrade(op: &mut Operations) {
    // loses data: all rows of `post_tags` are lost
    op.drop_table("post_tags");
    // loses data: all rows of `tags` are lost
    op.drop_table("tags");
    // loses data: all rows of `comments` are lost
    op.drop_table("comments");
}
