use super::*;
use vouchsafe_verifier::Timestamp;

fn plain(width: usize) -> Page {
    Page::new(Surface { width, colour: false })
}

fn widest(text: &str) -> usize {
    text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or_default()
}

#[test]
fn a_table_fits_whatever_it_holds() {
    for width in [40, 60, 80, 100] {
        let mut table = Table::new([Column::whole("ID"), Column::cut_start("ISSUER"), Column::wrap("WHY")]);
        table.row(vec![
            "a1".into(),
            "https://issuer.example/with/a/long/path/indeed".into(),
            "it is so".into(),
        ]);
        table.row(vec![
            "b2".into(),
            "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字".into(),
            "word ".repeat(40).into(),
        ]);
        let mut page = plain(width);
        page.table(2, &table);
        let text = page.finish();
        assert!(widest(&text) <= width, "{width}: {text}");
        assert_eq!(text.matches("word").count(), 40, "a wrapping column loses nothing");
        assert!(text.contains('…') || width == 100 || !text.contains("ISSUER"), "{width}: {text}");
    }
}

#[test]
fn where_a_column_has_no_room_the_last_cell_stands_under_the_others() {
    let laid_out = |width| {
        let mut table = Table::bare(3);
        table.row(vec!["a long label".into(), "strict".into(), "some words to be read".into()]);
        table.row(vec!["b".into(), "".into(), "more".into()]);
        let mut page = plain(width);
        page.table(2, &table);
        page.finish()
    };
    assert_eq!(
        laid_out(42),
        "  a long label  strict  some words to be\n                        read\n  b                     more\n"
    );
    let under = "  a long label  strict\n      some words to be read\n  b\n      more\n";
    assert_eq!(laid_out(41), under);
    assert_eq!(
        laid_out(21),
        "  a long label\n  strict\n      some words to\n      be read\n  b\n      more\n"
    );
}

#[test]
fn a_line_breaks_at_spaces_and_long_words_break_where_they_must() {
    let mut page = plain(10);
    page.indented(2, "one two three aaaaaaaaaaaaaaaaaa b");
    assert_eq!(page.finish(), "  one two\n  three\n  aaaaaaaa\n  aaaaaaaa\n  aa b\n");
}

#[test]
fn untrusted_text_cannot_steer_the_terminal() {
    let mut page = Page::new(Surface { width: 80, colour: true });
    page.line(Line::strong("a\u{1b}[2Jb\u{202e}c\nd"));
    let text = page.finish();
    assert_eq!(text, "\u{1b}[1ma\\u{1b}[2Jb\\u{202e}c\\u{a}d\u{1b}[0m\n");
}

#[test]
fn a_state_is_a_shape_and_a_word_with_colour_and_without() {
    for (mark, shape) in [
        (Mark::Valid, "●"),
        (Mark::Attention, "▲"),
        (Mark::Refused, "✕"),
        (Mark::Suspended, "❚❚"),
        (Mark::CannotTell, "░"),
        (Mark::Skipped, "·"),
    ] {
        for colour in [false, true] {
            let mut page = Page::new(Surface { width: 80, colour });
            page.line(Line::mark(mark, "word"));
            let text = page.finish();
            assert!(text.contains(&format!("{shape} word")), "{text}");
            assert_eq!(text.contains('\u{1b}'), colour);
        }
    }
}

#[test]
fn the_window_is_as_wide_as_the_page() {
    let mut table = Table::bare(2);
    table.row(vec!["Given name".into(), "Ada".into()]);
    table.row(vec!["Story".into(), "long ".repeat(30).into()]);
    let mut page = plain(60);
    page.window(&table, 1);
    let text = page.finish();
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) == 60), "{text}");
    assert_eq!(text.matches('┠').count(), 1, "{text}");
}

#[test]
fn slats_show_every_name() {
    let names: Vec<String> = (0..7).map(|number| format!("claim_{number}")).collect();
    let mut page = plain(60);
    page.slats(2, &names);
    let text = page.finish();
    assert!(names.iter().all(|name| text.contains(name.as_str())));
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn dates_in_words() {
    let at = Timestamp::from_unix(1_700_000_000);
    assert_eq!(moment(at), "14 November 2023, 22:13 UTC");
    assert_eq!(moment_of("2023-11-14T22:13:20Z"), "14 November 2023, 22:13 UTC");
    assert_eq!(day_of("2023-11-14T22:13:20Z"), "14 November 2023");
    assert_eq!(day_of("@5"), "@5");
    assert_eq!(moment(Timestamp::from_unix(i64::MAX)), format!("@{}", i64::MAX));
    assert_eq!(ago_or_in(at, at), "now");
    assert_eq!(ago_or_in(at, Timestamp::from_unix(1_700_000_060)), "1 min ago");
    assert_eq!(ago_or_in(at, Timestamp::from_unix(1_699_913_600)), "in 1 day");
}
