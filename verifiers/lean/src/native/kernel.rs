//! The kernel of Lean's library.

use super::library::{Library, Object, ZERO, boxed};
use crate::guest::machine::Ending;
use crate::judgement::kernel::{Kernel, Term, binder_number};

/// What the kernel's function for a declaration takes beside the environment, the declaration and
/// a limit of steps: it depends on the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A limit of depth, too, before the declaration.
    Depth,
    /// Nothing.
    Plain,
}

/// A depth that no term has.
const DEEPEST: usize = 1 << 30;

/// The library, as a replay asks of it.
pub(super) struct NativeKernel<'a> {
    pub(super) library: &'a Library,
    pub(super) form: Form,
}

impl Kernel for NativeKernel<'_> {
    type Object = Object;

    fn boxed(value: u32) -> Object {
        boxed(value)
    }

    fn share(&self, object: Object) -> Result<Object, Ending> {
        Ok(self.library.share(object))
    }

    fn string(&mut self, text: &str) -> Result<Object, Ending> {
        self.library.string(text)
    }

    fn decimal(&mut self, digits: &str) -> Result<Object, Ending> {
        self.library.decimal(digits)
    }

    fn constructor(
        &mut self,
        tag: u8,
        fields: &[Object],
        scalars: &[u8],
    ) -> Result<Object, Ending> {
        self.library.constructor(tag, fields, scalars)
    }

    fn term(&mut self, term: Term<Object>) -> Result<Object, Ending> {
        let lean = self.library;
        match term {
            Term::NameText(prefix, part) => lean.call("lean_name_mk_string", &[prefix, part]),
            Term::NameNumber(prefix, part) => lean.call("lean_name_mk_numeral", &[prefix, part]),
            Term::Zero => lean.call("lean_level_mk_zero", &[ZERO]),
            Term::Succ(of) => lean.call("lean_level_mk_succ", &[of]),
            Term::Max(a, b) => lean.call("lean_level_mk_max", &[a, b]),
            Term::Imax(a, b) => lean.call("lean_level_mk_imax", &[a, b]),
            Term::Param(name) => lean.call("lean_level_mk_param", &[name]),
            Term::Variable(index) => lean.call("lean_expr_mk_bvar", &[index]),
            Term::Sort(level) => lean.call("lean_expr_mk_sort", &[level]),
            Term::Constant(name, levels) => lean.call("lean_expr_mk_const", &[name, levels]),
            Term::Apply(function, argument) => lean.call("lean_expr_mk_app", &[function, argument]),
            Term::Lambda(name, ty, body, binder) => {
                let binder = binder_number(binder).into();
                lean.call("lean_expr_mk_lambda", &[name, ty, body, binder])
            }
            Term::Pi(name, ty, body, binder) => {
                let binder = binder_number(binder).into();
                lean.call("lean_expr_mk_forall", &[name, ty, body, binder])
            }
            Term::Let(name, ty, value, body) => {
                lean.call("lean_expr_mk_let", &[name, ty, value, body, 0])
            }
            Term::Literal(literal) => lean.call("lean_expr_mk_lit", &[literal]),
            Term::Project(structure, index, of) => {
                lean.call("lean_expr_mk_proj", &[structure, index, of])
            }
        }
    }

    fn add(
        &mut self,
        environment: Object,
        declaration: Object,
    ) -> Result<Result<Object, u8>, Ending> {
        // No limit of the kernel's own: the child has one.
        let result = match self.form {
            Form::Depth => self.library.call(
                "lean_add_decl",
                &[environment, 0, DEEPEST, declaration, ZERO],
            ),
            Form::Plain => self
                .library
                .call("lean_add_decl", &[environment, 0, declaration, ZERO]),
        }?;
        let value = self.library.field(result, 0);
        if self.library.tag(result) == 0 {
            return Ok(Err(self.library.tag(value)));
        }
        Ok(Ok(value))
    }
}
