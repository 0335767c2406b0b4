//! The Word template engine: a library inside the house that knows nothing of branches or resolutions.
