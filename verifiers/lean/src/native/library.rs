//! Lean's library, loaded into this process: its functions called, its objects made and read.
//!
//! The worker does this with what it imported, which is trusted, and a child with what is its own
//! affair. What a hostile child has made is never read here but by [`crate::readout`], from
//! another process.
//!
//! Lean's functions take objects, which are addresses or boxed scalars, and small numbers. Each of
//! them goes into a register or an eight-byte place on the stack of its own, and one that is not
//! asked for is not looked at; so one type of function, with as many arguments as any has, serves
//! for all.

#![expect(
    unsafe_code,
    reason = "functions of a loaded library are called, and its objects are written in place"
)]

use std::cell::RefCell;
use std::ffi::{CString, c_void};
use std::path::Path;

use libloading::os::unix::{Library as Handle, RTLD_GLOBAL, RTLD_NOW};
use rustc_hash::FxHashMap;

use crate::guest::machine::Ending;

/// An object's address, or a boxed scalar.
pub(super) type Object = usize;

/// The boxed scalar zero.
pub(super) const ZERO: Object = 1;

const TAG_ARRAY: u8 = 246;

/// Bytes before an object's fields, and of a field.
const FIELDS: usize = 8;
const FIELD: usize = 8;

/// The most arguments of a function that is called.
const MOST_ARGUMENTS: usize = 8;

type Function =
    unsafe extern "C" fn(usize, usize, usize, usize, usize, usize, usize, usize) -> usize;

/// A small number as a boxed scalar.
pub(super) fn boxed(value: u32) -> Object {
    (value as usize) << 1 | 1
}

/// The loaded library.
pub(super) struct Library {
    handle: Handle,
    symbols: RefCell<FxHashMap<&'static str, usize>>,
}

