// One solver of z3, told a script. In a process of its own: z3's threads would keep the test's process alive.
//
// The text goes through a parser context, not through `eval_smtlib2_string`: that is asynchronous, and in z3-solver 5.2.0
// its text lies on a stack that is given back before it is read.
import { init } from 'z3-solver'

const [NO, YES] = [-1, 1]

/** Everything that has been written to this process. */
export async function input() {
  let written = ''
  for await (const chunk of process.stdin) written += chunk
  return JSON.parse(written)
}

/** @param {readonly unknown[]} answers one a line */
export async function finish(answers) {
  const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`)
  await new Promise((resolve) => process.stdout.write(lines.join(''), resolve))
  process.exit(0)
}

/** @param {string} script */
export async function session(script) {
  const { Z3 } = await init()
  const context = Z3.mk_context_rc(Z3.mk_config())
  const parser = Z3.mk_parser_context(context)
  Z3.parser_context_inc_ref(context, parser)
  const solver = Z3.mk_solver(context)
  Z3.solver_inc_ref(context, solver)

  /** @param {string} text */
  function demandsOf(text) {
    const asserted = Z3.parser_context_from_string(context, parser, text)
    const code = Z3.get_error_code(context)
    if (code !== 0) throw new Error(Z3.get_error_msg(context, code))
    Z3.ast_vector_inc_ref(context, asserted)
    return Array.from({ length: Z3.ast_vector_size(context, asserted) }, (_, index) => {
      const demand = Z3.ast_vector_get(context, asserted, index)
      Z3.inc_ref(context, demand)
      return demand
    })
  }

  /** The constants' values, one by one: to print a whole model, or even a value as a term, takes z3 long. */
  function valuesNow() {
    const model = Z3.solver_get_model(context, solver)
    Z3.model_inc_ref(context, model)
    /** @type {Record<string, string>} */
    const values = {}
    for (let index = 0; index < Z3.model_get_num_consts(context, model); index += 1) {
      const declared = Z3.model_get_const_decl(context, model, index)
      const value = Z3.model_get_const_interp(context, model, declared)
      if (value !== null) values[nameOf(declared)] = textOf(value)
    }
    Z3.model_dec_ref(context, model)
    return values
  }

  /** @param {import('z3-solver').Z3_ast} value */
  function textOf(value) {
    const truth = Z3.get_bool_value(context, value)
    return truth === YES || truth === NO ? String(truth === YES) : Z3.get_numeral_string(context, value)
  }

  /** @param {import('z3-solver').Z3_func_decl} declared */
  function nameOf(declared) {
    return String(Z3.get_symbol_string(context, Z3.get_decl_name(context, declared)))
  }

  /**
   * Which of some terms hold in what has just been found.
   * @param {readonly import('z3-solver').Z3_ast[]} terms
   */
  function truthsNow(terms) {
    const model = Z3.solver_get_model(context, solver)
    Z3.model_inc_ref(context, model)
    const truths = terms.map((term) => {
      const value = Z3.model_eval(context, model, term, true)
      return value !== null && Z3.get_bool_value(context, value) === YES
    })
    Z3.model_dec_ref(context, model)
    return truths
  }

  /** @param {readonly import('z3-solver').Z3_ast[]} demands */
  function demand(...demands) {
    for (const each of demands) Z3.solver_assert(context, solver, each)
  }

  /** Whether everything that is demanded can hold. */
  async function canHold() {
    const result = await Z3.solver_check(context, solver)
    if (result !== NO && result !== YES) throw new Error(`undecided: ${Z3.solver_get_reason_unknown(context, solver)}`)
    return result === YES
  }

  demand(...demandsOf(script))
  return {
    demandsOf,
    demand,
    canHold,
    valuesNow,
    truthsNow,
    push: () => Z3.solver_push(context, solver),
    pop: () => Z3.solver_pop(context, solver, 1),
  }
}
