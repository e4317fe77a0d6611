//! Making Lean's objects in a guest, and reading the few that a trusted step needs.
//!
//! An object begins with its reference count (4 bytes), its size (2), its number of fields (1)
//! and its tag (1); fields of 4 bytes and then scalars follow. A field whose lowest bit is set is
//! a scalar itself. What a hostile guest has made is never read here but by
//! [`crate::readout`].

use wasmtime::TypedFunc;

use super::machine::{Ending, Main};

/// An object of the guest, or a boxed scalar.
pub(crate) type Object = u32;

/// The boxed scalar zero: `Nat` 0, the first constructor without fields, the empty list.
pub(crate) const ZERO: Object = 1;

/// Bytes before an object's fields.
pub(crate) const FIELDS: u32 = 8;

const TAG_ARRAY: u8 = 246;

/// A small number as a boxed scalar.
pub(crate) fn boxed(value: u32) -> Object {
    (value << 1) | 1
}

impl Main {
    /// Calls the function `name`, whose arguments and result are objects.
    pub(crate) fn object_call<P: wasmtime::WasmParams>(
        &mut self,
        name: &str,
        arguments: P,
    ) -> Result<Object, Ending> {
        let function: TypedFunc<P, Object> = self.function(name)?;
        self.call(&function, arguments)
    }

    /// Calls the function `name`, which gives nothing.
    pub(crate) fn procedure<P: wasmtime::WasmParams>(
        &mut self,
        name: &str,
        arguments: P,
    ) -> Result<(), Ending> {
        let function: TypedFunc<P, ()> = self.function(name)?;
        self.call(&function, arguments)
    }

    pub(crate) fn word(&self, at: u32) -> Result<u32, Ending> {
        let word = self.machine.memory.word(at);
        word.map_err(|error| Ending::Trap(error.to_string()))
    }

    pub(crate) fn set_word(&self, at: u32, value: u32) -> Result<(), Ending> {
        let set = self.machine.memory.set_word(at, value);
        set.map_err(|error| Ending::Trap(error.to_string()))
    }

    pub(crate) fn write(&self, at: u32, bytes: &[u8]) -> Result<(), Ending> {
        let written = self.machine.memory.write(at, bytes);
        written.map_err(|error| Ending::Trap(error.to_string()))
    }

    pub(crate) fn byte(&self, at: u32) -> Result<u8, Ending> {
        let byte = self.machine.memory.byte(at);
        byte.map_err(|error| Ending::Trap(error.to_string()))
    }

    pub(crate) fn tag(&self, object: Object) -> Result<u8, Ending> {
        if object & 1 == 1 {
            return Ok(u8::try_from(object >> 1).unwrap_or(u8::MAX));
        }
        self.byte(object.wrapping_add(7))
    }

    pub(crate) fn field(&self, object: Object, index: u32) -> Result<Object, Ending> {
        self.word(object.wrapping_add(FIELDS + 4 * index))
    }

    /// One more owner of `object`, for a call that takes it.
    pub(crate) fn share(&self, object: Object) -> Result<Object, Ending> {
        if object & 1 == 0 {
            // A negative count is kept by atomic operations, zero is never freed.
            let count = self.word(object)?.cast_signed();
            match count {
                1.. => self.set_word(object, count.wrapping_add(1).cast_unsigned())?,
                0 => {}
                _ => self.set_word(object, count.wrapping_sub(1).cast_unsigned())?,
            }
        }
        Ok(object)
    }

    /// The object in the guest's global variable `name`.
    pub(crate) fn variable(&self, name: &str) -> Result<Object, Ending> {
        let object = self.word(self.symbol(name)?)?;
        self.share(object)
    }

    fn object(&mut self, size: usize, fields: usize, tag: u8) -> Result<Object, Ending> {
        let size = size.next_multiple_of(8);
        let (Ok(bytes), Ok(fields)) = (u32::try_from(size), u8::try_from(fields)) else {
            return Err(Ending::Memory);
        };
        let object = self.object_call("lean_alloc_object", bytes)?;
        let small = u16::try_from(size).unwrap_or(0).to_le_bytes();
        self.set_word(object, 1)?;
        self.write(object + 4, &[small[0], small[1], fields, tag])?;
        Ok(object)
    }

    /// A constructor's object.
    pub(crate) fn constructor(
        &mut self,
        tag: u8,
        fields: &[Object],
        scalars: &[u8],
    ) -> Result<Object, Ending> {
        let size = FIELDS as usize + 4 * fields.len() + scalars.len();
        let object = self.object(size, fields.len(), tag)?;
        let mut at = object + FIELDS;
        for field in fields {
            self.set_word(at, *field)?;
            at += 4;
        }
        self.write(at, scalars)?;
        Ok(object)
    }

    pub(crate) fn array(&mut self, items: &[Object]) -> Result<Object, Ending> {
        let object = self.object(16 + 4 * items.len(), 0, TAG_ARRAY)?;
        let count = u32::try_from(items.len()).map_err(|_| Ending::Memory)?;
        self.set_word(object + 8, count)?;
        self.set_word(object + 12, count)?;
        for (at, item) in (object + 16..).step_by(4).zip(items) {
            self.set_word(at, *item)?;
        }
        Ok(object)
    }

    pub(crate) fn string(&mut self, text: &str) -> Result<Object, Ending> {
        let size = u32::try_from(text.len()).map_err(|_| Ending::Memory)?;
        let at = self.allocate(size.saturating_add(1))?;
        self.write(at, text.as_bytes())?;
        self.write(at + size, &[0])?;
        let characters = u32::try_from(text.chars().count()).map_err(|_| Ending::Memory)?;
        let string = self.object_call("lean_mk_string_unchecked", (at, size, characters))?;
        self.procedure("free", at)?;
        Ok(string)
    }

    /// A name of dotted parts, none of which is a number.
    pub(crate) fn name(&mut self, dotted: &str) -> Result<Object, Ending> {
        let mut name = ZERO;
        for part in dotted.split('.') {
            let part = self.string(part)?;
            name = self.object_call("lean_name_mk_string", (name, part))?;
        }
        Ok(name)
    }

    /// The text of a string, cut to `most` bytes.
    pub(crate) fn text(&self, string: Object, most: u32) -> Result<String, Ending> {
        let size = self.field(string, 0)?.saturating_sub(1).min(most);
        let memory = &self.machine.memory;
        let out_of_bounds = |error: super::memory::OutOfBounds| Ending::Trap(error.to_string());
        let at = string.wrapping_add(20);
        memory.check(at, size).map_err(out_of_bounds)?;
        let mut bytes = vec![0; size as usize];
        memory.read(at, &mut bytes).map_err(out_of_bounds)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The value of what an `IO` action gave.
    pub(crate) fn io(&mut self, result: Object) -> Result<Object, Ending> {
        let value = self.field(result, 0)?;
        if self.tag(result)? == 0 {
            return Ok(value);
        }
        let text = self.object_call("lean_io_error_to_string", value)?;
        let text = self.text(text, 1_000)?;
        Err(Ending::Abort(format!("Lean says: {text}")))
    }
}
