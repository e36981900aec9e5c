//! The pages of `docs` whose snippets of Rust are compiled, as tests of the documentation.

macro_rules! pages {
    ($($name:ident: $page:literal),+ $(,)?) => {$(
        #[doc = include_str!(concat!("../../docs/src/", $page))]
        mod $name {}
    )+};
}

pages! {
    data: "workflow/data.md",
    docker: "workflow/docker.md",
    enums: "workflow/enums.md",
    squash: "workflow/squash.md",
}
