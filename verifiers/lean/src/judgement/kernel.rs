//! What a replay asks of a Lean, in a guest or in a process: to make objects, and to put
//! declarations through its kernel.

use crate::guest::machine::Ending;
use crate::readout::terms::Binder;

/// A term to be made of parts that are made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Term<O> {
    /// A name and a further part, a text.
    NameText(O, O),
    /// A name and a further number.
    NameNumber(O, O),
    /// The level 0.
    Zero,
    /// The level above.
    Succ(O),
    /// The greater level.
    Max(O, O),
    /// 0 if the second is, and else the greater.
    Imax(O, O),
    /// A level's parameter, by its name.
    Param(O),
    /// A bound variable, by its boxed index.
    Variable(O),
    /// A sort, by its level.
    Sort(O),
    /// A constant, by its name and a list of levels.
    Constant(O, O),
    /// A function and its argument.
    Apply(O, O),
    /// Name, type and body of a function.
    Lambda(O, O, O, Binder),
    /// Name, type and body of a function's type.
    Pi(O, O, O, Binder),
    /// Name, type, value and body.
    Let(O, O, O, O),
    /// A literal.
    Literal(O),
    /// A structure's name, a boxed index, and of what.
    Project(O, O, O),
}

/// A Lean whose kernel takes declarations. Every object that is handed over is used up.
pub(crate) trait Kernel {
    /// An object, or a boxed scalar.
    type Object: Copy;

    /// A small number, below 2³¹, as a boxed scalar.
    fn boxed(value: u32) -> Self::Object;

    /// One more owner of an object.
    fn share(&self, object: Self::Object) -> Result<Self::Object, Ending>;

    /// A text.
    fn string(&mut self, text: &str) -> Result<Self::Object, Ending>;

    /// The number with these decimal digits.
    fn decimal(&mut self, digits: &str) -> Result<Self::Object, Ending>;

    /// A constructor's object.
    fn constructor(
        &mut self,
        tag: u8,
        fields: &[Self::Object],
        scalars: &[u8],
    ) -> Result<Self::Object, Ending>;

    /// A list.
    fn list(&mut self, items: &[Self::Object]) -> Result<Self::Object, Ending> {
        let mut list = Self::boxed(0);
        for item in items.iter().rev() {
            list = self.constructor(1, &[*item, list], &[])?;
        }
        Ok(list)
    }

    /// A term.
    fn term(&mut self, term: Term<Self::Object>) -> Result<Self::Object, Ending>;

    /// The environment with one declaration more, or the number of the kernel's exception.
    fn add(
        &mut self,
        environment: Self::Object,
        declaration: Self::Object,
    ) -> Result<Result<Self::Object, u8>, Ending>;
}

/// A binder's number, as Lean counts them.
pub(crate) fn binder_number(binder: Binder) -> u8 {
    match binder {
        Binder::Explicit => 0,
        Binder::Implicit => 1,
        Binder::Strict => 2,
        Binder::Instance => 3,
    }
}
