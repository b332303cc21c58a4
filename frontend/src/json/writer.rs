//! From types to the browser's objects.

use js_sys::{Array, Object, Reflect};
use serde::ser::{
    Error, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, Serializer,
};
use wasm_bindgen::JsValue;

use super::Unexpected;

type Result<T> = std::result::Result<T, Unexpected>;

impl Error for Unexpected {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Makes values of the browser's.
#[derive(Clone, Copy)]
pub struct Writer;

macro_rules! never {
    ($($method:ident($($type:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<$result> {
            Err(Unexpected)
        })*
    };
}

macro_rules! numbers {
    ($($method:ident($type:ty);)*) => {
        $(fn $method(self, number: $type) -> Result<JsValue> {
            Ok(f64::from(number).into())
        })*
    };
}

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Unexpected;
    type SerializeSeq = Items;
    type SerializeTuple = Impossible<JsValue, Unexpected>;
    type SerializeTupleStruct = Impossible<JsValue, Unexpected>;
    type SerializeTupleVariant = Impossible<JsValue, Unexpected>;
    type SerializeMap = Impossible<JsValue, Unexpected>;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers! {
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
    }

    never! {
        serialize_bool(bool) -> JsValue;
        serialize_i8(i8) -> JsValue;
        serialize_i16(i16) -> JsValue;
        serialize_i32(i32) -> JsValue;
        serialize_i64(i64) -> JsValue;
        serialize_f32(f32) -> JsValue;
        serialize_f64(f64) -> JsValue;
        serialize_char(char) -> JsValue;
        serialize_bytes(&[u8]) -> JsValue;
        serialize_unit() -> JsValue;
        serialize_unit_struct(&'static str) -> JsValue;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of the wire are integers that a double holds (RFC 8259 §6)"
    )]
    fn serialize_u64(self, number: u64) -> Result<JsValue> {
        Ok((number as f64).into())
    }

    fn serialize_str(self, text: &str) -> Result<JsValue> {
        Ok(text.into())
    }

    fn serialize_none(self) -> Result<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<JsValue> {
        Ok(name.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<JsValue> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<JsValue> {
        let object = Object::new();
        set(&object, name, &value.serialize(self)?);
        Ok(object.into())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items> {
        Ok(Items(Array::new()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields> {
        Ok(Fields {
            object: Object::new(),
            variant: None,
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Fields> {
        Ok(Fields {
            object: Object::new(),
            variant: Some(name),
        })
    }
}

/// A list in the making.
pub struct Items(Array);

impl SerializeSeq for Items {
    type Ok = JsValue;
    type Error = Unexpected;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<()> {
        self.0.push(&item.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue> {
        Ok(self.0.into())
    }
}

/// An object in the making.
pub struct Fields {
    object: Object,
    variant: Option<&'static str>,
}

impl SerializeStruct for Fields {
    type Ok = JsValue;
    type Error = Unexpected;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        set(&self.object, name, &value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue> {
        let Some(name) = self.variant else {
            return Ok(self.object.into());
        };
        let outer = Object::new();
        set(&outer, name, &self.object);
        Ok(outer.into())
    }
}

impl SerializeStructVariant for Fields {
    type Ok = JsValue;
    type Error = Unexpected;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Result<JsValue> {
        SerializeStruct::end(self)
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).ok();
}
