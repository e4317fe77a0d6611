//! Reading and writing the guest's memory on its behalf.

use wasmtime::{AsContextMut, Caller, Extern, Memory};

use super::{Stop, World};

/// An error number of WASI preview 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Errno(pub(crate) i32);

impl Errno {
    pub(crate) const SUCCESS: Self = Self(0);
    pub(crate) const BADF: Self = Self(8);
    pub(crate) const FAULT: Self = Self(21);
    pub(crate) const INVAL: Self = Self(28);
    pub(crate) const NOTSUP: Self = Self(58);
    pub(crate) const SPIPE: Self = Self(70);
}

/// What a call ends in: an error number for the guest, or the guest's end.
pub(crate) enum Fail {
    Errno(Errno),
    Stop(Stop),
}

impl From<Errno> for Fail {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

impl From<Stop> for Fail {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

pub(crate) type Call<T = ()> = Result<T, Fail>;

/// The guest as a host function sees it: its memory, and its world.
pub(crate) struct Guest<'a, 'b> {
    caller: &'a mut Caller<'b, World>,
    memory: Memory,
}

impl<'a, 'b> Guest<'a, 'b> {
    pub(crate) fn new(caller: &'a mut Caller<'b, World>) -> Call<Self> {
        match caller.get_export("memory") {
            Some(Extern::Memory(memory)) => Ok(Self { caller, memory }),
            _ => Err(Errno::FAULT.into()),
        }
    }

    pub(crate) fn world(&mut self) -> &mut World {
        self.caller.data_mut()
    }

    /// Takes `units` of fuel, or ends the guest that has no more.
    pub(crate) fn pay(&mut self, units: u64) -> Call {
        let broken = |error: wasmtime::Error| Stop::Machine(format!("fuel: {error:#}"));
        let mut store = self.caller.as_context_mut();
        let left = store.get_fuel().map_err(broken)?;
        let Some(rest) = left.checked_sub(units) else {
            store.set_fuel(0).map_err(broken)?;
            return Err(Stop::Fuel.into());
        };
        store.set_fuel(rest).map_err(broken)?;
        Ok(())
    }

    /// The guest's bytes from `at`, and its world beside them.
    pub(crate) fn slice(&mut self, at: u32, len: u32) -> Call<(&mut [u8], &mut World)> {
        let (bytes, world) = self.memory.data_and_store_mut(&mut *self.caller);
        let end = (at as usize)
            .checked_add(len as usize)
            .ok_or(Errno::FAULT)?;
        let slice = bytes.get_mut(at as usize..end).ok_or(Errno::FAULT)?;
        Ok((slice, world))
    }

    pub(crate) fn write(&mut self, at: u32, bytes: &[u8]) -> Call {
        let len = u32::try_from(bytes.len()).map_err(|_| Errno::FAULT)?;
        self.slice(at, len)?.0.copy_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn write_u32(&mut self, at: u32, value: u32) -> Call {
        self.write(at, &value.to_le_bytes())
    }

    pub(crate) fn write_u64(&mut self, at: u32, value: u64) -> Call {
        self.write(at, &value.to_le_bytes())
    }

    pub(crate) fn read_u32(&mut self, at: u32) -> Call<u32> {
        let mut word = [0; 4];
        word.copy_from_slice(self.slice(at, 4)?.0);
        Ok(u32::from_le_bytes(word))
    }

    /// Entry `index` of a list of (address, length) at `list`.
    pub(crate) fn vector(&mut self, list: u32, index: u32) -> Call<(u32, u32)> {
        let at = index
            .checked_mul(8)
            .and_then(|offset| list.checked_add(offset))
            .ok_or(Errno::FAULT)?;
        let len_at = at.checked_add(4).ok_or(Errno::FAULT)?;
        Ok((self.read_u32(at)?, self.read_u32(len_at)?))
    }
}
