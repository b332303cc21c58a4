//! Small things of JavaScript.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Window;

/// The window.
///
/// # Panics
/// Outside of a page, where nothing of this crate runs.
pub fn window() -> Window {
    web_sys::window().expect("this crate runs in a page")
}

/// What the browser calls an exception: the name of a `DOMException` or an
/// error (Web IDL §2.8.1), or nothing.
pub fn name_of(exception: &JsValue) -> String {
    text_of(exception, "name").unwrap_or_default()
}

/// A property of an object, if it is a text.
pub fn text_of(object: &JsValue, property: &str) -> Option<String> {
    Reflect::get(object, &property.into()).ok()?.as_string()
}

/// A list of these.
pub fn texts(texts: &[&str]) -> Array {
    texts.iter().copied().map(JsValue::from).collect()
}

/// Whether the browser has this property at all.
pub fn is_there(object: &JsValue) -> bool {
    !object.is_undefined() && !object.is_null()
}

/// Calls a method that `web-sys` does not know; `None` if the browser does
/// not either.
pub fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let function = Reflect::get(object, &method.into()).ok()?;
    let function = function.dyn_into::<js_sys::Function>().ok()?;
    function.call1(object, argument).ok()
}

/// Lets a promise go its way: its end is of no interest.
pub fn detach(promise: Promise) {
    spawn_local(async move {
        JsFuture::from(promise).await.ok();
    });
}

/// Calls a method that `web-sys` does not know, and waits for what it
/// promises.
///
/// # Errors
/// The browser's exception, or that there is no such method.
pub async fn ask(
    object: &JsValue,
    method: &str,
    arguments: &[&JsValue],
) -> Result<JsValue, JsValue> {
    let function: js_sys::Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let arguments: Array = arguments.iter().copied().collect();
    let promise = function.apply(object, &arguments)?;
    JsFuture::from(Promise::resolve(&promise)).await
}

/// An object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // Only refused by objects that are sealed.
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object.into()
}
