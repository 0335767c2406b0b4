//! The command line, in German. The clock is read here and nowhere else.
