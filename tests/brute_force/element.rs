//! An element of a file, changed field by field as somebody would by hand.

/// `Step(id: "a", takes: "1h")`, taken apart.
pub(crate) struct Element {
    kind: String,
    fields: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn of(text: &str) -> Self {
        let (kind, rest) = text.split_once('(').expect("an element has fields");
        let inside = rest.strip_suffix(')').expect("an element is closed");
        let fields = split(inside).into_iter().map(|field| {
            let (name, value) = field.split_once(':').expect("a field has a name");
            (name.trim().to_owned(), value.trim().to_owned())
        });
        Self {
            kind: kind.to_owned(),
            fields: fields.collect(),
        }
    }

    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }

    /// The id, without quotes.
    pub(crate) fn id(&self) -> &str {
        let id = self.get("id").expect("an element has an id");
        id.trim_matches('"')
    }

    /// Texts between quotes in a field.
    pub(crate) fn names(&self, field: &str) -> Vec<String> {
        let value = self.get(field).unwrap_or_default();
        value
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn set(&mut self, field: &str, value: &str) {
        self.remove(field);
        self.fields.push((field.to_owned(), value.to_owned()));
    }

    pub(crate) fn set_names(&mut self, field: &str, names: &[String]) {
        self.set(field, &format!("{names:?}"));
    }

    pub(crate) fn remove(&mut self, field: &str) {
        self.fields.retain(|(name, _)| name != field);
    }

    pub(crate) fn text(&self) -> String {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!("{}({})", self.kind, fields.join(", "))
    }
}

/// What stands between the commas that are in no brackets.
pub(crate) fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut begun) = (Vec::new(), 0, 0);
    for (place, letter) in list.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[begun..place].trim());
                begun = place + 1;
            }
            _ => {}
        }
    }
    parts.push(list[begun..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}
