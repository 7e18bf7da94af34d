use super::html::escape;
use crate::catalogue::{Configuration, Form, People};
use url::Url;
use vouchsafe_openid4vc::http::Response;

const HTML: &str = "text/html; charset=utf-8";

/// The page on which a person signs in and agrees: nobody is asked for a password, because nobody exists. Works without scripts.
pub(super) struct LoginPage<'a> {
    pub(super) people: &'a People,
    /// Who was offered something.
    pub(super) likely: Option<&'a str>,
    pub(super) configurations: &'a [String],
    /// The page's secret.
    pub(super) login: &'a str,
    /// Where the browser is sent afterwards.
    pub(super) redirect: &'a str,
}

impl LoginPage<'_> {
    pub(super) fn response(&self) -> Response {
        let people = self.people.all().enumerate().map(|(at, person)| {
            let chosen = self.likely.map_or(at == 0, |likely| likely == person.id());
            let checked = if chosen { " checked" } else { "" };
            format!(
                "<label class=\"person\"><input type=\"radio\" name=\"person\" value=\"{}\"{checked} required> {}</label>",
                escape(person.id()),
                escape(person.name())
            )
        });
        let asked = self.configurations.iter().map(|id| format!("<li>{}</li>", escape(&title(id))));
        let host = Url::parse(self.redirect)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default();
        let body = format!(
            "<h1>Sign in to receive</h1><ul class=\"asked\">{}</ul>\
             <p class=\"quiet\">They go to the wallet at {}. This is a demo: nobody here exists, and no password is asked for.</p>\
             <form method=\"post\" action=\"/authorize\"><input type=\"hidden\" name=\"login\" value=\"{}\">\
             <fieldset><legend>You are</legend>{}</fieldset>\
             <div class=\"row\"><button class=\"primary\" name=\"decision\" value=\"agree\">Agree</button>\
             <button name=\"decision\" value=\"decline\">Decline</button></div></form>",
            asked.collect::<String>(),
            escape(&host),
            escape(self.login),
            people.collect::<String>(),
        );
        // Browsers hold the redirect after a form to the same rule as the form.
        let origin =
            Url::parse(self.redirect).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        page(200, "Sign in", &body, &format!("form-action 'self' {origin}"))
    }
}

/// A page for somebody whom nobody can send back.
pub(super) fn problem_page(message: &str) -> Response {
    let body = format!(
        "<h1>This does not work</h1><p>{}.</p><p class=\"quiet\">Nothing was issued. Go back to your wallet and begin again.</p>",
        escape(message)
    );
    page(400, "This does not work", &body, "form-action 'none'")
}

fn page(status: u16, title: &str, body: &str, form_action: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{} · Vouchsafe sandbox</title><link rel=\"stylesheet\" href=\"/page.css\"></head>\
         <body><main class=\"narrow sheet\">{body}</main></body></html>",
        escape(title)
    );
    let policy = format!(
        "default-src 'none'; style-src 'self'; {form_action}; base-uri 'none'; frame-ancestors 'none'"
    );
    Response::new(status, HTML, html).with_header("Content-Security-Policy", policy).no_store()
}

/// What a configuration is called.
pub(super) fn title(id: &str) -> String {
    match Configuration::of(id) {
        None => id.to_owned(),
        Some(Configuration { card, form }) => {
            let [title, _] = card.title;
            match form {
                Form::SdJwtVc => title.to_owned(),
                Form::Bbs => format!("{title} (unlinkable, BBS)"),
            }
        }
    }
}
