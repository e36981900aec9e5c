//! The layout of a generated revision: the few expressions that its words need, broken as rustfmt breaks them.
//!
//! The rules are rustfmt's own with its default settings, so that a format on save leaves the file,
//! and with it the hash in `schema.lock`, as it was.

/// rustfmt's `max_width`.
const MAX_WIDTH: usize = 100;
/// rustfmt's `fn_call_width`, `array_width` and `chain_width`.
const ITEM_WIDTH: usize = 60;
/// rustfmt's `short_array_element_width_threshold`.
const SHORT_ITEM: usize = 10;
/// One level of indentation.
const TAB: usize = 4;

/// An expression of a revision file.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// What has no parts to break at: a literal, a path.
    Atom(String),
    /// `[a, b]`
    Array(Vec<Expression>),
    /// `&[a, b]`
    Reference(Vec<Expression>),
    /// `name(a, b)`
    Call(Call),
    /// `first.name(a).name(b)`
    Chain(Box<Expression>, Vec<Call>),
    /// `|op| { …; }`
    Closure(Vec<Expression>),
}

/// A function or method with its arguments.
#[derive(Clone, Debug)]
pub(super) struct Call {
    name: String,
    arguments: Vec<Expression>,
}

/// Where an expression is written.
#[derive(Clone, Copy)]
struct Place {
    /// The indentation of the line that it starts on.
    indent: usize,
    /// The column that it starts at.
    column: usize,
    /// The characters that follow it on its last line.
    tail: usize,
}

impl Place {
    /// The start of a line, one level deeper, with a comma or a semicolon after.
    fn nested(self) -> Self {
        Self { indent: self.indent + TAB, column: self.indent + TAB, tail: 1 }
    }

    fn after(self, width: usize) -> Self {
        Self { column: self.column + width, ..self }
    }

    fn before(self, width: usize) -> Self {
        Self { tail: self.tail + width, ..self }
    }

    fn room(self) -> usize {
        MAX_WIDTH.saturating_sub(self.column + self.tail)
    }

    fn fits(self, text: &str) -> bool {
        !text.contains('\n') && width(text) <= self.room()
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn first_line_width(text: &str) -> usize {
    text.lines().next().map_or(0, width)
}

impl Expression {
    /// `name(arguments)`
    pub(super) fn call(name: &str, arguments: impl IntoIterator<Item = Expression>) -> Self {
        Self::Call(Call { name: name.to_owned(), arguments: arguments.into_iter().collect() })
    }

    /// The same with `.name(arguments)` after it.
    #[must_use]
    pub(super) fn then(self, name: &str, arguments: impl IntoIterator<Item = Expression>) -> Self {
        let call = Call { name: name.to_owned(), arguments: arguments.into_iter().collect() };
        match self {
            Self::Chain(first, mut calls) => {
                calls.push(call);
                Self::Chain(first, calls)
            }
            first => Self::Chain(Box::new(first), vec![call]),
        }
    }

    /// The same with `.name()` after it, if `condition` holds.
    #[must_use]
    pub(super) fn then_if(self, condition: bool, name: &str) -> Self {
        if condition { self.then(name, []) } else { self }
    }

    /// The expression as a statement, indented, its line end included.
    pub(super) fn statement(&self, indent: usize) -> String {
        let text = self.write(Place { indent, column: indent, tail: 1 });
        format!("{:indent$}{text};\n", "")
    }

    /// The expression as a field of a struct: a line of its own.
    pub(super) fn field(&self, name: &str) -> String {
        let text = self.write(Place { indent: TAB, column: TAB + name.len() + 2, tail: 1 });
        format!("{:TAB$}{name}: {text},\n", "")
    }

    /// The expression as the value of a constant, which `declaration` declares: `pub const A: &[&str]`.
    pub(super) fn constant(&self, declaration: &str) -> String {
        let text = self.write(Place { indent: 0, column: declaration.len() + 3, tail: 1 });
        format!("{declaration} = {text};\n")
    }

    fn write(&self, place: Place) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Array(items) => write_list("[", items, "]", place),
            Self::Reference(items) => write_list("&[", items, "]", place),
            Self::Call(call) => call.write("", place),
            Self::Chain(first, calls) => write_chain(first, calls, place),
            Self::Closure(statements) => {
                let indent = place.indent;
                let body: String =
                    statements.iter().map(|statement| statement.statement(indent + TAB)).collect();
                format!("|op| {{\n{body}{:indent$}}}", "")
            }
        }
    }
}

