//! Findings as SARIF 2.1.0, which code scanning of GitHub and others read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; plain structs, for the part that is used is small.

use std::collections::BTreeSet;

use serde::Serialize;

use super::finding::{Finding, Rule};
use super::spot::Spot;

/// A log file, section 3.13.
#[derive(Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

/// Section 3.14.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finished<'a>>,
}

/// Section 3.18.
#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

/// Section 3.19.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Described>,
}

/// Section 3.49.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    id: &'static str,
    short_description: Message<'static>,
}

/// Section 3.27.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finished<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: Vec<Location<'a>>,
}

/// Section 3.11.
#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

/// Section 3.28.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

/// Section 3.29.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    region: Region,
}

/// Section 3.4: a URI below the top of the repository.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation<'a> {
    uri: String,
    uri_base_id: &'a str,
}

/// Section 3.30.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
}

/// The log of `findings`.
pub(super) fn log(findings: &[Finding]) -> Log<'_> {
    let rules: BTreeSet<Rule> = findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<Rule> = rules.into_iter().collect();
    let results = findings.iter().map(|finding| Finished {
        rule_id: finding.rule.name(),
        rule_index: rules.iter().position(|rule| *rule == finding.rule).unwrap_or_default(),
        level: "error",
        message: Message { text: text(finding).into() },
        locations: finding.spot.iter().map(location).collect(),
    });
    let results = results.collect();
    let described = |rule: &Rule| Described {
        id: rule.name(),
        short_description: Message { text: rule.description().into() },
    };
    let driver = Driver {
        name: "aludel",
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(described).collect(),
    };
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    }
}

fn text(finding: &Finding) -> String {
    match &finding.hint {
        Some(hint) => format!("{}\nhint: {hint}", finding.message),
        None => finding.message.clone(),
    }
}

fn location(Spot { file, line }: &Spot) -> Location<'static> {
    let artifact_location = ArtifactLocation { uri: uri(file), uri_base_id: "%SRCROOT%" };
    Location {
        physical_location: PhysicalLocation { artifact_location, region: Region { start_line: *line } },
    }
}

/// A path as a relative URI (RFC 3986): everything else than plain characters is written by its bytes.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_log_has_what_the_standard_asks() {
        let finding =
            |rule, spot| Finding { rule, message: "it differs".into(), hint: Some("mend it".into()), spot };
        let spot = Spot { file: "my app/models.rs".into(), line: 7 };
        let findings = [finding(Rule::ModelsMigrated, Some(spot)), finding(Rule::Graph, None)];
        let log = serde_json::to_value(log(&findings)).expect("it is plain");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "aludel");
        let result = &run["results"][0];
        let rule = &run["tool"]["driver"]["rules"][1];
        assert_eq!((&result["ruleIndex"], &result["ruleId"]), (&json!(1), &rule["id"]));
        assert_eq!(result["message"]["text"], "it differs\nhint: mend it");
        assert_eq!(
            result["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "my%20app/models.rs", "uriBaseId": "%SRCROOT%" },
                "region": { "startLine": 7 },
            })
        );
        assert_eq!(run["results"][1]["locations"], json!([]));
        let nothing = serde_json::to_value(super::log(&[])).expect("it is plain");
        assert_eq!(nothing["runs"][0]["results"], Value::Array(Vec::new()));
    }
}