impl Library {
    /// Loads the library at `path`, with those that it needs.
    ///
    /// # Errors
    /// What the system's loader said.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        // SAFETY: this runs what the library does when it is loaded, and it is trusted: whoever
        // named it means to have proofs judged by it. Its names have to be seen by the code
        // that Lean looks up while it interprets.
        let handle = unsafe { Handle::open(Some(path), RTLD_NOW | RTLD_GLOBAL) };
        let handle =
            handle.map_err(|error| format!("{} can't be loaded: {error}", path.display()))?;
        Ok(Self {
            handle,
            symbols: RefCell::default(),
        })
    }

    /// Runs Lean's own program with these arguments: its exit code.
    ///
    /// # Errors
    /// The library has no such program, or an argument holds a zero byte.
    pub(super) fn run(&self, arguments: &[String]) -> Result<i32, String> {
        let words = std::iter::once("lean").chain(arguments.iter().map(String::as_str));
        let words: Vec<CString> = words
            .map(CString::new)
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string())?;
        let mut places: Vec<usize> = words
            .iter()
            .map(|word| word.as_ptr().expose_provenance())
            .collect();
        places.push(0);
        let code = self.call(
            "lean_main",
            &[words.len(), places.as_ptr().expose_provenance()],
        );
        let code = code.map_err(|ending| ending.to_string())?;
        // The function gives an `int`; what stands above it means nothing.
        let code = u32::try_from(code & 0xffff_ffff).unwrap_or(1);
        Ok(code.cast_signed())
    }

    fn symbol(&self, name: &'static str) -> Result<usize, Ending> {
        if let Some(at) = self.symbols.borrow().get(name) {
            return Ok(*at);
        }
        let missing = || Ending::Trap(format!("Lean's library has no `{name}`"));
        let text = CString::new(name).map_err(|_| missing())?;
        // SAFETY: only the address is taken.
        let found = unsafe { self.handle.get::<*mut c_void>(text.as_bytes_with_nul()) };
        let at = found.map_err(|_| missing())?.into_raw().expose_provenance();
        self.symbols.borrow_mut().insert(name, at);
        Ok(at)
    }

    /// Calls the function `name`. What it takes is told by whoever calls: [`super::session`] and
    /// [`super::kernel`], for the versions of Lean that they name.
    pub(super) fn call(&self, name: &'static str, arguments: &[usize]) -> Result<usize, Ending> {
        let at = self.symbol(name)?;
        let mut given = [0; MOST_ARGUMENTS];
        given
            .get_mut(..arguments.len())
            .ok_or_else(|| Ending::Trap(format!("too many arguments for `{name}`")))?
            .copy_from_slice(arguments);
        let [a, b, c, d, e, f, g, h] = given;
        // SAFETY: the address is that of a function of the C calling convention whose arguments
        // are all of a register's size or smaller. See above for those that it does not take.
        Ok(unsafe {
            let function = std::mem::transmute::<*const c_void, Function>(
                std::ptr::with_exposed_provenance(at),
            );
            function(a, b, c, d, e, f, g, h)
        })
    }

    fn read<T: Copy>(at: usize) -> T {
        // SAFETY: `at` lies within an object of this process that Lean or this module made.
        unsafe { std::ptr::with_exposed_provenance::<T>(at).read_unaligned() }
    }

    fn write<T: Copy>(at: usize, value: T) {
        // SAFETY: as in `read`.
        unsafe {
            std::ptr::with_exposed_provenance_mut::<T>(at).write_unaligned(value);
        }
    }

    fn write_bytes(at: usize, bytes: &[u8]) {
        for (offset, byte) in bytes.iter().enumerate() {
            Self::write(at + offset, *byte);
        }
    }

    /// The tag of an object, or the number of a constructor that is a boxed scalar.
    pub(super) fn tag(&self, object: Object) -> u8 {
        if object & 1 == 1 {
            u8::try_from(object >> 1).unwrap_or(u8::MAX)
        } else {
            Self::read(object + 7)
        }
    }

    /// A field of an object.
    pub(super) fn field(&self, object: Object, index: usize) -> Object {
        Self::read(object + FIELDS + FIELD * index)
    }

    /// A byte of an object's scalars, and where it stands.
    pub(super) fn scalar(&self, object: Object, offset: usize) -> u8 {
        Self::read(self.scalars(object) + offset)
    }

    /// Sets a byte of an object's scalars.
    pub(super) fn set_scalar(&self, object: Object, offset: usize, value: u8) {
        Self::write(self.scalars(object) + offset, value);
    }

    fn scalars(&self, object: Object) -> usize {
        let fields: u8 = Self::read(object + 6);
        object + FIELDS + FIELD * usize::from(fields)
    }

    /// One more owner of `object`, for a call that uses it up.
    pub(super) fn share(&self, object: Object) -> Object {
        if object & 1 == 0 {
            // A negative count is kept by atomic operations, zero is never freed.
            let count: i32 = Self::read(object);
            match count {
                1.. => Self::write(object, count.wrapping_add(1)),
                0 => {}
                _ => Self::write(object, count.wrapping_sub(1)),
            }
        }
        object
    }

    /// The object in the global variable `name`.
    pub(super) fn variable(&self, name: &'static str) -> Result<Object, Ending> {
        Ok(self.share(Self::read(self.symbol(name)?)))
    }

    fn object(&self, size: usize, fields: usize, tag: u8) -> Result<Object, Ending> {
        let size = size.next_multiple_of(8);
        let fields = u8::try_from(fields).map_err(|_| Ending::Memory)?;
        let object = self.call("lean_alloc_object", &[size])?;
        let small = u16::try_from(size).unwrap_or(0).to_le_bytes();
        Self::write(object, 1_i32);
        Self::write_bytes(object + 4, &[small[0], small[1], fields, tag]);
        Ok(object)
    }

    /// A constructor's object.
    pub(super) fn constructor(
        &self,
        tag: u8,
        fields: &[Object],
        scalars: &[u8],
    ) -> Result<Object, Ending> {
        let size = FIELDS + FIELD * fields.len() + scalars.len();
        let object = self.object(size, fields.len(), tag)?;
        let mut at = object + FIELDS;
        for field in fields {
            Self::write(at, *field);
            at += FIELD;
        }
        Self::write_bytes(at, scalars);
        Ok(object)
    }

    /// An array.
    pub(super) fn array(&self, items: &[Object]) -> Result<Object, Ending> {
        let begin = FIELDS + 2 * FIELD;
        let object = self.object(begin + FIELD * items.len(), 0, TAG_ARRAY)?;
        Self::write(object + FIELDS, items.len());
        Self::write(object + FIELDS + FIELD, items.len());
        for (index, item) in items.iter().enumerate() {
            Self::write(object + begin + FIELD * index, *item);
        }
        Ok(object)
    }

    /// A list.
    pub(super) fn list(&self, items: &[Object]) -> Result<Object, Ending> {
        let mut list = ZERO;
        for item in items.iter().rev() {
            list = self.constructor(1, &[*item, list], &[])?;
        }
        Ok(list)
    }

    /// A text.
    pub(super) fn string(&self, text: &str) -> Result<Object, Ending> {
        let characters = text.chars().count();
        // The function copies, and reads no zero behind.
        let at = text.as_ptr().expose_provenance();
        self.call("lean_mk_string_unchecked", &[at, text.len(), characters])
    }

    /// The number with these decimal digits.
    pub(super) fn decimal(&self, digits: &str) -> Result<Object, Ending> {
        let text = CString::new(digits).map_err(|_| Ending::Memory)?;
        self.call("lean_cstr_to_nat", &[text.as_ptr().expose_provenance()])
    }

    /// A name of dotted parts, none of which is a number.
    pub(super) fn name(&self, dotted: &str) -> Result<Object, Ending> {
        let mut name = ZERO;
        for part in dotted.split('.') {
            let part = self.string(part)?;
            name = self.call("lean_name_mk_string", &[name, part])?;
        }
        Ok(name)
    }

    /// The text of a string, cut to `most` bytes.
    pub(super) fn text(&self, string: Object, most: usize) -> String {
        let size = self.field(string, 0).saturating_sub(1).min(most);
        let begin = string + FIELDS + 3 * FIELD;
        let bytes: Vec<u8> = (begin..begin + size).map(Self::read).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The value of what an `IO` action gave.
    pub(super) fn io(&self, result: Object) -> Result<Object, Ending> {
        let value = self.field(result, 0);
        if self.tag(result) == 0 {
            return Ok(value);
        }
        let text = self.call("lean_io_error_to_string", &[value])?;
        Err(Ending::Abort(format!(
            "Lean says: {}",
            self.text(text, 1_000)
        )))
    }
}
