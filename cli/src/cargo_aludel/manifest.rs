//! Edits of `Cargo.toml` that leave its comments and its order as they are.

use std::path::PathBuf;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

/// Where a dependency comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// crates.io, in this version.
    Version(String),
    /// A folder.
    Folder(PathBuf),
    /// The repository of this URL.
    Git(String),
    /// The dependencies of the workspace, under the same name.
    Workspace,
}

/// A dependency that must be there.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) name: &'static str,
    /// Where it comes from, if it is not there.
    pub(super) origin: Origin,
    /// Those of its features that are missing.
    pub(super) features: Vec<String>,
}

/// A `Cargo.toml` that is edited.
pub(super) struct Manifest {
    document: DocumentMut,
}

impl Manifest {
    /// Reads `text`.
    ///
    /// # Errors
    /// When it is no TOML.
    pub(super) fn parse(text: &str) -> Result<Self, TomlError> {
        Ok(Self { document: text.parse()? })
    }

    /// The text after all edits.
    pub(super) fn text(&self) -> String {
        self.document.to_string()
    }

    /// Whether the workspace, whose manifest this is, has a dependency `name` for its packages.
    pub(super) fn shares(&self, name: &str) -> bool {
        let shared = self.document.get("workspace").and_then(|workspace| workspace.get("dependencies"));
        shared.and_then(|dependencies| dependencies.get(name)).is_some()
    }

    /// Adds a dependency, or the features that it lacks.
    pub(super) fn want(&mut self, wanted: &Wanted) {
        let dependencies = self.document.entry("dependencies").or_insert_with(|| Item::Table(Table::new()));
        let Some(dependencies) = dependencies.as_table_like_mut() else { return };
        if !dependencies.contains_key(wanted.name) {
            let names = || dependencies.iter().map(|(name, _)| name);
            let sorted = names().is_sorted();
            dependencies.insert(wanted.name, new_dependency(wanted));
            if sorted {
                dependencies.sort_values();
            }
        } else if !wanted.features.is_empty()
            && let Some(dependency) = dependencies.get_mut(wanted.name)
        {
            add_features(dependency, &wanted.features);
        }
    }

    /// Lets `cargo run` run the binary `name` where nobody says which.
    pub(super) fn run_by_default(&mut self, name: &str) {
        if let Some(package) = self.document.get_mut("package").and_then(Item::as_table_like_mut) {
            package.insert("default-run", value(name));
        }
    }

    /// Names the binary `name` in `path`, where cargo does not find it by itself.
    pub(super) fn name_binary(&mut self, name: &str, path: &str) {
        if !self.switches_off("autobins") {
            return;
        }
        let binaries =
            self.document.entry("bin").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(binaries) = binaries.as_array_of_tables_mut() {
            let mut binary = Table::new();
            binary.insert("name", value(name));
            binary.insert("path", value(path));
            binaries.push(binary);
        }
    }

    /// Names the library in `path`, where cargo does not find it by itself.
    pub(super) fn name_library(&mut self, path: &str) {
        if self.switches_off("autolib") {
            let mut library = Table::new();
            library.insert("path", value(path));
            self.document.insert("lib", Item::Table(library));
        }
    }

    fn switches_off(&self, key: &str) -> bool {
        let package = self.document.get("package").and_then(Item::as_table_like);
        package.and_then(|package| package.get(key)).and_then(Item::as_bool) == Some(false)
    }
}

fn new_dependency(wanted: &Wanted) -> Item {
    let mut table = InlineTable::new();
    match &wanted.origin {
        Origin::Version(version) => table.insert("version", version.into()),
        Origin::Folder(folder) => table.insert("path", folder.display().to_string().into()),
        Origin::Git(url) => table.insert("git", url.into()),
        Origin::Workspace => table.insert("workspace", true.into()),
    };
    table.insert("features", Value::Array(wanted.features.iter().collect::<Array>()));
    value(table)
}

