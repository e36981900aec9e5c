//! The executor on the real servers: one run at a time, cut off anywhere, and what it notices before it begins.

mod batches;
mod interruptions;
mod locks;
mod notices;
mod round_trips;
mod together;
mod turns;
mod unknown;
