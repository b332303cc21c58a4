//! A browser that says something else than it would.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// An object with another value for one property, as long as this is there.
pub struct Disguise {
    object: Object,
    property: &'static str,
    former: JsValue,
}

impl Disguise {
    /// Says `value` for `property`.
    pub fn new(object: impl Into<Object>, property: &'static str, value: &JsValue) -> Self {
        let object = object.into();
        let former = Object::get_own_property_descriptor(&object, &property.into());
        let disguise = Object::new();
        Reflect::set(&disguise, &"value".into(), value).unwrap();
        Reflect::set(&disguise, &"configurable".into(), &true.into()).unwrap();
        Object::define_property(&object, &property.into(), &disguise);
        Self {
            object,
            property,
            former,
        }
    }
}

impl Drop for Disguise {
    fn drop(&mut self) {
        let property = self.property.into();
        Reflect::delete_property(&self.object, &property).unwrap();
        if let Some(former) = self.former.dyn_ref() {
            Object::define_property(&self.object, &property, former);
        }
    }
}
