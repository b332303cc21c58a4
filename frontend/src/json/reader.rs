//! From the browser's objects to types.
//!
//! Fields and variants are named to serde by their place in the list that the
//! type hands over, not by text: so no name is compared in wasm. Unknown
//! fields are not looked at.

use js_sys::{Array, Reflect};
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::JsValue;

use super::Unexpected;

type Result<T> = std::result::Result<T, Unexpected>;

impl Error for Unexpected {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value of the browser's.
pub struct Reader(pub JsValue);

impl Reader {
    fn text(&self) -> Result<String> {
        self.0.as_string().ok_or(Unexpected)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        clippy::float_cmp,
        reason = "numbers of the wire are integers that a double holds (RFC 8259 §6)"
    )]
    fn number(&self) -> Result<u64> {
        let number = self.0.as_f64().ok_or(Unexpected)?;
        let whole = number as u64;
        if whole as f64 == number {
            Ok(whole)
        } else {
            Err(Unexpected)
        }
    }

    fn field(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &name.into()).ok()?;
        (!value.is_undefined()).then_some(Self(value))
    }

    /// The first from `place` on of these fields that is there.
    fn next(&self, names: &[&str], place: u32) -> Option<(u32, Self)> {
        let mut rest = (place..).zip(names.get(place as usize..)?);
        rest.find_map(|(place, name)| Some((place, self.field(name)?)))
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Unexpected;

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct
        tuple_struct map identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        Err(Unexpected)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if !Array::is_array(&self.0) {
            return Err(Unexpected);
        }
        let items = Array::from(&self.0);
        visitor.visit_seq(Items { items, place: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if !self.0.is_object() {
            return Err(Unexpected);
        }
        visitor.visit_map(Fields {
            object: self,
            names,
            place: 0,
            value: None,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let variant = if let Some(text) = self.0.as_string() {
            let place = (0..).zip(names).find(|(_, name)| **name == text);
            place.map(|(place, _)| (place, Self(JsValue::NULL)))
        } else {
            self.next(names, 0)
        };
        let (place, value) = variant.ok_or(Unexpected)?;
        visitor.visit_enum(Variant { place, value })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }
}

struct Items {
    items: Array,
    place: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unexpected;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        if self.place == self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.place);
        self.place += 1;
        seed.deserialize(Reader(item)).map(Some)
    }
}

struct Fields {
    object: Reader,
    names: &'static [&'static str],
    place: u32,
    value: Option<Reader>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unexpected;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some((place, value)) = self.object.next(self.names, self.place) else {
            return Ok(None);
        };
        self.place = place + 1;
        self.value = Some(value);
        seed.deserialize(name(place)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        seed.deserialize(self.value.take().ok_or(Unexpected)?)
    }
}

struct Variant {
    place: u32,
    value: Reader,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unexpected;
    type Variant = Reader;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Reader)> {
        Ok((seed.deserialize(name(self.place))?, self.value))
    }
}

impl<'de> VariantAccess<'de> for Reader {
    type Error = Unexpected;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value> {
        Err(Unexpected)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_struct("", names, visitor)
    }
}

fn name(place: u32) -> U32Deserializer<Unexpected> {
    place.into_deserializer()
}
