//! The compile-time comparison of a model with `schema.lock`.
