//! One file per command: read → core → write → summary. Only here anything is printed.
