//! The shapes of the file format as their source says them: names, doc comments, types.

use std::fs;
use std::path::PathBuf;

use syn::{Attribute, Expr, ExprLit, Fields, GenericArgument, Item, Lit, PathArguments, Type};

/// A struct or an enum of the file format.
pub(crate) struct Shape {
    /// Its name in the source, such as `StepDoc`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) form: Form,
}

pub(crate) enum Form {
    One(Written),
    Choice(Vec<Written>),
}

/// One way to write a value.
pub(crate) struct Written {
    pub(crate) meaning: String,
    pub(crate) example: String,
    /// Empty unless it is written by name; without `because`, which all of those have.
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: Value,
    pub(crate) default: Default,
    pub(crate) meaning: String,
}

pub(crate) enum Default {
    Required,
    /// It may as well be written.
    Written(String),
    /// What is said of it in words.
    Told(String),
}

/// A field's type, without what says that it is located or may be left out.
pub(crate) enum Value {
    One(String),
    ListOf(String),
    DistributionOf(String),
}

impl Shape {
    pub(crate) fn written(&self) -> &[Written] {
        match &self.form {
            Form::One(written) => std::slice::from_ref(written),
            Form::Choice(written) => written,
        }
    }
}

/// The shapes of one file of `src/document`, in its order.
pub(crate) fn shapes(file: &str) -> Vec<Shape> {
    let examples = examples();
    let mut shapes = Vec::new();
    for item in source(file).items {
        if let Item::Struct(item) = &item {
            let name = item.ident.to_string();
            let written = name.trim_end_matches("Doc");
            let one = Written {
                meaning: String::new(),
                example: example(written, &examples).unwrap_or_default(),
                fields: fields(&name, &item.fields),
            };
            shapes.push(Shape {
                text: docs(&item.attrs),
                name,
                form: Form::One(one),
            });
        } else if let Item::Enum(item) = &item {
            let name = item.ident.to_string();
            let variants = item.variants.iter().map(|variant| {
                let word = variant.ident.to_string();
                let text = docs(&variant.attrs);
                let own = text
                    .rsplit_once(". `")
                    .filter(|(_, code)| code.ends_with('`'));
                let (meaning, example) = match (own, &variant.fields) {
                    (Some((meaning, code)), _) => {
                        (format!("{meaning}."), code.trim_end_matches('`').to_owned())
                    }
                    (None, Fields::Unit) => (text.clone(), word.clone()),
                    (None, Fields::Named(_) | Fields::Unnamed(_)) => {
                        let example = example(&word, &examples);
                        (
                            text.clone(),
                            example.unwrap_or_else(|| panic!("`{word}` has no example")),
                        )
                    }
                };
                Written {
                    meaning,
                    example,
                    fields: fields(&format!("{name}::{word}"), &variant.fields),
                }
            });
            shapes.push(Shape {
                text: docs(&item.attrs),
                form: Form::Choice(variants.collect()),
                name,
            });
        }
    }
    shapes
}

fn source(file: &str) -> syn::File {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/document")
        .join(file);
    let text = fs::read_to_string(&path).expect("the source is beside the tests");
    syn::parse_file(&text).expect("the source compiles")
}

/// The examples that diagnostics show.
fn examples() -> Vec<String> {
    let file = source("example.rs");
    let list = file.items.iter().find_map(|item| {
        let Item::Const(item) = item else { return None };
        (item.ident == "EXAMPLES").then_some(&item.expr)
    });
    let Some(Expr::Reference(list)) = list.map(|expr| &**expr) else {
        panic!("`EXAMPLES` is a list of texts");
    };
    let Expr::Array(list) = &*list.expr else {
        panic!("`EXAMPLES` is a list of texts");
    };
    list.elems.iter().map(literal).collect()
}

fn literal(expr: &Expr) -> String {
    let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = expr
    else {
        panic!("a text is due here");
    };
    text.value()
}

fn example(word: &str, examples: &[String]) -> Option<String> {
    let mut found = examples.iter().filter(|example| {
        example
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with('('))
    });
    found.next().cloned()
}

/// The doc comment as one line.
fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let pair = attribute.meta.require_name_value().ok()?;
        pair.path.is_ident("doc").then(|| literal(&pair.value))
    });
    let lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    lines.join(" ")
}

fn fields(home: &str, fields: &Fields) -> Vec<Field> {
    let Fields::Named(named) = fields else {
        return Vec::new();
    };
    let all = named.named.iter().map(|field| {
        let ident = field.ident.as_ref().expect("a named field has a name");
        let name = renamed(&field.attrs).unwrap_or_else(|| ident.to_string());
        let text = docs(&field.attrs);
        let (wrapper, inner) = generic(&field.ty).expect("every field is located");
        let (meaning, default) = match text.split_once(" Default: ") {
            Some((meaning, default)) => (meaning, Some(default.trim_end_matches('.'))),
            None => (text.as_str(), None),
        };
        let default = match (wrapper.as_str(), default) {
            ("Located", None) => Default::Required,
            ("Optional" | "List", Some(default)) => match default.strip_prefix('`') {
                Some(code) => Default::Written(code.trim_end_matches('`').to_owned()),
                None => Default::Told(default.to_owned()),
            },
            _ => panic!(
                "`{home}::{name}`: `Default: …` is said of what may be left out, and only there"
            ),
        };
        let value = value(inner);
        Field {
            value: if wrapper == "List" {
                Value::ListOf(last_name(inner))
            } else {
                value
            },
            meaning: meaning.to_owned(),
            default,
            name,
        }
    });
    let (because, others): (Vec<Field>, Vec<Field>) =
        all.partition(|field| field.name == "because");
    assert_eq!(
        because.len(),
        1,
        "`{home}` takes a `because`, as everything written by name does"
    );
    others
}

fn renamed(attributes: &[Attribute]) -> Option<String> {
    let serde = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("serde"))?;
    let mut name = None;
    serde
        .parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            }
            Ok(())
        })
        .expect("the attributes of a field are names and values");
    name
}

fn value(ty: &Type) -> Value {
    match generic(ty) {
        Some((name, element)) if name == "Vec" => {
            let (_, element) = generic(element).expect("elements are located");
            Value::ListOf(last_name(element))
        }
        Some((name, of)) if name == "DistributionDoc" => Value::DistributionOf(last_name(of)),
        Some(_) | None => Value::One(last_name(ty)),
    }
}

/// The name of a generic type and the type inside: `Optional` and `Seconds` of `Optional<'s, Seconds>`.
fn generic(ty: &Type) -> Option<(String, &Type)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let inner = arguments.args.iter().find_map(|argument| {
        let GenericArgument::Type(inner) = argument else {
            return None;
        };
        Some(inner)
    })?;
    Some((last.ident.to_string(), inner))
}

fn last_name(ty: &Type) -> String {
    let Type::Path(path) = ty else {
        panic!("a field's type has a name")
    };
    let last = path.path.segments.last().expect("a path has a last part");
    last.ident.to_string()
}
