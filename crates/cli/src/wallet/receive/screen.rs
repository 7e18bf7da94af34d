//! Who offers what, before the person decides.

use crate::screen::{Line, Mark, Page, Table, Tone};
use crate::wallet::network::development_lines;
use vouchsafe_app::exchange::receiving::{IssuerTrust, OpenedView};

pub(super) fn who_offers(page: &mut Page, view: &OpenedView, chosen: &[String]) {
    let mut table = Table::bare(2);
    let mut row = |label: &str, value: Line| table.row(vec![Line::quiet(label), value]);
    row("Who offers", Line::strong(&view.host).and(Tone::Quiet, called(view)));
    row("Issuer", view.issuer.as_str().into());
    for one in view.offered.iter().filter(|one| chosen.contains(&one.id)) {
        let name = one.name.as_deref().unwrap_or(&one.id);
        let mut line = Line::strong(name).and(Tone::Quiet, format!("  {}", one.id));
        if one.copies > 1 {
            line = line.text(format!(", up to {} copies, each to be shown once", one.copies));
        }
        row("What", line);
        if let Some(description) = &one.description {
            row("", Line::quiet(description));
        }
        if let Some(credential_type) = &one.credential_type {
            row("", Line::quiet(credential_type));
        }
    }
    for key in &view.keys {
        row("Its key", Line::from(key.thumbprint.as_str()).and(Tone::Quiet, format!("  {}", key.algorithm)));
    }
    row(if view.signs_in { "You sign in at" } else { "Had from" }, view.server.as_str().into());
    page.table(0, &table);
    page.gap();
    page.line(match view.certified {
        true => {
            Line::mark(Mark::Valid, "Certified").text(": an authority that you trust stands for who offers.")
        }
        false => Line::mark(Mark::Attention, "Not certified")
            .text(": that it is this host is all that is known of who offers."),
    });
    page.line(match view.trust {
        IssuerTrust::Trusted => Line::mark(Mark::Valid, "You trust this issuer's signature already."),
        IssuerTrust::OtherTypes => Line::mark(Mark::Attention, "You trust this issuer's signature")
            .text(", and not on things of this type yet."),
        IssuerTrust::Given => {
            Line::mark(Mark::Valid, "You brought this issuer's key; it is trusted from now on.")
        }
        IssuerTrust::Published => Line::mark(Mark::Attention, "You do not trust this issuer yet")
            .text(". The keys above are what its host publishes: compare them, if somebody else told you."),
        IssuerTrust::Unknown => Line::mark(Mark::Attention, "Nobody knows this issuer's key")
            .text(". What comes can be taken in only if somebody whom you trust signed it."),
    });
    development_lines(page, &view.development);
    page.gap();
}

/// What was chosen, by the names that the issuer gives it.
pub(super) fn names(view: &OpenedView, chosen: &[String]) -> Vec<String> {
    let chosen = view.offered.iter().filter(|one| chosen.contains(&one.id));
    chosen.map(|one| one.name.clone().unwrap_or_else(|| one.id.clone())).collect()
}

fn called(view: &OpenedView) -> String {
    view.name.as_deref().map(|name| format!("  calls itself {name}")).unwrap_or_default()
}
