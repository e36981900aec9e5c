//! The shape of a JSON document: its fields and their types.

use serde_json::Value;

/// Compares what `command` wrote with the document on the page, field by field, whatever the values are.
pub(super) fn check(command: &str, documented: &str, written: &str) {
    let parsed = |text: &str| -> Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{command}: {error} in:\n{text}"))
    };
    let mut troubles = Vec::new();
    compare("", &parsed(documented), &parsed(written), &mut troubles);
    assert!(troubles.is_empty(), "{command}:\n{}\nit wrote:\n{written}", troubles.join("\n"));
}

/// Collects in what `written` has another shape; null and an empty list fit whatever the page shows.
fn compare(place: &str, documented: &Value, written: &Value, troubles: &mut Vec<String>) {
    match (documented, written) {
        (Value::Object(documented), Value::Object(written)) => {
            for (key, value) in written {
                match documented.get(key) {
                    Some(shown) => compare(&format!("{place}.{key}"), shown, value, troubles),
                    None => troubles.push(format!("{place}.{key} is not documented")),
                }
            }
            let gone = documented.keys().filter(|key| !written.contains_key(*key));
            troubles.extend(gone.map(|key| format!("{place}.{key} is documented, but not written")));
        }
        (Value::Array(documented), Value::Array(written)) => {
            for (at, value) in written.iter().enumerate() {
                match documented.get(at).or(documented.last()) {
                    Some(shown) => compare(&format!("{place}[{at}]"), shown, value, troubles),
                    None => troubles.push(format!("{place}[{at}] is not documented")),
                }
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (documented, written) => {
            if std::mem::discriminant(documented) != std::mem::discriminant(written) {
                troubles.push(format!("{place} is documented as {documented}, and written as {written}"));
            }
        }
    }
}
