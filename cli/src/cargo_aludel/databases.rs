//! Which databases a project is for: known by what it depends on and where its database is, asked only else.

use aludel::database;

use super::workspace::Package;
use crate::config;
use crate::prompt::Prompt;
use crate::trouble::{Result, Trouble};

/// The databases of `package`: those of `flags`, or of its features, or of `DATABASE_URL`; else whoever is there is asked.
pub(super) fn find(flags: &[String], package: &Package, prompt: Prompt) -> Result<Vec<String>> {
    if !flags.is_empty() {
        return Ok(known(|name| flags.iter().any(|flag| flag == name)));
    }
    for dependency in ["aludel", "sqlx"] {
        let features = package.dependency(dependency).map(|dependency| &*dependency.features);
        let found = of_features(features.unwrap_or_default());
        if !found.is_empty() {
            return Ok(found);
        }
    }
    if let Some(url) = config::database_url_at(package.folder())? {
        return Ok(vec![database::name_of_url(&url)?.to_owned()]);
    }
    let names: Vec<String> = database::names().map(str::to_owned).collect();
    if !prompt.is_interactive() {
        return Err(Trouble::new("nothing here says which database the project is for")
            .hint(format!("say `--database {}`", names.join("|"))));
    }
    let chosen = prompt.choose("Which database is it for?", names.clone())?;
    Ok(vec![names[chosen].clone()])
}

/// The databases that `features` bring: sqlx has several for one, such as `sqlite-unbundled`.
fn of_features(features: &[String]) -> Vec<String> {
    let brings = |feature: &String, name: &str| {
        feature.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    known(|name| features.iter().any(|feature| brings(feature, name)))
}

fn known(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    database::names().filter(|name| wanted(name)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_tell_the_databases() {
        let check = |features: &[&str], expected: &[&str]| {
            let features: Vec<String> = features.iter().map(ToString::to_string).collect();
            assert_eq!(of_features(&features), expected, "{features:?}");
        };
        let names: Vec<&str> = database::names().collect();
        for name in &names {
            check(&["runtime-tokio", name], &[name]);
            check(&[&format!("{name}-unbundled")], &[name]);
            check(&[&format!("{name}x")], &[]);
        }
        check(&names, &names);
        check(&[], &[]);
    }
}
