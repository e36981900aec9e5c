//! PostgreSQL, by `pg_dump --schema-only`.

use std::process::Command;

use super::{Dump, Unmodelled};
use crate::servers::Database;

/// What `pg_dump` begins with, as far as it matters for what follows.
pub(super) const SETTINGS: &str =
    "SET check_function_bodies = false; SELECT pg_catalog.set_config('search_path', '', false);\n";

/// One object of a dump.
struct Section {
    kind: String,
    schema: String,
    name: String,
    lines: Vec<String>,
}

pub(super) fn dump(database: &Database) -> Result<(Dump, Unmodelled), String> {
    let mut command = Command::new("pg_dump");
    command.args(["--schema-only", "--no-owner", "--no-privileges"]).arg(&database.url);
    let output = command.output().map_err(|error| format!("the client `pg_dump` does not run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let sections = sections(&String::from_utf8_lossy(&output.stdout));
    let unmodelled = sections
        .iter()
        .filter(|section| !is_modelled(section, &sections))
        .map(|section| section.lines.join("\n"));
    let unmodelled = unmodelled.collect();
    let mut dump = Dump::new();
    for Section { kind, schema, name, lines } in sections {
        dump.entry(format!("{kind} {schema}.{name}")).or_default().extend(lines);
    }
    Ok((dump, unmodelled))
}

/// The objects of a dump's text: each stands below `-- Name: …; Type: …; Schema: …; Owner: …`.
fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(section) = heading(line) {
            sections.push(section);
        } else if let Some(section) = sections.last_mut()
            && !(line.is_empty()
                || line.starts_with("--")
                || line.starts_with('\\')
                || line.starts_with("SET default_"))
        {
            section.lines.push(line.to_owned());
        }
    }
    sections
}

fn heading(line: &str) -> Option<Section> {
    let (name, rest) = line.strip_prefix("-- Name: ")?.split_once("; Type: ")?;
    let (kind, rest) = rest.split_once("; Schema: ")?;
    let (schema, _) = rest.split_once("; Owner:")?;
    let [kind, schema, name] = [kind, schema, name].map(str::to_owned);
    Some(Section { kind, schema, name, lines: Vec::new() })
}

/// Whether models declare it.
fn is_modelled(section: &Section, all: &[Section]) -> bool {
    let Section { kind, name, schema, lines } = section;
    let first = lines.first().map_or("", String::as_str);
    match kind.as_str() {
        "TABLE" | "CONSTRAINT" | "FK CONSTRAINT" | "CHECK CONSTRAINT" | "DEFAULT" | "SEQUENCE OWNED BY"
        | "SCHEMA" => true,
        // A domain and a composite type are types too.
        "TYPE" => first.ends_with(" AS ENUM ("),
        // A sequence belongs to a column, or to nobody.
        "SEQUENCE" => {
            let owned = |other: &Section| {
                other.kind == "SEQUENCE OWNED BY" && other.name == *name && other.schema == *schema
            };
            first.starts_with("ALTER TABLE") || all.iter().any(owned)
        }
        // An index may be a materialized view's.
        "INDEX" => {
            let of_view = |other: &Section| {
                other.kind == "MATERIALIZED VIEW"
                    && first.contains(&format!(" ON {}.{} ", other.schema, other.name))
            };
            !all.iter().any(of_view)
        }
        "COMMENT" => name.starts_with("TABLE ") || name.starts_with("COLUMN "),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_modelled, sections};

    #[test]
    fn a_dump_is_taken_apart() {
        let text = "SET x = 1;\n\n--\n-- Name: mood; Type: TYPE; Schema: public; Owner: -\n--\n\n\
                    CREATE TYPE public.mood AS ENUM (\n    'so'\n);\n\n\
                    --\n-- Name: v; Type: VIEW; Schema: public; Owner: -\n--\n\nCREATE VIEW public.v AS\n SELECT 1;\n\n";
        let read = sections(text);
        let found: Vec<_> = read.iter().map(|each| (each.name.as_str(), is_modelled(each, &read))).collect();
        assert_eq!(found, [("mood", true), ("v", false)]);
        assert_eq!(read[1].lines, ["CREATE VIEW public.v AS", " SELECT 1;"]);
    }
}
