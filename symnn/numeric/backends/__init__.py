"""One emitter a backend: the same derived forms as code for numba, torch, jax or a C compiler."""
