//! XML that cannot be broken by what users write: every value and every text is escaped on its way in.

use std::fmt::{Display, Write};

/// XML being written; elements are closed in the order in which they were opened.
pub(in crate::report) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(in crate::report) fn new() -> Self {
        Self {
            out: String::new(),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub(in crate::report) fn open(
        &mut self,
        tag: &'static str,
        attributes: &[(&str, &dyn Display)],
    ) {
        self.tag(tag, attributes, ">");
        self.open.push(tag);
    }

    /// Closes the element opened last.
    pub(in crate::report) fn close(&mut self) {
        let tag = self.open.pop().expect("what is closed was opened");
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    /// An element without content.
    pub(in crate::report) fn empty(
        &mut self,
        tag: &'static str,
        attributes: &[(&str, &dyn Display)],
    ) {
        self.tag(tag, attributes, "/>\n");
    }

    /// An element that holds only text.
    pub(in crate::report) fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&str, &dyn Display)],
        text: &str,
    ) {
        self.open(tag, attributes);
        self.text(text);
        self.close();
    }

    /// Text.
    pub(in crate::report) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // XML 1.0 has no way to write these.
                '\u{fffe}' | '\u{ffff}' => self.out.push('\u{fffd}'),
                c if c.is_control() && !matches!(c, '\n' | '\t') => self.out.push('\u{fffd}'),
                c => self.out.push(c),
            }
        }
    }

    /// The whole, with everything closed.
    pub(in crate::report) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, tag: &str, attributes: &[(&str, &dyn Display)], end: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            write!(self.out, " {name}=\"").expect("a string takes all that is written");
            self.text(&value.to_string());
            self.out.push('"');
        }
        self.out.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let mut xml = Xml::new();
        xml.open("g", &[("id", &"a\"b<c")]);
        xml.element("text", &[], "</text><script>&\u{1}");
        assert_eq!(
            xml.finish(),
            "<g id=\"a&quot;b&lt;c\"><text>&lt;/text&gt;&lt;script&gt;&amp;\u{fffd}</text>\n</g>\n"
        );
    }
}
