//! The formats in which a result can be written that has a page, a table and a picture.

use std::path::Path;

use clap::ValueEnum;

use crate::cli::stop::Stop;

/// A format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(super) enum Format {
    Human,
    Markdown,
    Json,
    Csv,
    Svg,
}

/// The format asked for, else the one that the output's extension stands for, else a page for people.
pub(super) fn chosen(
    is_json: bool,
    asked: Option<Format>,
    output: Option<&Path>,
) -> Result<Format, Stop> {
    asked_or_of_file(
        (is_json, Format::Json),
        asked,
        output,
        &[
            ("txt", Format::Human),
            ("md", Format::Markdown),
            ("json", Format::Json),
            ("csv", Format::Csv),
            ("svg", Format::Svg),
        ],
    )
}

/// JSON where the flag for it is set, else the format asked for, else the one of the output's extension, else the first. An
/// extension that stands for none of a command's formats is refused: what it promises would not be what is written.
pub(super) fn asked_or_of_file<F: Copy>(
    (is_json, json): (bool, F),
    asked: Option<F>,
    output: Option<&Path>,
    known: &[(&str, F)],
) -> Result<F, Stop> {
    if is_json {
        return Ok(json);
    }
    let usual = known[0].1;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let Some((file, extension)) = output.and_then(|file| Some((file, file.extension()?))) else {
        return Ok(usual);
    };
    let extension = extension.to_string_lossy().to_lowercase();
    let of_extension = known.iter().find(|(name, _)| *name == extension);
    of_extension.map(|(_, format)| *format).ok_or_else(|| {
        let names: Vec<String> = known.iter().map(|(name, _)| format!(".{name}")).collect();
        let (last, others) = names.split_last().expect("every command has a format");
        Stop::Usage {
            message: format!(
                "`{}` does not end in any format of this command",
                file.display()
            ),
            help: Some(format!(
                "end it in {} or {last}, or say which with --format",
                others.join(", ")
            )),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_a_format_or_is_refused() {
        let of = |file: &str| chosen(false, None, Some(Path::new(file)));
        assert_eq!(of("a.svg"), Ok(Format::Svg));
        assert_eq!(of("a.b/A.MD"), Ok(Format::Markdown));
        assert_eq!(of("a.txt"), Ok(Format::Human));
        assert_eq!(of("/dev/stdout"), Ok(Format::Human));
        let refused = of("a.pdf").expect_err("there is no such format");
        let due = "end it in .txt, .md, .json, .csv or .svg, or say which with --format";
        assert!(
            matches!(&refused, Stop::Usage { help, .. } if help.as_deref() == Some(due)),
            "{refused:?}"
        );
        let file = Some(Path::new("a.pdf"));
        assert_eq!(chosen(false, Some(Format::Csv), file), Ok(Format::Csv));
        assert_eq!(chosen(true, None, file), Ok(Format::Json));
    }
}