impl Call {
    fn write(&self, dot: &str, place: Place) -> String {
        write_list(&format!("{dot}{}(", self.name), &self.arguments, ")", place)
    }
}

/// Items between brackets: on one line, or the last overflowing, or one a line.
fn write_list(open: &str, items: &[Expression], close: &str, place: Place) -> String {
    let inside = place.after(width(open)).before(1);
    let mut flat = String::new();
    for item in items {
        if !flat.is_empty() {
            flat.push_str(", ");
        }
        flat.push_str(&item.write(Place { indent: 0, column: 0, tail: 0 }));
    }
    let nested_call = matches!(items, [Expression::Call(_)]);
    if inside.fits(&flat) && (width(&flat) <= ITEM_WIDTH || items.len() == 1 && !nested_call) {
        return format!("{open}{flat}{close}");
    }
    if let [item] = items
        && let Some(text) = overflow(item, inside)
    {
        return format!("{open}{text}{close}");
    }
    let nested = place.nested();
    let lines: Vec<String> = items.iter().map(|item| item.write(nested)).collect();
    let body = if close == "]" && lines.iter().all(|line| width(line) <= SHORT_ITEM) {
        filled(&lines, nested)
    } else {
        lines.iter().map(|line| format!("{:1$}{line},\n", "", nested.indent)).collect()
    };
    format!("{open}\n{body}{:1$}{close}", "", place.indent)
}

/// The only item of a list, begun on the line of its bracket and ended on a later one.
fn overflow(item: &Expression, place: Place) -> Option<String> {
    let text = match item {
        Expression::Atom(_) => return None,
        Expression::Chain(first, calls) => write_chain_overflowing(first, calls, place)?,
        Expression::Call(call) => call.write("", place.before(place.room().saturating_sub(ITEM_WIDTH))),
        Expression::Array(_) | Expression::Reference(_) | Expression::Closure(_) => item.write(place),
    };
    let chain_is_broken = text.lines().any(|line| line.trim_start().starts_with('.'));
    (!chain_is_broken && first_line_width(&text) <= ITEM_WIDTH.min(place.room())).then_some(text)
}

/// Short items, as many as go on each line.
fn filled(items: &[String], place: Place) -> String {
    let mut text = String::new();
    let mut column = MAX_WIDTH;
    for item in items {
        if column + 2 + width(item) > MAX_WIDTH {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(&" ".repeat(place.indent));
            column = place.indent;
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(item);
        text.push(',');
        column += width(item) + 1;
    }
    text.push('\n');
    text
}

/// How wide a chain may be on one line: a chain of one call as wide as the line.
fn chain_width(first: &Expression, calls: &[Call], place: Place) -> usize {
    let of_operations = matches!(first, Expression::Call(call) if call.name.starts_with("op."));
    if calls.len() + usize::from(of_operations) == 1 { place.room() } else { ITEM_WIDTH.min(place.room()) }
}

fn write_chain(first: &Expression, calls: &[Call], place: Place) -> String {
    write_chain_overflowing(first, calls, place).unwrap_or_else(|| {
        let mut text = first.write(place);
        let nested = match text.contains('\n') {
            true => Place { column: place.indent, ..place },
            false => place.nested(),
        };
        let nested = Place { tail: 0, ..nested };
        for (i, call) in calls.iter().enumerate() {
            let tail = if i + 1 == calls.len() { place.tail } else { 0 };
            text.push_str(&format!("\n{:1$}", "", nested.indent));
            text.push_str(&call.write(".", nested.before(tail)));
        }
        text
    })
}

/// The chain with all but its last call on one line, where rustfmt finds that better than one call a line.
fn write_chain_overflowing(first: &Expression, calls: &[Call], place: Place) -> Option<String> {
    let (last, others) = calls.split_last()?;
    let mut text = first.write(place);
    for call in others {
        text.push_str(&call.write(".", place.after(width(&text))));
    }
    if text.contains('\n') {
        return None;
    }
    let room = chain_width(first, calls, place).checked_sub(width(&text))?;
    let overflowed = last.write(".", place.after(width(&text)));
    if first_line_width(&overflowed) > room {
        return None;
    }
    let nested = Place { tail: place.tail, ..place.nested() };
    let lines = overflowed.lines().count();
    (lines >= 5 || last.write(".", nested).lines().count() >= lines).then(|| text + &overflowed)
}
