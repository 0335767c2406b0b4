//! Comparisons in conditions, as the office means them: „1.234,50 €“ is a number, „14.09.2024“ is a day.
//!
//! The template language compares texts letter by letter, so that „9,00 €“ would be more than „10,00 €“, without a word.
//! A comparison of two plain terms is therefore made by [`super::value`]'s own filter. Terms with arithmetic stay as they are.

/// The expression with its comparisons made by the filter `_ordnung`: `a < b` as `a|_ordnung("<", b)`. `==` and `!=` only
/// beside a figure; two texts are equal or not.
pub(super) fn by_value(expression: &str) -> String {
    let tokens = tokens(expression);
    let mut out = String::with_capacity(expression.len() + 16);
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let starts =
            matches!(token.kind, Kind::Term | Kind::Figure) && at_border(&tokens, i, Side::Left);
        let comparison = starts.then(|| comparison(&tokens, i)).flatten();
        if let Some((operator, right)) = comparison {
            let end = right + 1;
            out.push_str(token.before);
            // a filter binds more tightly than a sign
            if token.text.starts_with('-') {
                out.push('(');
                out.push_str(token.text);
                out.push(')');
            } else {
                out.push_str(token.text);
            }
            out.push_str("|_ordnung(\"");
            out.push_str(operator);
            out.push_str("\", ");
            out.push_str(tokens.get(right).map_or("", |token| token.text));
            out.push(')');
            i = end;
        } else {
            out.push_str(token.before);
            out.push_str(token.text);
            i += 1;
        }
    }
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A name with its attributes, filters and brackets, a figure or a text in quotes.
    Term,
    Figure,
    Operator,
    /// `and`, `or`, `not`, `if`, `else`, and round brackets of their own.
    Border,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token<'e> {
    kind: Kind,
    /// Blanks before it.
    before: &'e str,
    text: &'e str,
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Nothing that binds more tightly stands on that side.
fn at_border(tokens: &[Token<'_>], at: usize, side: Side) -> bool {
    let next = match side {
        Side::Left => at.checked_sub(1),
        Side::Right => Some(at + 1),
    };
    next.and_then(|next| tokens.get(next)).is_none_or(|token| token.kind == Kind::Border)
}

/// The operator behind the term at `left`, and the place of the term behind it.
fn comparison<'e>(tokens: &[Token<'e>], left: usize) -> Option<(&'e str, usize)> {
    let (first, operator, right) =
        (tokens.get(left)?, tokens.get(left + 1)?, tokens.get(left + 2)?);
    let is_term = |token: &Token<'_>| matches!(token.kind, Kind::Term | Kind::Figure);
    if operator.kind != Kind::Operator
        || !is_term(right)
        || !at_border(tokens, left + 2, Side::Right)
    {
        return None;
    }
    let equality = matches!(operator.text, "==" | "!=");
    let figure = |token: &Token<'_>| token.kind == Kind::Figure;
    (!equality || figure(first) || figure(right)).then_some((operator.text, left + 2))
}

fn tokens(expression: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut rest = expression;
    while !rest.is_empty() {
        let text = rest.trim_start();
        let (before, _) = rest.split_at(rest.len() - text.len());
        if text.is_empty() {
            found.push(Token { kind: Kind::Other, before, text: "" });
            break;
        }
        let (kind, length) = one(text);
        let (text, behind) = text.split_at(length.min(text.len()));
        found.push(Token { kind, before, text });
        rest = behind;
    }
    found
}

/// The kind and the length in bytes of what a text begins with.
fn one(text: &str) -> (Kind, usize) {
    for operator in ["<=", ">=", "==", "!=", "<", ">"] {
        if text.starts_with(operator) {
            return (Kind::Operator, operator.len());
        }
    }
    // of „set“
    if text.starts_with('=') {
        return (Kind::Border, 1);
    }
    let first = text.chars().next().unwrap_or(' ');
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        let sign = text.len() - digits.len();
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        return (Kind::Figure, sign + end);
    }
    if matches!(first, '"' | '\'') {
        return (Kind::Term, quoted(text, first));
    }
    if matches!(first, '(' | ')') {
        return (Kind::Border, 1);
    }
    if first.is_alphabetic() || first == '_' {
        let word = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        if matches!(text.get(..word), Some("and" | "or" | "not" | "if" | "else")) {
            return (Kind::Border, word);
        }
        if matches!(text.get(..word), Some("in" | "is")) {
            return (Kind::Other, word);
        }
        return (Kind::Term, term(text));
    }
    (Kind::Other, first.len_utf8())
}

/// A name with what hangs on it: `zeile.Betrag`, `liste[0]`, `name|default("-")`.
fn term(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '"' | '\'' if depth > 0 => {
                at += quoted(text.get(at..).unwrap_or_default(), c);
                continue;
            }
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            c if depth > 0 || c.is_alphanumeric() || matches!(c, '_' | '.' | '|') => {}
            // blanks around a filter's bar
            ' ' => {
                let behind = text.get(at..).unwrap_or_default().trim_start();
                let before = text.get(..at).unwrap_or_default().trim_end();
                if !(behind.starts_with('|') || before.ends_with('|')) {
                    return at;
                }
            }
            _ => return at,
        }
        at += c.len_utf8();
    }
    at
}

/// The length of a text in quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::by_value;

    #[test]
    fn comparisons_of_plain_terms_are_made_by_value() {
        for (written, made) in [
            ("Betrag > 10", "Betrag|_ordnung(\">\", 10)"),
            ("10 < Betrag", "10|_ordnung(\"<\", Betrag)"),
            ("zeile.Soll <= zeile.Ist", "zeile.Soll|_ordnung(\"<=\", zeile.Ist)"),
            ("Tag >= \"01.02.2024\"", "Tag|_ordnung(\">=\", \"01.02.2024\")"),
            ("a > 1 and b < -2", "a|_ordnung(\">\", 1) and b|_ordnung(\"<\", -2)"),
            ("not (a > 1)", "not (a|_ordnung(\">\", 1))"),
            ("namen | length > 3", "namen | length|_ordnung(\">\", 3)"),
            ("-5 < a", "(-5)|_ordnung(\"<\", a)"),
            ("\"x\" if a > 0 else \"y\"", "\"x\" if a|_ordnung(\">\", 0) else \"y\""),
            ("m = a > 0", "m = a|_ordnung(\">\", 0)"),
            ("a == 10", "a|_ordnung(\"==\", 10)"),
            // two texts are equal or not; arithmetic keeps its own rules
            ("a == \"ja\"", "a == \"ja\""),
            ("a == b", "a == b"),
            ("i % 2 == 0", "i % 2 == 0"),
            ("a + 1 > 2", "a + 1 > 2"),
            ("a > b + 1", "a > b + 1"),
            ("\"a > 1\" in text", "\"a > 1\" in text"),
            ("name", "name"),
        ] {
            assert_eq!(by_value(written), made);
        }
    }
}