/// Adds `features` to a dependency in whichever form it stands.
fn add_features(dependency: &mut Item, features: &[String]) {
    if let Some(version) = dependency.as_str() {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        // The comment after the version stays.
        let decor = dependency.as_value().map(|value| value.decor().clone());
        let mut table = Value::InlineTable(table);
        if let Some(decor) = decor {
            *table.decor_mut() = decor;
        }
        *dependency = Item::Value(table);
    }
    let Some(table) = dependency.as_table_like_mut() else { return };
    let list = table.entry("features").or_insert_with(|| value(Array::new()));
    if let Some(list) = list.as_array_mut() {
        list.extend(features);
    }
    if let Some(inline) = dependency.as_inline_table_mut() {
        inline.fmt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(name: &'static str, features: &[&str]) -> Wanted {
        let features = features.iter().map(ToString::to_string).collect();
        Wanted { name, origin: Origin::Version("0.1".into()), features }
    }

    fn check(before: &str, edit: impl FnOnce(&mut Manifest), after: &str) {
        let mut manifest = Manifest::parse(before).expect("it is TOML");
        edit(&mut manifest);
        assert_eq!(manifest.text(), after);
    }

    #[test]
    fn dependencies_are_added_in_order() {
        check(
            "[dependencies]\n# Why.\nserde = \"1\" # here\nzip = \"2\"\n\n[lints]\n",
            |manifest| manifest.want(&wanted("sqlx", &["one", "two"])),
            "[dependencies]\n# Why.\nserde = \"1\" # here\nsqlx = { version = \"0.1\", features = [\"one\", \"two\"] }\n\
             zip = \"2\"\n\n[lints]\n",
        );
        check(
            "[dependencies]\nzip = \"2\"\nserde = \"1\"\n",
            |manifest| manifest.want(&wanted("aludel", &["one"])),
            "[dependencies]\nzip = \"2\"\nserde = \"1\"\naludel = { version = \"0.1\", features = [\"one\"] }\n",
        );
        check(
            "[package]\nname = \"app\"\n",
            |manifest| {
                let origin = Origin::Git("https://example.org/aludel".into());
                manifest.want(&Wanted { origin, ..wanted("aludel", &["one"]) });
                manifest.want(&Wanted { origin: Origin::Workspace, ..wanted("sqlx", &["one"]) });
            },
            "[package]\nname = \"app\"\n\n[dependencies]\n\
             aludel = { git = \"https://example.org/aludel\", features = [\"one\"] }\n\
             sqlx = { workspace = true, features = [\"one\"] }\n",
        );
    }

    #[test]
    fn features_are_added_to_every_form() {
        let add = |manifest: &mut Manifest| manifest.want(&wanted("sqlx", &["two"]));
        check(
            "[dependencies]\nsqlx = \"0.9\" # queries\n",
            add,
            "[dependencies]\nsqlx = { version = \"0.9\", features = [\"two\"] } # queries\n",
        );
        check(
            "[dependencies]\nsqlx = { version = \"0.9\", features = [\"one\"] }\n",
            add,
            "[dependencies]\nsqlx = { version = \"0.9\", features = [\"one\", \"two\"] }\n",
        );
        check(
            "[dependencies.sqlx]\nversion = \"0.9\"\nfeatures = [\"one\"]\n\n[lints]\n",
            add,
            "[dependencies.sqlx]\nversion = \"0.9\"\nfeatures = [\"one\", \"two\"]\n\n[lints]\n",
        );
        check(
            "[dependencies]\nsqlx.workspace = true\n",
            add,
            "[dependencies]\nsqlx.workspace = true\nsqlx.features = [\"two\"]\n",
        );
        check(
            "[dependencies]\nsqlx = { version = \"0.9\", features = [\n    \"one\", # first\n] }\n",
            |manifest| manifest.want(&wanted("sqlx", &[])),
            "[dependencies]\nsqlx = { version = \"0.9\", features = [\n    \"one\", # first\n] }\n",
        );
    }

    #[test]
    fn binaries_and_libraries_are_named_where_cargo_does_not_find_them() {
        let edit = |manifest: &mut Manifest| {
            manifest.run_by_default("app");
            manifest.name_binary("migrations", "src/bin/migrations.rs");
            manifest.name_library("src/lib.rs");
        };
        check(
            "[package]\nname = \"app\"\n\n[lints]\n",
            edit,
            "[package]\nname = \"app\"\ndefault-run = \"app\"\n\n[lints]\n",
        );
        check(
            "[package]\nautobins = false\nautolib = false\n",
            edit,
            "[package]\nautobins = false\nautolib = false\ndefault-run = \"app\"\n\n[[bin]]\nname = \"migrations\"\n\
             path = \"src/bin/migrations.rs\"\n\n[lib]\npath = \"src/lib.rs\"\n",
        );
    }

    #[test]
    fn workspaces_share_dependencies() {
        let manifest = Manifest::parse("[workspace.dependencies]\nsqlx = \"0.9\"\n").expect("it is TOML");
        assert!(manifest.shares("sqlx") && !manifest.shares("aludel"));
    }
}
