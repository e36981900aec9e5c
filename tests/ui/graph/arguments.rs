aludel::migrations!("../../graph/dependency_circle", without = [billing::MIGRATIONS]);

fn main() {}
