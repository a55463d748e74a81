//! Characters that look like ones RON needs but are others: full-width punctuation, curly quotes, blanks that are none.

/// The plain character that is meant, for characters that are easily taken for it.
pub(super) fn plain_for(c: char) -> Option<char> {
    if c.is_ascii() {
        return (c == ';').then_some(',').or((c == '`').then_some('"'));
    }
    Some(match c {
        '，' | '、' | '；' | '﹐' | '،' => ',',
        '：' | '﹕' | '∶' => ':',
        '（' | '﹙' => '(',
        '）' | '﹚' => ')',
        '［' | '【' | '〔' => '[',
        '］' | '】' | '〕' => ']',
        '｛' => '{',
        '｝' => '}',
        '＝' => '=',
        '“' | '”' | '„' | '‟' | '＂' | '«' | '»' | '「' | '」' | '『' | '』' | '″' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' | '＇' | '´' => '\'',
        '－' | '−' | '–' | '—' | '‐' | '‑' => '-',
        '．' | '。' => '.',
        '＿' => '_',
        '％' => '%',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xFEE0).expect("full-width forms follow ASCII's order")
        }
        _ if is_blank_lookalike(c) => ' ',
        _ => return None,
    })
}

/// Whether it is a double quote that RON does not take for one.
pub(super) fn is_quote_lookalike(c: char) -> bool {
    c != '`' && plain_for(c) == Some('"')
}

/// Whether people see a blank, or nothing, where RON sees a character.
pub(super) fn is_blank_lookalike(c: char) -> bool {
    matches!(
        u32::from(c),
        0xA0 | 0xAD
            | 0x1680
            | 0x180E
            | 0x2000..=0x200D
            | 0x202A..=0x202F
            | 0x205F..=0x206F
            | 0x3000
            | 0xFEFF
    )
}

/// What to call it.
pub(super) fn name_of(c: char) -> String {
    let name = match c {
        '\u{A0}' => "a no-break space",
        '\u{202F}' => "a narrow no-break space",
        '\u{3000}' => "a full-width blank",
        '\u{AD}' => "an invisible soft hyphen",
        '\u{200B}' => "an invisible zero-width space",
        '\u{200C}' | '\u{200D}' => "an invisible joiner",
        '\u{2060}' | '\u{FEFF}' => "an invisible byte-order mark",
        _ if is_blank_lookalike(c) => "an unusual or invisible blank",
        '“' | '”' | '„' | '‟' => "a curly quote",
        '‘' | '’' | '‚' | '‛' => "a curly single quote",
        '«' | '»' | '「' | '」' | '『' | '』' | '＂' | '″' => "a foreign quote",
        ';' => "a semicolon",
        '`' => "a back-tick",
        '，' => "a full-width comma",
        '、' => "an enumeration comma",
        '：' => "a full-width colon",
        '；' => "a full-width semicolon",
        '（' | '）' | '［' | '］' | '｛' | '｝' | '【' | '】' | '〔' | '〕' => {
            "a full-width bracket"
        }
        '０'..='９' => "a full-width digit",
        '−' => "a minus sign that is not the hyphen",
        '–' | '—' => "a dash",
        _ => "a look-alike",
    };
    if is_blank_lookalike(c) {
        format!("{name} (U+{:04X})", u32::from(c))
    } else {
        format!("`{c}` is {name}")
    }
}
