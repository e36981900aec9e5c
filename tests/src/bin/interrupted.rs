//! A run in a process of its own: `interrupted URL up|down [CALL after|MICROSECONDS]`, or of many revisions:
//! `interrupted URL many COUNT MICROSECONDS`.
//!
//! Says how many revisions it ran; with a call, it is killed there, and of many after the time.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use aludel::migrator::Migrator;
use aludel::revision::{Direction, Migrations};
use aludel_tests::interrupted::{Fault, MIGRATIONS, Moment, Site, Way, kill_in};
use aludel_tests::many::many;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, direction, fault @ ..] = &arguments[..] else { return ExitCode::from(2) };
    if let ("many", [count, delay]) = (&**direction, fault) {
        kill_in(Duration::from_micros(delay.parse().expect("a number")));
        return run(many(count.parse().expect("a number")), url, None, Direction::Up, "head").await;
    }
    let fault = match fault {
        [call, moment] => Some(Fault {
            way: Way::Kill,
            call: call.parse().expect("a number"),
            moment: moment.parse().map_or(Moment::After, Moment::During),
        }),
        _ => None,
    };
    match &**direction {
        "up" => run(&MIGRATIONS, url, fault, Direction::Up, "head").await,
        _ => run(&MIGRATIONS, url, fault, Direction::Down, "000000000001").await,
    }
}

async fn run(
    migrations: &'static Migrations,
    url: &str,
    fault: Option<Fault>,
    direction: Direction,
    target: &str,
) -> ExitCode {
    let site = Site { url: url.to_owned(), fault };
    let target = target.parse().expect("a target");
    match Migrator::new(migrations).run(&site, direction, &target).await {
        Ok(report) => {
            println!("{}", report.revisions.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}\n{error:?}");
            ExitCode::FAILURE
        }
    }
}
