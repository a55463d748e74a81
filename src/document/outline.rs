//! A sound file as its fields and the things in its lists, by their places in the text.

use std::ops::Range;

use crate::document::kind::body;
use crate::document::scan::{Bracket, Scanner, Token, TokenKind};

/// The fields between a pair of brackets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// In the order of the file.
    pub fields: Vec<Field>,
    /// The closing bracket.
    pub close: usize,
}

/// `name: value`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where the name begins.
    pub start: usize,
    /// The value, without blanks and comments around it.
    pub value: Range<usize>,
    /// The end of the comma after it, if there is one.
    pub comma: Option<usize>,
    /// The things with an id that the value lists, if it is the head's and a list.
    pub things: Vec<Thing>,
}

/// `Step(id: "…", …)` and its like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thing {
    /// Its id.
    pub id: String,
    /// All of it.
    pub span: Range<usize>,
    /// The end of the comma after it, if there is one.
    pub comma: Option<usize>,
    /// Its fields.
    pub outline: Outline,
}

impl Outline {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The things of the list of that name.
    pub fn things(&self, list: &str) -> &[Thing] {
        self.field(list).map_or(&[], |field| &field.things)
    }
}

/// The outline of a file; `None`: it is not `Name(field: value, …)`.
pub fn outline(text: &str) -> Option<Outline> {
    let mut scanner = Scanner::new(text);
    // Attributes of RON come before the name.
    scanner.go_to(text.len() - body(text).len());
    let (TokenKind::Word, TokenKind::Open(Bracket::Round)) =
        (scanner.next().kind, scanner.next().kind)
    else {
        return None;
    };
    fields(text, &mut scanner, Depth::Head)
}

/// A text in the head of a file, such as its id.
pub fn head_text(text: &str, field: &str) -> Option<String> {
    let outline = outline(text)?;
    let value = &outline.field(field)?.value;
    Some(unquoted(&text[value.clone()]).to_owned())
}

/// The text without its quotes, plain ones or those of a raw text.
pub fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('r').unwrap_or(text).trim_matches('#');
    match inner
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => inner,
        None => text,
    }
}

/// A value in one line: comments left out, one blank after each comma and colon.
pub fn one_line(value: &str) -> String {
    let mut scanner = Scanner::new(value);
    let mut line = String::new();
    let mut comma = "";
    loop {
        let token = scanner.next();
        match token.kind {
            TokenKind::End | TokenKind::CommentUnclosed => return line,
            // A comma before a bracket says nothing.
            TokenKind::Comma => {
                comma = ", ";
                continue;
            }
            TokenKind::Close(_) => {}
            TokenKind::Open(_)
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => line.push_str(comma),
        }
        comma = "";
        line.push_str(&value[token.start..token.end]);
        if token.kind == TokenKind::Colon {
            line.push(' ');
        }
    }
}

/// Names replaced where the text speaks of steps: in lists of steps, and where a guard, an effect or a fallback names one.
pub fn with_steps_renamed(text: &str, new_name: impl Fn(&str) -> Option<String>) -> String {
    const LISTS: [&str; 4] = ["after", "not_by", "negotiable", "steps"];
    const NAMING: [&str; 5] = ["Outcome", "Fallback", "Require", "Reopen", "Fail"];
    let mut scanner = Scanner::new(text);
    let mut renamed = String::with_capacity(text.len());
    let mut copied = 0;
    let mut last_words: [&str; 2] = ["", ""];
    let mut is_in_list = false;
    loop {
        let token = scanner.next();
        let written = &text[token.start..token.end];
        match token.kind {
            TokenKind::End | TokenKind::CommentUnclosed => break,
            TokenKind::Text => {
                let names_a_step =
                    is_in_list || (last_words[1] == "(" && NAMING.contains(&last_words[0]));
                if let Some(new) = new_name(unquoted(written)).filter(|_| names_a_step) {
                    renamed.push_str(&text[copied..token.start]);
                    renamed.push_str(&format!("\"{new}\""));
                    copied = token.end;
                }
            }
            TokenKind::Open(Bracket::Square) => {
                is_in_list = last_words[1] == ":" && LISTS.contains(&last_words[0]);
            }
            TokenKind::Close(_) => is_in_list = false,
            TokenKind::Open(Bracket::Round | Bracket::Curly)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::TextUnclosed
            | TokenKind::Word => {}
        }
        last_words = [last_words[1], written];
    }
    renamed.push_str(&text[copied..]);
    renamed
}

/// Whether the lists of these fields hold things.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Head,
    Thing,
}

