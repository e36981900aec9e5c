//! What a revision file says of its place in the graph: the literals of its `REVISION`.

use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token, braced, bracketed};

/// The place of a revision in the graph.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) id: String,
    pub(crate) revises: Vec<String>,
    pub(crate) depends_on: Vec<String>,
    pub(crate) branch_labels: Vec<String>,
    /// The revisions that it stands for.
    pub(crate) replaces: Vec<String>,
}

impl Header {
    /// Reads the text of a revision file; `None` where its `REVISION` is not made of literals.
    pub(crate) fn read(source: &str) -> Option<Self> {
        let start = source.find("const REVISION")?;
        // The rest of the file is for the compiler.
        let end = start + source[start..].find("};")? + 2;
        let header: Self = syn::parse_str(&source[start..end]).ok()?;
        Some(Self { replaces: replaces(source)?, ..header })
    }
}

impl Parse for Header {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![const]>()?;
        input.parse::<Ident>()?;
        input.parse::<Token![:]>()?;
        input.call(Path::parse_mod_style)?;
        input.parse::<Token![=]>()?;
        input.call(Path::parse_mod_style)?;
        let fields;
        braced!(fields in input);
        input.parse::<Token![;]>()?;
        let mut header = Self::default();
        while !fields.is_empty() {
            let name: Ident = fields.parse()?;
            fields.parse::<Token![:]>()?;
            match name.to_string().as_str() {
                "id" => header.id = fields.parse::<LitStr>()?.value(),
                "revises" => header.revises = list(&fields)?,
                "depends_on" => header.depends_on = list(&fields)?,
                "branch_labels" => header.branch_labels = list(&fields)?,
                _ => drop(fields.parse::<LitStr>()?),
            }
            if !fields.is_empty() {
                fields.parse::<Token![,]>()?;
            }
        }
        Ok(header)
    }
}

/// Whether a revision file says what it stands for.
pub(crate) fn has_replaces(source: &str) -> bool {
    source.lines().any(|line| line.starts_with(REPLACES))
}

const REPLACES: &str = "pub const REPLACES:";

/// The literals of `REPLACES`, none where there is none; `None` where it is not made of literals.
fn replaces(source: &str) -> Option<Vec<String>> {
    if !has_replaces(source) {
        return Some(Vec::new());
    }
    let rest = &source[source.find(REPLACES)?..];
    let value = &rest[rest.find('=')? + 1..rest.find(';')?];
    list.parse_str(value).ok()
}

/// `&["a", "b"]`
fn list(input: ParseStream<'_>) -> syn::Result<Vec<String>> {
    input.parse::<Token![&]>()?;
    let items;
    bracketed!(items in input);
    let items = Punctuated::<LitStr, Token![,]>::parse_terminated(&items)?;
    Ok(items.iter().map(LitStr::value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_literals() {
        let source = "//! x\nuse aludel::revision::*;\n\npub const REVISION: Revision = Revision {\n    id: \"b\",\n    \
                      // a comment\n    revises: &[\"a\", r\"c\"],\n    depends_on: &[],\n    \
                      branch_labels: &[\"x\"],\n    created: \"2026\",\n};\n\npub fn upgrade() { not rust at all";
        let header = Header::read(source).expect("it is all literals");
        assert_eq!(
            (&*header.id, header.revises.len(), &*header.branch_labels),
            ("b", 2, &["x".to_owned()][..])
        );
    }

    #[test]
    fn leaves_the_rest_to_the_compiler() {
        assert_eq!(Header::read("pub const REVISION: Revision = Revision { id: ID, ..OTHER };"), None);
        assert_eq!(Header::read("pub const REVISION: Revision = other();"), None);
        assert_eq!(Header::read(""), None);
        let with =
            |replaces: &str| Header::read(&format!("const REVISION: R = R {{ id: \"a\" }};\n{replaces}"));
        assert_eq!(with("pub const REPLACES: &[&str] = OTHERS;"), None);
        let literal =
            with("pub const REPLACES: &[&str] = &[\n    \"b\",\n    \"c\",\n];\n").expect("it is literal");
        assert_eq!(literal.replaces, ["b", "c"]);
    }
}
