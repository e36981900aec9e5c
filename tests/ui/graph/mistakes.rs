aludel::migrations!("../../graph/mistakes");

fn main() {}
