//! Passwords stay where they are: right or wrong, none reaches what a command writes, the history, or the titles of
//! processes, its own and those of the hooks that it starts.

use aludel_tests::servers::{Database, Server};

use crate::project::Project;

/// In every password, so that no part of one goes unseen.
const HIDDEN: &str = "h1dd3n";

/// Commands that talk to the database, in an order in which each has something to do.
const COMMANDS: [&str; 9] = [
    "upgrade +1 --dry-run",
    "upgrade +1 --yes",
    "upgrade --yes --allow-destructive --format json",
    "current --verbose",
    "history --graph --verbose",
    "show current",
    "downgrade --yes --allow-destructive -1",
    "stamp current --yes",
    "reset --yes --allow-destructive",
];

/// A user of a server who has a password.
struct User {
    name: String,
    /// The URL of the test's database for this user, with `PASSWORD` in place of the password.
    url: String,
}

impl User {
    async fn create(database: &mut Database, password: &str) -> Self {
        let name = format!("hides_{}", std::process::id());
        let sql = match database.server() {
            Server::Postgres => format!("CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{password}'"),
            Server::Mysql => {
                format!("CREATE USER {name} IDENTIFIED BY '{password}'; GRANT ALL ON *.* TO {name}")
            }
            Server::Sqlite => unreachable!("a file has no users"),
        };
        database.execute(&sql).await.expect("the user is made");
        let (scheme, place) = database.url.split_once("://").expect("a server's URL has a host");
        let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
        Self { url: format!("{scheme}://{name}:PASSWORD@{place}"), name }
    }

    async fn drop(self, database: &mut Database) {
        let name = self.name;
        let sql = match database.server() {
            Server::Postgres => format!("DROP OWNED BY {name}; DROP ROLE {name}"),
            Server::Mysql | Server::Sqlite => format!("DROP USER {name}"),
        };
        database.execute(&sql).await.expect("the user is dropped");
    }
}

/// The commands on the production environment, whose URL only `.env` holds; gives those that failed, with what they wrote.
fn failures(project: &Project, url: &str) -> Vec<String> {
    std::fs::write(project.path(".env"), format!("PROD_DATABASE_URL='{url}'\n")).expect("`.env` is written");
    let run = |command: &&str| {
        let line = format!("cargo run -q -p shop --bin migrations -- {command} --env production");
        let output = project.run(&line);
        assert!(!output.text.contains(HIDDEN), "{command} tells the password:\n{}", output.text);
        (output.code != 0).then(|| format!("{command}:\n{}", output.text))
    };
    COMMANDS.iter().filter_map(run).collect()
}

async fn on(server: Server, refuses_wrong_passwords: bool) {
    let project = Project::of("shop");
    let titles = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\\\0' ' '";
    let production = format!(
        "{}\n[environments.production]\ndatabase_url_env = \"PROD_DATABASE_URL\"\nprotected = true\n\
         before_upgrade = \"{titles}; echo seen\"\nafter_upgrade = \"{titles}\"\n",
        project.read("aludel.toml")
    );
    std::fs::write(project.path("aludel.toml"), production).expect("the settings are written");

    let mut database = Database::create(server).await;
    let (word, encoded) = (format!("{HIDDEN}@/:w"), format!("{HIDDEN}%40%2F%3Aw"));
    let user = User::create(&mut database, &word).await;
    let with = |password: &str| user.url.replace("PASSWORD", password);

    let failed = failures(&project, &with(&encoded));
    assert!(failed.is_empty(), "the right password: {}", failed.concat());
    let history = database.query("SELECT * FROM aludel_history").await.expect("there is a history").concat();
    assert!(!history.is_empty() && !history.concat().contains(HIDDEN), "the history tells the password");

    let failed = failures(&project, &with(&format!("wrong{HIDDEN}")));
    assert!(
        !refuses_wrong_passwords || failed.len() >= COMMANDS.len() - 1,
        "a wrong password lets commands in"
    );
    for broken in
        [with(&word), format!("{}://a:{HIDDEN}@127.0.0.1:1/x", server.name()), format!("x://a:{HIDDEN}@b")]
    {
        assert!(!failures(&project, &broken).is_empty(), "{broken} leads somewhere");
    }
    // Whoever gives it as an argument is warned, because the system shows arguments to everybody.
    let url = with(&encoded);
    let output =
        project.run(&format!("cargo run -q -p shop --bin migrations -- current --database-url '{url}'"));
    assert!(output.text.contains("sees the password") && !output.text.contains(HIDDEN), "{}", output.text);

    user.drop(&mut database).await;
    database.drop().await;
}

/// The servers of the tests may let everybody in who comes through their socket.
#[tokio::test]
async fn passwords_of_postgres() {
    on(Server::Postgres, false).await;
}

#[tokio::test]
async fn passwords_of_mysql() {
    on(Server::Mysql, true).await;
}
