//! Findings as GitHub shows them beside the lines of a pull request: workflow commands.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>

use super::finding::Finding;
use super::spot::Spot;

/// The lines of `findings`.
pub(super) fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place =
        finding.spot.as_ref().map(|Spot { file, line }| format!("file={},line={line},", property(file)));
    let place = place.unwrap_or_default();
    let hint = finding.hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!(
        "::error {place}title=aludel {}::{}",
        finding.rule.name(),
        data(&format!("{}{hint}", finding.message))
    )
}

/// `text` as what stands after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::check::finding::Rule;

    #[test]
    fn texts_are_escaped() {
        let spot = Spot { file: "a,b:c/models.rs".into(), line: 7 };
        let finding = Finding {
            rule: Rule::ModelsMigrated,
            message: "100%\nnew".into(),
            hint: Some("`generate`".into()),
            spot: Some(spot),
        };
        assert_eq!(
            line(&finding),
            "::error file=a%2Cb%3Ac/models.rs,line=7,title=aludel models-migrated::100%25%0Anew%0Ahint: `generate`"
        );
        let nowhere = Finding { spot: None, hint: None, ..finding };
        assert_eq!(line(&nowhere), "::error title=aludel models-migrated::100%25%0Anew");
    }
}