/// Reads `name: value, …)`, the bracket before it passed already.
fn fields(text: &str, scanner: &mut Scanner<'_>, depth: Depth) -> Option<Outline> {
    let mut fields = Vec::new();
    loop {
        let name = scanner.next();
        match name.kind {
            TokenKind::Close(Bracket::Round) => {
                return Some(Outline {
                    fields,
                    close: name.start,
                });
            }
            TokenKind::Word if scanner.next().kind == TokenKind::Colon => {}
            TokenKind::Word
            | TokenKind::Open(_)
            | TokenKind::Close(Bracket::Square | Bracket::Curly)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::CommentUnclosed
            | TokenKind::End => return None,
        }
        let things = match (depth, scanner.peek().kind) {
            (Depth::Head, TokenKind::Open(Bracket::Square)) => {
                things(text, &mut scanner.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let value = value(scanner)?;
        fields.push(Field {
            name: text[name.start..name.end].to_owned(),
            start: name.start,
            value,
            comma: comma(scanner),
            things,
        });
    }
}

/// Reads `[Name(id: "…", …), …]`; `None`: it lists something else.
fn things(text: &str, scanner: &mut Scanner<'_>) -> Option<Vec<Thing>> {
    let mut things = Vec::new();
    scanner.next();
    loop {
        let first = scanner.next();
        if first.kind == TokenKind::Close(Bracket::Square) {
            return Some(things);
        }
        // A struct may be written without its name.
        let is_opened = match first.kind {
            TokenKind::Open(Bracket::Round) => true,
            TokenKind::Word => scanner.next().kind == TokenKind::Open(Bracket::Round),
            TokenKind::Open(Bracket::Square | Bracket::Curly)
            | TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::CommentUnclosed
            | TokenKind::End => false,
        };
        if !is_opened {
            return None;
        }
        let outline = fields(text, scanner, Depth::Thing)?;
        let id = outline.field("id")?;
        things.push(Thing {
            id: unquoted(&text[id.value.clone()]).to_owned(),
            span: first.start..outline.close + 1,
            comma: comma(scanner),
            outline,
        });
    }
}

/// Passes a value: up to a comma or a closing bracket that is not its own.
fn value(scanner: &mut Scanner<'_>) -> Option<Range<usize>> {
    let mut span: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    loop {
        let token: Token = scanner.peek();
        match token.kind {
            TokenKind::Close(_) if depth == 0 => return span,
            TokenKind::Comma if depth == 0 => return span,
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => depth -= 1,
            TokenKind::End | TokenKind::CommentUnclosed => return None,
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => {}
        }
        let start = span.map_or(token.start, |span| span.start);
        span = Some(start..token.end);
        scanner.next();
    }
}

/// Passes a comma, if there is one; its end.
fn comma(scanner: &mut Scanner<'_>) -> Option<usize> {
    let token = scanner.peek();
    (token.kind == TokenKind::Comma).then(|| scanner.next().end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"// A plan.
Plan(
    id: "p", /* inside */ title: "T, (and) more", // after
    response: [
        // About a.
        Step(id: "a", owner: "x", takes: Pert(min: "1m", likely: "2m", max: "3m")),
        Step(id: "b", after: ["a"], when: Outcome("a", "ok"), takes: "5m", on_failure: Fallback("a"))
    ],
    risks: ["R-1", "R-2",],
)
"#;

    #[test]
    fn things_and_fields_have_their_places() {
        let outline = outline(PLAN).unwrap();
        let names: Vec<&str> = outline
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(names, ["id", "title", "response", "risks"]);
        assert_eq!(&PLAN[outline.fields[1].value.clone()], "\"T, (and) more\"");
        let [a, b] = outline.things("response") else {
            panic!("two steps")
        };
        assert_eq!((a.id.as_str(), b.id.as_str()), ("a", "b"));
        assert!(a.comma.is_some() && b.comma.is_none());
        let takes = a.outline.field("takes").unwrap();
        assert_eq!(
            &PLAN[takes.value.clone()],
            "Pert(min: \"1m\", likely: \"2m\", max: \"3m\")"
        );
        assert!(outline.things("risks").is_empty());
    }

    #[test]
    fn attributes_raw_texts_and_structs_without_names_are_read() {
        let text = "#![enable(implicit_some)]\nPlan(id: r\"p\", response: [(id: r#\"a\"#, takes: \"1m\")])";
        let outline = outline(text).unwrap();
        assert_eq!(outline.things("response")[0].id, "a");
        assert_eq!(head_text(text, "id").as_deref(), Some("p"));
    }

    #[test]
    fn what_is_no_file_of_ours_has_no_outline() {
        for text in ["", "Plan", "Plan(", "Plan(id)", "[1, 2]", "Plan(id: \"a\""] {
            assert_eq!(outline(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_in_one_line_keeps_its_words() {
        let value = "[\n  Label(\"a\",0.5), // half\n  Label( \"b\" , 0.5 ),\n]";
        assert_eq!(one_line(value), r#"[Label("a", 0.5), Label("b", 0.5)]"#);
        assert_eq!(one_line("Pert(min:\"1m\")"), "Pert(min: \"1m\")");
    }

    #[test]
    fn only_steps_are_renamed() {
        let text = r#"Step(id: "a", owner: "a", after: ["a", "b"], when: Outcome("a", "a"), effects: [Set("a"), Hold(steps: ["a"])])"#;
        let renamed = with_steps_renamed(text, |name| (name == "a").then(|| "z".to_owned()));
        assert_eq!(
            renamed,
            r#"Step(id: "a", owner: "a", after: ["z", "b"], when: Outcome("z", "a"), effects: [Set("a"), Hold(steps: ["z"])])"#
        );
    }
}
