//! Attributes, laid out as rustfmt lays them out with its default settings.

/// rustfmt's `max_width`.
const MAX_WIDTH: usize = 100;
/// rustfmt's `attr_fn_like_width`.
const LIST_WIDTH: usize = 70;
/// One level of indentation.
const TAB: usize = 4;

/// One item of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// What has no parts to break at: `unique`, `name = "users"`.
    Word(String),
    /// `name(item, item)`
    List(String, Vec<Item>),
}

impl Item {
    /// `name(items)`, or only `name` where there are none.
    pub(super) fn list_or_word(name: &str, items: Vec<Item>) -> Self {
        if items.is_empty() { Self::Word(name.to_owned()) } else { Self::List(name.to_owned(), items) }
    }

    /// `name = "text"`
    pub(super) fn text(name: &str, text: &str) -> Self {
        Self::Word(format!("{name} = {}", crate::revision::source::literal(text)))
    }

    /// `name(a, b)`
    pub(super) fn words<T: Into<String>>(name: &str, words: impl IntoIterator<Item = T>) -> Self {
        Self::List(name.to_owned(), words.into_iter().map(|word| Self::Word(word.into())).collect())
    }

    fn flat(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::List(name, items) => format!("{name}({})", flat(items)),
        }
    }

    /// Whether rustfmt would leave every list of it on one line.
    fn is_short(&self) -> bool {
        match self {
            Self::Word(_) => true,
            Self::List(_, items) => {
                (items.len() == 1 || width(&flat(items)) <= LIST_WIDTH) && items.iter().all(Self::is_short)
            }
        }
    }

    /// The width that rustfmt leaves free behind a list at `indent`: one for each list in the list, and one for
    /// being indented at all.
    fn slack(&self, indent: usize) -> usize {
        let nested = match self {
            Self::List(_, items) => match &**items {
                [only @ Self::List(..)] => 1 + only.slack(0),
                _ => 0,
            },
            Self::Word(_) => 0,
        };
        nested + usize::from(indent > 0)
    }

    /// The item at `indent`, followed by `tail` characters.
    fn write(&self, indent: usize, column: usize, tail: usize) -> String {
        let line = self.flat();
        let Self::List(name, items) = self else { return line };
        if self.is_short() && column + width(&line) + tail + self.slack(indent) <= MAX_WIDTH {
            return line;
        }
        if let [only @ Self::List(..)] = &**items {
            return format!("{name}({})", only.write(indent, column + width(name) + 1, tail + 1));
        }
        let inner = indent + TAB;
        let lines: Vec<String> =
            items.iter().map(|item| format!("{:inner$}{}", "", item.write(inner, inner, 1))).collect();
        format!("{name}(\n{}\n{:indent$})", lines.join(",\n"), "")
    }
}

fn flat(items: &[Item]) -> String {
    items.iter().map(Item::flat).collect::<Vec<_>>().join(", ")
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// `#[name(items)]` as a line or several, indented; nothing without items.
pub(super) fn attribute(indent: usize, name: &str, items: Vec<Item>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let text = Item::List(name.to_owned(), items).write(indent, indent + 2, 1);
    format!("{:indent$}#[{text}]\n", "")
}

/// `pub name: ty,` as a field's line, its type on a line of its own where it is too long.
pub(super) fn field(name: &str, ty: &str) -> String {
    let line = format!("{:TAB$}pub {name}: {ty},\n", "");
    if width(&line) <= MAX_WIDTH + 1 {
        return line;
    }
    format!("{:TAB$}pub {name}:\n{:2$}{ty},\n", "", "", 2 * TAB)
}

/// `use path::{names};`, as many names as go on each line; nothing without names.
pub(super) fn import(path: &str, names: &[&str]) -> String {
    match names {
        [] => return String::new(),
        [name] => return format!("use {path}::{name};\n"),
        _ => {}
    }
    let line = format!("use {path}::{{{}}};\n", names.join(", "));
    if width(&line) <= MAX_WIDTH + 1 {
        return line;
    }
    let mut text = format!("use {path}::{{\n{:TAB$}", "");
    let mut column = TAB;
    for (i, name) in names.iter().enumerate() {
        if column > TAB && column + width(name) + 2 > MAX_WIDTH {
            text.push_str(&format!("\n{:TAB$}", ""));
            column = TAB;
        } else if i > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(name);
        text.push(',');
        column += width(name) + 1;
    }
    text + "\n};\n"
}
