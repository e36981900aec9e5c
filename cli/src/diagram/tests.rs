//! Diagrams of small schemas as they are written, and that the same schema gives the same bytes.

use aludel::operation::Operation;
use aludel::revision::*;
use aludel::schema::Schema;
use expect_test::{expect, expect_file};

use super::*;

fn after(before: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = before.clone();
    operations.iter().for_each(|operation| operation.apply(&mut schema).expect("the operations fit"));
    schema
}

fn before() -> Schema {
    let operations = Operations::record(|op| {
        op.create_enum("status", ["active", "gone"]);
        op.create_table(
            table("users")
                .with(column("id", bigint()).identity())
                .with(column("email", varchar(255)))
                .with(column("status", enumeration("status")))
                .with(column("manager_id", bigint()).nullable())
                .with(primary_key("pk_users", ["id"]))
                .with(unique("uq_users_email", ["email"]))
                .with(foreign_key("fk_users_manager_id", ["manager_id"]).references("users", ["id"])),
        );
        op.create_table(
            table("profiles")
                .with(column("user_id", bigint()))
                .with(column("price <&>", decimal_of(10, 2)))
                .with(primary_key("pk_profiles", ["user_id"]))
                .with(foreign_key("fk_profiles_user_id", ["user_id"]).references("users", ["id"])),
        );
        op.create_table(table("notes").with(column("text", text())));
    });
    after(&Schema::new(), &operations)
}

fn change() -> Vec<Operation> {
    Operations::record(|op| {
        op.rename_table("notes", "remarks");
        op.alter_enum("status", [add_value("asleep")]);
        op.alter_column("users", "email", [set_type(text())]);
        op.drop_column("profiles", "price <&>");
        op.create_table(
            table("posts")
                .with(column("id", bigint()))
                .with(column("author_id", bigint()))
                .with(primary_key("pk_posts", ["id"]))
                .with(foreign_key("fk_posts_author_id", ["author_id"]).references("users", ["id"])),
        );
    })
}

