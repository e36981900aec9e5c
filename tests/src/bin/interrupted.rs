//! A run in a process of its own: `interrupted URL up|down [CALL after|MICROSECONDS]`.
//!
//! Says how many revisions it ran; with a call, it is killed there.

use std::env;
use std::process::ExitCode;

use aludel::migrator::Migrator;
use aludel::revision::Direction;
use aludel_tests::interrupted::{Fault, MIGRATIONS, Moment, Site, Way};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, direction, fault @ ..] = &arguments[..] else { return ExitCode::from(2) };
    let fault = match fault {
        [call, moment] => Some(Fault {
            way: Way::Kill,
            call: call.parse().expect("a number"),
            moment: moment.parse().map_or(Moment::After, Moment::During),
        }),
        _ => None,
    };
    let site = Site { url: url.clone(), fault };
    let (direction, target) = match &**direction {
        "up" => (Direction::Up, "head"),
        _ => (Direction::Down, "000000000001"),
    };
    let target = target.parse().expect("a target");
    match Migrator::new(&MIGRATIONS).run(&site, direction, &target).await {
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
