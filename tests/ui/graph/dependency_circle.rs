aludel::migrations!("../../graph/dependency_circle");

fn main() {}
