//! How large things are on the screen, and whether they are seen.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use send_wrapper::SendWrapper;
use web_sys::{Element, ResizeObserver};

/// Calls `react` whenever the element or the window has another size, or the
/// page is seen or no longer, as long as the effect that asks is not run again.
pub fn watch(element: &Element, react: impl Fn() + Clone + 'static) {
    let resized = window_event_listener(ev::resize, {
        let react = react.clone();
        move |_| react()
    });
    let seen = window_event_listener_untyped("visibilitychange", {
        let react = react.clone();
        move |_| react()
    });
    let watch = SendWrapper::new(Watch::new(element, react));
    on_cleanup(move || {
        resized.remove();
        seen.remove();
        drop(watch);
    });
}

/// Tells of every size of an element, as long as this value is there.
struct Watch {
    observer: Option<ResizeObserver>,
    _react: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(element: &Element, react: impl FnMut() + 'static) -> Self {
        let react = Closure::<dyn FnMut()>::new(react);
        let observer = ResizeObserver::new(react.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self {
            observer,
            _react: react,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
