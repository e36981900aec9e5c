//! A library with tables of its own beside an application: one graph and one database, and else each its own.

use crate::project::Project;

const BILLING: &str = "cargo run -q -p billing --bin billing -- --database-url 'sqlite:billing.db?mode=rwc'";
const BLOG: &str = "cargo run -q -p blog --bin migrations -- --database-url 'sqlite:both.db?mode=rwc'";

const SALE: &str = "
/// What somebody bought.
#[derive(Debug, Table)]
#[table(name = \"sales\")]
pub struct Sale {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// What they owe for it.
    #[column(references(billing::models::Invoice::id))]
    pub invoice_id: i64,
}
";

/// Runs a command that must end well and say all of `expected`; gives what it said.
fn says(project: &Project, line: &str, expected: &[&str]) -> String {
    let text = project.succeed(line);
    for expected in expected {
        assert!(text.contains(expected), "{line}: no {expected} in {text}");
    }
    text
}

#[test]
fn a_library_and_an_application_keep_apart_what_is_theirs() {
    let project = Project::of("blog");
    project.add("billing");
    says(&project, &format!("{BILLING} generate -m 'create invoices'"), &["create table `invoices`"]);
    says(&project, &format!("{BILLING} upgrade && {BILLING} check"), &["1 revision applied", "agree"]);

    // The library's table is neither the application's to create nor, later, to drop.
    project.edit("Cargo.toml", "[dependencies]\n", "[dependencies]\nbilling = { path = \"../billing\" }\n");
    project.edit("src/lib.rs", "migrations!()", "migrations!(with = [billing::MIGRATIONS])");
    says(&project, &format!("{BLOG} generate --check"), &["nothing to do"]);

    let models = project.read("src/models.rs");
    project.edit("src/models.rs", &models, &format!("{models}{SALE}"));
    let lost = project.run(&format!("{BLOG} generate -m 'add sales'"));
    assert!(lost.code == 2 && lost.text.contains("`--depends-on`"), "{}", lost.text);
    let generate = format!("{BLOG} generate -m 'add sales' --depends-on billing@head");
    let generated = says(&project, &generate, &["create table `sales`"]);
    assert!(!generated.contains("`invoices`"), "{generated}");
    assert!(!project.read("migrations/schema.lock").contains("table invoices"), "it is the library's");
    says(&project, &format!("{BLOG} check"), &["agree"]);
    says(&project, &format!("{BLOG} heads"), &["create invoices", "add sales"]);
    assert!(!project.succeed("cargo check -p blog").contains("warning"), "the application drifts");
    says(&project, "cargo test -p blog --lib", &["models_revisions_and_lock_agree ... ok"]);

    // One command brings both to the database, and steps back are the application's own.
    says(&project, &format!("{BLOG} upgrade"), &["4 revisions applied"]);
    says(&project, &format!("{BLOG} downgrade"), &["1 revision undone"]);
    says(&project, &format!("{BLOG} upgrade && {BLOG} upgrade"), &["1 revision applied", "nothing to do"]);

    // The library goes on; the application takes it as it is.
    let invoice = "examples/billing/src/models.rs";
    project.succeed(&format!(
        "sed -i 's|pub amount: i64,|pub amount: i64,\\n    pub paid: Option<i64>,|' {invoice}"
    ));
    says(&project, &format!("{BILLING} generate -m 'say what is paid'"), &["add column `invoices.paid`"]);
    says(&project, &format!("{BILLING} upgrade && {BILLING} check"), &["1 revision applied", "agree"]);
    says(&project, &format!("{BLOG} generate --check && {BLOG} check"), &["nothing to do", "agree"]);
    says(&project, &format!("{BLOG} upgrade"), &["1 revision applied"]);
    says(&project, &format!("{BLOG} downgrade billing@-1"), &["1 revision undone"]);
    says(&project, &format!("{BLOG} downgrade base"), &["4 revisions undone", "at its base"]);
}
