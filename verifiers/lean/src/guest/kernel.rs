//! The kernel in a guest.

use wasmtime::TypedFunc;

use super::machine::{Ending, Main};
use super::objects::{Object, ZERO, boxed};
use crate::judgement::kernel::{Kernel, Term, binder_number};

/// A guest's main thread, with the functions that a replay calls.
pub(crate) struct GuestKernel<'a> {
    main: &'a mut Main,
    makers: Makers,
    add: TypedFunc<(u32, u32, u32, u32), u32>,
}

/// The guest's functions that make terms.
struct Makers {
    name_text: TypedFunc<(u32, u32), u32>,
    name_number: TypedFunc<(u32, u32), u32>,
    succ: TypedFunc<u32, u32>,
    max: TypedFunc<(u32, u32), u32>,
    imax: TypedFunc<(u32, u32), u32>,
    param: TypedFunc<u32, u32>,
    variable: TypedFunc<u32, u32>,
    sort: TypedFunc<u32, u32>,
    constant: TypedFunc<(u32, u32), u32>,
    apply: TypedFunc<(u32, u32), u32>,
    lambda: TypedFunc<(u32, u32, u32, u32), u32>,
    pi: TypedFunc<(u32, u32, u32, u32), u32>,
    bind_let: TypedFunc<(u32, u32, u32, u32, u32), u32>,
    literal: TypedFunc<u32, u32>,
    project: TypedFunc<(u32, u32, u32), u32>,
}

impl<'a> GuestKernel<'a> {
    pub(crate) fn new(main: &'a mut Main) -> Result<Self, Ending> {
        let makers = Makers {
            name_text: main.function("lean_name_mk_string")?,
            name_number: main.function("lean_name_mk_numeral")?,
            succ: main.function("lean_level_mk_succ")?,
            max: main.function("lean_level_mk_max")?,
            imax: main.function("lean_level_mk_imax")?,
            param: main.function("lean_level_mk_param")?,
            variable: main.function("lean_expr_mk_bvar")?,
            sort: main.function("lean_expr_mk_sort")?,
            constant: main.function("lean_expr_mk_const")?,
            apply: main.function("lean_expr_mk_app")?,
            lambda: main.function("lean_expr_mk_lambda")?,
            pi: main.function("lean_expr_mk_forall")?,
            bind_let: main.function("lean_expr_mk_let")?,
            literal: main.function("lean_expr_mk_lit")?,
            project: main.function("lean_expr_mk_proj")?,
        };
        let add = main.function("lean_add_decl")?;
        Ok(Self { main, makers, add })
    }
}

impl Kernel for GuestKernel<'_> {
    type Object = Object;

    fn boxed(value: u32) -> Object {
        boxed(value)
    }

    fn share(&self, object: Object) -> Result<Object, Ending> {
        self.main.share(object)
    }

    fn string(&mut self, text: &str) -> Result<Object, Ending> {
        self.main.string(text)
    }

    fn decimal(&mut self, digits: &str) -> Result<Object, Ending> {
        let size = u32::try_from(digits.len()).map_err(|_| Ending::Memory)?;
        let at = self.main.allocate(size + 1)?;
        self.main.write(at, digits.as_bytes())?;
        self.main.write(at + size, &[0])?;
        let number = self.main.object_call("lean_cstr_to_nat", at)?;
        self.main.procedure("free", at)?;
        Ok(number)
    }

    fn constructor(
        &mut self,
        tag: u8,
        fields: &[Object],
        scalars: &[u8],
    ) -> Result<Object, Ending> {
        self.main.constructor(tag, fields, scalars)
    }

    fn term(&mut self, term: Term<Object>) -> Result<Object, Ending> {
        let (main, makers) = (&mut *self.main, &self.makers);
        match term {
            Term::NameText(prefix, part) => main.call(&makers.name_text, (prefix, part)),
            Term::NameNumber(prefix, part) => main.call(&makers.name_number, (prefix, part)),
            Term::Zero => main.object_call("lean_level_mk_zero", ZERO),
            Term::Succ(of) => main.call(&makers.succ, of),
            Term::Max(a, b) => main.call(&makers.max, (a, b)),
            Term::Imax(a, b) => main.call(&makers.imax, (a, b)),
            Term::Param(name) => main.call(&makers.param, name),
            Term::Variable(index) => main.call(&makers.variable, index),
            Term::Sort(level) => main.call(&makers.sort, level),
            Term::Constant(name, levels) => main.call(&makers.constant, (name, levels)),
            Term::Apply(function, argument) => main.call(&makers.apply, (function, argument)),
            Term::Lambda(name, ty, body, binder) => {
                let binder = binder_number(binder).into();
                main.call(&makers.lambda, (name, ty, body, binder))
            }
            Term::Pi(name, ty, body, binder) => {
                let binder = binder_number(binder).into();
                main.call(&makers.pi, (name, ty, body, binder))
            }
            Term::Let(name, ty, value, body) => {
                main.call(&makers.bind_let, (name, ty, value, body, 0))
            }
            Term::Literal(literal) => main.call(&makers.literal, literal),
            Term::Project(structure, index, of) => {
                main.call(&makers.project, (structure, index, of))
            }
        }
    }

    fn add(
        &mut self,
        environment: Object,
        declaration: Object,
    ) -> Result<Result<Object, u8>, Ending> {
        // No limit of the kernel's own: the machine has one.
        let arguments = (environment, 0, declaration, ZERO);
        let result = self.main.call(&self.add, arguments)?;
        let value = self.main.field(result, 0)?;
        if self.main.tag(result)? == 0 {
            return Ok(Err(self.main.tag(value)?));
        }
        Ok(Ok(value))
    }
}
