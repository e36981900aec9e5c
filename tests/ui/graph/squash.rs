aludel::migrations!("../../graph/squash");

fn main() {}
