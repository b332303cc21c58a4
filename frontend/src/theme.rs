//! Dark or light, at once and for later pages.

use chatmux_app::ui::Theme;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlDocument;

use crate::script::window;

/// Shows the page in `theme`, and tells the server for the pages to come.
pub fn set(theme: Theme) {
    let Some(document) = window().document() else {
        return;
    };
    if let Some(root) = document.document_element() {
        root.set_attribute("data-theme", theme.as_str()).ok();
    }
    let cookie = [
        "theme=",
        theme.as_str(),
        "; Path=/; Max-Age=31536000; SameSite=Lax",
    ]
    .concat();
    document
        .unchecked_into::<HtmlDocument>()
        .set_cookie(&cookie)
        .ok();
}