#[test]
fn a_schema_as_mermaid() {
    expect![[r#"
        erDiagram
            "notes" {
                text text
            }
            "profiles" {
                bigint user_id PK, FK
                decimal(10-2) price____ "price <&>"
            }
            "users" {
                bigint id PK
                varchar(255) email UK
                enum(status) status
                bigint manager_id FK "null"
            }
            "enum status" {
                value active
                value gone
            }
            "users" ||--o| "profiles" : "user_id"
            "users" |o--o{ "users" : "manager_id"
            "enum status" |o..o{ "users" : "status"
    "#]]
    .assert_eq(&mermaid(&Picture::of(&before())));
}

#[test]
fn a_change_as_mermaid() {
    let (before, operations) = (before(), change());
    let picture = Picture::change(&before, &after(&before, &operations), &operations);
    expect![[r#"
        erDiagram
            "posts (added)" {
                bigint id PK "(added)"
                bigint author_id FK "(added)"
            }
            "profiles (changed)" {
                bigint user_id PK, FK
                decimal(10-2) price____ "(removed), price <&>"
            }
            "remarks (changed)" {
                text text
            }
            "users (changed)" {
                bigint id PK
                varchar(255)-to-text email UK "(changed)"
                enum(status) status
                bigint manager_id FK "null"
            }
            "enum status (changed)" {
                value active
                value gone
                value asleep "(added)"
            }
            "users (changed)" ||--o{ "posts (added)" : "author_id (added)"
            "users (changed)" ||--o| "profiles (changed)" : "user_id"
            "users (changed)" |o--o{ "users (changed)" : "manager_id"
            "enum status (changed)" |o..o{ "users (changed)" : "status"
    "#]]
    .assert_eq(&mermaid(&picture));
}

#[test]
fn a_change_as_dot() {
    let (before, operations) = (before(), change());
    let picture = Picture::change(&before, &after(&before, &operations), &operations);
    expect![[r##"
        digraph schema {
          rankdir=LR;
          node [shape=plain, fontname="Helvetica"];
          edge [dir=both, fontname="Helvetica", color="#64748b"];
          card0 [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1"><tr><td bgcolor="#dcfce7"><b>posts</b></td></tr><tr><td port="line0" align="left" bgcolor="#dcfce7"><u>id</u> <font color="#64748b">bigint</font></td></tr><tr><td port="line1" align="left" bgcolor="#dcfce7">author_id <font color="#64748b">bigint</font></td></tr></table>>];
          card1 [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1"><tr><td bgcolor="#fef3c7"><b>profiles</b></td></tr><tr><td port="line0" align="left" bgcolor="#ffffff"><u>user_id</u> <font color="#64748b">bigint</font></td></tr><tr><td port="line1" align="left" bgcolor="#fee2e2">price &lt;&amp;&gt; <font color="#64748b">decimal(10, 2)</font></td></tr></table>>];
          card2 [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1"><tr><td bgcolor="#fef3c7"><b>remarks</b></td></tr><tr><td port="line0" align="left" bgcolor="#ffffff">text <font color="#64748b">text</font></td></tr></table>>];
          card3 [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1"><tr><td bgcolor="#fef3c7"><b>users</b></td></tr><tr><td port="line0" align="left" bgcolor="#ffffff"><u>id</u> <font color="#64748b">bigint</font></td></tr><tr><td port="line1" align="left" bgcolor="#fef3c7">email <font color="#64748b">varchar(255) → text</font></td></tr><tr><td port="line2" align="left" bgcolor="#ffffff">status <font color="#64748b">enum(status)</font></td></tr><tr><td port="line3" align="left" bgcolor="#ffffff">manager_id <font color="#64748b">bigint null</font></td></tr></table>>];
          card4 [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1"><tr><td bgcolor="#fef3c7"><b>enum status</b></td></tr><tr><td port="line0" align="left" bgcolor="#ffffff">active</td></tr><tr><td port="line1" align="left" bgcolor="#ffffff">gone</td></tr><tr><td port="line2" align="left" bgcolor="#dcfce7">asleep</td></tr></table>>];
          card3:line0 -> card0:line1 [arrowtail=teetee, arrowhead=crowodot, style=solid, color="#16a34a"];
          card3:line0 -> card1:line0 [arrowtail=teetee, arrowhead=teeodot, style=solid];
          card3:line0 -> card3:line3 [arrowtail=teeodot, arrowhead=crowodot, style=solid];
          card4:line0 -> card3:line2 [arrowtail=none, arrowhead=none, style=dotted];
        }
    "##]].assert_eq(&dot(&picture));
}

#[test]
fn a_change_as_svg() {
    let (before, operations) = (before(), change());
    let picture = Picture::change(&before, &after(&before, &operations), &operations);
    expect_file!["change.svg"].assert_eq(&svg(&picture));
}

#[test]
fn a_table_stands_with_those_it_is_related_to() {
    let picture = Picture::of(&before()).around(|name, _| name.name == "profiles");
    expect![[r#"
        erDiagram
            "profiles" {
                bigint user_id PK, FK
                decimal(10-2) price____ "price <&>"
            }
            "users" {
                bigint id PK
                varchar(255) email UK
                enum(status) status
                bigint manager_id FK "null"
            }
            "enum status" {
                value active
                value gone
            }
            "users" ||--o| "profiles" : "user_id"
            "users" |o--o{ "users" : "manager_id"
            "enum status" |o..o{ "users" : "status"
    "#]]
    .assert_eq(&mermaid(&picture));
}

#[test]
fn the_same_schema_gives_the_same_bytes() {
    let operations = Operations::record(|op| {
        for i in 0..60_u32 {
            let name = format!("t{i}");
            let key = |n: u32| {
                let parent = format!("t{}", i * n % 13);
                foreign_key(format!("fk_{name}_{n}"), [format!("c{n}")]).references(parent, ["id"])
            };
            let mut table = table(name.clone())
                .with(column("id", bigint()))
                .with(primary_key(format!("pk_{name}"), ["id"]));
            if i >= 13 {
                table = table.with(column("c1", bigint())).with(column("c7", bigint()));
                table = table.with(key(1)).with(key(7));
            }
            op.create_table(table);
        }
    });
    let picture = || Picture::of(&after(&Schema::new(), &operations));
    assert_eq!(svg(&picture()), svg(&picture()));
    assert_eq!(dot(&picture()), dot(&picture()));
}
