//! Questions, as somebody at a terminal answers them: a pseudo-terminal, and the blog's own binary.

use std::fs;
use std::time::Duration;

use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::project::Project;

/// How long an answer may take, in milliseconds, on a machine that has other things to do.
const TIMEOUT: u64 = 60_000;

/// What ends a line that is typed.
const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";

/// The blog, built with its models as they are.
struct Terminal {
    project: Project,
}

/// A command that runs in a terminal.
struct Running {
    session: PtySession,
    said: String,
}

impl Terminal {
    fn of(project: Project) -> Self {
        project.edit("aludel.toml", "database_url", "drift = \"allow\"\ndatabase_url");
        Self { project }
    }

    /// Runs `migrations {arguments}` once it is built.
    fn run(&self, arguments: &str) -> Running {
        self.project.succeed("cargo build -q -p blog --bin migrations");
        let mut command = self.project.command("sh");
        // A new pseudo-terminal has no size, and a question would be broken after each letter.
        command.args(["-c", &format!("stty cols 160 rows 40; exec migrations {arguments}")]);
        command.env("TERM", "xterm-256color").env_remove("NO_COLOR").env_remove("CLICOLOR");
        let options = Options::new().timeout_ms(Some(TIMEOUT));
        let session = spawn_with_options(command, options).expect("a pseudo-terminal is there");
        Running { session, said: String::new() }
    }

    /// The revision files of the blog.
    fn revisions(&self) -> Vec<String> {
        let files = fs::read_dir(self.project.path("migrations")).expect("the folder is read");
        let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

impl Running {
    /// Waits until it says `text`.
    fn says(&mut self, text: &str) -> &mut Self {
        match self.session.exp_string(text) {
            Ok(before) => self.said += &format!("{before}{text}"),
            Err(error) => panic!("it does not say {text}: {error}\nit said {}", self.said),
        }
        self
    }

    /// Types `keys`.
    fn types(&mut self, keys: &str) -> &mut Self {
        self.session.send(keys).expect("somebody listens");
        self.session.flush().expect("somebody listens");
        // What is typed before the next question is asked would be lost.
        std::thread::sleep(Duration::from_millis(100));
        self
    }

    /// All that it said, once it has ended with `code`.
    fn ends(mut self, code: i32) -> String {
        let rest =
            self.session.exp_eof().unwrap_or_else(|error| panic!("it does not end: {error}\n{}", self.said));
        self.said += &rest;
        let status = self.session.process().wait().expect("it has ended");
        assert!(matches!(status, WaitStatus::Exited(_, ended) if ended == code), "{status:?}\n{}", self.said);
        self.said
    }
}

/// A renamed field and a required one.
const CHANGE: &str = "pub heading: String,\n    /// How long it is.\n    pub words: i32,";

#[test]
fn questions_of_generate_are_answered() {
    let terminal = Terminal::of(Project::of("blog"));
    terminal.project.edit("src/models.rs", "pub title: String,", CHANGE);
    let before = terminal.revisions();

    // Ctrl-C leaves all as it was, at each of the questions.
    let mut running = terminal.run("generate");
    running.says("was it renamed, or dropped?").types("\x03");
    let said = running.ends(2);
    assert!(said.contains("nothing was done"), "{said}");
    let mut running = terminal.run("generate");
    running.says("or dropped?").types(ENTER).says("what do rows get?").types("\x03");
    running.ends(2);
    let mut running = terminal.run("generate --rename posts.title=heading --fill posts.words=0");
    running.says("Message").types("\x03");
    running.ends(2);
    assert_eq!(terminal.revisions(), before);

    // The first answer is the rename, the message is edited.
    let mut running = terminal.run("generate");
    running.says("or dropped?").says("renamed to `heading`").types(ENTER);
    running.says("what do rows get?").types("7").types(ENTER);
    running.says("rename column").says("Message").types(" again").types(ENTER);
    let said = running.ends(0);
    assert!(said.contains("\x1b[32m+ add column `posts.words`"), "no colour: {said}");
    let after = terminal.revisions();
    let new: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    let [new] = &*new else { panic!("{after:?}") };
    assert!(new.ends_with("_rename_title_to_heading_in_posts_and_add.rs"), "{new}");
    let source = terminal.project.read(&format!("migrations/{new}"));
    let first = source.lines().next().unwrap_or_default();
    assert_eq!(first, "//! rename title to heading in posts and add words to posts again");
    assert!(source.contains("op.fill(\"posts\", \"words\", \"7\")"), "{source}");
}

#[test]
fn what_looks_like_a_rename_can_be_dropped() {
    let terminal = Terminal::of(Project::of("blog"));
    terminal.project.edit("src/models.rs", "pub title: String,", "pub heading: Option<String>,");
    let mut running = terminal.run("generate -m 'drop the title' --dry-run");
    running.says("or dropped?").types(DOWN).types(ENTER);
    let said = running.ends(0);
    assert!(said.contains("op.drop_column(\"posts\", \"title\")"), "{said}");
}

#[test]
fn protected_environments_want_their_names() {
    let terminal = Terminal::of(Project::of("blog"));
    let settings = terminal.project.read("aludel.toml");
    let settings =
        format!("{settings}\n[environments.live]\ndatabase_url = \"sqlite:live.db\"\nprotected = true\n");
    fs::write(terminal.project.path("aludel.toml"), settings).expect("the settings are written");

    let mut running = terminal.run("upgrade --env live");
    running.says("type its name to go on").types("lie").types(ENTER);
    assert!(running.ends(2).contains("nothing was done"));
    let mut running = terminal.run("upgrade --env live");
    running.says("type its name to go on").types("\x03");
    running.ends(2);
    let mut running = terminal.run("current --env live");
    running.says("base");
    running.ends(0);
    let mut running = terminal.run("upgrade --env live");
    running.says("type its name to go on").types("live").types(ENTER).says("2 revisions applied");
    running.ends(0);
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let terminal = Terminal::of(Project::of("blog"));
    let coloured = |said: &str| said.contains("\x1b[3");
    assert!(coloured(&terminal.run("heads").ends(0)));
    let mut command = terminal.project.command("migrations");
    command.arg("heads");
    let options = || Options::new().timeout_ms(Some(TIMEOUT));
    command.env("NO_COLOR", "1").env("TERM", "xterm-256color");
    let mut plain = spawn_with_options(command, options()).expect("a pseudo-terminal is there");
    let said = plain.exp_eof().expect("it ends");
    assert!(said.contains("add comments and tags") && !coloured(&said), "{said}");
    // Into a pipe, without NO_COLOR.
    let mut command = terminal.project.command("migrations");
    let piped = command.arg("heads").env_remove("NO_COLOR").output().expect("it runs");
    let said = String::from_utf8_lossy(&piped.stdout);
    assert!(said.contains("add comments and tags") && !coloured(&said), "{said}");
}
